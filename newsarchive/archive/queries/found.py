"""What a search finds, as far as it is counted: the newest `COUNTED` articles that fit, with all that is counted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from django.db import connection

from newsarchive.archive.queries import entries, of_story
from newsarchive.archive.queries.entries import Condition
from newsarchive.archive.queries.indexed import Question
from newsarchive.archive.queries.prepared import Prepared, prepared
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.search_days import FIRST, LAST

COUNTED = entries.MANY
"""Articles that are counted where not all can be: the newest that fit."""

STORIES = 1000
"""Stories whose articles are counted, where stories alone are asked for."""

APART = "\x1f"
"""What stands between an entry's facets: no text has it."""


class Row(NamedTuple):
    """An article that fits: the facets of its entry, `APART`, and its story's numbers and marks."""

    article: int
    day: datetime.date
    story: int
    facets: str
    copies: int
    versions: int
    marks: Sequence[str]
    updates: int | None

    @property
    def of_story(self) -> tuple[int, int, tuple[str, ...], bool]:
        """What is counted of its story."""
        return self.copies, self.versions, tuple(self.marks), bool(self.updates)


@dataclass(frozen=True)
class Found:
    """The rows, the latest first; ``bounded`` where no more than ``most`` articles were looked through for them."""

    rows: Sequence[Row]
    bounded: bool = False
    most: int = COUNTED


_FOUND = """
WITH looked AS MATERIALIZED ({looked})
SELECT (SELECT count(*) FROM looked), looked.article_id, looked.dated_on, member.story_id,
    array_to_string(tsvector_to_array(facets), %(apart)s), story.article_count, story.version_count,
    {marks}, story.updates
FROM looked {own} JOIN archive_membership member ON member.text_id = looked.text_id
JOIN archive_story story ON story.id = member.story_id
WHERE looked.article_id <> ALL(%(hidden)s::bigint[]) {words} {of_story}
ORDER BY looked.dated_on DESC, looked.article_id DESC
"""

_OWN = "JOIN archive_searchentry own ON own.article_id = looked.article_id"
"""The entry of an article of which only its number is at hand."""

_WORDED = "JOIN (SELECT article_id, vector FROM archive_searchentry) own ON own.article_id = looked.article_id"
"""The entry again, where the index does not know enough of its words."""

_NEWEST = """
SELECT id AS article_id, text_id, dated_on FROM archive_article WHERE text_id IS NOT NULL
ORDER BY dated_on DESC, id DESC LIMIT %(most)s
"""

_OF_STORIES = """
SELECT article.id AS article_id, article.text_id, article.dated_on FROM (
    SELECT story.id FROM archive_story story
    WHERE story.merged_into_id IS NULL AND story.article_count > 0 {of_story}
    ORDER BY story.dated_on DESC, story.id DESC LIMIT %(stories)s
) AS few JOIN archive_membership member ON member.story_id = few.id
JOIN archive_article article ON article.text_id = member.text_id
WHERE article.dated_on BETWEEN %(since)s AND %(until)s LIMIT %(most)s
"""


def find(wanted: Wanted, veil: Veil = OPEN, ready: Prepared | None = None) -> Found:
    """What fits, in a question or two, besides those by which the search is made ``ready``; nothing where nothing can.

    Where only days are asked for they are those of articles, as they are once more is asked for.
    """
    given: dict[str, object] = {"apart": APART, "hidden": veil.hidden, "most": COUNTED, "stories": STORIES}
    if not wanted.anything:
        return _found(_NEWEST, given, of_story.condition(Wanted()))
    if wanted.impossible:
        return Found([])
    if wanted.of_story and not wanted.narrow:
        return _of_stories(wanted, given, of_story.condition(wanted, veil))
    made = ready or prepared(wanted, veil)
    if made.question is None or not made.searchable:
        return Found([])
    return _by_index(made.question, made.expected, made.fits, given)


def _by_index(question: Question, expected: int, fits: Condition, given: dict[str, object]) -> Found:
    """All of them where they are few, as the list; else as many as the list may be made of."""
    if entries.few(question, expected):
        found = _newest(question, entries.TOO_MANY, fits, given, at_once=True)
        if not found.bounded:
            return found
    sifted = bool(fits[0]) or question.words.together
    return _newest(question, entries.TOO_MANY if sifted else COUNTED, fits, given, at_once=False)


def _newest(question: Question, most: int, fits: Condition, given: dict[str, object], *, at_once: bool) -> Found:
    statement, own = entries.newest(question, most, at_once=at_once)
    more = given | own | {"hidden": given["hidden"]}
    if question.words.together:
        return _found(statement, more, fits, own=_WORDED, words=f"AND {entries.HAS_WORDS}")
    return _found(statement, more, fits, own="")


def _of_stories(wanted: Wanted, given: dict[str, object], fits: Condition) -> Found:
    looked = _OF_STORIES.format(of_story=fits[0])
    return _found(looked, given | {"since": wanted.since or FIRST, "until": wanted.until or LAST}, fits)


_DAYS = """
SELECT story.dated_on, count(*) FROM archive_story story
WHERE story.merged_into_id IS NULL AND story.article_count > 0 AND story.id <> ALL(%(hidden)s::bigint[])
    AND story.dated_on BETWEEN %(since)s AND %(until)s {of_story} GROUP BY story.dated_on
"""
_DAYS_OF_ARTICLES = """
SELECT dated_on, count(*) FROM archive_article WHERE text_id IS NOT NULL AND id <> ALL(%(hidden)s::bigint[])
GROUP BY dated_on
"""

Days = dict[datetime.date, int]


def days(wanted: Wanted, veil: Veil = OPEN) -> Days:
    """How many stories carry each day, of those of which nothing is asked that only articles have: all of them."""
    asked_of_story, more = of_story.condition(wanted, veil)
    span = {"since": wanted.since or FIRST, "until": wanted.until or LAST}
    return _counts(_DAYS.format(of_story=asked_of_story), {"hidden": veil.without, **span, **more})


def days_of_articles(veil: Veil = OPEN) -> Days:
    """How many articles of the whole archive are dated each day."""
    return _counts(_DAYS_OF_ARTICLES, {"hidden": veil.hidden})


def _counts(statement: str, given: dict[str, object]) -> Days:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return dict(cursor.fetchall())


def _found(looked: str, given: dict[str, object], fits: Condition, own: str = _OWN, words: str = "") -> Found:
    asked_of_story, more = fits
    statement = _FOUND.format(looked=looked, own=own, words=words, marks=of_story.MARKS, of_story=asked_of_story)
    with connection.cursor() as cursor:
        cursor.execute(statement, given | more)
        rows = cursor.fetchall()
    most = cast("int", given["most"])
    return Found([Row(*row[1:]) for row in rows], bool(rows) and rows[0][0] >= most, most)
