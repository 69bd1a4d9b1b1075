"""manage.py credit"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsarchive.archive.management.progress import told
from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import Original
from newsarchive.archive.services.recrediting import read_again


class Command(BaseCommand):
    help = "Read every original again for the agencies that it credits, after a release that finds them otherwise."

    def handle(self, **options: Any) -> None:
        make_ready()
        originals = changed = unread = 0
        with told(Original.objects.exclude(articles=None).distinct().count(), self.stderr, "Reading again") as telling:
            for some in read_again():
                telling(some.originals)
                originals, changed, unread = originals + some.originals, changed + some.changed, unread + some.unread
        self.stdout.write(f"Originals read again: {originals}. Articles with other agencies: {changed}.")
        if unread:
            self.stdout.write(f"Not read, and left as they were: {unread}.")
