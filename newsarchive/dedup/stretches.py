"""The values of many texts in one array, one text after the other, so that a batch costs few calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


def borders_of(lengths: npt.ArrayLike) -> Counts:
    """Where each of some stretches begins, laid one after the other, and where the last one ends."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths, dtype=np.int64)])


class Stretches(NamedTuple):
    """Text ``i`` has the values from ``borders[i]`` to ``borders[i + 1]``; ``borders`` has shape (texts + 1,)."""

    values: npt.NDArray[Any]
    borders: Counts

    @property
    def lengths(self) -> Counts:
        return np.diff(self.borders)

    @property
    def places(self) -> Counts:
        """How many values of its text stand before each."""
        found: Counts = np.arange(len(self.values)) - np.repeat(self.borders[:-1], self.lengths)
        return found

    def only(self, marks: Marks) -> Stretches:
        """The marked values."""
        at = np.flatnonzero(marks)
        return Stretches(self.values[at], np.searchsorted(at, self.borders))

    def some(self, texts: Counts) -> Stretches:
        """Those of some of the texts, by index."""
        borders = borders_of(self.lengths[texts])
        at = np.arange(borders[-1]) + np.repeat(self.borders[texts] - borders[:-1], np.diff(borders))
        return Stretches(self.values[at], borders)

    def ordered(self) -> Stretches:
        """Each text's values in ascending order."""
        values = self.values.copy()
        for first, last in pairwise(self.borders.tolist()):
            values[first:last].sort()
        return Stretches(values, self.borders)

    def distinct(self) -> Stretches:
        """Each text's distinct values in ascending order."""
        ordered = self.ordered()
        return ordered.only(ordered.changes())

    def firsts(self) -> Stretches:
        """The indices of what `distinct` gives, each where the value stands first."""
        order = np.empty(len(self.values), dtype=np.int64)
        for first, last in pairwise(self.borders.tolist()):
            order[first:last] = self.values[first:last].argsort(kind="stable")
            order[first:last] += first
        return Stretches(order, self.borders).only(Stretches(self.values[order], self.borders).changes())

    def changes(self) -> Marks:
        """Which values are not equal to the one before them in their text."""
        marks = np.ones(len(self.values), dtype=bool)
        np.not_equal(self.values[1:], self.values[:-1], out=marks[1:])
        marks[self.borders[:-1][self.lengths > 0]] = True
        return marks

    def each(self) -> Iterator[npt.NDArray[Any]]:
        """Each text's values."""
        return (self.values[first:last] for first, last in pairwise(self.borders.tolist()))


def stretches_of(values: Sequence[npt.NDArray[Any]]) -> Stretches:
    """Each text's values, laid one after the other."""
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    return Stretches(np.concatenate(values or [np.empty(0, dtype=np.uint64)]), borders_of(lengths))


def in_line(parts: Sequence[Stretches]) -> Stretches:
    """The texts of each part, one part after the other."""
    lengths = np.concatenate([part.lengths for part in parts])
    return Stretches(np.concatenate([part.values for part in parts]), borders_of(lengths))
