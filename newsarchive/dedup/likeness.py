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


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts compared: what clustering sees (millionths), and the share of each found in the other (0 to 1)."""

    score: int
    contained: float
    other_contained: float


def compare(one: Shingles, other: Shingles, scheme: ClusteringScheme) -> Likeness:
    """Compare two texts by their shingles. An empty text is like nothing."""
    if not len(one) or not len(other):
        return Likeness(0, 0.0, 0.0)
    common = len(np.intersect1d(one, other, assume_unique=True))
    smaller = max(min(len(one), len(other)), scheme.floor)
    return Likeness(round(common * UNIT / smaller), common / len(one), common / len(other))


def matrix(sets: Sequence[Shingles], scheme: ClusteringScheme) -> npt.NDArray[np.int64]:
    """The likeness of every pair in millionths, shape (n, n), with 0 on the diagonal.

    Agrees with ``compare`` to the last millionth: both round the same whole numbers in the same way.
    """
    sizes = np.array([len(s) for s in sets], dtype=np.int64)
    common = _common(sets)
    smaller = np.maximum(np.minimum.outer(sizes, sizes), scheme.floor)
    scores = np.rint(common * UNIT / smaller).astype(np.int64)
    np.fill_diagonal(scores, 0)
    return scores


def _common(sets: Sequence[Shingles]) -> npt.NDArray[np.int64]:
    """Shingles shared by every pair, by one sparse product."""
    flat = np.concatenate(sets) if sets else np.empty(0, dtype=np.uint64)
    _, columns = np.unique(flat, return_inverse=True)
    ends = np.cumsum([0, *(len(s) for s in sets)])
    incidence = csr_array(
        (np.ones(len(flat), dtype=np.int64), columns, ends),
        shape=(len(sets), int(columns.max(initial=-1)) + 1),
    )
    shared: npt.NDArray[np.int64] = (incidence @ incidence.T).toarray()
    return shared
