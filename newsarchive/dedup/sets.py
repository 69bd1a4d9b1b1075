"""What sets of hashes have in common, counted for many pairs of them at once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from newsarchive.dedup.stretches import Counts, Stretches, borders_of

_AT_ONCE = 5_000
_DENSE = 8
"""Where more than one in so many of all pairs is wanted, the whole product is quicker than pair by pair."""

_HALF = np.uint64(1 << 63)


class Sets:
    """Some sets, each of distinct hashes in ascending order; ``weights`` say what each hash counts for, else 1."""

    def __init__(self, sets: Stretches, weights: Counts | None = None) -> None:
        self.sizes: Counts = sets.lengths
        self.borders, self.hashes = sets.borders, sets.values
        self.weighed = weights is not None
        self.weights: npt.NDArray[Any] = np.ones(len(self.hashes), dtype=np.int8) if weights is None else weights

    @cached_property
    def rows(self) -> csr_array:
        """A sparse matrix of weights for products of rows alone: its columns are the hashes themselves, in their order.

        A product of two rows walks along both, and needs no numbering of what all the sets hold.
        """
        columns = (self.hashes ^ _HALF).view(np.int64)
        return csr_array((self.weights, columns, self.borders), shape=(len(self.sizes), np.iinfo(np.int64).max))

    @cached_property
    def ones(self) -> csr_array:
        """The same where each hash counts for one."""
        if not self.weighed:
            return self.rows
        ones = np.ones(len(self.hashes), dtype=np.int8)
        return csr_array((ones, self.rows.indices, self.rows.indptr), shape=self.rows.shape)

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
    mine, theirs = one.rows, other.ones
    for start in range(0, len(left), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        product = mine[left[some]].multiply(theirs[right[some]])
        ends = borders_of(product.data)[product.indptr] if one.weighed else product.indptr
        found[some] = np.diff(ends)
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
