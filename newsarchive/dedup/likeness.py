"""How alike two texts are, and whether that makes them one version or one story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.evidence import FLOOR, Comparison, Counts, Evidence, Floats
from newsarchive.dedup.noise_evidence import agreed_pairs
from newsarchive.dedup.profiles import Profile
from newsarchive.dedup.schemes import ClusteringScheme, Level

UNIT = 1_000_000
"""Likeness, odds and votes are counted in whole millionths, so that sums and ties are exact in any order of adding."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts compared.

    ``score`` is the share of the smaller found in the other, in millionths; ``contained`` and ``other_contained`` the
    share of each found in the other, 0 to 1. ``version`` and ``story`` are what speaks for one version and for one
    story, in millionths of log-odds: from 0 up the pair is taken for one.
    """

    score: int
    contained: float
    other_contained: float
    version: int
    story: int


NOTHING = -100 * UNIT
"""The odds of two texts without a run of words in common."""


def compare(one: Profile, other: Profile, scheme: ClusteringScheme) -> Likeness:
    """Compare two texts. An empty text is like nothing."""
    return compare_pairs([one, other], [(0, 1)], scheme)[0]


def compare_pairs(
    profiles: Sequence[Profile], pairs: Sequence[tuple[int, int]], scheme: ClusteringScheme
) -> list[Likeness]:
    """`compare` for many pairs of indices into ``profiles`` at once."""
    if not pairs:
        return []
    left, right = np.array(pairs, dtype=np.int64).T
    columns = compared(Comparison(profiles), left, right, scheme)
    return [Likeness(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def compared(
    comparison: Comparison, left: Counts, right: Counts, scheme: ClusteringScheme
) -> tuple[Counts, Floats, Floats, Counts, Counts]:
    """The same as arrays, one for each field of `Likeness`."""
    shared, sizes = comparison.shared(left, right), comparison.sizes()
    version, story = _as_they_are(comparison, left, right, shared, scheme)
    own, other = sizes[left], sizes[right]
    for some in agreed_pairs(comparison, left, right, shared):
        shared[some.at], own[some.at], other[some.at] = some.runs, *some.sizes
        version[some.at], story[some.at] = levels(some.evidence, scheme)
    return (
        np.rint(shared * UNIT / np.maximum(np.minimum(own, other), FLOOR)).astype(np.int64),
        shared / np.maximum(own, 1),
        shared / np.maximum(other, 1),
        np.where(shared > 0, version, NOTHING),
        np.where(shared > 0, story, NOTHING),
    )


def _odds(
    comparison: Comparison, left: Counts, right: Counts, runs: Counts, scheme: ClusteringScheme
) -> tuple[Counts, Counts]:
    """`levels` of pairs that have these runs in common, damaged texts taken for what the others say."""
    version, story = _as_they_are(comparison, left, right, runs, scheme)
    for some in agreed_pairs(comparison, left, right, runs):
        version[some.at], story[some.at] = levels(some.evidence, scheme)
    return version, story


def _as_they_are(
    comparison: Comparison, left: Counts, right: Counts, runs: Counts, scheme: ClusteringScheme
) -> tuple[Counts, Counts]:
    """`levels` of pairs that have these runs in common. Evidence is gathered only on those where it counts."""
    enough = comparison.contained(left, right, runs) >= scheme.least
    found = np.full((2, len(left)), NOTHING, dtype=np.int64)
    found[:, enough] = levels(comparison.evidence(left[enough], right[enough], runs[enough]), scheme)
    return found[0], found[1]


def levels(evidence: Evidence, scheme: ClusteringScheme) -> tuple[Counts, Counts]:
    """The odds of each pair by version and by story; what is one version is one story at least as surely.

    What shares too little is neither, whatever else there is to say: short texts would else ride on their shortness.
    """
    version = odds(evidence, scheme.version)
    story = np.maximum(version, odds(evidence, scheme.story))
    enough = evidence.contained >= scheme.least
    return np.where(enough, version, NOTHING), np.where(enough, story, NOTHING)


def odds(evidence: Evidence, level: Level) -> Counts:
    """Log-odds in millionths that each pair is one: a weighted sum of its evidence, rounded once."""
    total: Floats = level.weights.bias + sum(
        getattr(level.weights, name) * getattr(evidence, name) for name in Evidence.names()
    )
    return np.rint(total * UNIT).astype(np.int64)


def votes(of: Counts, level: Level) -> Counts:
    """What each pair adds to the average of two clusters, in millionths: 0 to 1, and the cut where the odds are even.

    One ``sure`` of log-odds above even is a whole vote, one ``doubt`` below is none.
    """
    cut = level.cut * UNIT
    above = cut + (UNIT - cut) * np.minimum(of / (level.sure * UNIT), 1)
    below = cut * np.maximum(1 + of / (level.doubt * UNIT), 0)
    return np.rint(np.where(of >= 0, above, below)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Related:
    """All pairs of some texts that have a run of words in common, by index, the smaller first, and their odds."""

    left: Counts
    right: Counts
    version: Counts
    story: Counts


def related(profiles: Sequence[Profile], scheme: ClusteringScheme) -> Related:
    """Every pair that there is something to say about."""
    comparison = Comparison(profiles)
    left, right, runs = comparison.related()
    return Related(left, right, *_odds(comparison, left, right, runs, scheme))


def related_within(groups: Sequence[Sequence[Profile]], scheme: ClusteringScheme) -> list[Related]:
    """`related` of each of many small groups: what a call costs is paid once."""
    counts = [len(group) for group in groups]
    inside = [np.stack(np.triu_indices(count, 1)) for count in counts]
    starts = np.cumsum([0, *counts])
    pairs = np.concatenate([start + own for start, own in zip(starts, inside, strict=False)], axis=1)
    comparison = Comparison([profile for group in groups for profile in group])
    runs = comparison.shared(pairs[0], pairs[1])
    some = runs > 0
    version, story = _odds(comparison, pairs[0][some], pairs[1][some], runs[some], scheme)
    ends = np.cumsum([own.shape[1] for own in inside])
    before = np.concatenate([[0], np.cumsum(some)])
    found = []
    for own, end in zip(inside, ends, strict=True):
        first, last = before[end - own.shape[1]], before[end]
        left, right = own[:, some[end - own.shape[1] : end]]
        found.append(Related(left, right, version[first:last], story[first:last]))
    return found


def related_with(
    profiles: Sequence[Profile], before: Related, places: Sequence[int], scheme: ClusteringScheme
) -> Related:
    """`related`, where it is known ``before`` of some of the texts what there is to say: only the others are compared.

    ``places`` says where each of those texts is among the profiles now, -1 for one that is there no more; of two that
    are still there the order is the same.
    """
    now = np.array(places, dtype=np.int64)
    left, right = now[before.left], now[before.right]
    kept = (left >= 0) & (right >= 0)
    fresh = np.setdiff1d(np.arange(len(profiles)), now)
    one, other = (side.ravel() for side in np.meshgrid(fresh, np.arange(len(profiles)), indexing="ij"))
    once = (one < other) | ((one > other) & ~np.isin(other, fresh))
    pairs = np.sort(np.stack([one[once], other[once]]), axis=0)
    comparison = Comparison(profiles)
    runs = comparison.shared(pairs[0], pairs[1])
    more = pairs[:, runs > 0]
    version, story = _odds(comparison, more[0], more[1], runs[runs > 0], scheme)
    return Related(
        np.concatenate([left[kept], more[0]]),
        np.concatenate([right[kept], more[1]]),
        np.concatenate([before.version[kept], version]),
        np.concatenate([before.story[kept], story]),
    )


def matrices(pairs: Related, count: int, scheme: ClusteringScheme) -> tuple[Counts, Counts]:
    """The votes of every pair, by version and by story, each of shape (count, count) with 0 on the diagonal."""
    found = []
    for of, level in ((pairs.version, scheme.version), (pairs.story, scheme.story)):
        scores: npt.NDArray[np.int64] = np.zeros((count, count), dtype=np.int64)
        scores[pairs.left, pairs.right] = scores[pairs.right, pairs.left] = votes(of, level)
        found.append(scores)
    return found[0], found[1]
