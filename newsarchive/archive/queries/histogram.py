"""How what was found is spread over the days: bars of days, months or years, whichever the span asks for.

Everything is in the units of the drawing: a bar is `STEP` wide, its gap included, the tallest `HEIGHT` high.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.formats import date_format

STEP, WIDTH, HEIGHT = 10, 8, 60
LOWEST = 2
"""What there is at all can be seen."""

DAYS, MONTHS = 62, 62
"""The most bars of days and of months: what spans more is drawn in the next larger unit."""

FEW = 24
"""Bars for which there is always room: fewer leave the rest of the drawing free."""

MOST = 120
"""The most bars of years; where there would be more, each stands for ten, a hundred or a thousand."""


class Bar(NamedTuple):
    """A stretch of days, how much was found in it, and where its bar stands. ``label`` names it."""

    first: datetime.date
    last: datetime.date
    label: str
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Histogram:
    """The bars from the first with anything to the last, those with nothing among them; ``unit`` is of a bar."""

    unit: str
    bars: Sequence[Bar]

    @property
    def width(self) -> int:
        return STEP * max(len(self.bars), FEW)

    @property
    def few(self) -> bool:
        """Whether the bars would be blocks, were they to fill the drawing."""
        return len(self.bars) < FEW

    @property
    def filled(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.count]

    @property
    def highest(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.count)

    @property
    def last(self) -> Bar:
        return self.bars[-1]

    @property
    def tells(self) -> bool:
        """Whether it says more than a single number."""
        return len(self.filled) > 1


def of_found(found: Iterable[tuple[datetime.date, int]]) -> Histogram | None:
    """Bars of what was found on a day, each thing once a bar, known by its number; None where nothing was."""
    days = list(found)
    unit = _unit([day for day, _ in days])
    return unit and _drawn(unit, Counter(first for first, _ in {(_first(day, unit), pk) for day, pk in days}))


def of_days(counts: Mapping[datetime.date, int]) -> Histogram | None:
    """Bars of so many a day; None where there are none."""
    unit = _unit(counts)
    if unit is None:
        return None
    bars: Counter[datetime.date] = Counter()
    for day, count in counts.items():
        bars[_first(day, unit)] += count
    return _drawn(unit, bars)


class _Unit(NamedTuple):
    """What a bar stands for: days, months, or so many years."""

    name: str
    years: int = 0


_DAY, _MONTH = _Unit("day"), _Unit("month")


def _unit(days: Collection[datetime.date]) -> _Unit | None:
    """The smallest of which there are not too many between the first day and the last."""
    if not days:
        return None
    first, last = min(days), max(days)
    if (last - first).days < DAYS:
        return _DAY
    if (last.year - first.year) * 12 + last.month - first.month < MONTHS:
        return _MONTH
    years = next(n for n in (1, 10, 100, 1000) if last.year // n - first.year // n < MOST)
    return _Unit("year" if years == 1 else f"{years} years", years)


def _first(day: datetime.date, unit: _Unit) -> datetime.date:
    """The first day of the bar that a day belongs to."""
    if unit.years:
        return datetime.date(max(day.year // unit.years * unit.years, 1), 1, 1)
    return day.replace(day=1) if unit is _MONTH else day


def _last(first: datetime.date, unit: _Unit) -> datetime.date:
    if unit.years:
        return datetime.date(min(first.year // unit.years * unit.years + unit.years - 1, 9999), 12, 31)
    return first.replace(day=monthrange(first.year, first.month)[1]) if unit is _MONTH else first


def _drawn(unit: _Unit, counts: Counter[datetime.date]) -> Histogram:
    tallest = max(counts.values())
    firsts = list(_from_to(min(counts), max(counts), unit))
    return Histogram(unit.name, [_bar(n, first, unit, counts[first], tallest) for n, first in enumerate(firsts)])


def _from_to(first: datetime.date, end: datetime.date, unit: _Unit) -> Iterator[datetime.date]:
    """The first days of the bars, one after the other."""
    while first < end:
        yield first
        first = _last(first, unit) + datetime.timedelta(1)
    yield end


def _bar(number: int, first: datetime.date, unit: _Unit, count: int, tallest: int) -> Bar:
    height = max(round(count / tallest * HEIGHT), LOWEST) if count else 0
    last = _last(first, unit)
    return Bar(first, last, _label(first, last, unit), count, number * STEP, HEIGHT - height, height)


def _label(first: datetime.date, last: datetime.date, unit: _Unit) -> str:
    if unit.years > 1:
        return f"{first.year}–{last.year}"
    return date_format(first, "Y" if unit.years else "F Y" if unit is _MONTH else "j F Y")
