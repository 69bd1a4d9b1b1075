"""manage.py languages"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.services.languages import detect_anew


class Command(BaseCommand):
    help = "Detect anew which language each article is in: after an upgrade, or where pages declared what was not so."

    def handle(self, **options: Any) -> None:
        make_ready()
        last, looked, changed = 0, 0, 0
        while True:
            last, some, others = detect_anew(last)
            if not some:
                break
            looked, changed = looked + some, changed + others
        self.stdout.write(f"{looked:,} articles looked at, of {changed:,} the language is another now.")
