"""Average linkage in which editors' rulings bind.

Agglomeration as in Sokal and Michener's UPGMA (1958), on whole numbers: the average of two clusters is kept as the
exact sum of their pairs. What must be together is contracted before the first step; what must be apart is never
merged, neither directly nor through others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Labels = list[int]
"""For each text the smallest index in its cluster."""

Apart = tuple[Sequence[int], Sequence[int]]
"""Two sides: no member of the one may meet a member of the other."""

_NEVER = np.float64(-1.0)


class Contradiction(ValueError):
    """Rulings that ask for two texts to be together and apart."""


def average_linkage(
    scores: npt.NDArray[np.int64],
    cut: int,
    groups: Sequence[int],
    apart: Iterable[Apart] = (),
    stories: Sequence[int] | None = None,
    stories_apart: Iterable[Apart] = (),
) -> Labels:
    """Merge the two most alike clusters for as long as their average reaches ``cut``.

    ``scores`` is symmetric, shape (n, n), in any whole unit, the same as the cut's. ``groups`` gives each text's
    starting cluster (equal numbers are together from the start); ``apart`` the sides that must never meet. Ties go
    to the pair of clusters with the smallest first members.

    Where the clusters will later be gathered into larger ones, ``stories`` gives each text's larger cluster so far,
    and ``stories_apart`` the sides that must not meet there: two clusters that merge bring all their stories' texts
    together. Raises `Contradiction` if a starting cluster holds a pair that must be apart.
    """
    agglomeration = _Agglomeration(scores, groups, apart)
    if stories is not None:
        agglomeration.bind(stories, stories_apart)
    return agglomeration.run(cut)


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
        self.stories = rows = np.arange(len(firsts))
        self.stories_apart = np.zeros(self.sums.shape, dtype=bool)
        self.averages = self._all_averages()
        self.best = self.averages.argmax(axis=1) if len(firsts) else rows

    def bind(self, stories: Sequence[int], apart: Iterable[Apart]) -> None:
        """Make every merge join the stories of the two as well, and keep these sides of stories apart."""
        self.stories = _contracted(self.member_of, stories)
        for one, other in apart:
            sides = (self._in_stories_of(one), self._in_stories_of(other))
            _forbid(self.stories_apart, *sides)
            self._never(*sides)

    def _in_stories_of(self, texts: Sequence[int]) -> npt.NDArray[np.int64]:
        return np.flatnonzero(np.isin(self.stories, self.stories[self.member_of[list(texts)]]))

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
        if self.stories[keep] != self.stories[gone]:
            self._join_stories(self.stories[keep], self.stories[gone])

    def _join_stories(self, one: np.int64, other: np.int64) -> None:
        """What was apart from either story is apart from every cluster of both."""
        joined = np.flatnonzero((self.stories == one) | (self.stories == other))
        self.stories[joined] = one
        foes = np.flatnonzero(self.stories_apart[joined].any(axis=0))
        self.stories_apart[np.ix_(joined, foes)] = True
        self.stories_apart[np.ix_(foes, joined)] = True
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


def _contracted(member_of: npt.NDArray[np.int64], stories: Sequence[int]) -> npt.NDArray[np.int64]:
    """For each starting cluster the story of its texts. Stories hold whole clusters."""
    found = np.zeros(int(member_of.max(initial=-1)) + 1, dtype=np.int64)
    found[member_of] = list(stories)
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
