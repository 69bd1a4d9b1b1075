"""Stories as lists show them: rows of what a line says, in one question, and no more than it says."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from newsarchive.archive.queries.arrays import literal


class StoryLine(NamedTuple):
    """All that a line of the story list says: equal lines are rendered once.

    ``doubt`` is what was inferred about the date, where it is the lead's own. ``source`` is the lead's.
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
    language: str


_LINES = """
SELECT story.id, story.headline,
    array_replace(CASE WHEN story.held_until <= now() THEN array_replace(story.marks, 'embargoed', 'was embargoed')
        ELSE story.marks END, 'corrected', 'has a correction'),
    ARRAY(SELECT agency.name FROM archive_article_agencies credited JOIN archive_agency agency
        ON agency.id = credited.agency_id WHERE credited.article_id = story.lead_article_id ORDER BY agency.name),
    COALESCE(lead.place, ''), COALESCE(source.name, ''), story.dated_on, story.dated_by,
    CASE WHEN (lead.dated_on, lead.dated_by) = (story.dated_on, story.dated_by)
        THEN COALESCE(lead.doubts ->> story.dated_by, '') ELSE '' END,
    story.lede, story.article_count, story.source_count, story.version_count,
    COALESCE(lead.language, '')
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


class Days(NamedTuple):
    """The first day and the last that a story's day is to be, and the mark it is to bear; empty where any will do."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    mark: str = ""

    def condition(self) -> str:
        """What must hold of a story, to be given `_asdict`."""
        asked = [("since", ">="), ("until", "<=")]
        days = [f"AND story.dated_on {how} %({name})s" for name, how in asked if getattr(self, name)]
        return " ".join([*days, _MARKED] if self.mark else days)


_MARKED = """AND story.marks <> '{}' AND %(mark)s = ANY(story.marks)
    AND (%(mark)s <> 'embargoed' OR story.held_until IS NULL OR story.held_until > now())"""


_AMONG = "SELECT story.id FROM archive_story story WHERE story.id = ANY(%(stories)s::bigint[])"


def marked(story_ids: Collection[int], mark: str) -> set[int]:
    """Those of the stories that bear a mark; an embargo that is over counts no longer."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_AMONG} {_MARKED}", {"stories": literal(story_ids), "mark": mark})
        return {pk for (pk,) in cursor.fetchall()}


def of(story_ids: Collection[int]) -> dict[int, StoryLine]:
    """The lines of these stories, by their numbers."""
    statement = f"{_LINES} WHERE story.id = ANY(%(stories)s::bigint[])"
    return {line.pk: line for line in _asked(statement, {"stories": literal(story_ids)})}


def by_day(
    days: Days, most: int, beyond: tuple[datetime.date, int] | None = None, back: bool = False
) -> list[StoryLine]:
    """The first stories of a list that has the latest day first, and the larger number first of one day.

    They come after the place ``beyond``, where one is given; ``back``, those before it, the nearest first.
    """
    how, order = (">", "ASC") if back else ("<", "DESC")
    further = f"AND (story.dated_on, story.id) {how} (%(day)s, %(id)s)" if beyond else ""
    statement = (
        f"{_LINES} WHERE {_LIVING} AND story.article_count > 0 {days.condition()} {further}"
        f" ORDER BY story.dated_on {order}, story.id {order} LIMIT %(most)s"
    )
    day, pk = beyond or (None, None)
    return _asked(statement, days._asdict() | {"day": day, "id": pk, "most": most})


def count(days: Days, most: int) -> int | None:
    """How many stories such a list has; None where they are more than ``most``.

    Up to there the index alone is asked, which has the few that lost their articles too.
    """
    here = f"archive_story story WHERE {_LIVING} {days.condition()}"
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(here=here), days._asdict() | {"most": most})
        found: int | None = cursor.fetchone()[0]
        return found


def _asked(statement: str, given: dict[str, object]) -> list[StoryLine]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [_line(*row) for row in cursor.fetchall()]


def _line(pk: int, headline: str, marks: list[str], agencies: list[str], *rest: object) -> StoryLine:
    return StoryLine(pk, headline, tuple(marks), tuple(agencies), *rest)  # type: ignore[arg-type]
