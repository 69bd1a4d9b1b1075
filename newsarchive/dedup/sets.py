"""What sets of hashes have in common, counted for many pairs of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from newsarchive.dedup.shingles import Shingles
from newsarchive.dedup.stretches import Counts, borders_of

_AT_ONCE = 5_000
_DENSE = 8
"""Where more than one in so many of all pairs is wanted, the whole product is quicker than pair by pair."""

_HALF = np.uint64(1 << 63)


class Sets:
    """Some sets, each of distinct hashes in ascending order; ``weights`` say what each hash counts for, else 1."""

    def __init__(self, sets: Sequence[Shingles], weights: Sequence[Counts] = ()) -> None:
        none: Counts = np.empty(0, dtype=np.int64)
        self.sizes: Counts = np.fromiter(map(len, sets), np.int64, len(sets))
        self.borders = borders_of(self.sizes)
        self.hashes: Shingles = np.concatenate([none.astype(np.uint64), *sets])
        self.weights: npt.NDArray[Any] = (
            np.concatenate([none, *weights]) if weights else np.ones(len(self.hashes), dtype=np.int8)
        )

    def rows(self, weighed: bool) -> csr_array:
        """A sparse matrix for products of rows alone: its columns are the hashes themselves, in their order.

        A product of two rows walks along both, and needs no numbering of what all the sets hold.
        """
        columns = (self.hashes ^ _HALF).view(np.int64)
        data = self.weights if weighed else np.ones(len(columns), dtype=np.int8)
        return csr_array((data, columns, self.borders), shape=(len(self.sizes), np.iinfo(np.int64).max))

    def met(self) -> tuple[Counts, Counts, Counts]:
        """All pairs of indices, the smaller first, of sets that have hashes in common, and how many."""
        matrix = self._numbered
        common = (matrix @ matrix.T).tocoo()
        above = common.row < common.col
        return common.row[above].astype(np.int64), common.col[above].astype(np.int64), common.data[above]

    @cached_property
    def _numbered(self) -> csr_array:
        return _incidence(self, self)[0]

    def products(self, other: Sets) -> npt.NDArray[np.int64]:
        """What each set has in common with each of the other sets, shape (sets, other sets)."""
        one, two = (self._numbered, self._numbered) if other is self else _incidence(self, other)
        weighed = csr_array((self.weights, one.indices, one.indptr), shape=one.shape)
        found: npt.NDArray[np.int64] = (weighed @ two.T).toarray()
        return found


def shared(one: Sets, other: Sets, left: Counts, right: Counts) -> Counts:
    """The weight of what each ``left`` one has in common with the ``right`` one of the others, by index.

    By products of whole matrices where most pairs are wanted, else row by row.
    """
    if _DENSE * len(left) > len(one.sizes) ** 2:
        return one.products(other)[left, right]
    found = np.zeros(len(left), dtype=np.int64)
    mine, theirs = one.rows(weighed=True), other.rows(weighed=False)
    for start in range(0, len(left), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        product = mine[left[some]].multiply(theirs[right[some]])
        found[some] = np.diff(borders_of(product.data)[product.indptr])
    return found


def _incidence(one: Sets, other: Sets) -> tuple[csr_array, csr_array]:
    """Sparse matrices of ones, shape (sets, distinct hashes of both)."""
    both = one.hashes if other is one else np.concatenate([one.hashes, other.hashes])
    distinct, columns = np.unique(both, return_inverse=True)
    found = []
    for sets, own in ((one, columns[: len(one.hashes)]), (other, columns[len(both) - len(other.hashes) :])):
        data = np.ones(len(own), dtype=np.int64)
        found.append(csr_array((data, own, sets.borders), shape=(len(sets.sizes), len(distinct))))
    return found[0], found[1]
