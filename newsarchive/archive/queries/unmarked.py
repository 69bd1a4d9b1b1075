"""Corrections that are told from words alone: what pages say of them instead, and what editors are asked.

Without a trade mark and without an editor's word such a relation is right about as often as its confidence says, which
is seldom. That the one text prints 12 where the other prints 19 is a fact, whoever was right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.carrying import bodies_of
from newsarchive.archive.queries.kept import answers
from newsarchive.dedup.changes import Kind as Changed
from newsarchive.dedup.changes import changes
from newsarchive.dedup.likeness import Likeness
from newsarchive.dedup.put_right import WORDS, put_right
from newsarchive.dedup.relations import Kind, Related, Relation, by_containment
from newsarchive.dedup.schemes import ClusteringScheme

TOLD = 2
"""Names and figures that are told of a pair."""

EVEN = 0.5
"""Confidence below which a correction that nothing marks is not called one."""


class Pair(NamedTuple):
    """Two texts of a story, each with an article that prints it."""

    one: int
    other: int
    article: int
    other_article: int


class Plain(NamedTuple):
    """What is said of a pair instead: ``relation`` is empty where it stays what it is; ``but`` is what differs, from
    the other to the one: ``killed 12 → 19``.
    """

    relation: str
    but: str


_MARKED = """
SELECT given.text,
    EXISTS (SELECT FROM archive_article article JOIN archive_notice notice ON notice.article_id = article.id
        WHERE article.text_id = given.text AND notice.kinds && ARRAY['correction', 'refile']::varchar[]),
    ARRAY(SELECT notice_id FROM archive_carried WHERE text_id = given.text AND mark = 'corrects'),
    ARRAY(SELECT notice_id FROM archive_carried WHERE text_id = given.text AND mark = 'corrected')
FROM unnest(%s::bigint[]) AS given(text)
"""


def plainly(
    pairs: Sequence[Pair],
    said: Mapping[tuple[int, int], Related],
    likenesses: Mapping[tuple[int, int], Likeness],
    scheme: ClusteringScheme,
) -> dict[tuple[int, int], Plain]:
    """For pairs that are told a correction by their words alone what is said of them. Asks nothing where none is.

    Each takes some milliseconds. All are told, so that what is said of a pair does not depend on what else is asked.
    """
    told = [pair for pair in pairs if said[pair.one, pair.other].kind == Kind.CORRECTION]
    if not told:
        return {}
    asked = _unmarked(told)
    bodies = bodies_of({pk for pair in asked for pk in (pair.article, pair.other_article)}) if asked else {}
    found = {}
    for pair in asked:
        key = pair.one, pair.other
        but = "; ".join(differing(bodies.get(pair.other_article, []), bodies.get(pair.article, [])))
        doubtful = said[key].confidence < EVEN
        found[key] = Plain(_next_likely(likenesses[key], scheme, but) if doubtful else "", but)
    return found


def _unmarked(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of which no mark on one of them says that it corrects, and no notice that it corrects the other."""
    rows = answers(_MARKED, literal({text for pair in pairs for text in (pair.one, pair.other)}))
    prints = {text: marked for text, marked, *_ in rows}
    right, wrong = ({row[0]: set(row[place]) for row in rows} for place in (2, 3))
    return [
        pair
        for pair in pairs
        if prints[pair.one] == prints[pair.other]
        and right[pair.one].isdisjoint(wrong[pair.other])
        and right[pair.other].isdisjoint(wrong[pair.one])
    ]


def differing(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The figures and names that stand otherwise in the other article's paragraphs, in a few words each."""
    told = [change.words for change in changes(one, other) if change.kind in (Changed.NUMBER, Changed.NAME)]
    spelled = [f"{c.before} → {c.after}" for c in put_right(one, other) if c.kind != WORDS and c.before and c.after]
    return (told or spelled)[:TOLD]


def _next_likely(likeness: Likeness, scheme: ClusteringScheme, but: str) -> str:
    """What the texts are by how much of each is in the other: a copy also where little but the names differ."""
    found = by_containment(likeness, scheme) or Relation.SHARES
    level = abs(likeness.contained - likeness.other_contained) <= 1 - scheme.copy
    return Relation.COPY if but and level and found in (Relation.UPDATES, Relation.SHARES) else found
