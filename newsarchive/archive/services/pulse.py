"""The heartbeat of a trial: its row says how far it is while the work's own transaction is still open."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone

from newsarchive.archive.models import Trial
from newsarchive.archive.queries.trials import COMPARING

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BEAT = 1.0
"""Seconds between two looks at the row; also how long a worker may take to notice that it was stopped."""

_RENEWAL = 15.0


class Stopped(Exception):
    """Somebody has stopped the trial."""


class Paused(Exception):
    """The slice of time is over; what was compared is kept."""


class Pulse:
    """Tells of a trial's progress, for as long as the ``with`` block lasts, from a thread with a connection of its own.

    It is the callback that whoever computes calls: it raises `Stopped` where the row says so, and `Paused` when the
    comparing, which can go on from where it was, has had its ``seconds``.
    """

    def __init__(self, trial: Trial, seconds: float) -> None:
        self._trial = trial
        self._ends = time.monotonic() + seconds
        self._now = self._told = (trial.stage, trial.done, trial.total)
        self._renewed = time.monotonic()
        self._stopped, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._stopped.is_set():
            raise Stopped
        self._now = (stage, *self._since_the_start(done, total)) if stage == COMPARING else (stage, done, total)
        if stage == COMPARING and done and time.monotonic() > self._ends:
            raise Paused

    def _since_the_start(self, done: int, total: int) -> tuple[int, int]:
        """What is done of all that had to be; ``total`` is what was left when this slice began."""
        all_ = max(self._trial.total if self._trial.stage == COMPARING else 0, total)
        return all_ - (total - done), all_

    @property
    def told(self) -> dict[str, str | int]:
        """How far it is, as columns of the row."""
        stage, done, total = self._now
        return {"stage": stage, "done": done, "total": total}

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(BEAT):
                self._look_and_tell()
        finally:
            connection.close()

    def _look_and_tell(self) -> None:
        """A beat that the database misses is no reason to stop: the lease outlives many."""
        try:
            if Trial.objects.filter(pk=self._trial.pk, state=Trial.State.STOPPED).exists():
                self._stopped.set()
            elif self._now != self._told or time.monotonic() - self._renewed > _RENEWAL:
                self._tell()
        except DatabaseError as trouble:
            logger.warning("The progress of a trial could not be told (%s).", trouble)
            connection.close()

    def _tell(self) -> None:
        told = self._now
        stage, done, total = told
        row = Trial.objects.filter(pk=self._trial.pk, state=Trial.State.RUNNING)
        row.update(stage=stage, done=done, total=total, leased_until=timezone.now() + LEASE)
        self._told, self._renewed = told, time.monotonic()
