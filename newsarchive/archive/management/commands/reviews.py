"""manage.py reviews [--fill [--seed N]] [--report]"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import Review
from newsarchive.archive.queries.agreement import Agreement, Measure, agreement
from newsarchive.archive.queries.estimates import Interval
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services import asking


class Command(BaseCommand):
    help = (
        "Fill the queue of pairs that editors review, or say how far archive and editors agree. What is drawn by"
        " chance is drawn by a seed, which is kept with each pair."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fill", action="store_true", help="put pairs into each queue that is less than half full")
        parser.add_argument("--seed", type=int, metavar="N", help="draw by this seed; without it, by a new one")
        parser.add_argument("--report", action="store_true", help="precision and recall as reviews tell, by month")

    def handle(self, *, fill: bool, seed: int | None, report: bool, **options: Any) -> None:
        if not fill and not report:
            raise CommandError("Say what to do: --fill, --report, or both.")
        if seed is not None and not 0 <= seed < 2**63:
            raise CommandError("--seed takes a whole number from 0 up.")
        make_ready()
        if fill:
            self._fill(seed)
        if report:
            self.stdout.write("\n".join(_told(agreement())))

    def _fill(self, seed: int | None) -> None:
        try:
            filled = asking.fill(seed)
        except SchemeRefused as refused:
            raise CommandError(refused.reason) from None
        if filled.busy:
            raise CommandError("The queue is being filled just now, by a worker or another command. Try again.")
        put = ", ".join(f"{count} {Review.Queue(queue).label}" for queue, count in filled.put.items() if count)
        self.stdout.write(f"Put to review: {put or 'nothing'}. No longer asked: {filled.stale}. Seed {filled.seed}.")


def _told(found: Agreement) -> Iterator[str]:
    yield "month      precision               recall                  same  different  unsure"
    for measure in (*found.months, found.overall):
        yield _line(measure)
    for agreed in found.others:
        yield f"{agreed.queue}: {agreed.agreed} of {agreed.decided} as the archive had it (no estimate)"
    yield from (f"ALARM: {alarm}" for alarm in found.alarms)


def _line(measure: Measure) -> str:
    month = f"{measure.month:%Y-%m}" if measure.month else "all"
    counts = f"{measure.same:>4}  {measure.different:>9}  {measure.unsure:>6}"
    return f"{month:<9}  {_interval(measure.precision):<22}  {_interval(measure.recall):<22}  {counts}"


def _interval(value: Interval | None) -> str:
    return f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})" if value else "-"
