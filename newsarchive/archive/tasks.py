"""Doorbells. Every task looks at the rows, calls one service until nothing is left, and may run twice or never."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import OperationalError

from newsarchive.archive.models import UploadedFile
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services import clustering, emptying, leases, reading
from newsarchive.archive.services.doorbell import ring

logger = logging.getLogger(__name__)

_RETRY = {
    "autoretry_for": (OperationalError,),
    "retry_backoff": 2,
    "retry_backoff_max": 60,
    "retry_jitter": True,
    "max_retries": 5,
}


@shared_task(name="archive.read", **_RETRY)
def read() -> None:
    """Read waiting files until none is free."""
    while count := reading.read_some():
        logger.info("Read %s files", count)


@shared_task(name="archive.cluster", **_RETRY)
def cluster() -> None:
    """Settle read files until none is left. They wait while this release cannot compute the scheme in force."""
    try:
        while count := clustering.cluster_some():
            logger.info("Settled %s files", count)
    except SchemeRefused as refused:
        logger.error("Files wait to be settled. %s", refused.reason)


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


@shared_task(name="archive.empty_bin", **_RETRY)
def empty_bin() -> None:
    """Delete for good what was withdrawn longer ago than the bin keeps it."""
    emptying.empty_bin()
