"""Counting what a large archive holds, from time to time, for the pages that tell of it."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from newsarchive.archive.models import Holding
from newsarchive.archive.queries import held

EVERY = 240.0
"""Seconds between two counts at the least."""

SHARE = 40.0
"""Counting takes a fortieth of the time at the most, however large the archive is."""

_ALONE = 7021
"""An advisory lock: one process counts."""


def count_if_due() -> bool:
    """Count a large archive anew where the last count is old. Whether it was counted.

    An archive that is small enough to be counted by the page that asks needs no count.
    """
    last = Holding.objects.filter(of=Holding.Of.ARCHIVE).first()
    if last and timezone.now() < last.counted_at + timedelta(seconds=max(EVERY, SHARE * last.took)):
        return False
    return not held.small() and count_all()


@transaction.atomic
def count_all() -> bool:
    """Count everything, in place of what was counted before; False where another process is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s), set_config('work_mem', '64MB', true)", [_ALONE])
        if not cursor.fetchone()[0]:
            return False
    began, at, counts = time.monotonic(), timezone.now(), held.now()
    holdings = [counts.whole(), *counts.everything(Holding.Of.SOURCE), *counts.everything(Holding.Of.AGENCY)]
    for holding in holdings:
        holding.counted_at, holding.took = at, time.monotonic() - began
    Holding.objects.all().delete()
    Holding.objects.bulk_create(holdings, batch_size=500)
    return True
