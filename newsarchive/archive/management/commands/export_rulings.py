"""manage.py export_rulings [--format csv|jsonl] [--output FILE] [--story N]"""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsarchive.archive.management.output import Exact, stop_quietly
from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries.history import touching
from newsarchive.archive.queries.ruling_export import WRITERS, rows


class Command(BaseCommand):
    help = "Write a row a ruling: who decided what, when and why, how things stood before and after, what was undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=sorted(WRITERS), default="csv")
        parser.add_argument("--output", metavar="FILE", help="a file to write; without it, standard output")
        parser.add_argument("--story", metavar="N", type=int, help="only the rulings that this story took part in")

    def handle(self, *, output: str | None, story: int | None, **options: Any) -> None:
        make_ready()
        lines = WRITERS[options["format"]](rows(_asked(story)))
        try:
            target = Path(output).open("w", encoding="utf-8", newline="") if output else nullcontext(self.stdout)  # noqa: SIM115
            with target as stream:
                exact = Exact(stream)
                for line in lines:
                    exact.write(line)
        except BrokenPipeError:
            stop_quietly()
        except OSError as trouble:
            where = output or "The standard output"
            raise CommandError(f"{where} cannot be written: {trouble.strerror}.") from None


def _asked(story: int | None) -> Any:
    if story is None:
        return Ruling.objects.all()
    if not Story.objects.filter(pk=story).exists():
        raise CommandError(f"There is no story {story}.")
    return touching(story)
