"""Waiting files are leased, read into articles, and left for the clustering lane."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from newsarchive import wire
from newsarchive.archive.models import UploadedFile
from newsarchive.archive.services import filing, keeping
from newsarchive.archive.services.doorbell import ring

logger = logging.getLogger(__name__)

CHUNK = 50
"""Files read under one lease and filed in one transaction: a second or two of work."""

LEASE = timedelta(minutes=10)
ATTEMPTS = 3
"""How often a file may take its worker down with it before it is put aside."""

_LOST = "The archive could not read this file's kept bytes ({}). Tell the administrator, then hand it in again."
_POISON = (
    f"Reading this file stopped the archive's worker {ATTEMPTS} times, so it was put aside. Its bytes are kept; "
    "tell the administrator."
)
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
    files = lease()
    readings = [_read(file) for file in files]
    if files:
        _file(readings)
    return len(files)


def lease() -> list[UploadedFile]:
    """Take fresh files together; a file that was tried before alone, so that it takes no other down with it."""
    put_aside_hopeless()
    fresh = _take(Q(attempts=0), CHUNK)
    return fresh or _take(Q(attempts__gt=0), 1)


def _take(which: Q, most: int) -> list[UploadedFile]:
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    with transaction.atomic():
        waiting = UploadedFile.objects.filter(which, free, state=UploadedFile.State.WAITING)
        ids = list(waiting.order_by("id").select_for_update(skip_locked=True).values_list("id", flat=True)[:most])
        UploadedFile.objects.filter(id__in=ids).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return list(UploadedFile.objects.filter(id__in=ids).select_related("original", "source").order_by("id"))


def put_aside_hopeless() -> None:
    """Reject the files that were tried too often; their leases have run out, so nobody is at them."""
    UploadedFile.objects.filter(
        state=UploadedFile.State.WAITING, attempts__gte=ATTEMPTS, leased_until__lt=timezone.now()
    ).update(state=UploadedFile.State.REJECTED, code="worker-stopped", reason=_POISON, finished_at=timezone.now())


def release_all_leases() -> int:
    """Hand back what dead workers held. Only for a start at which no worker of this archive runs."""
    held = UploadedFile.objects.filter(state=UploadedFile.State.WAITING, leased_until__isnull=False)
    return held.update(leased_until=timezone.now())


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
