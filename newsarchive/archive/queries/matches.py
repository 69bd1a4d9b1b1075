"""Matches of some texts, whichever end of them these are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from newsarchive.archive.queries.arrays import Ints, literal, table
from newsarchive.dedup.schemes import ClusteringScheme

_OF_TEXTS = """
SELECT found.* FROM unnest(%(texts)s::bigint[]) AS given(number) CROSS JOIN LATERAL
(SELECT {columns} FROM archive_match WHERE text_id = given.number AND scheme = %(scheme)s
 UNION ALL SELECT {columns} FROM archive_match WHERE other_id = given.number AND scheme = %(scheme)s) AS found
"""
_PAIRS = _OF_TEXTS.format(columns="text_id, other_id")
_SCORES = _OF_TEXTS.format(columns="text_id, other_id, likeness")
_LIKENESSES = _OF_TEXTS.format(
    columns="text_id, other_id, likeness, contained, other_contained, version_odds, story_odds"
)


def matched_pairs(text_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
    """The matches of the texts, shape (pairs, 2), the smaller id first; of two of them twice."""
    return table(_asked(_PAIRS, text_ids, scheme), 2)


def scores_of(text_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> list[tuple[int, int, float]]:
    """The matches of the texts with their likeness; of two of them twice."""
    return _asked(_SCORES, text_ids, scheme)


def likenesses_of(text_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> list[tuple[Any, ...]]:
    """The matches of the texts: both ids, likeness, both containments, both odds; of two of them twice."""
    return _asked(_LIKENESSES, text_ids, scheme)


def _asked(question: str, text_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"texts": literal(text_ids), "scheme": scheme.id})
        return list(cursor.fetchall())
