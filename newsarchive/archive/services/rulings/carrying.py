"""Names changed sides: what bears them follows, in a few statements, however much it is."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

_SOURCES = """
WITH moved AS (
    UPDATE archive_article article
    SET source_id = COALESCE(name.alias_of_id, name.id)
    FROM archive_source name
    WHERE name.id = ANY(%(changed)s)
        AND article.source_read_id = name.id
        AND article.source_id IS DISTINCT FROM COALESCE(name.alias_of_id, name.id)
        AND NOT EXISTS (
            SELECT FROM archive_reading reading
            WHERE reading.article_id = article.id AND reading."values" ? 'source'
        )
    RETURNING article.text_id
)
SELECT DISTINCT membership.story_id
FROM moved JOIN archive_membership membership ON membership.text_id = moved.text_id
"""
"""Sources as they were handed in, but where an editor said otherwise. Asks for the stories that this touches."""

_CREDITED = """
CREATE TEMPORARY TABLE credited ON COMMIT DROP AS
SELECT DISTINCT article.id AS article_id, COALESCE(name.alias_of_id, name.id) AS agency_id
FROM archive_article article
CROSS JOIN LATERAL unnest(article.agencies_read) AS printed (name)
JOIN archive_agency name ON lower(name.name) = lower(printed.name)
WHERE article.id IN (
        SELECT link.article_id
        FROM archive_article_agencies link
        JOIN archive_article bearing ON bearing.id = link.article_id
        WHERE link.agency_id = ANY(%(before)s)
            AND lower(bearing.agencies_read::text)::text[] && (
                SELECT array_agg(lower(changed.name)) FROM archive_agency changed WHERE changed.id = ANY(%(changed)s)
            )
    )
    AND NOT EXISTS (
        SELECT FROM archive_reading reading WHERE reading.article_id = article.id AND reading."values" ? 'agencies'
    )
"""
"""Whom the articles that print a changed name credit by now, but where an editor said otherwise."""

_ADD = """
INSERT INTO archive_article_agencies (article_id, agency_id)
SELECT article_id, agency_id FROM credited ON CONFLICT DO NOTHING
"""

_TAKE = """
DELETE FROM archive_article_agencies link
USING (SELECT DISTINCT article_id FROM credited) touched
WHERE link.article_id = touched.article_id
    AND NOT EXISTS (
        SELECT FROM credited WHERE credited.article_id = link.article_id AND credited.agency_id = link.agency_id
    )
"""

_TOUCHED = """
SELECT DISTINCT membership.story_id
FROM credited JOIN archive_article article ON article.id = credited.article_id
JOIN archive_membership membership ON membership.text_id = article.text_id
"""

_RECOUNT = """
UPDATE archive_story story
SET source_count = counted.sources, changed_at = now()
FROM (
    SELECT membership.story_id, count(DISTINCT article.source_id) AS sources
    FROM archive_membership membership JOIN archive_article article ON article.text_id = membership.text_id
    WHERE membership.story_id = ANY(%(stories)s)
    GROUP BY membership.story_id
) counted
WHERE story.id = counted.story_id AND story.source_count <> counted.sources
"""


def move_sources(changed: Collection[int]) -> set[int]:
    """Put what was handed in under these sources under the ones that count now. Returns the stories it is in."""
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES, {"changed": list(changed)})
        return {story for (story,) in cursor.fetchall()}


def move_agencies(changed: Collection[int], before: Collection[int]) -> set[int]:
    """Credit, for these names, the agencies that count now; ``before`` are those that counted until now.

    Returns the stories that it touches.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.credited")
        cursor.execute(_CREDITED, {"changed": list(changed), "before": list(before)})
        cursor.execute("ANALYZE credited")
        cursor.execute(_ADD)
        cursor.execute(_TAKE)
        cursor.execute(_TOUCHED)
        return {story for (story,) in cursor.fetchall()}


def recount_sources(stories: Collection[int]) -> None:
    """Bring the stories' counts of sources up to date; rows that say the same already are not written."""
    if stories:
        with connection.cursor() as cursor:
            cursor.execute(_RECOUNT, {"stories": sorted(stories)})
