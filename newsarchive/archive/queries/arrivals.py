"""Which of the texts that articles brought may be related to others in a way that nothing has looked at yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection

from newsarchive.archive.models import Membership, Paragraph, Receipt
from newsarchive.archive.queries.arrays import literal, rows

_PRINTED_BEFORE = """
SELECT given.text, found.id FROM unnest(%s::bigint[]) AS given(text) CROSS JOIN LATERAL
(SELECT id FROM archive_article WHERE text_id = given.text AND id <> ALL(%s::bigint[])
 ORDER BY text_id, id LIMIT 1) AS found
"""


def unlike_before(came: Mapping[int, int]) -> list[int]:
    """The texts to be compared, of those that the articles, given with their texts, have brought.

    Another identical copy of a clustered text brings nothing new, unless it parts its paragraphs elsewhere: then it
    may share a passage that no earlier copy did. It is enough to look at one earlier copy that was settled.
    """
    texts = set(came.values())
    clustered = {text for (text,) in rows(Membership, ("text_id",), "text_id", texts)}
    before = _settled(_printed_before(clustered, came.keys()))
    passages = _passages_of([*before.values(), *(a for a, text in came.items() if text in before)])
    again = {t for a, t in came.items() if t in before and not passages[a] <= passages[before[t]]}
    return sorted(again | (texts - before.keys()))


def _printed_before(text_ids: Collection[int], but: Collection[int]) -> dict[int, int]:
    """For each text the first article that printed it, leaving some articles out."""
    with connection.cursor() as cursor:
        cursor.execute(_PRINTED_BEFORE, [literal(text_ids), literal(but)])
        return dict(cursor.fetchall())


def _settled(printed: Mapping[int, int]) -> dict[int, int]:
    """Those of the texts whose article was settled."""
    found = rows(Receipt, ("article_id", "outcome"), "article_id", set(printed.values()))
    settled = {article for article, outcome in found if outcome}
    return {text: article for text, article in printed.items() if article in settled}


def _passages_of(article_ids: Collection[int]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for article, passage in rows(Paragraph, ("article_id", "passage_id"), "article_id", set(article_ids)):
        found[article].add(passage)
    return found
