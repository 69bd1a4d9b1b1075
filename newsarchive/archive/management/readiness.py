"""Whether the database has the archive's tables, before a command touches them."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from newsarchive.archive.services import resensing


def make_ready() -> None:
    """Give the embedded database its tables where they are missing; an empty archive is read by today's rules.

    Raises `CommandError` for a database of the operator's own: that one is only changed when told to.
    """
    if trouble := not_up_to_date():
        if settings.DATABASE_URL:
            raise CommandError(trouble)
        call_command("migrate", interactive=False, verbosity=0)
    resensing.begin()


def not_up_to_date() -> str:
    """What to tell a person where the database misses tables or columns of this release; empty where it has all."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return ""
    at = " at DATABASE_URL" if settings.DATABASE_URL else ""
    return f"The database{at} is not up to date: run `python manage.py migrate` first."
