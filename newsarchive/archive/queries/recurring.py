"""What is looked at to propose stock text: paragraphs story by story, and where phrases stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from newsarchive.archive.queries.arrays import literal
from newsarchive.dedup.recurring import Paragraph, Place

STORIES_AT_ONCE = 2000

_NEXT = """
SELECT story_id FROM (SELECT DISTINCT story_id FROM archive_membership WHERE story_id > %s ORDER BY story_id LIMIT %s)
AS following ORDER BY story_id DESC LIMIT 1
"""
_OF_STORIES = """
SELECT DISTINCT member.story_id, passage.id, passage.text FROM archive_membership member
JOIN archive_printing printing ON printing.text_id = member.text_id
JOIN archive_passage passage ON passage.id = printing.passage_id
WHERE member.story_id > %s AND member.story_id <= %s AND passage.words >= 4 ORDER BY 1, 2
"""


def portions() -> Iterator[list[Paragraph]]:
    """All distinct paragraphs of each story, some thousand stories at a time."""
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_NEXT, [last, STORIES_AT_ONCE])
            following = cursor.fetchone()
            if following is None:
                return
            cursor.execute(_OF_STORIES, [last, following[0]])
            last = following[0]
            yield [Paragraph(*row) for row in cursor.fetchall()]


class Standing(NamedTuple):
    """A paragraph at its place in an article: numbered from 0, of so many. ``source`` is its outlet, or its site."""

    story: int
    passage: int
    article: int
    position: int
    of: int
    on: date
    source: str
    lead: int


_STANDING = """
SELECT given.story, given.passage, found.* FROM unnest(%s::bigint[], %s::bigint[]) AS given(story, passage)
CROSS JOIN LATERAL (
    SELECT article.id, paragraph.position,
        (SELECT max(position) + 1 FROM archive_paragraph WHERE article_id = article.id) AS paragraphs,
        article.dated_on, COALESCE('source ' || article.source_id, article.site), member.text_id
    FROM archive_paragraph paragraph JOIN archive_article article ON article.id = paragraph.article_id
    JOIN archive_membership member ON member.text_id = article.text_id AND member.story_id = given.story
    WHERE paragraph.passage_id = given.passage ORDER BY article.id LIMIT %s
) AS found
"""
_ARTICLES_EACH = 8


def standings(places: list[Place]) -> list[Standing]:
    """Where articles of each story print the passage, some of these for each place."""
    given = [literal(place.story for place in places), literal(place.passage for place in places)]
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [*given, _ARTICLES_EACH])
        return [Standing(*row) for row in cursor.fetchall()]
