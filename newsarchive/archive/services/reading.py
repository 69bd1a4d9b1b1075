"""Waiting files are leased, read into articles, and left for the clustering lane."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from newsarchive import wire
from newsarchive.archive.models import UploadedFile
from newsarchive.archive.services import filing, keeping, leases
from newsarchive.archive.services.doorbell import ring

logger = logging.getLogger(__name__)

_LOST = "The archive could not read this file's kept bytes ({}). Tell the administrator, then hand it in again."
_DEFECT = "The archive has no way to read this file: it met something unforeseen ({}). Its bytes are kept."


@dataclass(frozen=True)
class Reading:
    """What a file turned out to hold: items, or a code and a reason why there are none."""

    file: UploadedFile
    items: Sequence[wire.Item] = ()
    code: str = ""
    reason: str = ""


def read_some() -> int:
    """Lease some waiting files, read and file them. Returns how many; 0 when nothing waits."""
    files = leases.take()
    if files:
        with leases.Heartbeat(files):
            _file([_read(file) for file in files])
    return len(files)


def _read(file: UploadedFile) -> Reading:
    """Bytes to items. Whatever a parser may raise becomes this file's reason and leaves the others alone."""
    try:
        return Reading(file, wire.read(keeping.fetch(file.original_id or ""), file.name))
    except wire.Unreadable as refused:
        return Reading(file, code=refused.code, reason=refused.reason)
    except OSError as trouble:
        return Reading(file, code="bytes-lost", reason=_LOST.format(trouble.strerror or type(trouble).__name__))
    except Exception as defect:
        logger.exception("Reading %s failed", file.original_id)
        return Reading(file, code="unforeseen", reason=_DEFECT.format(type(defect).__name__))


def _file(readings: Sequence[Reading]) -> None:
    """Enter what was read, all or nothing. A lease that was lost to another worker leaves its file to that one."""
    with transaction.atomic():
        held = set(
            UploadedFile.objects.filter(id__in=[r.file.id for r in readings], state=UploadedFile.State.WAITING)
            .order_by("id")
            .select_for_update()
            .values_list("id", flat=True)
        )
        mine = [r for r in readings if r.file.id in held]
        filing.file_items([(r.file, r.items) for r in mine if r.items])
        _finish([r for r in mine if r.items], UploadedFile.State.READ)
        _finish([r for r in mine if not r.items], UploadedFile.State.REJECTED)
        ring("archive.cluster")


def _finish(readings: Sequence[Reading], state: UploadedFile.State) -> None:
    now = timezone.now() if state == UploadedFile.State.REJECTED else None
    for r in readings:
        r.file.state, r.file.code, r.file.reason = state, r.code, r.reason
        r.file.leased_until, r.file.finished_at = None, now
    UploadedFile.objects.bulk_update(
        [r.file for r in readings], ["state", "code", "reason", "leased_until", "finished_at"], batch_size=500
    )
