"""manage.py ingest PATH… [--source NAME] [--receipt FILE.jsonl] [--processes N]"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from newsarchive.archive.management.progress import Telling, told
from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import UploadedFile
from newsarchive.archive.queries.outcomes import Line, lines
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services.folders import files_under, incoming
from newsarchive.archive.services.intake import Incoming
from newsarchive.archive.services.leases import chunks
from newsarchive.archive.services.working import Load, work_some
from newsarchive.archive.templatetags.upload_words import file_name
from newsarchive.run.crew import Crew

CHUNKS_EACH = 4
"""Chunks of files that a process must have to do, or its start takes longer than it saves."""


MOST_A_CORE = 4
"""Processes of 150 MB each, beyond which they only take memory and time from each other and from the archive."""


def _processes(given: str) -> int:
    most = MOST_A_CORE * (os.cpu_count() or 1)
    number = int(given) if given.isascii() and given.isdigit() else 0
    if not 1 <= number <= most:
        raise ArgumentTypeError(f"{given} is not from 1 to {most}; on this machine's cores more would be no quicker")
    return number


class Command(BaseCommand):
    help = "Take files and folders into the archive. Exit status 0 when all went in, 1 when some were rejected."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, a zip archive, or a folder with all that is in it"
        )
        parser.add_argument("--source", default="", metavar="NAME", help="the outlet or feed they were taken from")
        parser.add_argument(
            "--receipt", metavar="FILE.jsonl", help="write here what became of each file, a line a file"
        )
        parser.add_argument(
            "--processes",
            type=_processes,
            metavar="N",
            help="work in so many processes; else on all cores, if it is worth it",
        )

    def handle(
        self, *, paths: list[str], source: str, receipt: str | None, processes: int | None, **options: Any
    ) -> None:
        make_ready()
        try:
            files = [one for path in files_under(paths) for one in incoming(path)]
            kept = Path(receipt).open("w", encoding="utf-8") if receipt else None  # noqa: SIM115
        except OSError as trouble:
            raise CommandError(
                f"{trouble.filename or trouble}: {trouble.strerror or 'there is no such file'}."
            ) from None
        if not files:
            raise CommandError("There are no files there.")
        load = Load(files, source)
        self._run(load, len(files), _worth_it(files) if processes is None else processes)
        said = lines(load.uploads)
        if kept:
            with kept:
                kept.writelines(json.dumps(line.as_json(), ensure_ascii=False) + "\n" for line in said)
        self._summarise(said)
        if any(line.state == UploadedFile.State.REJECTED for line in said):
            sys.exit(1)

    def _run(self, load: Load, total: int, processes: int) -> None:
        try:
            with told(total, self.stderr) as tell:
                if processes > 1:
                    _side_by_side(load, processes, tell)
                else:
                    load.run(work_some, tell)
        except SchemeRefused as refused:
            raise CommandError(f"The files are kept and wait to be compared. {refused.reason}") from None
        except KeyboardInterrupt:
            self.stderr.write(_broken_off(load))
            raise

    def _summarise(self, told: list[Line]) -> None:
        table = Table("What became of them", "files")
        for outcome, count in Counter(line.summary for line in told).most_common():
            table.add_row(outcome, str(count))
        console = Console(file=self.stdout, soft_wrap=True)  # type: ignore[arg-type]
        console.print(table)
        for line in told:
            if line.state == UploadedFile.State.REJECTED:
                console.print(f"{file_name(line.path)}: {line.reason}", markup=False, highlight=False)


def _side_by_side(load: Load, processes: int, tell: Telling) -> None:
    """Hand in here, and let others work."""
    with Crew(processes, settings.BASE_DIR) as crew:

        def finished(count: int) -> None:
            if count:
                crew.got_on()
            tell(count)

        load.run(crew.look, finished)


def _worth_it(files: Sequence[Incoming]) -> int:
    """In how many processes to work: on all cores, where there is enough to do for each."""
    return max(1, min(os.cpu_count() or 1, chunks(len(files), sum(file.size for file in files)) // CHUNKS_EACH))


def _broken_off(load: Load) -> str:
    """What an operator should know who pressed Ctrl-C."""
    now = load.standing()
    return (
        f"Broken off. {now.finished:,} files are done. {now.waiting:,} are kept and wait: a running archive, "
        f"`manage.py work` or the next ingest reads them. {now.outside:,} were not handed in. "
        "Give the same command again to go on; nothing is taken in twice."
    )
