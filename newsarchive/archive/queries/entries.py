"""The newest search entries that fit a question, found through one index at a cost that hardly grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import connection

from newsarchive.archive.models.stories import ORDERED_BY
from newsarchive.archive.queries import indexed
from newsarchive.archive.queries.bookmarks import NEWER, Bookmark, Place
from newsarchive.archive.queries.indexed import WORDS, Question
from newsarchive.archive.queries.tongues import Asked
from newsarchive.archive.queries.wanted import RELEVANCE
from newsarchive.archive.search_text import CONFIG, IN

LOOKED_AT = 500
"""Articles that are looked at for a page: the newest that have the words and fit the filters."""

FEW, TOO_MANY = 1500, 2500
"""Where fewer than the first are expected, all are read at once; the second at the most."""

MANY = 2000
"""Articles that are looked at where they are many and of each only its story's numbers are told: the newest."""

FARTHEST = 10_000
"""Articles that are looked at where little is found of stories as they are asked for."""

FURTHER = 4
"""How many times as many are looked at as before, where what was found does not fill a page."""


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

    @property
    def by_story(self) -> bool:
        """Whether the key is a number of the story: these are quickly told of many."""
        return self.key in ORDERED_BY


NEWEST_FIRST = Order()


class Look(NamedTuple):
    """What looking came to: the entries that fit in the order of their days, and the places of the first and last
    looked at. ``full`` where as many were ``looked_at`` as was meant to be, and there may be more.
    """

    entries: list[Entry]
    first: Place | None
    last: Place | None
    full: bool
    looked_at: int

    @property
    def stories(self) -> int:
        """How many stories the entries are in."""
        return len({entry.story for entry in self.entries})


_LOOK = """
WITH looked AS MATERIALIZED ({entries})
SELECT looked.dated_on, looked.article_id, member.story_id, {rank}, looked.among
FROM looked LEFT JOIN archive_membership member ON member.text_id = looked.text_id {story} {own}
"""

_BY_STEPS = """
SELECT entry.article_id, entry.text_id, entry.dated_on, 0 AS among {also}
FROM unnest(%(steps)s::text[]) WITH ORDINALITY AS step (asked, number)
CROSS JOIN LATERAL (
    SELECT article_id, text_id, dated_on {also} FROM archive_searchentry
    WHERE facets @@ step.asked::tsquery {words} {beyond} {allowed} AND article_id <= %(known)s
    ORDER BY dated_on {order}, article_id {order} LIMIT %(most)s
) AS entry
LIMIT %(most)s
"""
"""The steps are gone through in order, and no further than it takes to have enough."""

_AT_ONCE = """
SELECT few.article_id, few.text_id, few.dated_on, count(*) OVER () AS among {also}
FROM (
    SELECT article_id, text_id, dated_on {also} FROM archive_searchentry
    WHERE article_id <= %(known)s {words} {facets} {beyond} {allowed} LIMIT %(too_many)s
) AS few
ORDER BY few.dated_on {order}, few.article_id {order} LIMIT %(most)s
"""
"""Where few are expected: each step would go through the same lists of the index again, and find next to nothing."""

_OWN = f"""LEFT JOIN archive_searchentry own ON own.article_id = looked.article_id
    AND (strpos({WORDS}::text, '<') = 0 OR own.vector @@ {WORDS})"""
"""The entry again, where the question holds of it."""


def look(
    question: Question,
    bookmark: Bookmark,
    order: Order = NEWEST_FIRST,
    fitting: Condition = ANY_STORY,
    expected: int = TOO_MANY,
    enough: int = 1,
) -> Look:
    """Look at the next entries from the bookmark on, or back from it; in one query mostly.

    Those whose story is not ``fitting`` are looked at and left out. Words that have to stand together are looked for
    among the articles that have them at all. Where few are ``expected``, all are read at once; where they then turn
    out to be many, in steps after all, in a second query. Where many are left out, so that ``enough`` stories are not
    found, it is looked further, in two queries more at the most.
    """
    at = bookmark.start if order.key else bookmark.at
    upward = order.upward != (bookmark.way == NEWER and not order.key)
    looking = _Looking(replace(question, known=bookmark.known), order, fitting, upward)
    found = looking.at_once(at) if few(question, expected) else None
    found = found or looking.by_steps(at, looking.most)
    while found.full and found.stories < enough and found.looked_at < looking.farthest:
        found = looking.further(found)
    return found


def few(question: Question, expected: int) -> bool:
    """Whether all that fit are to be read at once, so many being expected."""
    first, last = indexed.within(question)
    return first <= last and expected < FEW and (question.words.indexable or question.only is not None)


@dataclass(frozen=True)
class _Looking:
    """Looking for the entries that fit a question, ``upward`` or not, and whose story is ``fitting``."""

    question: Question
    order: Order
    fitting: Condition
    upward: bool

    @property
    def leaves_out(self) -> bool:
        """Whether more is asked of entries than the index knows."""
        return bool(self.fitting[0]) or self.question.words.together

    @property
    def most(self) -> int:
        """How many are looked at first, where they are many."""
        if not self.order.by_story:
            return LOOKED_AT
        return TOO_MANY if self.leaves_out else MANY

    @property
    def farthest(self) -> int:
        """How many are looked at, where nearly all are left out: their words take longer to read than their stories."""
        return FARTHEST if self.fitting[0] else TOO_MANY if self.leaves_out else LOOKED_AT

    def at_once(self, at: Place | None) -> Look | None:
        """All of them from the place on, where more is asked of them than the index knows; None if they are many."""
        most = TOO_MANY if self.leaves_out or self.order.by_story else LOOKED_AT
        rows = self._rows(at, most, at_once=True)
        return None if rows and rows[0][-1] >= TOO_MANY else self._look(rows, most)

    def by_steps(self, at: Place | None, most: int) -> Look:
        return self._look(self._rows(at, most, at_once=False), most)

    def further(self, found: Look) -> Look:
        """The same with what comes after it, in the direction in which it is looked."""
        most = min(FURTHER * found.looked_at, self.farthest - found.looked_at)
        on = self.upward == self.order.upward
        more = self.by_steps(found.last if on else found.first, most)
        one, two = (found, more) if on else (more, found)
        looked_at = found.looked_at + more.looked_at
        return Look(one.entries + two.entries, one.first or two.first, two.last or one.last, more.full, looked_at)

    def _look(self, rows: Sequence[tuple[Any, ...]], most: int) -> Look:
        ends = (Place(*rows[0][:2]), Place(*rows[-1][:2])) if rows else (None, None)
        found = [
            Entry(Place(day, pk), story, rank)
            for day, pk, story, rank, _ in rows
            if story is not None and rank is not None
        ]
        return Look(found, *ends, full=len(rows) == most, looked_at=len(rows))

    def _rows(self, at: Place | None, most: int, *, at_once: bool) -> list[tuple[Any, ...]]:
        """Day, article, story, rank and among how many, in the order of their days."""
        question, order = self.question, self.order
        given = indexed.given(question) | self.fitting[1]
        given |= {"known": question.known, "most": most, "too_many": TOO_MANY}
        if at_once:
            given["facets"] = indexed.narrowed(question, indexed.within(question))
        else:
            given["steps"] = indexed.steps(question, at, self.upward)
        looks_in = bool(question.words) and (order.key == RELEVANCE or question.words.together)
        entries = (_AT_ONCE if at_once else _BY_STEPS).format(
            words=indexed.among(question),
            allowed=indexed.allowed(question),
            facets="AND facets @@ %(facets)s::tsquery" if at_once and given["facets"] else "",
            also="",
            beyond=_beyond(at, self.upward, given),
            order="ASC" if self.upward else "DESC",
        )
        statement = _LOOK.format(
            entries=entries,
            rank=_rank(question, order, looks_in, self.fitting, given),
            own=_OWN if looks_in else "",
            story=_STORY if self.fitting[0] or order.by_story else "",
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
    {facets} {words} {allowed}
"""


def with_earlier_place(
    question: Question, stories: Sequence[int], place: Place, known: int, *, upward: bool = False
) -> set[int]:
    """Those of the stories with an article that fits and stands before the place in the list: they are found there."""
    if not stories:
        return set()
    given = indexed.given(question) | {"stories": list(stories), "known": known, "day": place.day, "id": place.id}
    given |= {
        "since": question.span[0],
        "until": question.span[1],
        "facets": indexed.all_of(question.facets, question.without),
    }
    statement = _SEEN.format(
        before="<" if upward else ">",
        facets="AND entry.facets @@ %(facets)s::tsquery" if given["facets"] else "",
        allowed=indexed.allowed(question),
        words=f"AND entry.vector @@ {WORDS}" if question.words else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return {story for (story,) in cursor.fetchall()}


def holds(question: Question) -> tuple[str, dict[str, object]]:
    """Whether the question holds of a row called ``entry``, and what is to be given with it."""
    given = indexed.given(question) | {"since": question.span[0], "until": question.span[1]}
    given |= {"facets": indexed.all_of(question.facets, question.without)}
    parts = ["entry.dated_on BETWEEN %(since)s AND %(until)s"]
    parts += ["entry.facets @@ %(facets)s::tsquery"] if given["facets"] else []
    parts += [f"entry.vector @@ {WORDS}"] if question.words else []
    return f"COALESCE({' AND '.join(parts)}, FALSE)", given


_STORY = "LEFT JOIN archive_story story ON story.id = member.story_id"


def _rank(question: Question, order: Order, looks_in: bool, fitting: Condition, given: dict[str, object]) -> str:
    """A number where the entry and its story fit; nothing where not, or where words do not stand together."""
    if order.key == RELEVANCE and looks_in:
        number = _relevance(question.words, given)
    else:
        number = f"story.{ORDERED_BY[order.key]}" if order.by_story else "0"
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


def estimate(question: Question) -> int:
    """About how many entries fit, by the planner's statistics; nothing is read for it."""
    facets = indexed.narrowed(question, question.span)
    asked = [f"vector @@ {WORDS}"] if question.words else []
    asked += ["facets @@ %(facets)s::tsquery"] if facets else []
    asked += ["article_id = ANY(%(only)s::bigint[])"] if question.only is not None else []
    statement = f"EXPLAIN (FORMAT JSON) SELECT FROM archive_searchentry WHERE {' AND '.join(asked) or 'TRUE'}"
    with connection.cursor() as cursor:
        cursor.execute(statement, indexed.given(question) | {"facets": facets})
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])


def newest(question: Question, most: int, *, at_once: bool) -> tuple[str, dict[str, object]]:
    """The newest ``most`` entries with the words and facets, to be joined in a larger statement, and what is to be
    given with it: rows of ``article_id``, ``text_id``, ``dated_on``, ``among`` how many where all are read at once, and
    ``facets``.
    """
    given = indexed.given(question) | {"known": question.known, "most": most, "too_many": TOO_MANY}
    facets = indexed.narrowed(question, indexed.within(question))
    given |= {"facets": facets} if at_once else {"steps": indexed.steps(question, None, False)}
    statement = (_AT_ONCE if at_once else _BY_STEPS).format(
        words=indexed.among(question),
        allowed=indexed.allowed(question),
        facets="AND facets @@ %(facets)s::tsquery" if at_once and facets else "",
        beyond="",
        order="DESC",
        also=", facets",
    )
    return statement, given


HAS_WORDS = f"own.vector @@ {WORDS}"
"""Whether the question holds of an entry called ``own``: the index does not know of words that stand together."""


_LATER = """
SELECT article_id, text_id, dated_on FROM archive_searchentry
WHERE article_id > %(seen)s {facets} {words} {allowed} LIMIT %(later)s
"""


def later(question: Question, seen: int, most: int) -> tuple[str, dict[str, object]]:
    """Entries that fit of articles numbered above ``seen``, in no order, as a statement with what is to be given with
    it: rows of ``article_id``, ``text_id`` and ``dated_on``.
    """
    facets = indexed.narrowed(question, question.span)
    given = indexed.given(question) | {"seen": seen, "later": most, "facets": facets}
    statement = _LATER.format(
        facets="AND facets @@ %(facets)s::tsquery" if facets else "",
        words=f"AND vector @@ {WORDS}" if question.words else "",
        allowed=indexed.allowed(question),
    )
    return statement, given
