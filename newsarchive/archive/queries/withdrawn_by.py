"""Which of two texts is a notice that withdraws the other, where that was carried."""

from __future__ import annotations

from collections.abc import Collection

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.heard import Circle
from newsarchive.archive.queries.kept import answers
from newsarchive.dedup.relations import Kind, Related, Way

_WITHDRAWN = """
SELECT notice.text_id, carried.text_id, max(carried.confidence)
FROM unnest(%s::bigint[]) AS given(text) JOIN archive_article notice ON notice.text_id = given.text
JOIN archive_carried carried ON carried.notice_id = notice.id AND carried.mark = 'withdrawn'
WHERE carried.text_id = ANY(%s::bigint[])
GROUP BY 1, 2
"""


def withdrawn(pairs: Collection[tuple[int, int]], circle: Circle) -> dict[tuple[int, int], Related]:
    """What the first of two texts, by their ids, is to the second, for those pairs of which one withdraws the other.

    Asks nothing where none of the texts bears a kill.
    """
    asked = {pair for pair in pairs if any(circle.heard[text].kills for text in pair)}
    if not asked:
        return {}
    texts = {text for pair in asked for text in pair}
    kills = {text for text in texts if circle.heard[text].kills}
    found = {(one, other): sure for one, other, sure in answers(_WITHDRAWN, literal(kills), literal(texts))}
    said = ((pair, way, by) for pair in asked for way, by in ((Way.FIRST, pair), (Way.SECOND, pair[::-1])))
    return {pair: Related(Kind.WITHDRAWAL, way, round(found[by], 3)) for pair, way, by in said if by in found}
