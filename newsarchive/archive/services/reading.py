"""Waiting files are leased, read into articles, and left for the clustering lane."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from psycopg.errors import ProgramLimitExceeded

from newsarchive import wire
from newsarchive.archive.models import UploadedFile
from newsarchive.archive.services import filing, keeping, leases, presence
from newsarchive.archive.services.bulk import update_rows
from newsarchive.archive.services.doorbell import ring
from newsarchive.archive.services.unbroken import unbroken

logger = logging.getLogger(__name__)

_LOST = "The archive no longer has this file's bytes. Tell the administrator, then hand it in again."
_DEFECT = "The archive has no way to read this file: it met something unforeseen ({}). Its bytes are kept."


@dataclass(frozen=True)
class Reading:
    """What a file turned out to hold: drafts, or a code and a reason why there are none."""

    file: UploadedFile
    items: Sequence[wire.Item] = ()
    drafts: Sequence[filing.Draft] = ()
    code: str = ""
    reason: str = ""


def read_some() -> int:
    """Lease some waiting files, read and file them. Returns how many; 0 when nothing waits.

    Whoever is told to stop gives back what it holds.
    """
    files: list[UploadedFile] = []
    try:
        with unbroken():
            files = leases.take()
        if files:
            with leases.Heartbeat(files):
                _file_or_part(_drafted([reading for reading in map(_read, files) if reading]))
    except KeyboardInterrupt:
        leases.give_back(files)
        raise
    return len(files)


def _read(file: UploadedFile) -> Reading | None:
    """Bytes to items. Whatever a parser may raise becomes this file's reason and leaves the others alone.

    None where the storage did not answer: the file waits, and is tried again when its lease has run out.
    """
    try:
        return Reading(file, wire.read(keeping.fetch(file.original_id or ""), file.name))
    except wire.Unreadable as refused:
        return Reading(file, code=refused.code, reason=refused.reason)
    except FileNotFoundError:
        return Reading(file, code="bytes-lost", reason=_LOST)
    except OSError as trouble:
        logger.warning("The storage of originals does not answer (%s); %s waits.", trouble, file.original_id)
        leases.count_no_attempt(file)
        return None
    except SoftTimeLimitExceeded:
        raise
    except Exception as defect:
        return _unforeseen(file, defect)


def _drafted(readings: Sequence[Reading]) -> list[Reading]:
    """Items to drafts, of all files together; where one stops that, each by itself, and the one is rejected."""
    try:
        drafts = filing.drafts([(r.file, r.items) for r in readings])
    except SoftTimeLimitExceeded:
        raise
    except Exception as defect:
        if len(readings) == 1:
            return [_unforeseen(readings[0].file, defect)]
        return [one for r in readings for one in _drafted([r])]
    return [replace(r, drafts=own) for r, own in zip(readings, drafts, strict=True)]


def _unforeseen(file: UploadedFile, defect: Exception) -> Reading:
    logger.error("Reading %s failed", file.original_id, exc_info=defect)
    return Reading(file, code="unforeseen", reason=_DEFECT.format(type(defect).__name__))


def _file_or_part(readings: Sequence[Reading]) -> None:
    """File all at once; where one of them will not go in, each by itself, and that one is rejected."""
    try:
        _file(readings)
    except Exception as trouble:
        if _passing(trouble):
            raise
        if len(readings) > 1:
            for reading in readings:
                _file_or_part([reading])
        elif readings[0].drafts:
            _file([_unforeseen(readings[0].file, trouble)])
        else:
            raise


def _passing(trouble: Exception) -> bool:
    """Whether it is the database or the clock that failed, and not the data: then trying again helps."""
    data_refused = isinstance(trouble.__cause__, ProgramLimitExceeded)
    return isinstance(trouble, OperationalError | InterfaceError | SoftTimeLimitExceeded) and not data_refused


def _file(readings: Sequence[Reading]) -> None:
    """Enter what was read, all or nothing. A lease that was lost to another worker leaves its file to that one."""
    if len(readings) > leases.FRONT:
        filing.enter_wording_ahead([(r.file, r.drafts) for r in readings])
    with transaction.atomic():
        presence.rely_on_texts()
        held = leases.still_waiting([r.file.id for r in readings])
        mine = [r for r in readings if r.file.id in held]
        filing.file_drafts([(r.file, r.drafts) for r in mine if r.drafts])
        leases.let_go([r.file.id for r in mine if r.drafts])
        _reject([r for r in mine if not r.drafts])
        ring("archive.cluster")


def _reject(readings: Sequence[Reading]) -> None:
    rejected, now = UploadedFile.State.REJECTED, timezone.now()
    rows = ((r.file.id, rejected, r.code, r.reason, wire.VERSION, None, now) for r in readings)
    update_rows(UploadedFile, ("state", "code", "reason", "refused_under", "leased_until", "finished_at"), rows)
