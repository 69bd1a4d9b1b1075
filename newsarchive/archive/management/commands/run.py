"""`manage.py run`, which is what `make run` ends in."""

import io
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from newsarchive.run.serve import Plan, run


class Command(BaseCommand):
    help = "Run the whole archive here: database, message broker, web server and worker, until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan(
            project=settings.BASE_DIR,
            var=settings.VAR,
            bind=settings.BIND,
            port=settings.PORT,
            web_workers=settings.WEB_WORKERS,
            redis_url=settings.REDIS_ADDRESS,
        )
        run(plan, _prepare, sys.stdout)


def _prepare() -> str:
    """Prepare the archive and let go of the database; how to log in."""
    login = io.StringIO()
    call_command("prepare", stdout=login)
    connections.close_all()
    return login.getvalue().strip()
