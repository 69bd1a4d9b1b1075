"""Articles over time: by months, by years or by decades, as their span asks, and where a picture has their marks.

Places are in hundredths of the picture's width and height, from its upper left corner: so a picture is as wide as its
column, and its letters are never smaller than others.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MONTH, YEAR, DECADE = "month", "year", "decade"
BY_MONTHS = 36
"""Months up to which the picture has a bar for each."""

BY_YEARS = 130
TICKS = 5
FULL = 86.0
"""How high the highest bar is; above it stands what it counts."""

GAP = 0.25
"""Of a bar's place, what is left between it and the next."""


@dataclass
class Period:
    """A month, year or decade: its ``first`` day and ``last``, and what is dated in it."""

    first: datetime.date
    unit: str
    articles: int = 0
    followed: int = 0
    ledes: int = 0
    paragraphs: int = 0
    folded: int = 0

    @property
    def words(self) -> str:
        if self.unit == MONTH:
            return f"{self.first:%b %Y}"
        return f"{self.first.year}s" if self.unit == DECADE else f"{self.first.year}"

    @property
    def last(self) -> datetime.date:
        try:
            return _next(self.first, self.unit) - datetime.timedelta(days=1)
        except ValueError:
            return datetime.date.max

    @property
    def copies(self) -> float | None:
        """The share of its articles that ran a story after another article had."""
        return self.followed / self.articles if self.articles else None

    @property
    def folding(self) -> float | None:
        """The share of its paragraphs that print again what their article already said."""
        return self.folded / self.paragraphs if self.paragraphs else None

    @property
    def doubled(self) -> float | None:
        """The share of its articles that print their lede twice."""
        return self.ledes / self.articles if self.articles else None


@dataclass(frozen=True)
class Bar:
    """A period's place: all of its articles from ``top`` down, those that came first in their story from ``firsts``."""

    period: Period
    x: float
    width: float
    top: float
    firsts: float

    @property
    def height(self) -> float:
        return round(self.firsts - self.top, 2)

    @property
    def rest(self) -> float:
        return round(100 - self.firsts, 2)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Tick:
    """A period that is named below the picture; ``side`` says how its name lies about its place."""

    x: float
    words: str
    side: str


@dataclass(frozen=True)
class Timeline:
    """All periods from the first to the last, those without articles too; ``most`` is what the highest bar counts."""

    unit: str
    periods: Sequence[Period] = ()
    most: int = 0
    bars: Sequence[Bar] = ()
    ticks: Sequence[Tick] = field(default=(), repr=False)

    @property
    def told(self) -> list[Period]:
        """The periods that have articles, the latest first: what the table has."""
        return [period for period in reversed(self.periods) if period.articles]

    @property
    def top(self) -> float:
        return 100 - FULL

    @property
    def pictures(self) -> list[tuple[str, Shares]]:
        """The shares that are drawn below, by the names of the properties that `Period` has."""
        drawn = [(what, shares(self, what)) for what in ("copies", "folding", "doubled")]
        return [(what, found) for what, found in drawn if found]

    @property
    def few(self) -> bool:
        """Whether there is too little to draw."""
        return len(self.periods) < 2


Month = Sequence[object]
"""The first day as ISO has it, then how many articles, followed, ledes, paragraphs, folded."""


def timeline(months: Iterable[Month]) -> Timeline:
    """The picture of months that have articles, in order."""
    listed = [(datetime.date.fromisoformat(str(first)), [int(str(n)) for n in counted]) for first, *counted in months]
    if not listed:
        return Timeline(MONTH)
    unit = _unit(listed[0][0], listed[-1][0])
    periods = {first: Period(first, unit) for first in _firsts(listed[0][0], listed[-1][0], unit)}
    for month, counted in listed:
        _add(periods[_first(month, unit)], counted)
    shown = list(periods.values())
    most = max(period.articles for period in shown)
    bars = _bars(shown, most)
    return Timeline(unit, shown, most, bars, _ticks(bars))


def _unit(first: datetime.date, last: datetime.date) -> str:
    years = last.year - first.year
    if years * 12 + last.month - first.month < BY_MONTHS:
        return MONTH
    return YEAR if years < BY_YEARS else DECADE


def _first(day: datetime.date, unit: str) -> datetime.date:
    if unit == MONTH:
        return day.replace(day=1)
    # There is no year 0: the first decade is a year short.
    return datetime.date(max(day.year // 10 * 10, 1) if unit == DECADE else day.year, 1, 1)


def _next(first: datetime.date, unit: str) -> datetime.date:
    """The first day of the period that follows. Raises `ValueError` where the calendar has none."""
    if unit == MONTH:
        return datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    year = first.year + 1 if unit == YEAR else first.year // 10 * 10 + 10
    return datetime.date(year, 1, 1)


def _firsts(first: datetime.date, last: datetime.date, unit: str) -> Iterable[datetime.date]:
    at, end = _first(first, unit), _first(last, unit)
    while at < end:
        yield at
        at = _next(at, unit)
    yield end


def _add(period: Period, counted: Sequence[int]) -> None:
    for name, count in zip(("articles", "followed", "ledes", "paragraphs", "folded"), counted, strict=True):
        setattr(period, name, getattr(period, name) + count)


def _bars(periods: Sequence[Period], most: int) -> list[Bar]:
    step = 100 / len(periods)
    return [
        Bar(
            period,
            x=round(step * (n + GAP / 2), 3),
            width=round(step * (1 - GAP), 3),
            top=round(100 - FULL * period.articles / most, 2),
            firsts=round(100 - FULL * (period.articles - period.followed) / most, 2),
        )
        for n, period in enumerate(periods)
    ]


def _ticks(bars: Sequence[Bar]) -> list[Tick]:
    """The first period, the last, and some between at equal distances."""
    last = len(bars) - 1
    places = sorted({round(last * n / (TICKS - 1)) for n in range(TICKS)}) if last >= TICKS else range(last + 1)
    return [_tick(bars, n) for n in places]


def _tick(bars: Sequence[Bar], n: int) -> Tick:
    """Named below the middle of its bar; at the edges below its outer side, so that nothing is cut off."""
    bar, last = bars[n], len(bars) - 1
    if last and n == 0:
        return Tick(bar.x, bar.period.words, "start")
    if last and n == last:
        return Tick(round(bar.x + bar.width, 3), bar.period.words, "end")
    return Tick(bar.middle, bar.period.words, "middle")


@dataclass(frozen=True)
class Point:
    """A share at its period's place."""

    period: Period
    x: float
    y: float
    share: float


@dataclass(frozen=True)
class Shares:
    """A share over time. The picture reaches up to ``ceiling``, a round share above the largest."""

    ceiling: float
    points: Sequence[Point]


CEILINGS = (0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0)


def shares(time: Timeline, what: str) -> Shares | None:
    """The share ``copies``, ``folding`` or ``doubled`` of each period that has articles; None where it is always 0."""
    found = [(bar, getattr(bar.period, what)) for bar in time.bars]
    told = [(bar, share) for bar, share in found if share is not None]
    largest = max((share for _, share in told), default=0)
    if not largest:
        return None
    ceiling = next(ceiling for ceiling in CEILINGS if ceiling >= largest)
    points = [Point(bar.period, bar.middle, round(100 - FULL * share / ceiling, 2), share) for bar, share in told]
    return Shares(ceiling, points)
