"""Which of two texts corrects the other where a notice, or an editor, said so and that was carried; and which two print
what one notice makes right, so that neither corrects the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.dedup.overtaking import THROUGH
from newsarchive.dedup.relations import Kind, Related, Way
from newsarchive.dedup.spreading import PRINTS_WRONG

_CARRIED = """
SELECT carried.text_id, carried.notice_id, carried.mark, carried.confidence, strpos(carried.why::text, %s) > 0
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


class PutRight(NamedTuple):
    """What is known of pairs: what the first text is to the second where one corrects the other, and the pairs of which
    both print what one notice makes right, and neither what it corrects.
    """

    told: dict[tuple[int, int], Related]
    alike: set[tuple[int, int]]


def put_right(pairs: Collection[tuple[int, int]]) -> PutRight:
    """What corrections that were carried say of these pairs of texts, given by their ids."""
    corrects: dict[int, dict[int, float]] = defaultdict(dict)
    corrected: dict[int, dict[int, float]] = defaultdict(dict)
    twice: set[tuple[int, int]] = set()
    texts = literal({i for pair in pairs for i in pair})
    for text, notice, mark, sure, through in answers(_CARRIED, THROUGH, texts, PRINTS_WRONG):
        (corrects if mark == "corrects" else corrected)[text][notice] = sure
        twice |= {(text, notice)} if through else set()
    if not corrects:
        return PutRight({}, set())
    found = {pair: said for pair in pairs if (said := _of(*pair, corrects, corrected, twice))}
    alike = {(one, other) for one, other in pairs if corrects.get(one, {}).keys() & corrects.get(other, {}).keys()}
    return PutRight(found, alike - found.keys())


def _of(one: int, other: int, corrects: Sure, corrected: Sure, twice: Collection[tuple[int, int]]) -> Related | None:
    """``twice`` are texts, each with its notice, that print what an earlier correction put right already."""
    for way, right, wrong in ((Way.FIRST, one, other), (Way.SECOND, other, one)):
        by, of = corrects.get(right, {}), corrected.get(wrong, {})
        sure = [by[notice] * of[notice] for notice in by.keys() & of.keys()]
        if not sure and by and by.keys().isdisjoint(corrects.get(wrong, {})):
            again = corrected.get(right, {}).keys() & of.keys()
            sure = [max(by.values()) * of[notice] for notice in again if (wrong, notice) in twice]
        if sure:
            return Related(Kind.CORRECTION, way, round(max(sure), 3))
    return None
