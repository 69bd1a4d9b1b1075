"""Who is at which waiting file. A lease lives as long as its holder's heart beats, and little longer.

Files are taken by their place in their upload: the first of every upload before the second of any. So whoever hands
in one file while thousands of others wait is served next, and large uploads share what is left among them. The first
few of every upload are taken apart from all that follow, so that who handed in a few waits for no chunk of hundreds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from operator import attrgetter
from types import TracebackType

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from newsarchive.archive.models import UploadedFile
from newsarchive.archive.queries.kept import FixedQuestion, answers
from newsarchive.archive.services.presence import BY_INDEX

logger = logging.getLogger(__name__)

FILES = 500
"""Most files read under one lease and filed in one transaction."""

FRONT = 8
"""The place in its upload up to which a file is taken together with such others alone."""

SIZE = 1024 * 1024
"""Bytes of them, together, past which no further file is taken: with either, about a second of work."""

LEASE = timedelta(seconds=60)
BEAT = timedelta(seconds=15)

ATTEMPTS = 3
"""How often a file may take its worker down with it before it is put aside."""

_POISON = (
    f"Reading this file stopped the archive's worker {ATTEMPTS} times, so it was put aside. Its bytes are kept; "
    "tell the administrator."
)


_TURN = 0x6C656173
"""The advisory lock's number: any number will do that nothing else in the database uses."""

# By arrays of ids and not by joins: PostgreSQL, which does not know how many files wait just now, would join by reading
# all files there ever were.
_TAKE = """
WITH near AS (
    SELECT id, sum(size) OVER (ORDER BY position, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before,
           (position <= %(front)s) = (first_value(position) OVER (ORDER BY position, id) <= %(front)s) AS along
    FROM archive_uploadedfile
    WHERE state = 'waiting' AND attempts BETWEEN %(least)s AND %(most)s
      AND (leased_until IS NULL OR leased_until < %(now)s)
    ORDER BY position, id LIMIT %(files)s
), free AS (
    SELECT id FROM archive_uploadedfile
    WHERE id = ANY(ARRAY(SELECT id FROM near WHERE along AND coalesce(before, 0) < %(size)s)) AND state = 'waiting'
    FOR UPDATE SKIP LOCKED
)
UPDATE archive_uploadedfile AS file SET leased_until = %(until)s, attempts = attempts + 1
WHERE file.id = ANY(ARRAY(SELECT id FROM free)) RETURNING {columns}
"""


_COLUMNS = [field.attname for field in UploadedFile._meta.concrete_fields]
_TAKE = _TAKE.format(columns=", ".join(f"file.{name}" for name in _COLUMNS))


def take() -> list[UploadedFile]:
    """Take fresh files together; a file that was tried before alone, so that it takes no other down with it.

    Those come last, and then what is hopeless is put aside: to look for it, all that wait have to be looked at.
    """
    fresh = _take(0, 0, FILES)
    if fresh:
        return fresh
    put_aside_hopeless()
    return _take(1, ATTEMPTS, 1)


def _take(least: int, most: int, files: int) -> list[UploadedFile]:
    """Files that were tried so many times. Workers look one after the other, so that each finds what is still free."""
    now = timezone.now()
    asked = {"least": least, "most": most, "files": files, "size": SIZE, "front": FRONT}
    asked |= {"now": now, "until": now + LEASE}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {BY_INDEX}, pg_advisory_xact_lock(%s)", [_TURN])
        cursor.execute(_TAKE, asked)
        taken = [UploadedFile.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row) for row in cursor.fetchall()]
    return sorted(taken, key=attrgetter("position", "id"))


def chunks(files: int, size: int) -> int:
    """About how many chunks it takes to read so many files of so many bytes together."""
    return max(-(-files // FILES), -(-size // SIZE))


_HELD = """
SELECT id FROM archive_uploadedfile WHERE id = ANY(%s) AND state = 'waiting' ORDER BY id FOR UPDATE
"""
_LET_GO = """
UPDATE archive_uploadedfile SET state = 'read', code = '', reason = '', leased_until = NULL, finished_at = NULL
WHERE id = ANY(%s)
"""


def still_waiting(file_ids: Sequence[int]) -> set[int]:
    """Those of the files that still wait to be filed; they stay so until the transaction ends."""
    return {pk for (pk,) in answers(_HELD, list(file_ids))}


def let_go(file_ids: Sequence[int]) -> None:
    """These are read, and nobody's any more."""
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, [list(file_ids)])


def give_back(files: Sequence[UploadedFile]) -> None:
    """Nobody is at these files any more, and nothing was wrong with them: they wait as if they had not been taken."""
    held = UploadedFile.objects.filter(id__in=[file.id for file in files], state=UploadedFile.State.WAITING)
    held.filter(attempts__gt=0).update(leased_until=None, attempts=F("attempts") - 1)


def _hopeless() -> QuerySet[UploadedFile]:
    waiting = UploadedFile.objects.filter(state=UploadedFile.State.WAITING)
    return waiting.filter(attempts__gte=ATTEMPTS, leased_until__lt=Now())


_HOPELESS = FixedQuestion(lambda: _hopeless().values("pk")[:1])


def put_aside_hopeless() -> None:
    """Reject the files that were tried too often; their leases have run out, so nobody is at them."""
    if not _HOPELESS.any():
        return
    _hopeless().update(
        state=UploadedFile.State.REJECTED, code="worker-stopped", reason=_POISON, finished_at=timezone.now()
    )


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
