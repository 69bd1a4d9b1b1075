"""How much of one text is in another, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.shingles import Shingles

UNIT = 1_000_000
"""Likeness is counted in whole millionths, so that sums and ties are exact whatever the order of adding."""

_PAIRS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts compared: what clustering sees (millionths), and the share of each found in the other (0 to 1)."""

    score: int
    contained: float
    other_contained: float


def compare(one: Shingles, other: Shingles, scheme: ClusteringScheme) -> Likeness:
    """Compare two texts by their shingles. An empty text is like nothing."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return _likeness(common, len(one), len(other), scheme)


def compare_pairs(
    sets: Sequence[Shingles], pairs: Sequence[tuple[int, int]], scheme: ClusteringScheme
) -> list[Likeness]:
    """`compare` for many pairs of indices into ``sets`` at once."""
    left = sorted({i for i, _ in pairs})
    place = {i: k for k, i in enumerate(left)}
    incidence = _incidence(sets)
    shared: list[int] = [0] * len(pairs)
    wanted = sorted(range(len(pairs)), key=lambda p: pairs[p][0])
    for start in range(0, len(wanted), _PAIRS_AT_ONCE):
        some = wanted[start : start + _PAIRS_AT_ONCE]
        first, last = place[pairs[some[0]][0]], place[pairs[some[-1]][0]]
        block = (incidence[left[first : last + 1]] @ incidence.T).tocsr()
        rows = [place[pairs[p][0]] - first for p in some]
        found = np.asarray(block[rows, [pairs[p][1] for p in some]]).ravel()
        for p, common in zip(some, found.tolist(), strict=True):
            shared[p] = common
    return [_likeness(shared[p], len(sets[i]), len(sets[j]), scheme) for p, (i, j) in enumerate(pairs)]


def matrix(sets: Sequence[Shingles], scheme: ClusteringScheme) -> npt.NDArray[np.int64]:
    """The likeness of every pair in millionths, shape (n, n), with 0 on the diagonal.

    Agrees with ``compare`` to the last millionth: both round the same whole numbers in the same way.
    """
    sizes = np.array([len(s) for s in sets], dtype=np.int64)
    incidence = _incidence(sets)
    common = (incidence @ incidence.T).toarray()
    smaller = np.maximum(np.minimum.outer(sizes, sizes), scheme.floor)
    scores: npt.NDArray[np.int64] = np.rint(common * UNIT / smaller).astype(np.int64)
    np.fill_diagonal(scores, 0)
    return scores


def _likeness(common: int, one: int, other: int, scheme: ClusteringScheme) -> Likeness:
    if not common:
        return Likeness(0, 0.0, 0.0)
    smaller = max(min(one, other), scheme.floor)
    return Likeness(round(common * UNIT / smaller), common / one, common / other)


def _incidence(sets: Sequence[Shingles]) -> csr_array:
    """A sparse matrix of ones, shape (sets, distinct shingles): products of its rows count what is shared."""
    flat = np.concatenate([np.empty(0, dtype=np.uint64), *sets])
    _, columns = np.unique(flat, return_inverse=True)
    ends = np.cumsum([0, *(len(s) for s in sets)])
    shape = (len(sets), int(columns.max(initial=-1)) + 1)
    return csr_array((np.ones(len(flat), dtype=np.int64), columns, ends), shape=shape)
