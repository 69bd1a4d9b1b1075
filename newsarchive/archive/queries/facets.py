"""What was found, counted by agency, source, place and whatever else it can be narrowed down by.

Of stories that are listed each counts once, however many of its articles fit. Names that stand for another count under
that one.
"""

from __future__ import annotations

import calendar
import datetime
import re
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from newsarchive.archive.models.stories import HAS_UPDATES
from newsarchive.archive.queries import found, histogram, updates
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.asked import FOLDED
from newsarchive.archive.queries.found import APART, Found, Row
from newsarchive.archive.queries.histogram import Histogram
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.prepared import Prepared
from newsarchive.archive.queries.typed import YES
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import FLAGS_OF_STORIES, SIZES, Wanted
from newsarchive.wire.languages import NAMES

SHOWN, OFFERED = 7, 300
"""How many values of a facet stand beside the results, and how many there are when the rest is opened."""

KEPT = 300.0
"""Seconds for which the counts of a large archive are kept, where nothing is asked for."""

Span = tuple[datetime.date, datetime.date]


class Value(NamedTuple):
    """A value of a field of `Wanted`, what it is called, and how many have it; of days the ``span``."""

    field: str
    value: str
    label: str
    count: int = 0
    span: Span | None = None


@dataclass(frozen=True)
class Facet:
    """What was found by one of its sides: the ``values``, those that most have first, months by time.

    There are ``many`` values; no more are here than were asked for.
    """

    name: str
    title: str
    values: Sequence[Value]
    many: int

    @property
    def left(self) -> int:
        """How many values there are besides."""
        return self.many - len(self.values)

    @property
    def rest(self) -> Sequence[Value]:
        """The values that do not stand beside the results."""
        return self.values[SHOWN:]


@dataclass(frozen=True)
class Facets:
    """The sides of what was found, ``counted`` in stories or in articles; and how it is spread over the days.

    ``bounded`` where they are those of the newest ``most`` articles alone that fit, which go ``back_to`` a day.
    Of the ``untold`` stories it is not told yet whether they have updates: of those counted, or, where it is asked
    which have any, of all, `updates.COUNTED` at the most.
    """

    facets: Sequence[Facet] = ()
    counted: int = 0
    bounded: bool = False
    back_to: datetime.date | None = None
    untold: int = 0
    histogram: Histogram | None = field(default=None, repr=False)
    most: int = found.COUNTED

    @property
    def whole(self) -> bool:
        """Whether all that fit were counted."""
        return bool(self.counted) and not self.bounded

    @property
    def untold_bounded(self) -> bool:
        return self.untold >= updates.COUNTED

    def side(self, name: str) -> Facet | None:
        """The facet of this name, where it offers anything."""
        return next((facet for facet in self.facets if facet.name == name), None)


TITLES = {
    "agency": "Agency",
    "source": "Source",
    "place": "Place",
    "language": "Language",
    "month": "Month",
    "copies": "Copies",
    "mark": "Relation",
    "folded": "Lede",
    "format": "Format",
}
"""The facets in the order in which they are shown."""

WORDS = {
    ("mark", "corrected"): "has a correction",
    ("mark", "withdrawn"): "withdrawn",
    ("mark", "embargoed"): "embargoed",
    ("developed", YES): "in several versions",
    ("updated", YES): HAS_UPDATES,
    ("folded", YES): "printed twice",
    ("copies", "1"): "one only",
}
"""How values are called that are no names."""

_kept: dict[tuple[bool, int, Veil], tuple[float, Facets]] = {}


def of(wanted: Wanted, veil: Veil = OPEN, most: int = SHOWN, ready: Prepared | None = None) -> Facets:
    """What is found by its sides, ``most`` values of each. The counts are exact up to a bound.

    ``ready`` is the search as the list was found by it, where it was.
    Without any question it is the newest articles that are counted, of a large archive every `KEPT` seconds.
    """
    if not wanted.anything:
        return _of_all(wanted, veil, most)
    made = _counted(found.find(wanted, veil, ready), wanted, veil, most)
    return replace(made, untold=updates.left(veil)) if wanted.of_updates else made


def _of_all(wanted: Wanted, veil: Veil, most: int) -> Facets:
    key = (wanted.articles, most, veil)
    for old in [old for old, (at, _) in _kept.items() if time.monotonic() - at >= KEPT]:
        _kept.pop(old, None)
    known = _kept.get(key)
    if known:
        return known[1]
    made = _counted(found.find(wanted, veil), wanted, veil, most)
    if made.bounded:
        if wanted.articles:
            made = replace(made, histogram=histogram.of_days(found.days_of_articles(veil)))
        _kept[key] = (time.monotonic(), made)
    return made


def _counted(what: Found, wanted: Wanted, veil: Veil, most: int) -> Facets:
    if not what.rows:
        return Facets()
    keys = [row.article if wanted.articles else row.story for row in what.rows]
    named = _named(_having(what.rows, keys, veil.partly), what.rows, most)
    counts = {value: len(having) for value, having in named.items()}
    drawn, counted = histogram.of_found(zip((row.day for row in what.rows), keys, strict=True)), len(set(keys))
    if wanted.by_own_day:
        days = found.days(wanted, veil)
        counts = {value: count for value, count in counts.items() if value[0] != "month"} | _by_month(days)
        drawn, counted = histogram.of_days(days), sum(days.values())
    sides = [_side(name, counts, wanted, most) for name in TITLES]
    untold = len({row.story for row in what.rows if row.updates is None} - veil.partly)
    sides = [side for side in sides if side.values]
    return Facets(sides, counted, what.bounded, what.rows[-1].day, untold, drawn, what.most)


def _by_month(days: Mapping[datetime.date, int]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for day, count in days.items():
        counts["month", day.isoformat()[:7]] += count
    return counts


Having = Mapping[tuple[str, str], set[int]]
"""The numbers of what has a value of a field."""


def _having(rows: Sequence[Row], keys: Sequence[int], veiled: Collection[int]) -> dict[str, set[int]]:
    """The numbers of what has each facet, by the facet as entries have it, or as it is made here for stories.

    Of stories that are partly hidden their numbers would tell what is.
    """
    having: dict[str, set[int]] = defaultdict(set)
    for row, key in zip(rows, keys, strict=True):
        for facet in row.facets.split(APART):
            having[facet].add(key)
        for facet in () if row.story in veiled else _of_story(*row.of_story):
            having[facet].add(key)
    return having


@lru_cache(maxsize=4096)
def _of_story(copies: int, versions: int, marks: Sequence[str], updated: bool) -> list[str]:
    size = next(size for size, (least, most) in SIZES.items() if least <= max(copies, 1) <= most)
    flags = {"developed": versions > 1, "updated": updated}
    return [f"copies {size}", *(f"mark {mark}" for mark in marks), *(f"{flag} {YES}" for flag in flags if flags[flag])]


_NAMES = """
SELECT 'source ' || named.id, kept.name FROM archive_source named
    JOIN archive_source kept ON kept.id = COALESCE(named.alias_of_id, named.id) WHERE named.id = ANY(%s::bigint[])
UNION ALL SELECT 'agency ' || lower(named.name), kept.name FROM archive_agency named
    JOIN archive_agency kept ON kept.id = COALESCE(named.alias_of_id, named.id) WHERE lower(named.name) = ANY(%s)
UNION ALL SELECT 'place ' || lower(btrim(place)), btrim(place) FROM archive_article WHERE id = ANY(%s::bigint[])
"""
"""What entries call a name, and the name that counts for it; of a place how an article prints it."""


def _named(having: Mapping[str, set[int]], rows: Sequence[Row], most: int) -> Having:
    """The same by field and by the name that counts: what has two names of one source has it once.

    Only of the places that ``most`` have it is asked how they are written.
    """
    given: dict[str, list[str]] = defaultdict(list)
    for facet in having:
        name, _, value = facet.partition(" ")
        given[name].append(value)
    printed = _printing(_most("place", having, most), rows)
    names = dict(answers(_NAMES, literal(given["source"]), given["agency"], literal(printed)))
    named: dict[tuple[str, str], set[int]] = defaultdict(set)
    for facet, keys in having.items():
        name, value = _read(facet)
        if name in TOLD_BY_NAME:
            value = names.get(facet, value if name == "place" else "")
        if name and value:
            named[name, value] |= keys
    return named


_PLACE = re.compile(f"(?:^|{APART})(place [^{APART}]*)")


def _printing(places: Collection[str], rows: Sequence[Row]) -> list[int]:
    """Articles that together print all of these places: they tell how each is written."""
    left, found = set(places), []
    for row in rows:
        place = _PLACE.search(row.facets)
        if place and place[1] in left:
            left.discard(place[1])
            found.append(row.article)
    return found


TOLD_BY_NAME = ("source", "agency", "place")


def _most(name: str, having: Mapping[str, set[int]], most: int) -> set[str]:
    """The facets of a name that most have, as many as are asked for."""
    own = [facet for facet in having if facet.startswith(f"{name} ")]
    return set(sorted(own, key=lambda facet: (-len(having[facet]), facet))[:most])


def _read(facet: str) -> tuple[str, str]:
    """A facet as field and value; the stamps of days (`search_days`) are months, or nothing."""
    if facet[0].isdigit():
        return ("month", facet) if len(facet) == len("2007-04") else ("", "")
    name, _, value = facet.partition(" ")
    return ("folded", YES) if facet == FOLDED else (name, value)


_FIELDS = {"mark": ("mark", *FLAGS_OF_STORIES)}
"""The fields whose values a facet has, where it has those of several."""


def _side(name: str, counts: Mapping[tuple[str, str], int], wanted: Wanted, most: int) -> Facet:
    """What a facet offers: of a field that is asked for already nothing, since another value of it would widen."""
    fields = [field for field in _FIELDS.get(name, (name,)) if not _is_asked(field, wanted)]
    own = _ordered(name, [(field, value, count) for (field, value), count in counts.items() if field in fields])
    if name == "month" and len(own) == 1:
        own = []
    return Facet(name, TITLES[name], [_value(*one) for one in own[:most]], len(own))


def _ordered(name: str, counts: Sequence[tuple[str, str, int]]) -> Sequence[tuple[str, str, int]]:
    if name == "month":
        return sorted(counts, key=lambda one: one[1], reverse=True)
    if name == "copies":
        return sorted(counts, key=lambda one: SIZES[one[1]])
    return sorted(counts, key=lambda one: (-one[2], label(one[0], one[1]).lower()))


def _is_asked(field: str, wanted: Wanted) -> bool:
    return bool(getattr(wanted, field, ()))


def _value(field: str, value: str, count: int = 0) -> Value:
    span = month(value) if field == "month" else None
    return Value(field, value, label(field, value), count, span)


def label(field: str, value: str) -> str:
    """What a value is called."""
    if field == "month":
        return f"{month(value)[0]:%B %Y}"
    if field == "language":
        return NAMES.get(value, value)
    return WORDS.get((field, value), value.replace("-", "–") if field == "copies" else value)


def month(stamp: str) -> Span:
    """The first and last day of a month written as ``2007-04``."""
    first = datetime.date.fromisoformat(f"{stamp}-01")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
