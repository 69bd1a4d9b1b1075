"""Which texts may be related: those that agree in a band, print a passage in common, or print an edited one.

Every rule looks at the two texts alone, never at how common a key is in the archive, so that the answer for a pair
is the same whenever it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from newsarchive.dedup.schemes import CLUSTERING

Pair = tuple[int, int]
"""Ids of two texts, the smaller first."""

_BANDS = """
SELECT DISTINCT LEAST(mine.text_id, other.text_id), GREATEST(mine.text_id, other.text_id)
FROM archive_band mine JOIN archive_band other USING (key)
WHERE mine.text_id = ANY(%(texts)s) AND other.text_id <> mine.text_id
"""

_PASSAGES_OF = """
WITH printed AS (
  SELECT DISTINCT article.text_id, paragraph.passage_id
  FROM archive_article article
  JOIN archive_paragraph paragraph ON paragraph.article_id = article.id
  JOIN archive_passage passage ON passage.id = paragraph.passage_id
  WHERE article.text_id = ANY(%(texts)s) AND passage.words >= %(least)s
)
"""

_SHARED = (
    _PASSAGES_OF
    + """
SELECT DISTINCT LEAST(printed.text_id, article.text_id), GREATEST(printed.text_id, article.text_id)
FROM printed
JOIN archive_paragraph paragraph USING (passage_id)
JOIN archive_article article ON article.id = paragraph.article_id
WHERE article.text_id <> printed.text_id
"""
)

_EDITED = (
    _PASSAGES_OF  # noqa: S608 (both parts are constants)
    + """
, alike AS (
  SELECT DISTINCT printed.text_id, other.passage_id
  FROM printed
  JOIN archive_passageband mine USING (passage_id)
  JOIN archive_passageband other USING (key)
  WHERE other.passage_id <> mine.passage_id
)
SELECT DISTINCT LEAST(alike.text_id, article.text_id), GREATEST(alike.text_id, article.text_id)
FROM alike
JOIN archive_paragraph paragraph USING (passage_id)
JOIN archive_article article ON article.id = paragraph.article_id
WHERE article.text_id <> alike.text_id
"""
)


def candidates(text_ids: Sequence[int]) -> set[Pair]:
    """All pairs of texts, one of them among those named, that are worth comparing exactly."""
    return by_bands(text_ids) | by_shared_passages(text_ids) | by_edited_passages(text_ids)


def by_bands(text_ids: Sequence[int]) -> set[Pair]:
    """Pairs whose signatures agree in a band."""
    return _pairs(_BANDS, text_ids)


def by_shared_passages(text_ids: Sequence[int]) -> set[Pair]:
    """Pairs that print the same passage, word for word."""
    return _pairs(_SHARED, text_ids)


def by_edited_passages(text_ids: Sequence[int]) -> set[Pair]:
    """Pairs that print passages whose signatures agree in a band: the same paragraph, edited on the way."""
    return _pairs(_EDITED, text_ids)


def _pairs(statement: str, text_ids: Sequence[int]) -> set[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"texts": list(text_ids), "least": CLUSTERING.shared_words})
        return set(cursor.fetchall())
