"""Which of two texts corrects the other where a notice, or an editor, said so and that was carried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.dedup.relations import Kind, Related, Way
from newsarchive.dedup.spreading import PRINTS_WRONG

_CARRIED = """
SELECT carried.text_id, carried.notice_id, carried.mark, carried.confidence
FROM unnest(%s::bigint[]) AS given(text)
JOIN archive_carried carried ON carried.text_id = given.text
JOIN archive_article correction ON correction.id = carried.notice_id
JOIN archive_membership there ON there.text_id = correction.text_id
JOIN archive_membership here ON here.text_id = carried.text_id
WHERE carried.mark = 'corrects' AND here.version_id = there.version_id
    OR carried.mark = 'corrected' AND carried.confidence >= %s
"""
"""A correction and its copies in its own version; and what prints the wrong words. An update that prints the right ones
updates, and a trim that prints neither is trimmed.
"""

Sure = Mapping[int, Mapping[int, float]]
"""For each text the notices that say so of it, and how sure that is."""


def put_right(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Related]:
    """What the first of two texts, by their ids, is to the second, for those pairs of which one corrects the other."""
    corrects: dict[int, dict[int, float]] = defaultdict(dict)
    corrected: dict[int, dict[int, float]] = defaultdict(dict)
    for text, notice, mark, sure in answers(_CARRIED, literal({i for pair in pairs for i in pair}), PRINTS_WRONG):
        (corrects if mark == "corrects" else corrected)[text][notice] = sure
    found = ((pair, _of(*pair, corrects, corrected)) for pair in pairs) if corrects else ()
    return {pair: said for pair, said in found if said}


def _of(one: int, other: int, corrects: Sure, corrected: Sure) -> Related | None:
    for way, right, wrong in ((Way.FIRST, one, other), (Way.SECOND, other, one)):
        by, of = corrects.get(right, {}), corrected.get(wrong, {})
        sure = [by[notice] * of[notice] for notice in by.keys() & of.keys()]
        if sure:
            return Related(Kind.CORRECTION, way, round(max(sure), 3))
    return None
