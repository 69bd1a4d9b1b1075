"""Which article printed a text first, and which texts were first in a story: read from indexes, whatever came later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection

from newsarchive.archive.queries.arrays import literal

_FIRST_PRINTING = """
SELECT given.text, found.id FROM unnest(%s::bigint[]) AS given(text) CROSS JOIN LATERAL
(SELECT id FROM archive_article WHERE text_id = given.text ORDER BY text_id, id LIMIT 1) AS found
"""

_FIRST_OF_STORY = """
SELECT given.story, found.text_id FROM unnest(%s::bigint[]) AS given(story) CROSS JOIN LATERAL
(SELECT text_id FROM archive_membership WHERE story_id = given.story ORDER BY story_id, text_id LIMIT %s) AS found
"""


def first_printings(text_ids: Iterable[int]) -> dict[int, int]:
    """For each text that an article prints the one that was taken in first."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_PRINTING, [literal(set(text_ids))])
        return dict(cursor.fetchall())


def first_of_stories(story_ids: Collection[int], most: int) -> dict[int, list[int]]:
    """For each story its first texts, in the order in which they were entered; ``most`` of them."""
    found: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_OF_STORY, [literal(story_ids), most])
        for story, text in cursor.fetchall():
            found[story].append(text)
    return found
