"""The newest search entries that fit a question, found through one index at a cost that hardly grows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from newsarchive.archive.models.stories import ORDERED_BY
from newsarchive.archive.queries.bookmarks import LARGEST_ID, NEWER, Bookmark, Place
from newsarchive.archive.queries.tongues import NO_WORDS, Asked
from newsarchive.archive.queries.wanted import RELEVANCE
from newsarchive.archive.search_days import ALL, Span, cover, steps_back, steps_on
from newsarchive.archive.search_text import CONFIG, IN

LOOKED_AT = 500
"""Articles that are looked at for a page: the newest that have the words and fit the filters."""


FEW, TOO_MANY = 1500, 2500
"""Where fewer than the first are expected, all are read at once; the second at the most."""


@dataclass(frozen=True)
class Question:
    """What is asked of entries: ``words``, facets, of each group of which one must be had, and facets that must be
    missing.

    ``known`` is the highest number of an article that there is, ``days`` the first and last day of any; between any
    two of ``edges`` there are about equally many. ``hidden`` are articles that no answer may have, as PostgreSQL
    writes an array.
    """

    words: Asked = NO_WORDS
    facets: Sequence[Sequence[str]] = ()
    without: Sequence[str] = ()
    span: Span = ALL
    known: int = LARGEST_ID
    days: Span = ALL
    edges: Sequence[datetime.date] = field(default=(), repr=False)
    hidden: str = ""


Condition = tuple[str, dict[str, object]]
"""What must hold of a row called ``story``, each part with an AND before it, and what is to be given with it."""

ANY_STORY: Condition = ("", {})


class Entry(NamedTuple):
    """An article that fits, with the story it is in; ``rank`` is 0 where none was asked for."""

    place: Place
    story: int
    rank: float


class Order(NamedTuple):
    """How entries are ordered: by day, the latest first, or ``upward``; or by ``key``, of those looked at.

    A key is `RELEVANCE` or one of `ORDERED_BY`: a number of the story.
    """

    key: str = ""
    upward: bool = False


NEWEST_FIRST = Order()


class Look(NamedTuple):
    """What looking came to: the entries that fit in the order of their days, and the places of the first and last
    looked at. ``full`` where `LOOKED_AT` were looked at and there may be more.
    """

    entries: list[Entry]
    first: Place | None
    last: Place | None
    full: bool


_LOOK = """
WITH looked AS MATERIALIZED ({entries})
SELECT looked.dated_on, looked.article_id, member.story_id, {rank}, looked.among
FROM looked LEFT JOIN archive_membership member ON member.text_id = looked.text_id {story} {own}
"""

_BY_STEPS = """
SELECT entry.article_id, entry.text_id, entry.dated_on, 0 AS among
FROM unnest(%(steps)s::text[]) WITH ORDINALITY AS step (facets, number)
CROSS JOIN LATERAL (
    SELECT article_id, text_id, dated_on FROM archive_searchentry
    WHERE facets @@ step.facets::tsquery {words} {beyond} {veiled} AND article_id <= %(known)s
    ORDER BY dated_on {order}, article_id {order} LIMIT %(most)s
) AS entry
LIMIT %(most)s
"""
"""The steps are gone through in order, and no further than it takes to have enough."""

_AT_ONCE = """
SELECT few.article_id, few.text_id, few.dated_on, count(*) OVER () AS among
FROM (
    SELECT article_id, text_id, dated_on FROM archive_searchentry
    WHERE article_id <= %(known)s {words} {facets} {beyond} {veiled} LIMIT %(too_many)s
) AS few
ORDER BY few.dated_on {order}, few.article_id {order} LIMIT %(most)s
"""
"""Where few are expected: each step would go through the same lists of the index again, and find next to nothing."""

_QUESTION = "%(words)s::tsquery"
_TOGETHER = "%(loose)s::tsquery"
"""The question with its words wherever they stand: the index knows that much, the rest is in the entries themselves."""

_OWN = f"""LEFT JOIN archive_searchentry own ON own.article_id = looked.article_id
    AND (strpos({_QUESTION}::text, '<') = 0 OR own.vector @@ {_QUESTION})"""
"""The entry again, where the question holds of it."""


def look(
    question: Question,
    bookmark: Bookmark,
    order: Order = NEWEST_FIRST,
    fitting: Condition = ANY_STORY,
    expected: int = TOO_MANY,
) -> Look:
    """Look at the next `LOOKED_AT` entries from the bookmark on, or back from it; in one query.

    Those whose story is not ``fitting`` are looked at and left out. Words that have to stand together are looked for
    among the articles that have them at all. Where few are ``expected``, all are read at once; where they then turn
    out to be many, in steps after all, in a second query.
    """
    rows = _rows(question, bookmark, order, fitting, at_once=True) if _few(question, expected) else None
    if rows is None or (rows and rows[0][-1] >= TOO_MANY):
        rows = _rows(question, bookmark, order, fitting, at_once=False)
    ends = (Place(*rows[0][:2]), Place(*rows[-1][:2])) if rows else (None, None)
    found = [
        Entry(Place(day, pk), story, rank) for day, pk, story, rank, _ in rows if story is not None and rank is not None
    ]
    return Look(found, *ends, full=len(rows) == LOOKED_AT)


def _few(question: Question, expected: int) -> bool:
    first, last = _within(question)
    return expected < FEW and question.words.indexable and first <= last


def _rows(
    question: Question, bookmark: Bookmark, order: Order, fitting: Condition, *, at_once: bool
) -> list[tuple[Any, ...]]:
    """Day, article, story, rank and among how many, in the order of their days."""
    upward = (bookmark.way == NEWER) != order.upward
    at = bookmark.start if order.key else bookmark.at
    given = _given(question) | {"known": bookmark.known, "most": LOOKED_AT, "too_many": TOO_MANY} | fitting[1]
    given |= {"facets": _narrowed(question, _within(question))} if at_once else {"steps": _steps(question, at, upward)}
    looks_in = bool(question.words) and (order.key == RELEVANCE or question.words.together)
    entries = (_AT_ONCE if at_once else _BY_STEPS).format(
        words=_among(question),
        veiled=_veiled(question),
        facets="AND facets @@ %(facets)s::tsquery" if at_once and given["facets"] else "",
        beyond=_beyond(at, upward, given),
        order="ASC" if upward else "DESC",
    )
    statement = _LOOK.format(
        entries=entries,
        rank=_rank(question, order, looks_in, fitting, given),
        own=_OWN if looks_in else "",
        story=_STORY if fitting[0] or order.key in ORDERED_BY else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return sorted(cursor.fetchall(), reverse=not order.upward)


_SEEN = """
SELECT DISTINCT member.story_id
FROM archive_membership member JOIN archive_article article ON article.text_id = member.text_id
JOIN archive_searchentry entry ON entry.article_id = article.id
WHERE member.story_id = ANY(%(stories)s) AND entry.article_id <= %(known)s
    AND (entry.dated_on, entry.article_id) {before} (%(day)s, %(id)s) AND entry.dated_on BETWEEN %(since)s AND %(until)s
    {facets} {words} {veiled}
"""


def with_earlier_place(
    question: Question, stories: Sequence[int], place: Place, known: int, *, upward: bool = False
) -> set[int]:
    """Those of the stories with an article that fits and stands before the place in the list: they are found there."""
    if not stories:
        return set()
    given = _given(question) | {"stories": list(stories), "known": known, "day": place.day, "id": place.id}
    given |= {
        "since": question.span[0],
        "until": question.span[1],
        "facets": _all_of(question.facets, question.without),
    }
    statement = _SEEN.format(
        before="<" if upward else ">",
        facets="AND entry.facets @@ %(facets)s::tsquery" if given["facets"] else "",
        veiled=_veiled(question),
        words=f"AND entry.vector @@ {_QUESTION}" if question.words else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return {story for (story,) in cursor.fetchall()}


def holds(question: Question) -> tuple[str, dict[str, object]]:
    """Whether the question holds of a row called ``entry``, and what is to be given with it."""
    given = _given(question) | {"since": question.span[0], "until": question.span[1]}
    given |= {"facets": _all_of(question.facets, question.without)}
    parts = ["entry.dated_on BETWEEN %(since)s AND %(until)s"]
    parts += ["entry.facets @@ %(facets)s::tsquery"] if given["facets"] else []
    parts += [f"entry.vector @@ {_QUESTION}"] if question.words else []
    return f"COALESCE({' AND '.join(parts)}, FALSE)", given


def _given(question: Question) -> dict[str, object]:
    return {"words": question.words.query, "loose": question.words.loose, "hidden": question.hidden}


def _veiled(question: Question) -> str:
    return "AND article_id <> ALL(%(hidden)s::bigint[])" if question.hidden else ""


def _among(question: Question) -> str:
    """The words as a condition; the planner is kept from going through a whole index for words to be missing."""
    if not question.words:
        return ""
    vector = "vector" if question.words.indexable else "(vector || '')"
    return f"AND {vector} @@ {_TOGETHER}"


_STORY = "LEFT JOIN archive_story story ON story.id = member.story_id"


def _rank(question: Question, order: Order, looks_in: bool, fitting: Condition, given: dict[str, object]) -> str:
    """A number where the entry and its story fit; nothing where not, or where words do not stand together."""
    if order.key == RELEVANCE and looks_in:
        number = _relevance(question.words, given)
    else:
        number = f"story.{ORDERED_BY[order.key]}" if order.key in ORDERED_BY else "0"
    parted = "own.article_id IS NOT NULL" if looks_in else "TRUE"
    return f"CASE WHEN {parted} {fitting[0]} THEN {number} END"


def _relevance(words: Asked, given: dict[str, object]) -> str:
    """The best of the languages asked in. Long articles are not better than short ones."""
    ranks = []
    for n, (configuration, query) in enumerate(words.branches):
        given |= {f"branch_{n}": query, f"tongue_{n}": f"'{IN}{configuration}'"}
        rank = f"ts_rank(own.vector, %(branch_{n})s::tsquery, 1)"
        own = f"CASE WHEN own.vector @@ %(tongue_{n})s::tsquery THEN {rank} ELSE 0 END"
        ranks.append(rank if configuration == CONFIG else own)
    return f"GREATEST({', '.join(ranks)})"


def _beyond(at: Place | None, newer: bool, given: dict[str, object]) -> str:
    if at is None:
        return ""
    given |= {"day": at.day, "id": at.id}
    return f"AND (dated_on, article_id) {'>' if newer else '<'} (%(day)s, %(id)s)"


def _steps(question: Question, at: Place | None, newer: bool) -> list[str]:
    """The facets of each step from the place on: what is asked for, on one of the step's days."""
    first, last = _within(question)
    if at:
        first, last = (max(first, at.day), last) if newer else (first, min(last, at.day))
    if first > last:
        return []
    spans = (steps_on if newer else steps_back)(question.edges, (first, last))
    return [_all_of([*question.facets, _cover(span)], question.without) for span in spans]


_cover = lru_cache(maxsize=1024)(cover)
"""Kept, because pages ask for the same spans again and again."""


def _all_of(groups: Sequence[Sequence[str]], without: Sequence[str] = ()) -> str:
    """A question to facets: one of each group, and none of those to be missing."""
    asked = [f"({' | '.join(map(_quoted, group))})" for group in groups]
    return " & ".join([*asked, *(f"!{_quoted(facet)}" for facet in without)])


def _quoted(facet: str) -> str:
    escaped = facet.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _within(question: Question) -> Span:
    """The days asked for, as far as there are articles; the first after the last where there are none."""
    return max(question.span[0], question.days[0]), min(question.span[1], question.days[1])


def _narrowed(question: Question, span: Span) -> str:
    """The facets that are asked for, the days among them; empty where there are none."""
    return _all_of([*question.facets, *([] if question.span == ALL else [cover(span)])], question.without)


def estimate(question: Question) -> int:
    """About how many entries fit, by the planner's statistics; nothing is read for it."""
    facets = _narrowed(question, question.span)
    asked = [f"vector @@ {_QUESTION}"] if question.words else []
    asked += ["facets @@ %(facets)s::tsquery"] if facets else []
    statement = f"EXPLAIN (FORMAT JSON) SELECT FROM archive_searchentry WHERE {' AND '.join(asked) or 'TRUE'}"
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(question) | {"facets": facets})
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])


def newest(question: Question, most: int, *, at_once: bool) -> tuple[str, dict[str, object]]:
    """The newest ``most`` entries with the words and facets, to be joined in a larger statement, and what is to be
    given with it: rows of ``article_id``, ``text_id``, ``dated_on``, and ``among`` how many where all are read at once.
    """
    given = _given(question) | {"known": question.known, "most": most, "too_many": TOO_MANY}
    facets = _narrowed(question, _within(question))
    given |= {"facets": facets} if at_once else {"steps": _steps(question, None, False)}
    statement = (_AT_ONCE if at_once else _BY_STEPS).format(
        words=_among(question),
        veiled=_veiled(question),
        facets="AND facets @@ %(facets)s::tsquery" if at_once and facets else "",
        beyond="",
        order="DESC",
    )
    return statement, given


def few(question: Question, expected: int) -> bool:
    """Whether all that fit are to be read at once, so many being expected."""
    return _few(question, expected)


HAS_WORDS = f"own.vector @@ {_QUESTION}"
"""Whether the question holds of an entry called ``own``: the index does not know of words that stand together."""


_LATER = """
SELECT article_id, text_id, dated_on FROM archive_searchentry
WHERE article_id > %(seen)s {facets} {words} {veiled} LIMIT %(later)s
"""


def later(question: Question, seen: int, most: int) -> tuple[str, dict[str, object]]:
    """Entries that fit of articles numbered above ``seen``, in no order, as a statement with what is to be given with
    it: rows of ``article_id``, ``text_id`` and ``dated_on``.
    """
    facets = _narrowed(question, question.span)
    given = _given(question) | {"seen": seen, "later": most, "facets": facets}
    statement = _LATER.format(
        facets="AND facets @@ %(facets)s::tsquery" if facets else "",
        words=f"AND vector @@ {_QUESTION}" if question.words else "",
        veiled=_veiled(question),
    )
    return statement, given
