"""manage.py ingest PATH… [--source NAME] [--receipt FILE.jsonl]"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import UploadedFile
from newsarchive.archive.queries.outcomes import Line, lines
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services.folders import files_under, incoming
from newsarchive.archive.services.working import take_in


class Command(BaseCommand):
    help = "Take files and folders into the archive. Exit status 0 when all went in, 1 when some were rejected."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with all that is in it")
        parser.add_argument("--source", default="", metavar="NAME", help="the outlet or feed they were taken from")
        parser.add_argument(
            "--receipt", metavar="FILE.jsonl", help="write here what became of each file, a line a file"
        )

    def handle(self, *, paths: list[str], source: str, receipt: str | None, **options: Any) -> None:
        make_ready()
        try:
            files = [incoming(path) for path in files_under(paths)]
            kept = Path(receipt).open("w", encoding="utf-8") if receipt else None  # noqa: SIM115
        except OSError as trouble:
            raise CommandError(
                f"{trouble.filename or trouble}: {trouble.strerror or 'there is no such file'}."
            ) from None
        if not files:
            raise CommandError("There are no files there.")
        with _bar(self.stderr) as bar:
            task = bar.add_task("Taking in", total=len(files))
            try:
                uploads = take_in(files, source, lambda count: bar.advance(task, count))
            except SchemeRefused as refused:
                raise CommandError(f"The files are kept and wait to be compared. {refused.reason}") from None
        told = lines(uploads)
        if kept:
            with kept:
                kept.writelines(json.dumps(line.as_json(), ensure_ascii=False) + "\n" for line in told)
        self._summarise(told)
        if any(line.state == UploadedFile.State.REJECTED for line in told):
            sys.exit(1)

    def _summarise(self, told: list[Line]) -> None:
        table = Table("What became of them", "files")
        for outcome, count in Counter(line.summary for line in told).most_common():
            table.add_row(outcome, str(count))
        console = Console(file=self.stdout, soft_wrap=True)  # type: ignore[arg-type]
        console.print(table)
        for line in told:
            if line.state == UploadedFile.State.REJECTED:
                console.print(f"{line.path}: {line.reason}", markup=False, highlight=False)


def _bar(stream: Any) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=stream))
