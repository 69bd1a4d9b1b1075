"""Spans of days for the full-text index: as the few stamps that cover them, and in steps that grow.

Every search entry carries four stamps of its article's day: its century, year, month and day, as ``20``, ``2024``,
``2024-05`` and ``2024-05-03``. The index intersects words with them without looking at any article.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Sequence

Span = tuple[datetime.date, datetime.date]
"""The first day and the last, both within."""

FIRST, LAST = datetime.date.min, datetime.date.max
ALL: Span = (FIRST, LAST)

INTO_THE_FIRST = (8, 4, 2)
"""The first steps reach an eighth, a quarter and a half of the way to the first edge."""

SEASON = 62
"""Days; a longer step ends where a month does, so that few stamps cover it."""


def stamps(day: datetime.date) -> list[str]:
    """The four of a day, the widest first."""
    printed = day.isoformat()
    return [printed[:2], printed[:4], printed[:7], printed]


def cover(span: Span) -> list[str]:
    """The fewest stamps that together every day of a span has, and no other day, in order."""
    day, last = span[0].toordinal(), span[1].toordinal()
    found = []
    while day <= last:
        stamp, end = next((stamp, end) for stamp, end in _beginning(datetime.date.fromordinal(day)) if end <= last)
        found.append(stamp)
        day = end + 1
    return found


def _beginning(day: datetime.date) -> Iterator[tuple[str, int]]:
    """The stamps of which this is the first day, the widest first, each with the number of its last day."""
    century, year, month, own = stamps(day)
    new_year = (day.month, day.day) == (1, 1)
    if new_year and (day.year % 100 == 0 or day == FIRST):
        yield century, datetime.date(day.year - day.year % 100 + 99, 12, 31).toordinal()
    if new_year:
        yield year, datetime.date(day.year, 12, 31).toordinal()
    if day.day == 1:
        yield month, day.replace(day=calendar.monthrange(day.year, day.month)[1]).toordinal()
    yield own, day.toordinal()


def steps_back(edges: Sequence[datetime.date], span: Span) -> list[Span]:
    """The span in steps, the latest first, each of about as many articles as all before it.

    ``edges`` are days in order, between any two of which there are about equally many articles. Without them the span
    is one step.
    """
    first, last = span
    top = min([last, *edges[-1:]])
    points = [top, *sorted((edge for edge in set(edges) if first < edge < top), reverse=True)]
    cuts = _cuts([point.toordinal() for point in points])
    begins = [_tidy(cut, top) for cut in cuts if first < datetime.date.fromordinal(cut) <= last]
    begins = sorted({first, *(day for day in begins if first < day <= last)}, reverse=True)
    ends = [last, *(day - datetime.timedelta(1) for day in begins[:-1])]
    return list(zip(begins, ends, strict=True))


def steps_on(edges: Sequence[datetime.date], span: Span) -> list[Span]:
    """The same the other way round: the earliest first."""
    turned = [_turned(edge) for edge in reversed(edges)]
    return [(_turned(b), _turned(a)) for a, b in steps_back(turned, (_turned(span[1]), _turned(span[0])))]


def _turned(day: datetime.date) -> datetime.date:
    return datetime.date.fromordinal(LAST.toordinal() + 1 - day.toordinal())


def _cuts(points: Sequence[int]) -> list[int]:
    """Numbers of days at which steps begin: into the first stretch between points, then every power of two of them."""
    if len(points) < 2:
        return []
    stretch = points[0] - points[1]
    into = [points[0] - stretch // part for part in INTO_THE_FIRST]
    return [*into, *(points[1 << n] for n in range(len(points).bit_length()) if 1 << n < len(points))]


def _tidy(cut: int, top: datetime.date) -> datetime.date:
    day = datetime.date.fromordinal(cut)
    return day.replace(day=1) if (top - day).days > SEASON else day
