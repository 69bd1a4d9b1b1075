"""manage.py resense [--only NAME] [--dry-run] [--list]"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsarchive.archive.management.progress import steps
from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import Sense
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services import resensing

_INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Read the originals anew by this release's rules and work out what follows: trade marks, what notices carry,"
        " which texts lead. Rulings stay, and so do the texts. It may be stopped and run again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [each.name for each in (*resensing.OF_ARTICLES, *resensing.OF_STORIES)]
        parser.add_argument("--only", action="append", default=[], choices=names, help="this alone; may be repeated")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--list", action="store_true", dest="listing", help="what is of an earlier release")

    def handle(self, *, only: list[str], dry_run: bool, listing: bool, **options: Any) -> None:
        make_ready()
        if listing:
            self._list()
            return
        try:
            with steps(self.stderr) as progress:
                told = resensing.resense(progress, only=only, dry=dry_run)
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What was read is kept: run it again to go on.")
            sys.exit(_INTERRUPTED)
        except SchemeRefused as refused:
            raise CommandError(refused.reason) from None
        if dry_run:
            self.stdout.write("Nothing was changed; this is what would be:")
        for line in resensing.upgrade_note(told):
            self.stdout.write(line)

    def _list(self) -> None:
        stale = resensing.stale()
        for name, (was, now) in sorted(stale.items()):
            self.stdout.write(f"{name}: read under {was or 'an earlier release'}, this release has {now}.")
        if not stale:
            self.stdout.write("Everything is as this release reads it.")
        for row in Sense.objects.exclude(going="").order_by("name"):
            self.stdout.write(f"{row.name}: under way, {row.reached} was the last.")
