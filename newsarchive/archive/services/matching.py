"""Candidates are compared exactly; what is alike enough is remembered as a match."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.archive.models import Match, Membership
from newsarchive.archive.queries.candidates import Pair, candidates
from newsarchive.archive.queries.components import shingles_by_text
from newsarchive.dedup.likeness import UNIT, compare_pairs
from newsarchive.dedup.schemes import CLUSTERING

_PAIRS_AT_ONCE = 50_000


def match_texts(text_ids: Sequence[int]) -> set[int]:
    """Compare the texts with all that may be related to them and remember what reaches the story cut.

    Only texts that are clustered already, or named here, take part: one that another worker has just filed finds
    its own way here. Returns the texts that gained a match.
    """
    proposed = candidates(text_ids)
    ready = _ready({i for pair in proposed for i in pair}, text_ids)
    known = _known(text_ids)
    pairs = sorted(pair for pair in proposed - known if ready.issuperset(pair))
    linked: set[int] = set()
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        linked |= _compare(pairs[start : start + _PAIRS_AT_ONCE])
    return linked


def _ready(text_ids: set[int], named: Sequence[int]) -> set[int]:
    clustered = Membership.objects.filter(text__in=text_ids).values_list("text_id", flat=True)
    return set(clustered) | set(named)


def _known(text_ids: Sequence[int]) -> set[Pair]:
    ours = Match.objects.filter(scheme=CLUSTERING.id)
    mine = ours.filter(text__in=text_ids).values_list("text_id", "other_id")
    theirs = ours.filter(other__in=text_ids).values_list("text_id", "other_id")
    return {*mine, *theirs}


def _compare(pairs: Sequence[Pair]) -> set[int]:
    shingles = shingles_by_text({i for pair in pairs for i in pair})
    ids = sorted(shingles)
    place = {pk: k for k, pk in enumerate(ids)}
    found = compare_pairs([shingles[pk] for pk in ids], [(place[a], place[b]) for a, b in pairs], CLUSTERING)
    alike = [(p, like) for p, like in zip(pairs, found, strict=True) if like.score >= CLUSTERING.story_cut * UNIT]
    Match.objects.bulk_create(
        [
            Match(
                text_id=a,
                other_id=b,
                scheme=CLUSTERING.id,
                likeness=like.score / UNIT,
                contained=like.contained,
                other_contained=like.other_contained,
            )
            for (a, b), like in alike
        ],
        ignore_conflicts=True,
        batch_size=2000,
    )
    return {i for pair, _ in alike for i in pair}
