"""What a search asks for, said one by one: as a page names it, and as a link takes it off."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.formats import date_format

from newsarchive.archive.models.stories import HAS_UPDATES
from newsarchive.archive.queries.facets import TITLES, label
from newsarchive.archive.queries.typed import YES
from newsarchive.archive.queries.wanted import OF_ARTICLES, OF_STORIES, Wanted

WORDS, DAYS = "words", "days"
"""What is no field of several values."""

_FLAGS = {"developed": "in several versions", "updated": HAS_UPDATES, "folded": "lede printed twice"}


class Chosen(NamedTuple):
    """A value that is asked for, or, ``without``, is not to be had; ``title`` names its field, ``label`` itself."""

    field: str
    value: str
    title: str
    label: str
    without: bool = False


def chosen(wanted: Wanted) -> list[Chosen]:
    """All that is asked for, but how it is ordered and listed."""
    return [*_words(wanted), *_values(wanted), *_days(wanted), *_left_out(wanted)]


def _words(wanted: Wanted) -> Iterator[Chosen]:
    if wanted.query:
        yield Chosen(WORDS, "", "Words", wanted.query)


def _values(wanted: Wanted) -> Iterator[Chosen]:
    for field in (*OF_ARTICLES, *OF_STORIES):
        for value in getattr(wanted, field):
            yield _one(field, value)
    for field in _FLAGS:
        if getattr(wanted, field):
            yield _one(field, YES)


def _left_out(wanted: Wanted) -> Iterator[Chosen]:
    for field, value in wanted.without:
        yield _one(field, value)._replace(without=True)


def _one(field: str, value: str) -> Chosen:
    title = "" if field in _FLAGS or field == "mark" else TITLES.get(field, field.capitalize())
    return Chosen(field, value, title, _FLAGS.get(field) or label(field, value))


def _days(wanted: Wanted) -> Iterator[Chosen]:
    if wanted.since or wanted.until:
        yield Chosen(DAYS, "", "Dated", span_told(wanted.since, wanted.until))


def span_told(since: datetime.date | None, until: datetime.date | None) -> str:
    """``April 2007``, ``2007``, ``3 April 2007``, ``from 3 April 2007 to 5 May 2008``."""
    if since and until:
        return _whole(since, until) or f"from {_day(since)} to {_day(until)}"
    return f"from {_day(since)} on" if since else f"up to {_day(until)}" if until else ""


def _whole(since: datetime.date, until: datetime.date) -> str:
    """The name of a day, a month or a year that the span is; empty where it is none of them."""
    if since == until:
        return _day(since)
    begins_one = until == datetime.date.max or (until + datetime.timedelta(1)).day == 1
    if since.day != 1 or not begins_one or since.year != until.year:
        return ""
    if since.month == until.month:
        return date_format(since, "F Y")
    return str(since.year) if (since.month, until.month) == (1, 12) else ""


def _day(day: datetime.date | None) -> str:
    return date_format(day, "j F Y") if day else ""
