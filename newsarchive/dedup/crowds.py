"""Who is compared with whom among the texts that have an index key in common.

In a small bucket all are compared with all. In a crowd, as thousands of copies make it or one form filled in every
day, that would be millions of pairs: there each is compared with a few that stand for the rest. Copies find each
other through these, and what hides in a form through the keys that it shares with few. Which texts stand for a crowd
depends on its members alone, so the pairs are the same in whatever order the members came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.stretches import Counts, Marks

Pair = tuple[int, int]
"""Two texts, the smaller number first."""

Heads = tuple[int, ...]
"""The texts that stand for a crowd, those with the smallest digests, in that order; none where there is no crowd."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A crowd that some texts left: the members that stay, and its heads before and now; none where it is no crowd
    any more.
    """

    members: Collection[int]
    before: Heads
    heads: Heads

    def pairs(self) -> Iterator[Pair]:
        """What the bucket proposes now, as far as it did not before."""
        if not self.heads:
            yield from combinations(sorted(self.members), 2)
        for head in self.heads:
            if head not in self.before:
                yield from (ordered(head, other) for other in self.members if other != head)


def heads(members: Collection[int], digests: Mapping[int, bytes], scheme: ClusteringScheme) -> Heads:
    """The members that stand for the others, if they are more than ``scheme.crowd``."""
    if len(members) <= scheme.crowd:
        return ()
    return tuple(nsmallest(scheme.heads, members, key=digests.__getitem__))


def still_proposed(pairs: Counts, keys: Counts, heads: Counts) -> Marks:
    """For each of the pairs, shape (pairs, 2), whether the two share a key that proposes them.

    ``keys`` has the texts with their keys, ``heads`` those of the keys that are crowds with their heads, each of shape
    (n, 2). A key that is no crowd proposes all with all, a crowd its heads with all.
    """
    texts, places = np.unique(np.concatenate([pairs.ravel(), keys[:, 0], heads[:, 1]]), return_inverse=True)
    one, other = np.split(places[: pairs.size].reshape(-1, 2), 2, axis=1)
    owners, leaders = np.split(places[pairs.size :], [len(keys)])
    spelled, columns = np.unique(keys[:, 1], return_inverse=True)
    shape = (len(texts), len(spelled))
    few = ~np.isin(keys[:, 1], heads[:, 0])
    own = _marked(owners, columns, shape)
    meeting = _marked(owners[few], columns[few], shape)
    leading = _marked(leaders, np.searchsorted(spelled, heads[:, 0]), shape)
    found = np.zeros(len(pairs), dtype=bool)
    for start in range(0, len(pairs), _AT_ONCE):
        a, b = one[start : start + _AT_ONCE, 0], other[start : start + _AT_ONCE, 0]
        common = meeting[a].multiply(meeting[b]) + leading[a].multiply(own[b]) + own[a].multiply(leading[b])
        found[start : start + _AT_ONCE] = common.sum(axis=1) > 0
    return found


def _marked(rows: Counts, columns: Counts, shape: tuple[int, int]) -> csr_array:
    return csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape)


_AT_ONCE = 20_000
"""Pairs that are looked at together, with some sixty keys each."""


def ordered(one: int, other: int) -> Pair:
    """The pair of the two."""
    return (one, other) if one < other else (other, one)
