"""`manage.py setup_archive`: groups and the first administrator."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.services.bootstrap import set_up_archive


class Command(BaseCommand):
    help = "Make the groups archivists and editors and, where there is none, a first administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        kept = settings.VAR / "admin-password.txt"
        make_ready()
        administrator = set_up_archive(kept)
        if administrator.password:
            self.stdout.write(f"Log in as {administrator.name}, password {administrator.password} (kept in {kept}).")
        elif kept.exists():
            self.stdout.write(f"Log in as {administrator.name}; the first password was kept in {kept}.")
        else:
            self.stdout.write(f"Log in as {administrator.name}.")
