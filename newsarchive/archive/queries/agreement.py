"""How often the archive is right about pairs, estimated from what editors said of pairs drawn by chance.

Precision: of the pairs that the archive has in one story, the share that editors call the same. Recall: of the pairs
that editors call the same, the share that the archive has in one story; of those only that it compares at all, for no
others are drawn. Pairs are of distinct texts. *Unsure* counts for neither, and a verdict that was undone not at all.
How the strata are weighed and the intervals made is said in `estimates`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from newsarchive.archive.models import Review
from newsarchive.archive.queries.drawing import ONE, STRATA, TWO
from newsarchive.archive.queries.estimates import Interval, Stratum, recall, share

ENOUGH = 20
"""Verdicts on drawn pairs in the latest month, fewer than which raise no alarm."""

Verdict = Review.Verdict
Tally = Counter[tuple[str, str]]
"""Verdicts by stratum and by what was said."""


@dataclass(frozen=True)
class Measure:
    """Precision and recall as a month's verdicts, or all, tell; None where they tell nothing."""

    month: date | None
    same: int
    different: int
    unsure: int
    precision: Interval | None
    recall: Interval | None

    @property
    def decided(self) -> int:
        return self.same + self.different


@dataclass(frozen=True)
class Agreed:
    """Pairs of a queue that were not drawn by chance: how many were decided, and how many as the archive had them."""

    queue: str
    decided: int
    agreed: int

    @property
    def share(self) -> float:
        return self.agreed / self.decided


@dataclass(frozen=True)
class Agreement:
    """``months`` ascending; ``alarms`` in words."""

    overall: Measure
    months: Sequence[Measure]
    others: Sequence[Agreed]
    alarms: Sequence[str]


def agreement() -> Agreement:
    """All that verdicts tell so far, in a constant number of queries."""
    tallies = _tallies()
    populations = _populations()
    everything = sum(tallies.values(), Tally())
    months = [_measure(month, tallies[month], populations) for month in sorted(tallies)]
    return Agreement(_measure(None, everything, populations), months, _others(), _alarms(tallies, populations))


def alarms() -> list[str]:
    """Where the latest month is clearly worse than those before, in words."""
    tallies = _tallies()
    return _alarms(tallies, _populations()) if len(tallies) > 1 else []


def _standing() -> QuerySet[Review]:
    return Review.objects.filter(state=Review.State.DECIDED, ruling__undone_at=None, ruling__isnull=False)


def _tallies() -> dict[date, Tally]:
    rows = (
        _standing()
        .filter(queue=Review.Queue.SAMPLE)
        .order_by()
        .values_list(TruncMonth("decided_at"), "stratum", "verdict")
        .annotate(Count("id"))
    )
    found: dict[date, Tally] = defaultdict(Tally)
    for month, stratum, verdict, count in rows:
        found[month.date()][stratum, verdict] += count
    return dict(found)


def _populations() -> dict[str, float]:
    """How many pairs each stratum has, on the average of all draws."""
    drawn = Review.objects.filter(queue=Review.Queue.SAMPLE).order_by()
    return dict(drawn.values_list("stratum").annotate(Avg("population")))


def _measure(month: date | None, tally: Tally, populations: Mapping[str, float]) -> Measure:
    counted = Counter[str]()
    for (_, verdict), count in tally.items():
        counted[verdict] += count
    one, two = (_strata(side, tally, populations) for side in (ONE, TWO))
    return Measure(
        month,
        counted[Verdict.SAME],
        counted[Verdict.DIFFERENT],
        counted[Verdict.UNSURE],
        precision=share(one),
        recall=recall(one, two),
    )


def _strata(side: str, tally: Tally, populations: Mapping[str, float]) -> list[Stratum]:
    """The strata of pairs that the archive has in one story, or in two; a hit is a pair that editors call the same."""
    found = []
    for name in (name for name in STRATA if name.startswith(f"{side} ") and name in populations):
        same, different = tally[name, Verdict.SAME], tally[name, Verdict.DIFFERENT]
        found.append(Stratum(float(populations[name]), same + different, same))
    return found


def _others() -> list[Agreed]:
    """How often editors agreed where pairs were chosen because they were doubtful."""
    agreed = Q(verdict=Verdict.SAME, machine_same=True) | Q(verdict=Verdict.DIFFERENT, machine_same=False)
    rows = (
        _standing()
        .exclude(queue=Review.Queue.SAMPLE)
        .exclude(verdict=Verdict.UNSURE)
        .order_by("queue")
        .values_list("queue")
        .annotate(decided=Count("id"), agreed=Count("id", filter=agreed))
    )
    return [Agreed(str(Review.Queue(queue).label), decided, agreed) for queue, decided, agreed in rows]


def _alarms(tallies: Mapping[date, Tally], populations: Mapping[str, float]) -> list[str]:
    """The latest month's interval lies wholly below what all earlier months together come to."""
    *earlier, latest = [*sorted(tallies)] or [None]
    if not earlier or latest is None:
        return []
    now = _measure(latest, tallies[latest], populations)
    before = _measure(None, sum((tallies[month] for month in earlier), Tally()), populations)
    if now.decided < ENOUGH:
        return []
    named: Iterable[tuple[str, Callable[[Measure], Interval | None]]] = (
        ("Precision", lambda measure: measure.precision),
        ("Recall", lambda measure: measure.recall),
    )
    return [words for name, of in named if (words := _alarm(name, latest, of(now), of(before)))]


def _alarm(name: str, month: date, now: Interval | None, before: Interval | None) -> str:
    if now is None or before is None or now.high >= before.value:
        return ""
    return (
        f"{name} has fallen: in {month:%B %Y} it is {100 * now.value:.0f} %, at best {100 * now.high:.0f} %, "
        f"before it was {100 * before.value:.0f} %."
    )
