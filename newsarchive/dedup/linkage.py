"""Average linkage in which editors' rulings bind.

Agglomeration as in Sokal and Michener's UPGMA (1958), on whole numbers: the average of two clusters is kept as the
exact sum of their pairs. What must be apart is never merged, neither directly nor through others that will be
together with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Labels = list[int]
"""For each text the smallest index in its cluster."""

Apart = tuple[Sequence[int], Sequence[int]]
"""Two sides: no member of the one may meet a member of the other."""

_NEVER = np.float64(-1.0)


class Contradiction(ValueError):
    """Rulings that ask for two texts to be together and apart."""


@dataclass(frozen=True)
class Bond:
    """Larger clusters that the texts will be gathered into, as far as known: a label for each text.

    Two clusters that merge bring all their larger clusters' texts together, and no two sides of ``apart`` may meet
    there. What editors hold together is bound so and not contracted: averages are then those of likeness alone, and
    one pair ruled the same tears neither of the two from those that it is like.
    """

    labels: Sequence[int]
    apart: Iterable[Apart] = ()


def average_linkage(
    scores: npt.NDArray[np.int64],
    cut: int,
    groups: Sequence[int],
    apart: Sequence[Apart] = (),
    bonds: Sequence[Bond] = (),
) -> Labels:
    """Merge the two most alike clusters for as long as their average reaches ``cut``.

    ``scores`` is symmetric, shape (n, n), in any whole unit, the same as the cut's. ``groups`` gives each text's
    starting cluster (equal numbers are together from the start); ``apart`` the sides that must never meet, ``bonds``
    what must not meet through others. Ties go to the pair of clusters with the smallest first members.
    Raises `Contradiction` if a starting cluster, or one of a bond, holds a pair that must be apart.
    """
    if not apart and not bonds and len(set(groups)) == 1:
        return [0] * len(groups)
    agglomeration = _Agglomeration(scores, groups, apart)
    for bond in bonds:
        agglomeration.bind(bond)
    return agglomeration.run(cut)


class _Bound:
    """A bond in terms of starting clusters: the larger cluster of each, and which of them must never meet."""

    def __init__(self, larger: npt.NDArray[np.int64]) -> None:
        self.larger = larger
        self.apart = np.zeros((len(larger), len(larger)), dtype=bool)

    def join(self, one: int, other: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Two clusters merge: what was apart from either's larger one is apart from every cluster of both.

        Returns these clusters and those that none of them may meet any more.
        """
        labels = self.larger[one], self.larger[other]
        joined = np.flatnonzero((self.larger == labels[0]) | (self.larger == labels[1]))
        self.larger[joined] = labels[0]
        foes = np.flatnonzero(self.apart[joined].any(axis=0))
        self.apart[np.ix_(joined, foes)] = True
        self.apart[np.ix_(foes, joined)] = True
        return joined, foes


class _Agglomeration:
    """Sums, sizes and each row's best partner; a step costs one row, not the matrix."""

    def __init__(self, scores: npt.NDArray[np.int64], groups: Sequence[int], apart: Iterable[Apart]) -> None:
        firsts = sorted({group: i for i, group in reversed(list(enumerate(groups)))}.values())
        place = {groups[first]: k for k, first in enumerate(firsts)}
        self.firsts = firsts
        self.member_of = np.array([place[g] for g in groups], dtype=np.int64)
        self.sums, self.sizes = _contract(scores, self.member_of, len(firsts))
        self.forbidden = np.zeros(self.sums.shape, dtype=bool)
        for one, other in apart:
            _forbid(self.forbidden, self.member_of[list(one)], self.member_of[list(other)])
        self.alive = np.ones(len(firsts), dtype=bool)
        self.bonds: list[_Bound] = []
        self.averages = self._all_averages()
        self.best = self.averages.argmax(axis=1) if len(firsts) else np.arange(0)

    def bind(self, bond: Bond) -> None:
        """Make every merge join the larger clusters of the two as well, and keep these sides of them apart."""
        bound = _Bound(_contracted(self.member_of, bond.labels))
        self.bonds.append(bound)
        for sides in bond.apart:
            one, other = (self._in_larger_of(side, bound) for side in sides)
            _forbid(bound.apart, one, other)
            self._never(one, other)

    def _in_larger_of(self, texts: Sequence[int], bound: _Bound) -> npt.NDArray[np.int64]:
        return np.flatnonzero(np.isin(bound.larger, bound.larger[self.member_of[list(texts)]]))

    def _all_averages(self) -> npt.NDArray[np.float64]:
        averages = self.sums / np.multiply.outer(self.sizes, self.sizes)
        averages[self.forbidden] = _NEVER
        np.fill_diagonal(averages, _NEVER)
        return averages

    def run(self, cut: int) -> Labels:
        rows = np.arange(len(self.firsts))
        while len(rows) > 1:
            top = self.averages[rows, self.best]
            a = int(top.argmax())
            if top[a] < cut or top[a] <= 0:
                break
            self._merge(*sorted((a, int(self.best[a]))))
        return [self.firsts[k] for k in self.member_of]

    def _merge(self, keep: int, gone: int) -> None:
        self.sums[keep] += self.sums[gone]
        self.sums[:, keep] = self.sums[keep]
        self.sizes[keep] += self.sizes[gone]
        self.forbidden[keep] |= self.forbidden[gone]
        self.forbidden[:, keep] = self.forbidden[keep]
        self.alive[gone] = False
        self.member_of[self.member_of == gone] = keep
        self._refresh(keep, gone)
        for bound in self.bonds:
            if bound.larger[keep] != bound.larger[gone]:
                joined, foes = bound.join(keep, gone)
                if foes.size:
                    self._never(joined, foes)

    def _never(self, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> None:
        """Rule out the merges between two sets of clusters, and look again for the partners of them all."""
        for rows, columns in ((one, other), (other, one)):
            self.forbidden[np.ix_(rows, columns)] = True
            self.averages[np.ix_(rows, columns)] = _NEVER
        for rows in (one, other):
            self.best[rows] = self.averages[rows].argmax(axis=1)

    def _refresh(self, keep: int, gone: int) -> None:
        """Write the merged row's averages, and look again for the partner of every row that had one of the two."""
        row = self.sums[keep] / (self.sizes[keep] * self.sizes)
        row[self.forbidden[keep] | ~self.alive] = _NEVER
        row[keep] = _NEVER
        self.averages[keep] = self.averages[:, keep] = row
        self.averages[gone] = self.averages[:, gone] = _NEVER
        stale = (self.best == keep) | (self.best == gone)
        stale[[keep, gone]] = True
        self.best[stale] = self.averages[stale].argmax(axis=1)
        self._offer(keep, row)

    def _offer(self, keep: int, row: npt.NDArray[np.float64]) -> None:
        """Rows for which the merged cluster is now the better partner, or an equal one with a smaller index."""
        held = self.averages[np.arange(len(row)), self.best]
        better = (row > held) | ((row == held) & (keep < self.best))
        better[keep] = False
        self.best[better & self.alive] = keep


def _forbid(forbidden: npt.NDArray[np.bool_], one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> None:
    if np.intersect1d(one, other).size:
        raise Contradiction("the same texts are ruled to be together and apart")
    forbidden[np.ix_(one, other)] = True
    forbidden[np.ix_(other, one)] = True


def _contracted(member_of: npt.NDArray[np.int64], labels: Sequence[int]) -> npt.NDArray[np.int64]:
    """For each starting cluster the label of its texts: larger clusters hold whole starting clusters."""
    found = np.zeros(int(member_of.max(initial=-1)) + 1, dtype=np.int64)
    found[member_of] = list(labels)
    return found


def _contract(
    scores: npt.NDArray[np.int64], member_of: npt.NDArray[np.int64], count: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Sums of scores between starting clusters, and the clusters' sizes."""
    sums = np.zeros((count, len(scores)), dtype=np.int64)
    np.add.at(sums, member_of, scores)
    squeezed = np.zeros((count, count), dtype=np.int64)
    np.add.at(squeezed.T, member_of, sums.T)
    return squeezed, np.bincount(member_of, minlength=count)
