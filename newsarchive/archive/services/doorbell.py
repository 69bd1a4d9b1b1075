"""Telling the workers that rows wait. Losing a message costs time only: the sweep looks at the rows themselves."""

from __future__ import annotations

import logging
import time

from django.db import transaction
from kombu.exceptions import OperationalError

from newsarchive.celery import app

SILENCE = 10
"""Seconds in which a broker that did not answer is not asked again, so that nobody waits for it at every step."""

logger = logging.getLogger(__name__)


def ring(task: str) -> None:
    """Send the named task once the transaction under way is committed."""
    transaction.on_commit(lambda: _send(task))


_deaf_until = 0.0


def _send(task: str) -> None:
    global _deaf_until
    if time.monotonic() < _deaf_until:
        return
    try:
        app.send_task(task, retry=False, expires=60)
    except (OperationalError, OSError) as trouble:
        _deaf_until = time.monotonic() + SILENCE
        logger.warning("The broker does not answer (%s); the sweep will find the work.", trouble)
