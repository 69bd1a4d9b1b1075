"""The Celery application: `celery --app newsarchive.celery worker`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

from newsarchive.ready import get_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")

app = Celery("newsarchive")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _get_ready(**_: Any) -> None:
    """In the process that the others are forked from: they share what it holds."""
    get_ready()
