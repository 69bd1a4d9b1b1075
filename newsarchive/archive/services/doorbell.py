"""Telling the workers that rows wait. Losing a message costs time only: the sweep looks at the rows themselves."""

from __future__ import annotations

import logging
import os
import threading
import time

from django.db import transaction
from kombu.exceptions import OperationalError
from kombu.messaging import Producer

from newsarchive.celery import app

SILENCE = 10
"""Seconds in which a broker that did not answer is not asked again, so that nobody waits for it at every step."""

_ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""What keeps kombu from trying for seconds, whatever it was told about retries, to reach a broker that refuses."""

logger = logging.getLogger(__name__)


def ring(task: str) -> None:
    """Send the named task once the transaction under way is committed."""
    transaction.on_commit(lambda: _send(task))


_deaf_until = 0.0
_held = threading.local()
os.register_at_fork(after_in_child=_held.__dict__.clear)


def _send(task: str) -> None:
    global _deaf_until
    if time.monotonic() < _deaf_until:
        return
    try:
        _send_once_more(task)
    except (OperationalError, OSError) as trouble:
        _deaf_until = time.monotonic() + SILENCE
        logger.warning("The broker does not answer (%s); the sweep will find the work.", trouble)


def _send_once_more(task: str) -> None:
    """Send by the connection that is held; where that turns out to be broken, by a new one."""
    held = getattr(_held, "producer", None)
    try:
        app.send_task(task, producer=held or _connected(), retry=False, expires=60)
    except (OperationalError, OSError):
        _held.producer = None
        if held is None:
            raise
        app.send_task(task, producer=_connected(), retry=False, expires=60)


def _connected() -> Producer:
    """A connection of this thread, held from one message to the next: to make one takes longer than the message."""
    connection = app.connection(connect_timeout=2, transport_options=_ONCE)
    _held.producer = app.amqp.Producer(connection, auto_declare=False)
    return _held.producer
