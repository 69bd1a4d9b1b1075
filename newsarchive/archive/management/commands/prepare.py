"""`manage.py prepare`: all that is to be done before the archive is served, each time anew and nothing twice."""

import io
import os
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from newsarchive.archive.queries.emptiness import archive_is_empty
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.services import resensing

_SMALL = {"and", "of", "the", "de", "des", "du", "la", "le"}


class Command(BaseCommand):
    help = "Bring database and static files up to date, make groups and administrator, fill an empty archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--samples", type=Path, default=settings.BASE_DIR / "samples", help="a folder of outlets")

    def handle(self, *, samples: Path, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        resensing.begin()
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.SAMPLES and samples.is_dir():
            self._load(sorted(folder for folder in samples.iterdir() if folder.is_dir()))
        call_command("setup_archive", stdout=self.stdout)
        try:
            in_force()
        except SchemeRefused as refused:
            self.stderr.write(self.style.WARNING(f"New files will wait. {refused.reason}"))
        if stale := resensing.stale():
            what = (
                f"Read under an earlier release's rules: {', '.join(sorted(stale))}. `manage.py resense` reads it anew."
            )
            self.stderr.write(self.style.WARNING(what))

    def _load(self, folders: list[Path]) -> None:
        """Each folder is a source. Only an empty archive gets them; a start that was broken off is finished."""
        unfinished = settings.VAR / "samples-unfinished"
        if not (archive_is_empty() or unfinished.exists()):
            return
        unfinished.touch()
        for folder in folders:
            outlet = _named(folder.name)
            self.stderr.write(f"Loading the samples of {outlet} …")
            with suppress(SystemExit):  # its way of saying that some were rejected, which their receipts tell
                call_command(
                    "ingest", os.path.relpath(folder), source=outlet, stdout=io.StringIO(), stderr=io.StringIO()
                )
        unfinished.unlink()


def _named(folder: str) -> str:
    """``coast-and-county`` to *Coast and County*."""
    words = folder.split("-")
    return " ".join(word if i and word in _SMALL else word.capitalize() for i, word in enumerate(words))
