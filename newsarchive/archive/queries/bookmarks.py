"""Where a reader is in a list, as addresses say it: so that the next page goes on there, whatever came in meanwhile."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from typing import NamedTuple

LARGEST_ID = 2**63 - 1
OLDER, NEWER = "older", "newer"
"""The ways on: further down the list, and back up."""

_WRITTEN = re.compile(
    r"(?P<way>older|newer)"
    r"(?:_to(?P<known>\d{1,19}))?"
    r"(?:_from(?P<from_day>\d{4}-\d\d-\d\d)\.(?P<from_id>\d{1,19}))?"
    r"(?:_at(?:(?P<rank>[0-9.e-]{1,24})~)?(?P<day>\d{4}-\d\d-\d\d)\.(?P<id>\d{1,19}))?",
    re.ASCII,
)


class Place(NamedTuple):
    """A row's place in a list that has the latest day first, and the larger number first of one day."""

    day: datetime.date
    id: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.id}"


@dataclass(frozen=True)
class Bookmark:
    """Go on after ``at``, or back before it.

    ``known`` is the highest article number there was when the reader began: what came later is left to those who begin
    later. A list by rank is made of the articles from the place ``start`` on, and ``rank`` is that of the row ``at``.
    """

    way: str = OLDER
    at: Place | None = None
    known: int = LARGEST_ID
    start: Place | None = None
    rank: float = 0.0

    def __str__(self) -> str:
        known = "" if self.known == LARGEST_ID else f"_to{self.known}"
        start = f"_from{self.start}" if self.start else ""
        rank = f"{self.rank!r}~" if self.rank else ""
        return f"{self.way}{known}{start}" + (f"_at{rank}{self.at}" if self.at else "")


def read(written: str) -> Bookmark | None:
    """The bookmark that an address has; None for what is none."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    try:
        at = _place(found["day"], found["id"])
        start = _place(found["from_day"], found["from_id"])
        known, rank = int(found["known"] or LARGEST_ID), float(found["rank"] or 0)
    except ValueError:
        return None
    sensible = known <= LARGEST_ID and math.isfinite(rank) and (at or start)
    return Bookmark(found["way"], at, known, start, rank) if sensible else None


def _place(day: str | None, number: str | None) -> Place | None:
    if day is None or number is None:
        return None
    if int(number) > LARGEST_ID:
        raise ValueError("No row has this number.")
    return Place(datetime.date.fromisoformat(day), int(number))
