"""Doorbells. Every task looks at the rows, calls one service until nothing is left, and may run twice or never."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import OperationalError

from newsarchive.archive.models import UploadedFile
from newsarchive.archive.queries import trials
from newsarchive.archive.queries import updates as told_updates
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services import (
    asking,
    clustering,
    counting,
    emptying,
    leases,
    portions,
    proposing,
    reading,
    trying,
    updates,
)
from newsarchive.archive.services.doorbell import ring

logger = logging.getLogger(__name__)

_RETRY = {
    "autoretry_for": (OperationalError,),
    "retry_backoff": 2,
    "retry_backoff_max": 60,
    "retry_jitter": True,
    "max_retries": 5,
}

LONG = 4 * 3600
"""Seconds that making all stories anew may take, the only step of a trial that is not done in slices."""


@shared_task(name="archive.read", **_RETRY)
def read() -> None:
    """Read waiting files until none is free, and settle in between, so that no small upload waits for a large one."""
    while count := reading.read_some():
        logger.info("Read %s files", count)
        _settle()
    _tell_updates()


@shared_task(name="archive.cluster", **_RETRY)
def cluster() -> None:
    """Settle read files until none is left."""
    _settle()
    _tell_updates()


def _settle() -> None:
    """They wait while this release cannot compute the scheme in force."""
    try:
        while count := clustering.cluster_some():
            logger.info("Settled %s files", count)
    except SchemeRefused as refused:
        logger.error("Files wait to be settled. %s", refused.reason)


def _tell_updates() -> None:
    """Ring where it is to be told which stories have updates."""
    if told_updates.untold(1):
        ring(updates.TASK)


@shared_task(name=updates.TASK, **_RETRY)
def tell_updates() -> None:
    """Tell some stories how many updates they have; the next are a task of its own, behind those that wait."""
    try:
        if updates.work_off():
            ring(updates.TASK)
    except SchemeRefused as refused:
        logger.error("Which stories have updates is not told. %s", refused.reason)


@shared_task(name=trying.TASK, soft_time_limit=LONG, time_limit=LONG + 300, **_RETRY)
def try_schemes() -> None:
    """A slice of the trial whose turn it is; the next slice is a task of its own, behind those that wait."""
    if trying.work_off():
        ring(trying.TASK)


@shared_task(name=proposing.TASK, soft_time_limit=LONG, time_limit=LONG + 300, **_RETRY)
def propose_stock() -> None:
    """Look for stock text, as an editor asked at the desk."""
    try:
        found = proposing.propose(lambda *_: None)
    except proposing.Busy as busy:
        logger.info("%s", busy)
        return
    logger.info("Proposed %s phrases as stock text", len(found))


@shared_task(name="archive.sweep", **_RETRY)
def sweep() -> None:
    """Ring for what a lost message left lying, and put aside what stops every worker that reads it."""
    leases.put_aside_hopeless()
    unsettled = set(
        UploadedFile.objects.filter(state__in=["waiting", "read"]).values_list("state", flat=True).distinct()
    )
    if UploadedFile.State.WAITING in unsettled:
        ring("archive.read")
    if UploadedFile.State.READ in unsettled:
        ring("archive.cluster")
    if trials.waits():
        ring(trying.TASK)
    if not unsettled:
        _tell_updates()


@shared_task(name="archive.fill_reviews", **_RETRY)
def fill_reviews() -> None:
    """Put pairs into the queue that editors review, where it runs low."""
    try:
        filled = asking.fill()
    except SchemeRefused as refused:
        logger.error("The review queue is not filled. %s", refused.reason)
        return
    if filled.put.total() or filled.stale:
        logger.info("Put %s pairs to review, set aside %s", filled.put.total(), filled.stale)


@shared_task(name="archive.empty_bin", **_RETRY)
def empty_bin() -> None:
    """Delete for good what was withdrawn longer ago than the bin keeps it, and uploads that came to nothing."""
    portions.forget_stale()
    emptying.empty_bin()


@shared_task(name="archive.count_holdings", soft_time_limit=LONG, time_limit=LONG + 300, **_RETRY)
def count_holdings() -> None:
    """Count what the archive holds, where that was done long enough ago."""
    if counting.count_if_due():
        logger.info("Counted what the archive holds")
