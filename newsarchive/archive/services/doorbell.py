"""Telling the workers that rows wait. Losing a message costs time only: the sweep looks at the rows themselves."""

from __future__ import annotations

import logging

from django.db import transaction
from kombu.exceptions import OperationalError

from newsarchive.celery import app

logger = logging.getLogger(__name__)


def ring(task: str) -> None:
    """Send the named task once the transaction under way is committed."""
    transaction.on_commit(lambda: _send(task))


def _send(task: str) -> None:
    try:
        app.send_task(task, retry=False, expires=60)
    except (OperationalError, OSError) as trouble:
        logger.warning("The broker does not answer (%s); the sweep will find the work.", trouble)
