"""The whole way of many files, for commands; workers that run meanwhile share the work."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from newsarchive.archive.models import Upload, UploadedFile
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.services import clustering, reading
from newsarchive.archive.services.intake import Incoming, receive

AT_ONCE = 500
"""Files handed in together; a large folder becomes uploads of this size, so that progress is never lost."""

AHEAD = 2000
"""Files handed in before they are read, at most: enough that no worker waits for the next, and a broken-off load
leaves little behind."""

_PAUSE = 0.1

Progress = Callable[[int], None]
"""Called with the number of files that were finished since the last call."""


def work_some() -> int:
    """Settle what was read or, where there is nothing or another is at it, read some of what waits.

    Returns how many files; 0 where there is nothing to do. Raises `SchemeRefused` where nothing is left to read and
    this release cannot settle what was.
    """
    try:
        return clustering.cluster_some() or reading.read_some()
    except SchemeRefused:
        if count := reading.read_some():
            return count
        raise


def take_in(files: Sequence[Incoming], source: str, progress: Progress) -> list[Upload]:
    """Hand files in and work in this process until each is settled or rejected."""
    load = Load(files, source)
    load.run(work_some, progress)
    return load.uploads


@dataclass(frozen=True)
class Standing:
    """Files of a load: finished, kept and waiting for a worker, and not handed in yet."""

    finished: int
    waiting: int
    outside: int


class Load:
    """Many files on their way in, from one command. ``uploads`` are those handed in so far."""

    def __init__(self, files: Sequence[Incoming], source: str) -> None:
        self.uploads: list[Upload] = []
        self._files, self._source = files, source
        self._handed_in = 0
        self._unfinished: set[int] = set()

    def run(self, work: Callable[[], int], progress: Progress) -> None:
        """Hand in and call ``work``, which returns how many files it dealt with, until nothing is left.

        Raises `SchemeRefused` where all is read and cannot be settled.
        """
        told = 0
        while told < len(self._files):
            waiting, read = self._open()
            if not self._hand_in(waiting) and read:
                in_force()
            worked = work()
            finished = self._handed_in - sum(self._open())
            progress(finished - told)
            told = finished
            if not worked:
                time.sleep(_PAUSE)

    def standing(self) -> Standing:
        waiting = sum(self._open())
        return Standing(self._handed_in - waiting, waiting, len(self._files) - self._handed_in)

    def _hand_in(self, waiting: int) -> int:
        """Keep the queue filled. Returns how many wait to be read, some of them perhaps turned away at once."""
        while waiting < AHEAD and (portion := self._files[self._handed_in : self._handed_in + AT_ONCE]):
            first = self._handed_in + 1
            upload = receive(portion, via=Upload.Via.COMMAND, source=self._source, first=first)
            self.uploads.append(upload)
            self._unfinished.add(upload.pk)
            self._handed_in += len(portion)
            waiting += len(portion)
        return waiting

    def _open(self) -> tuple[int, int]:
        """How many wait to be read, and to be settled. Uploads of which none does are not asked about again."""
        states = (UploadedFile.State.WAITING, UploadedFile.State.READ)
        mine = UploadedFile.objects.filter(upload__in=self._unfinished, state__in=states).order_by()
        found = list(mine.values_list("upload", "state").annotate(files=Count("pk")))
        self._unfinished = {upload for upload, _, _ in found}
        waiting, read = (sum(files for _, state, files in found if state == each) for each in states)
        return waiting, read
