"""A question to the index of search entries, and how it is put into SQL."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from newsarchive.archive.queries.bookmarks import LARGEST_ID, Place
from newsarchive.archive.queries.tongues import NO_WORDS, Asked
from newsarchive.archive.search_days import ALL, Span, cover, steps_back, steps_on


@dataclass(frozen=True)
class Question:
    """What is asked of entries: ``words``, facets, of each group of which one must be had, and facets that must be
    missing.

    ``known`` is the highest number of an article that there is, ``days`` the first and last day of any; between any
    two of ``edges`` there are about equally many. ``hidden`` are articles that no answer may have, as PostgreSQL
    writes an array; ``only`` are those that it may have, written the same way, None where it may have any.
    """

    words: Asked = NO_WORDS
    facets: Sequence[Sequence[str]] = ()
    without: Sequence[str] = ()
    span: Span = ALL
    known: int = LARGEST_ID
    days: Span = ALL
    edges: Sequence[datetime.date] = field(default=(), repr=False)
    hidden: str = ""
    only: str | None = field(default=None, repr=False)


WORDS = "%(words)s::tsquery"
_TOGETHER = "%(loose)s::tsquery"
"""The question with its words wherever they stand: the index knows that much, the rest is in the entries themselves."""


def given(question: Question) -> dict[str, object]:
    """What statements with these conditions are to be given."""
    words = {"words": question.words.query, "loose": question.words.loose}
    return words | {"hidden": question.hidden, "only": question.only}


def allowed(question: Question) -> str:
    """Which articles an answer may have, as a condition."""
    parts = ["AND article_id <> ALL(%(hidden)s::bigint[])"] if question.hidden else []
    parts += ["AND article_id = ANY(%(only)s::bigint[])"] if question.only is not None else []
    return " ".join(parts)


def among(question: Question) -> str:
    """The words as a condition; the planner is kept from going through a whole index for words to be missing."""
    if not question.words:
        return ""
    vector = "vector" if question.words.indexable else "(vector || '')"
    return f"AND {vector} @@ {_TOGETHER}"


def steps(question: Question, at: Place | None, newer: bool) -> list[str]:
    """The facets of each step from the place on: what is asked for, on one of the step's days."""
    first, last = within(question)
    if at:
        first, last = (max(first, at.day), last) if newer else (first, min(last, at.day))
    if first > last:
        return []
    spans = (steps_on if newer else steps_back)(question.edges, (first, last))
    return [all_of([*question.facets, _cover(span)], question.without) for span in spans]


_cover = lru_cache(maxsize=1024)(cover)
"""Kept, because pages ask for the same spans again and again."""


def all_of(groups: Sequence[Sequence[str]], without: Sequence[str] = ()) -> str:
    """A question to facets: one of each group, and none of those to be missing."""
    asked = [f"({' | '.join(map(_quoted, group))})" for group in groups]
    return " & ".join([*asked, *(f"!{_quoted(facet)}" for facet in without)])


def _quoted(facet: str) -> str:
    escaped = facet.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def within(question: Question) -> Span:
    """The days asked for, as far as there are articles; the first after the last where there are none."""
    return max(question.span[0], question.days[0]), min(question.span[1], question.days[1])


def narrowed(question: Question, span: Span) -> str:
    """The facets that are asked for, the days among them; empty where there are none."""
    return all_of([*question.facets, *([] if question.span == ALL else [cover(span)])], question.without)
