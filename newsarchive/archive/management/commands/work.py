"""manage.py work [--for PID]"""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from typing import Any

import psutil
from django.core.management.base import BaseCommand, CommandError

from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services import updates
from newsarchive.archive.services.working import work_some
from newsarchive.ready import get_ready

_PAUSE = 0.1


class Command(BaseCommand):
    help = (
        "Read files that wait and find their stories, until none is left, and tell which of these have updates."
        " Any number may work side by side."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--for", type=int, dest="boss", metavar="PID", help="go on waiting for files until this process ends"
        )

    def handle(self, *, boss: int | None, **options: Any) -> None:
        if boss is None:
            make_ready()
            self.stdout.write(f"Worked off {_until_none_is_left()} files.")
        else:
            _while_it_lives(boss)


def _until_none_is_left() -> int:
    done = 0
    try:
        while count := work_some():
            done += count
        while updates.work_off():
            pass
    except SchemeRefused as refused:
        raise CommandError(f"Files wait to be compared. {refused.reason}") from None
    return done


def _while_it_lives(boss: int) -> None:
    """Whoever started this one says what is wrong with the scheme in force; here it is waited for."""
    get_ready()
    while os.getppid() == boss or psutil.pid_exists(boss):
        try:
            worked = work_some() or updates.work_off()
        except SchemeRefused:
            worked = 0
        if not worked:
            time.sleep(_PAUSE)
