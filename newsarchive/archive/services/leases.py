"""Who is at which waiting file. A lease lives as long as its holder's heart beats, and little longer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from types import TracebackType

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from newsarchive.archive.models import UploadedFile

logger = logging.getLogger(__name__)

CHUNK = 50
"""Files read under one lease and filed in one transaction: a second or two of work."""

LEASE = timedelta(seconds=60)
BEAT = timedelta(seconds=15)

ATTEMPTS = 3
"""How often a file may take its worker down with it before it is put aside."""

_POISON = (
    f"Reading this file stopped the archive's worker {ATTEMPTS} times, so it was put aside. Its bytes are kept; "
    "tell the administrator."
)


def take() -> list[UploadedFile]:
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


def count_no_attempt(file: UploadedFile) -> None:
    """The file was not the reason why it was not read: its lease runs on, and the attempt is not held against it."""
    UploadedFile.objects.filter(pk=file.pk, attempts__gt=0).update(attempts=F("attempts") - 1)


class Heartbeat:
    """Renews the leases of files from a thread of its own, for as long as the ``with`` block lasts.

    Work that is over within one beat, as nearly all is, costs no query.
    """

    def __init__(self, files: Sequence[UploadedFile]) -> None:
        self._ids = [file.pk for file in files]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(BEAT.total_seconds()):
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        """A beat that the database misses is no reason to stop: the lease outlives three."""
        try:
            held = UploadedFile.objects.filter(pk__in=self._ids, state=UploadedFile.State.WAITING)
            held.update(leased_until=timezone.now() + LEASE)
        except DatabaseError as trouble:
            logger.warning("A lease could not be renewed (%s).", trouble)
            connection.close()
