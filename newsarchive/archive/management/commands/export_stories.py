"""manage.py export_stories [--format csv|jsonl] [--output FILE]"""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from newsarchive.archive.management.output import Exact, stop_quietly
from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.queries.export import Row, rows


class Command(BaseCommand):
    help = "Write a row an article: " + ",".join(field.name for field in fields(Row)) + "."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("csv", "jsonl"), default="csv")
        parser.add_argument("--output", metavar="FILE", help="a file to write; without it, standard output")

    def handle(self, *, output: str | None, **options: Any) -> None:
        make_ready()
        write = _write_csv if options["format"] == "csv" else _write_jsonl
        try:
            target = Path(output).open("w", encoding="utf-8", newline="") if output else nullcontext(self.stdout)  # noqa: SIM115
            with target as stream:
                write(stream, rows())  # type: ignore[arg-type]
        except BrokenPipeError:
            stop_quietly()
        except OSError as trouble:
            where = output or "The standard output"
            raise CommandError(f"{where} cannot be written: {trouble.strerror}.") from None


def _write_csv(stream: TextIO, found: Iterable[Row]) -> None:
    writer = csv.writer(Exact(stream), lineterminator="\n")
    writer.writerow(f.name for f in fields(Row))
    writer.writerows(asdict(row).values() for row in found)


def _write_jsonl(stream: TextIO, found: Iterable[Row]) -> None:
    for row in found:
        Exact(stream).write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
