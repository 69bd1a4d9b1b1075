"""How far a figure may be off because few clusters, or few pairs, were looked at."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SEED, DRAWS = 20070810, 2000
_Z = 1.959964


def wilson(found: int, of: int) -> list[float] | None:
    """The 95 % interval of a share (Wilson, 1927); None of nothing."""
    if not of:
        return None
    share, square = found / of, _Z * _Z
    middle, half = share + square / (2 * of), _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return [round((middle - half) / (1 + square / of), 4), round((middle + half) / (1 + square / of), 4)]


@dataclass(frozen=True)
class Counted:
    """Articles in each true and each found cluster, shape (true clusters, found clusters).

    ``units`` numbers, for each true cluster, what is drawn together: itself, or the story of which it is a version.
    """

    table: Floats
    units: npt.NDArray[np.int64]

    @classmethod
    def of(cls, truth: Sequence[Hashable], found: Sequence[Hashable], units: Sequence[Hashable]) -> Counted:
        rows, columns, unit = _numbered(truth), _numbered(found), _numbered(units)
        table = np.zeros((max(rows) + 1, max(columns) + 1))
        np.add.at(table, (rows, columns), 1)
        return cls(table, np.array([unit[rows.index(row)] for row in range(len(table))]))

    @cached_property
    def by_unit(self) -> Floats:
        """Articles in each unit and each found cluster."""
        found = np.zeros((self.units.max() + 1, self.table.shape[1]))
        np.add.at(found, self.units, self.table)
        return found


def bootstrap(
    truth: Sequence[Hashable],
    found: Sequence[Hashable],
    units: Sequence[Hashable] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> dict[str, list[float]]:
    """95 % intervals of ARI and of B-cubed and pairwise F1: the true clusters are drawn with replacement.

    ``units`` names for each article what is drawn whole instead, such as the story of a version.
    """
    counted = Counted.of(truth, found, truth if units is None else units)
    random, count = np.random.default_rng(seed), len(counted.by_unit)
    each = [drawn(counted, np.bincount(random.integers(0, count, count), minlength=count)) for _ in range(draws)]
    low, high = np.percentile(np.array(each), [2.5, 97.5], axis=0).round(4).tolist()
    return {name: [low[i], high[i]] for i, name in enumerate(("ari", "b_cubed_f1", "pairwise_f1"))}


def drawn(counted: Counted, times: npt.NDArray[np.int64]) -> tuple[float, float, float]:
    """ARI, B-cubed F1 and pairwise F1 where each unit stands so many times.

    Copies of one unit are strangers to each other; what a unit shares a found cluster with, each of its copies does.
    """
    table, units, by_unit = counted.table, counted.by_unit, times[:, None] * counted.by_unit
    weight, squares = times[counted.units], table * table
    seen = (units + by_unit.sum(0) - by_unit)[counted.units]
    articles = float(weight @ table.sum(1))
    precise = float(weight @ (squares / np.maximum(seen, 1)).sum(1)) / articles
    recalled = float(weight @ (squares.sum(1) / table.sum(1))) / articles
    both, true = float(weight @ _pairs(table).sum(1)), float(weight @ _pairs(table.sum(1)))
    across = float((by_unit.sum(0) ** 2 - (by_unit**2).sum(0)).sum()) / 2
    joined = float(times @ _pairs(units).sum(1)) + across
    return (
        _ari(both, true, joined, articles * (articles - 1) / 2),
        2 * precise * recalled / (precise + recalled),
        2 * both / (true + joined) if true + joined else 1.0,
    )


def _ari(both: float, true: float, joined: float, pairs: float) -> float:
    expected = true * joined / pairs if pairs else 0.0
    best = (true + joined) / 2
    return (both - expected) / (best - expected) if best != expected else 1.0


def _pairs(sizes: Floats) -> Floats:
    found: Floats = sizes * (sizes - 1) / 2
    return found


def _numbered(labels: Sequence[Hashable]) -> list[int]:
    numbers = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    return [numbers[label] for label in labels]
