"""manage.py boilerplate --propose | --list | --export FILE.json | --import FILE.json | --look | --adopt"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from newsarchive.archive.management import scheme_report
from newsarchive.archive.management.commands.refingerprint import user_called
from newsarchive.archive.management.progress import steps
from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import StockEntry
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.services import adopting, beside, boilerplate, proposing
from newsarchive.archive.services.rulings.deciding import Refused
from newsarchive.dedup.linkage import Contradiction

LIMIT = 100


class Command(BaseCommand):
    help = (
        "Stock text: look for it in the archive, take over another archive's register, write this one's, and put it in"
        " force. What is proposed is decided on at the desk; nothing is changed until a register is adopted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--propose", action="store_true", help="look through the archive and list the strongest")
        act.add_argument("--list", action="store_true", dest="listing", help="the register as it stands")
        act.add_argument("--export", type=Path, metavar="FILE.json", help="write all decisions")
        act.add_argument("--import", type=Path, metavar="FILE.json", dest="take", help="take over another archive's")
        act.add_argument("--look", action="store_true", help="say what the register would change")
        act.add_argument("--adopt", action="store_true", help="put the register in force; --reason says why")
        parser.add_argument("--limit", type=int, default=LIMIT, help=f"proposals listed, {LIMIT} if not given")
        parser.add_argument("--least", type=int, help="stories in which a phrase has to occur; grows with the archive")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why, for the history")
        parser.add_argument("--by", default="", metavar="USER", help="who, for the history")

    def handle(self, **options: Any) -> None:
        make_ready()
        try:
            self._act(options)
        except (Refused, SchemeRefused, proposing.Busy, beside.Busy) as trouble:
            raise CommandError(getattr(trouble, "reason", "") or str(trouble)) from None
        except Contradiction as trouble:
            raise CommandError(f"The rulings cannot all hold with this register: {trouble}.") from None

    def _act(self, options: dict[str, Any]) -> None:
        if options["propose"]:
            self._propose(options)
        elif options["listing"]:
            entries = StockEntry.objects.order_by("state", "words").values_list("state", "words")
            self._say([f"{state}: {words}" for state, words in entries] or ["The register has no entries."])
        elif options["export"]:
            self._export(options["export"])
        elif options["take"]:
            self._import(options)
        else:
            self._compute(options)

    def _propose(self, options: dict[str, Any]) -> None:
        with steps(self.stderr) as progress:
            found = proposing.propose(progress, options["least"])
        table = Table("Stories", "Days", "Sources", "Wording")
        for one in found[: options["limit"]]:
            table.add_row(str(one.stories), str(one.days), str(one.sources), one.words)
        self._say([table, f"{len(found)} proposed; decide on them at the desk, under Stock proposals."])

    def _export(self, path: Path) -> None:
        try:
            path.write_text(json.dumps(boilerplate.exported(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as trouble:
            raise CommandError(f"{path} cannot be written: {trouble.strerror}.") from None
        self._say([f"Written: {path}"])

    def _import(self, options: dict[str, Any]) -> None:
        path = options["take"]
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
        except OSError as trouble:
            raise CommandError(f"{path} cannot be read: {trouble.strerror}.") from None
        except ValueError as trouble:
            raise CommandError(f"{path} is not JSON: {trouble}.") from None
        counts = boilerplate.imported(
            given, by=user_called(options["by"]), reason=options["reason"] or f"From {path.name}"
        )
        self._say([f"{counts['came']} entries taken over; {counts['stayed']} were decided on here already."])

    def _compute(self, options: dict[str, Any]) -> None:
        by = user_called(options["by"])
        scheme = boilerplate.scheme_with(boilerplate.freeze(by))
        if scheme == in_force():
            raise CommandError("This register is in force already.")
        with steps(self.stderr) as progress:
            if options["adopt"]:
                report = adopting.adopt(scheme, progress, reason=options["reason"], by=by)
            else:
                report = adopting.preview(scheme, progress)
        called = f"the register {scheme.boilerplate}" if scheme.boilerplate else "an empty register"
        self._say(scheme_report.told(report, called, adopted=options["adopt"]))

    def _say(self, lines: Sequence[object]) -> None:
        console = Console(file=self.stdout, soft_wrap=True)  # type: ignore[arg-type]
        for line in lines:
            console.print(line, markup=False, highlight=False)
