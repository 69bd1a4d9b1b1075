"""`manage.py run`, which is what `make run` ends in."""

import io
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connections

from newsarchive.archive.queries.emptiness import archive_is_empty
from newsarchive.run.serve import Plan, run

SAMPLES = settings.BASE_DIR / "samples"


class Command(BaseCommand):
    help = "Run the whole archive here: database, message broker, web server and worker, until Ctrl-C."
    requires_system_checks = "__all__"

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan(
            project=settings.BASE_DIR,
            var=settings.VAR,
            bind=settings.BIND,
            port=settings.PORT,
            web_workers=settings.WEB_WORKERS,
            redis_url=settings.REDIS_ADDRESS,
        )
        run(plan, self._prepare, sys.stdout)

    def _prepare(self) -> str:
        """Bring database and static files up to date, fill an empty archive; how to log in."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        login = io.StringIO()
        call_command("setup_archive", stdout=login)
        if settings.SAMPLES:
            self._load_samples()
        connections.close_all()
        return login.getvalue().strip()

    def _load_samples(self) -> None:
        """Each folder of samples/ under its name as the source; only into an empty archive, and to the end."""
        unfinished = settings.VAR / "samples-unfinished"
        folders = sorted(folder for folder in SAMPLES.iterdir() if folder.is_dir()) if SAMPLES.is_dir() else []
        if "ingest" not in get_commands() or not (archive_is_empty() or unfinished.exists()):
            return
        unfinished.touch()
        for folder in folders:
            self.stdout.write(f"Loading the samples of {folder.name} …")
            with suppress(SystemExit):  # its way of saying that some were rejected, which is for the receipts to tell
                call_command("ingest", str(folder), source=folder.name)
        unfinished.unlink()
