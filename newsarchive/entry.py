"""What `manage.py` does: servers up, command run, servers let go; known trouble told in one sentence."""

import sys
from collections.abc import Sequence

from newsarchive import embedded
from newsarchive.run.preflight import no_database
from newsarchive.run.serve import stop_by_signal
from newsarchive.run.trouble import RunError

# Commands that touch no database: no reason to make anyone wait for one.
NEEDS_NO_SERVERS = frozenset(
    {"help", "version", "collectstatic", "findstatic", "compilemessages", "makemessages", "startapp", "diffsettings"}
)

NOT_THERE = frozenset({"42P01", "42703"})
"""What PostgreSQL answers where a table or a column is missing."""


def run_command_line(argv: Sequence[str]) -> None:
    """Run one management command; leave with a sentence and status 1 where the machine is not as it must be."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        from newsarchive import settings

        with stop_by_signal(), embedded.for_command(settings.VAR, wanted=_wanted(argv)):
            _run(argv)
    except OperationalError as trouble:
        # Told by the server, it has a code and is a defect worth its traceback; without one, no server was reached.
        if getattr(trouble.__cause__, "sqlstate", None):
            raise
        sys.exit(f"newsarchive: {no_database(trouble)}")
    except (embedded.EmbeddedError, ImproperlyConfigured, RunError) as trouble:
        sys.exit(f"newsarchive: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


def _run(argv: Sequence[str]) -> None:
    """Django's own commands, as createsuperuser, do not look first whether the database has its tables."""
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError

    try:
        execute_from_command_line(list(argv))
    except ProgrammingError as trouble:
        if getattr(trouble.__cause__, "sqlstate", None) not in NOT_THERE:
            raise
        from newsarchive.archive.management.readiness import not_up_to_date

        if told := not_up_to_date():
            raise RunError(told) from None
        raise


def _wanted(argv: Sequence[str]) -> embedded.Wanted:
    command = argv[1] if len(argv) > 1 else "help"
    if command.startswith("-") or command in NEEDS_NO_SERVERS or "--help" in argv or "-h" in argv:
        return embedded.Wanted(postgres=False, valkey=False)
    return embedded.wanted_from_environment()
