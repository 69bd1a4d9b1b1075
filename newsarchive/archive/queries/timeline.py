"""When each article of a story was dated, for its timeline: points on one line a version."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsarchive.archive.models import Article, Story
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.printed_over_time import LATEST
from newsarchive.archive.queries.veil import OPEN, Veil

HOURS_UP_TO = 500
"""Articles of a story of which the hours are told; of a larger one, the days."""

LANES = 8
"""Versions that have a line of their own; the others share the last."""

_DAY = datetime.timedelta(days=1)
_TICKS = 4
_STEPS = (
    *(datetime.timedelta(hours=hours) for hours in (1, 2, 3, 6, 12)),
    *(datetime.timedelta(days=days) for days in (1, 2, 7, 14, 30, 91, 182, 365, 730, 1826, 3652)),
)
_CLOSE = 1.2
"""Hundredths of the width within which articles are one point."""


class Point(NamedTuple):
    """So many articles dated alike. ``at`` and ``width`` are hundredths of the whole width.

    Where only the day is known, it is as wide as that day; else ``width`` is 0.
    """

    at: float
    width: float
    articles: int
    begins: datetime.datetime
    hour: bool

    @property
    def end(self) -> float:
        return self.at + self.width

    @property
    def middle(self) -> float:
        return self.at + self.width / 2

    @property
    def radius(self) -> float:
        """In pixels: the area grows with the number."""
        return min(13.0, 4.0 + 1.5 * (self.articles - 1) ** 0.5)


class Lane(NamedTuple):
    """The points of a version, numbered from 1; of all others where ``number`` is 0."""

    number: int
    points: Sequence[Point]

    @property
    def articles(self) -> int:
        return sum(point.articles for point in self.points)


class Tick(NamedTuple):
    at: float
    moment: datetime.datetime
    hour: bool


@dataclass(frozen=True)
class Timeline:
    """``undated`` articles show no day of their own and are left out."""

    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    undated: int
    first: datetime.datetime
    last: datetime.datetime


class _Dated(NamedTuple):
    version: int
    begins: datetime.datetime
    hour: bool
    articles: int


_DATED = """
SELECT member.version_id, article.dated_on, CASE WHEN %s THEN CASE article.dated_by
    WHEN 'published' THEN article.published_at WHEN 'filed' THEN article.filed_at END END, count(*)::int
FROM archive_membership member JOIN archive_article article ON article.text_id = member.text_id
WHERE member.story_id = %s AND article.id <> ALL(%s::bigint[]) AND article.dated_by <> %s GROUP BY 1, 2, 3
"""


def timeline(story: Story, numbers: Mapping[int, int], veil: Veil = OPEN) -> Timeline | None:
    """When a story ran; None where fewer than two of its articles have a day of their own.

    ``numbers`` are those of its versions, as its page counts them.
    """
    hours = story.article_count <= HOURS_UP_TO
    found = answers(_DATED, hours, story.pk, veil.hidden, Article.Clock.INGESTED.value)
    dated = [_Dated(numbers.get(v, 0), at or _midnight(on), at is not None, count) for v, on, at, count in found]
    known = sum(each.articles for each in dated)
    return _drawn(dated, story.article_count - known) if known > 1 else None


def _midnight(on: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(min(on, LATEST), datetime.time(), datetime.UTC)


def _drawn(dated: Sequence[_Dated], undated: int) -> Timeline:
    first = min(each.begins for each in dated)
    last = max(each.begins if each.hour else each.begins + _DAY for each in dated)
    scale = _Scale(first, max(last, first + datetime.timedelta(hours=1)))
    versions: dict[int, list[_Dated]] = {}
    for each in sorted(dated):
        versions.setdefault(each.version, []).append(each)
    alone = LANES if len(versions) <= LANES else LANES - 1
    own = list(versions.items())
    lanes = [Lane(number, _points(some, scale)) for number, some in own[:alone]]
    if rest := [each for _, some in own[alone:] for each in some]:
        lanes.append(Lane(0, _points(rest, scale)))
    return Timeline(lanes, scale.ticks(), undated, first, last)


class _Scale(NamedTuple):
    """From the first moment to the last, with room on both sides."""

    first: datetime.datetime
    last: datetime.datetime

    def at(self, moment: datetime.datetime) -> float:
        return round(3 + 94 * ((moment - self.first) / (self.last - self.first)), 2)

    def ticks(self) -> list[Tick]:
        """A few round hours or days."""
        step = next((s for s in _STEPS if (self.last - self.first) / s <= _TICKS), _STEPS[-1])
        begin = _midnight(self.first.astimezone(datetime.UTC).date())
        start = begin + step * max(0, -((begin - self.first) // step))
        moments = [start + step * n for n in range(_TICKS + 2)]
        return [Tick(self.at(m), m, step < _DAY) for m in moments if self.first <= m <= self.last]


def _points(dated: Iterable[_Dated], scale: _Scale) -> list[Point]:
    """Points in order; those of one kind that would lie on each other are one."""
    found: list[Point] = []
    for _, begins, hour, articles in sorted(dated, key=lambda each: (each.hour, each.begins)):
        at = scale.at(begins)
        width = 0.0 if hour else round(scale.at(begins + _DAY) - at, 2)
        last = found[-1] if found else None
        if last and last.hour == hour and at - last.at < _CLOSE:
            found[-1] = last._replace(articles=last.articles + articles, width=max(last.width, at + width - last.at))
        else:
            found.append(Point(at, width, articles, begins, hour))
    return found
