"""When a passage ran, as bars over days, weeks, months or years: what the picture and its table have in common."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.formats import date_format

WIDTH, HEIGHT = 640, 96
MOST = 62
"""Bars drawn: with more of them, each stands for a longer time."""

Day = datetime.date

LATEST = Day(8999, 12, 31)
"""What calls itself later stands here: the calendar has no time after its last one."""


class Bar(NamedTuple):
    """A stretch of time from its first day to its last, the articles of it, and the bar's place in the picture."""

    first: Day
    last: Day
    articles: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """Bars from the first time to the last, those between that are empty too; ``each`` names what one stands for."""

    each: str
    bars: Sequence[Bar]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def highest(self) -> int:
        return max(bar.articles for bar in self.bars)

    @property
    def peak(self) -> Bar:
        """The time with the most, the earliest of these."""
        return max(self.bars, key=lambda bar: bar.articles)


class Step(NamedTuple):
    """A length of time: its name, the first day of the one that a day is in, and of the one that follows."""

    name: str
    begin: Callable[[Day], Day]
    after: Callable[[Day], Day]


def chart(counts: Iterable[tuple[Day, int]]) -> Chart | None:
    """The articles by day, as bars; None where all are of one day, or there are none."""
    counted = Counter[Day]()
    for day, articles in counts:
        counted[min(day, LATEST)] += articles
    if len(counted) < 2:
        return None
    step = next(step for step in STEPS if _fits(step, min(counted), max(counted)))
    found = Counter[Day]()
    for day, articles in counted.items():
        found[step.begin(day)] += articles
    return Chart(step.name, _bars(step, found))


def _fits(step: Step, first: Day, last: Day) -> bool:
    return step is STEPS[-1] or sum(1 for _, _ in zip(_times(step, first, last), range(MOST + 1), strict=False)) <= MOST


def _times(step: Step, first: Day, last: Day) -> Iterator[Day]:
    at = step.begin(first)
    while at <= last:
        yield at
        at = step.after(at)


def _bars(step: Step, found: Counter[Day]) -> list[Bar]:
    times = list(_times(step, min(found), max(found)))
    width, most = WIDTH / len(times), max(found.values())
    # What is there shows, however little it is beside the most.
    heights = [max(3.0, HEIGHT * found[at] / most) if found[at] else 0.0 for at in times]
    return [
        Bar(at, _last(step, at), found[at], round(n * width, 2), round(HEIGHT - high, 2), round(width * 0.8, 2), high)
        for n, (at, high) in enumerate(zip(times, heights, strict=True))
    ]


def _last(step: Step, at: Day) -> Day:
    return step.after(at) - datetime.timedelta(days=1)


def _week(day: Day) -> Day:
    return day - datetime.timedelta(days=min(day.weekday(), day.toordinal() - 1))


def _month_after(day: Day) -> Day:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def _years(count: int) -> Step:
    name = "year" if count == 1 else f"{count} years"
    return Step(name, lambda day: Day(max(1, day.year - day.year % count), 1, 1), lambda day: _year_after(day, count))


def _year_after(day: Day, count: int) -> Day:
    return Day(min(9999, day.year - day.year % count + count), 1, 1)


STEPS = (
    Step("day", lambda day: day, lambda day: day + datetime.timedelta(days=1)),
    Step("week", _week, lambda day: day + datetime.timedelta(days=7)),
    Step("month", lambda day: day.replace(day=1), _month_after),
    _years(1),
    _years(10),
    _years(100),
)


def told(bar: Bar, each: str) -> str:
    """The time of a bar in words: a day, a week by its days, a month, a year."""
    if each == "day":
        return date_format(bar.first, "j F Y")
    if each == "week":
        return f"{date_format(bar.first, 'j M')} – {date_format(bar.last, 'j M Y')}"
    return date_format(bar.first, "F Y") if each == "month" else _told_years(bar)


def _told_years(bar: Bar) -> str:
    years = (bar.first.year, bar.last.year)
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
