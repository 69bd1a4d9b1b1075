"""Stories as lists show them: rows of what a line says, in one question, and no more than it says."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from newsarchive.archive.models.stories import ORDERED_BY
from newsarchive.archive.queries import of_story
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.entries import Condition
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.queries.wanted import OLDEST, Wanted


class StoryLine(NamedTuple):
    """All that a line of the story list says: equal lines are rendered once.

    ``doubt`` is what was inferred about the date, where it is the lead's own. ``source`` is the lead's. ``updates`` is
    None where it is not told how many there are.
    """

    pk: int
    headline: str
    marks: tuple[str, ...]
    agencies: tuple[str, ...]
    place: str
    source: str
    dated_on: datetime.date
    dated_by: str
    doubt: str
    lede: str
    articles: int
    sources: int
    versions: int
    days: int
    language: str
    lead: int | None
    updates: int | None = None

    @property
    def others(self) -> int:
        """Its copies besides the one that is shown."""
        return self.articles - 1


_LINES = """
SELECT story.id, story.headline,
    array_replace(CASE WHEN story.held_until <= now() THEN array_replace(story.marks, 'embargoed', 'was embargoed')
        ELSE story.marks END, 'corrected', 'has a correction'),
    ARRAY(SELECT agency.name FROM archive_article_agencies credited JOIN archive_agency agency
        ON agency.id = credited.agency_id WHERE credited.article_id = story.lead_article_id ORDER BY agency.name),
    COALESCE(lead.place, ''), COALESCE(source.name, ''), story.dated_on, story.dated_by,
    CASE WHEN (lead.dated_on, lead.dated_by) = (story.dated_on, story.dated_by)
        THEN COALESCE(lead.doubts ->> story.dated_by, '') ELSE '' END,
    story.lede, story.article_count, story.source_count, story.version_count, story.span_days,
    COALESCE(lead.language, ''), story.lead_article_id, story.updates
FROM archive_story story
LEFT JOIN archive_article lead ON lead.id = story.lead_article_id
LEFT JOIN archive_source source ON source.id = lead.source_id
"""

_LIVING = "story.merged_into_id IS NULL"
"""Of these there is an index by day."""


_COUNT = """
SELECT CASE WHEN reached.stories <= %(most)s THEN (SELECT count(*) FROM {here} AND story.article_count > 0) END
FROM (SELECT count(*) AS stories FROM (
    SELECT FROM {here} ORDER BY story.dated_on DESC, story.id DESC LIMIT %(most)s + 1) AS few) AS reached
"""


def condition(wanted: Wanted, veil: Veil) -> Condition:
    """What must hold of a story in a list that asks nothing of its articles."""
    more, given = of_story.condition(wanted, veil)
    days = {"AND story.dated_on >= %(since)s": wanted.since, "AND story.dated_on <= %(until)s": wanted.until}
    parts = [part for part, day in days.items() if day]
    parts += ["AND story.id <> ALL(%(veiled)s::bigint[])"] if veil.stories else []
    given |= {"since": wanted.since, "until": wanted.until, "veiled": veil.without}
    return " ".join([*parts, more]), given


def of(story_ids: Collection[int]) -> dict[int, StoryLine]:
    """The lines of these stories, by their numbers."""
    statement = f"{_LINES} WHERE story.id = ANY(%(stories)s::bigint[])"
    return {line.pk: line for line in _asked(statement, {"stories": literal(story_ids)})}


def in_order(
    wanted: Wanted, veil: Veil, most: int, beyond: tuple[float, datetime.date, int] | None = None, back: bool = False
) -> list[StoryLine]:
    """The first stories of a list in the order that is wanted, of one day the larger number first.

    They come after the place ``beyond``, where one is given, of which the first part is the number by which the list is
    ordered; ``back``, those before it, the nearest first.
    """
    key = [f"story.{ORDERED_BY[wanted.ordered]}"] if wanted.by_story else []
    columns = [*key, "story.dated_on", "story.id"]
    upward = (wanted.ordered == OLDEST) != back
    fits, given = condition(wanted, veil)
    further = ""
    if beyond:
        given |= dict(zip(("key", "day", "id"), (int(beyond[0]), *beyond[1:]), strict=True))
        named = ["%(key)s", "%(day)s", "%(id)s"][-len(columns) :]
        further = f"AND ({', '.join(columns)}) {'>' if upward else '<'} ({', '.join(named)})"
    order = ", ".join(f"{column} {'ASC' if upward else 'DESC'}" for column in columns)
    statement = f"{_LINES} WHERE {_LIVING} AND story.article_count > 0 {fits} {further} ORDER BY {order} LIMIT %(most)s"
    return _asked(statement, given | {"most": most})


def number(line: StoryLine, ordered: str) -> float:
    """The number of a story by which a list is ordered; 0 where it is by day."""
    return float(getattr(line, NUMBERS[ordered])) if ordered in NUMBERS else 0.0


NUMBERS = {"copies": "articles", "span": "days", "sources": "sources", "changed": "versions"}
"""Under which names lines have them."""


def count(wanted: Wanted, veil: Veil, most: int) -> int | None:
    """How many stories such a list has; None where they are more than ``most``.

    Up to there the index alone is asked, which has the few that lost their articles too.
    """
    fits, given = condition(wanted, veil)
    here = f"archive_story story WHERE {_LIVING} {fits}"
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(here=here), given | {"most": most})
        found: int | None = cursor.fetchone()[0]
        return found


def _asked(statement: str, given: dict[str, object]) -> list[StoryLine]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [_line(*row) for row in cursor.fetchall()]


def _line(pk: int, headline: str, marks: list[str], agencies: list[str], *rest: object) -> StoryLine:
    return StoryLine(pk, headline, tuple(marks), tuple(agencies), *rest)  # type: ignore[arg-type]
