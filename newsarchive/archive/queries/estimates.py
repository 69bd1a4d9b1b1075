"""Shares estimated from samples, with intervals of 95 %. Arithmetic alone: nothing here knows the archive.

One share: Wilson's score interval (E. B. Wilson, JASA 22, 1927; R. G. Newcombe, Statistics in Medicine 17, 1998).
A share put together from strata: the limits of the strata are combined by the method of variance estimates recovery
(G. Y. Zou, W. Huang, X. Zhang, Computational Statistics & Data Analysis 53, 2009). It needs no error to have been
found for an interval to have a width, as bootstrap and normal approximation do. A ratio of two such: the same method
for ratios (A. Donner, G. Y. Zou, Statistical Methods in Medical Research 21, 2012). With eight verdicts a stratum or
more, the intervals held the truth in 93 to 95 of 100 draws from made-up archives, in the least lucky archive in 85.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.stats import norm

Z = float(norm.ppf(0.975))


@dataclass(frozen=True)
class Stratum:
    """A part of the population: how many it has, how many of them were looked at, and how many of those hit."""

    population: float
    seen: int
    hits: int


@dataclass(frozen=True)
class Interval:
    """A value between its limits."""

    value: float
    low: float
    high: float

    def scaled(self, by: float) -> Interval:
        return Interval(self.value * by, self.low * by, self.high * by)


def wilson(hits: int, seen: int) -> Interval:
    """The share of hits, by Wilson's score."""
    if seen == 0:
        return Interval(0.5, 0.0, 1.0)
    share, squared = hits / seen, Z * Z / seen
    middle = (share + squared / 2) / (1 + squared)
    reach = Z * math.sqrt(share * (1 - share) / seen + squared / (4 * seen)) / (1 + squared)
    low = 0.0 if hits == 0 else middle - reach
    high = 1.0 if hits == seen else middle + reach
    return Interval(share, low, high)


def collapsed(strata: Sequence[Stratum]) -> list[Stratum]:
    """The strata with those of which none was looked at joined to their nearest neighbour of which some were.

    None where nothing was looked at at all. They come in an order in which neighbours are alike.
    """
    seen = [i for i, stratum in enumerate(strata) if stratum.seen]
    populations = dict.fromkeys(seen, 0.0)
    for i, stratum in enumerate(strata):
        if seen:
            populations[min(seen, key=lambda j: (abs(i - j), j))] += stratum.population
    return [Stratum(populations[i], strata[i].seen, strata[i].hits) for i in seen]


def total(strata: Iterable[Stratum]) -> Interval:
    """How many of the whole population would hit."""
    parts = [(stratum, wilson(stratum.hits, stratum.seen)) for stratum in strata]
    value = sum(s.population * i.value for s, i in parts)
    below = math.sqrt(sum((s.population * (i.value - i.low)) ** 2 for s, i in parts))
    above = math.sqrt(sum((s.population * (i.high - i.value)) ** 2 for s, i in parts))
    most = sum(s.population for s, _ in parts)
    return Interval(value, max(0.0, value - below), min(most, value + above))


def share(strata: Sequence[Stratum]) -> Interval | None:
    """The share of the population that would hit; None where nothing was looked at."""
    parts = collapsed(strata)
    size = sum(stratum.population for stratum in parts)
    return total(parts).scaled(1 / size) if size else None


def ratio(one: Interval, other: Interval) -> Interval:
    """One number divided by another that was estimated apart from it; the upper limit may be infinite."""
    product = one.value * other.value
    low = _limit(product, one.low * (2 * one.value - one.low), other.high * (2 * other.value - other.high), -1)
    high = _limit(product, one.high * (2 * one.value - one.high), other.low * (2 * other.value - other.low), +1)
    value = one.value / other.value if other.value else math.inf if one.value else 0.0
    return Interval(value, max(0.0, low), high)


def _limit(product: float, above: float, below: float, side: int) -> float:
    root = math.sqrt(max(0.0, product * product - above * below))
    if below:
        return (product + side * root) / below
    return math.inf if side > 0 else above / (2 * product) if product else 0.0


def recall(found: Sequence[Stratum], missed: Sequence[Stratum]) -> Interval | None:
    """Of all that should be found, the share that is.

    ``found`` are strata of what was found, where a hit is one that should be; ``missed`` of what was not, where a hit
    is one that should have been. None where nothing was looked at on either side, or nothing should be found.
    """
    right, wrong = collapsed(found), collapsed(missed)
    if not right or (not wrong and missed):
        return None
    if not total(right).value and not total(wrong).value:
        return None
    of_right = ratio(total(wrong), total(right))
    if not math.isfinite(of_right.value):
        return Interval(0.0, 0.0, 1 / (1 + of_right.low))
    return Interval(1 / (1 + of_right.value), 1 / (1 + of_right.high), 1 / (1 + of_right.low))
