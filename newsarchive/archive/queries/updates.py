"""How many of a story's texts are updates: told as its page tells them, and kept, so that lists can ask for it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.heard import Circle, circle_of
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.related import related
from newsarchive.archive.queries.relations import known_likenesses
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.archive.queries.unmarked import Pair, plainly
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.relations import Kind, Related, Relation
from newsarchive.dedup.schemes import ClusteringScheme

UPDATING = frozenset({Relation.UPDATES, Relation.UPDATED_BY, Relation.ANOTHER_VERSION})
"""What a text is to another where one of the two is an update, be it told which or not."""

MOST = 500
"""Texts of a story that are told: those that lead a version first, then by digest. Stories of more are not told of the
rest, so that no story costs more than some seconds.
"""

COUNTED = 10_000
"""Stories still to be told that are counted; of more it is only said that there are as many."""


class Untold(NamedTuple):
    """A story to be told of, as it was at the moment ``changed_at``; how many texts there are to tell."""

    story: int
    changed_at: datetime.datetime
    texts: int


_UNTOLD = """
SELECT story.id, story.changed_at, (SELECT count(*) FROM (
    SELECT FROM archive_membership member WHERE member.story_id = story.id LIMIT %s) AS few)
FROM archive_story story WHERE story.merged_into_id IS NULL AND story.updates IS NULL ORDER BY story.id DESC LIMIT %s
"""
_COUNT = """
SELECT count(*) FROM (
    SELECT FROM archive_story WHERE merged_into_id IS NULL AND updates IS NULL AND id <> ALL(%s::bigint[]) LIMIT %s
) AS few
"""


def untold(most: int) -> list[Untold]:
    """Stories of which it has to be told how many updates they have, the latest first, ``most`` of them."""
    return [Untold(*row) for row in answers(_UNTOLD, MOST, most)]


def left(veil: Veil = OPEN) -> int:
    """How many stories are still to be told, `COUNTED` at the most, without those that are hidden."""
    return int(answers(_COUNT, veil.without, COUNTED)[0][0])


_TOLD_BESIDE = """
SELECT story, text, related FROM (
    SELECT given.story, member.text_id AS text, story.lead_id AS lead,
        CASE WHEN member.text_id = version.lead_id THEN story.lead_id ELSE version.lead_id END AS related,
        row_number() OVER (
            PARTITION BY given.story ORDER BY member.text_id <> version.lead_id, text.digest) AS nth
    FROM unnest(%s::bigint[]) AS given(story) JOIN archive_story story ON story.id = given.story
    JOIN archive_membership member ON member.story_id = given.story
    JOIN archive_version version ON version.id = member.version_id
    JOIN archive_text text ON text.id = member.text_id
) AS placed WHERE nth <= %s AND text <> related AND text <> lead
"""
"""Each text of the stories with the one that it is told to be something to, as `relations.members` has them."""


def updates_in(story_ids: Collection[int]) -> dict[int, int]:
    """How many texts of each story are told as an update of what they are related to, or as updated by it."""
    beside = answers(_TOLD_BESIDE, literal(story_ids), MOST)
    told = _told({(text, other) for _, text, other in beside}, for_pages())
    counts = Counter(story for story, *pair in beside if told.get(tuple(pair)) in UPDATING)
    return {story: counts[story] for story in story_ids}


def _told(pairs: Collection[tuple[int, int]], scheme: ClusteringScheme) -> Mapping[tuple[int, int], str | None]:
    """What pages call the first text of each pair beside the second."""
    if not pairs:
        return {}
    circle = circle_of({text for pair in pairs for text in pair})
    said = related(pairs, scheme, circle=circle)
    plain = _told_plainly(said, circle, scheme)
    return {pair: plain.get(pair) or found.relation for pair, found in said.items()}


def _told_plainly(
    said: Mapping[tuple[int, int], Related], circle: Circle, scheme: ClusteringScheme
) -> Mapping[tuple[int, int], str]:
    """What corrections are called that nothing marks, where it is doubtful that they are any."""
    doubtful = [pair for pair, found in said.items() if found.kind == Kind.CORRECTION]
    digests = {text: each.digest for text, each in circle.heard.items()}
    likenesses = known_likenesses(doubtful, scheme, digests)
    asked = [Pair(a, b, circle.heard[a].article, circle.heard[b].article) for a, b in doubtful]
    return {pair: plain.relation for pair, plain in plainly(asked, said, likenesses, scheme).items()}
