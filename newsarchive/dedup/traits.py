"""What two texts show of how one came from the other: what each has of the other, in which order, and what is new.

Where `newsarchive.dedup.evidence` asks whether two texts are one, this asks what the one is to the other, so that most
of it is told of each of the two apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from newsarchive.dedup.evidence import Comparison
from newsarchive.dedup.numbers import value_of
from newsarchive.dedup.profiles import Profile

Counts = npt.NDArray[np.int64]

LONGEST = 2500
"""Words of a text that are laid beside another's: of a page with a hundred comments the rest tells nothing more."""

RUN = 4
"""Words in a row that both must have to be the same passage; shorter ones meet by chance."""

LIGHT = 6
"""Words that a sub-editor puts in or takes out without reporting anything."""


@dataclass(frozen=True, slots=True)
class Side:
    """What is told of one of two texts against the other.

    ``length`` is its words. ``contained`` is the share of its short runs that the other has, ``passages`` that of its
    runs of eight. ``head`` is the share of its first words found anywhere in the other, ``top`` in the other's first
    words. ``fresh`` counts the figures and rare words of its beginning that the other has nowhere, ``lacking`` those of
    all of it. ``cut`` counts its words that stand where the other has nothing, ``rewritten`` those that stand where the
    other has other words, ``before`` and ``after`` those before the first and behind the last passage in common.
    """

    length: int
    contained: float
    passages: float
    head: float
    top: float
    fresh: int
    lacking: int
    specifics: int
    named: int
    cut: int
    rewritten: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Traits:
    """Two texts side by side.

    ``figures`` and ``names`` count places, known by the words around them, that both texts have and that hold a figure
    or a rare word; ``figures_changed`` and ``names_changed`` those of them that hold another in each. ``touched``
    counts words that gave way to a few others in between what is the same.
    """

    one: Side
    other: Side
    figures: int
    figures_changed: int
    names: int
    names_changed: int
    touches: int
    touched: int
    longest: int
    grown: int
    knows: int

    def swapped(self) -> Traits:
        """The same, the other text first."""
        rest = (self.figures, self.figures_changed, self.names, self.names_changed)
        return Traits(self.other, self.one, *rest, self.touches, self.touched, self.longest, -self.grown, -self.knows)


def traits_of(
    wordlists: Sequence[Sequence[str]], profiles: Sequence[Profile], pairs: Sequence[tuple[int, int]]
) -> list[Traits]:
    """The traits of pairs of indices into texts, each given by its normalised words and its profile."""
    if not pairs:
        return []
    left, right = np.array(pairs, dtype=np.int64).T
    comparison = Comparison(profiles)
    columns = [comparison.told(left, right), comparison.told(right, left)]
    figures = comparison.places("figure_slots", left, right)
    names = comparison.places("name_slots", left, right)
    found = []
    for k, (i, j) in enumerate(pairs):
        order = _order(wordlists[i][:LONGEST], wordlists[j][:LONGEST])
        one, other = (Side(*(c[k].item() for c in told), *own) for told, own in zip(columns, order.sides, strict=True))
        rest = (figures[0][k], figures[0][k] - figures[1][k], names[0][k], names[0][k] - names[1][k])
        found.append(Traits(one, other, *(each.item() for each in rest), order.touches, order.touched, order.longest, order.grown, order.knows))
    return found


@dataclass(frozen=True, slots=True)
class _Order:
    """``cut``, ``rewritten``, ``before`` and ``after`` of both sides, and the words ``touched``."""

    sides: tuple[tuple[int, int, int, int], tuple[int, int, int, int]]
    touches: int
    touched: int
    longest: int
    grown: int
    knows: int


def _order(one: Sequence[str], other: Sequence[str]) -> _Order:
    runs = list(_runs(one, other))
    edges = [(0, 0, 0), *runs, (len(one), len(other), 0)]
    gaps = [(b[0] - a[0] - a[2], b[1] - a[1] - a[2]) for a, b in pairwise(edges)]
    inner = gaps[1:-1]
    light = [gap for gap in inner if max(gap) <= LIGHT]
    numbers = [pair for a, b in pairwise(runs) if (pair := _numbers(one[a[0] + a[2] : b[0]], other[a[1] + a[2] : b[1]]))]
    grown = sum((there > here) - (there < here) for here, there in numbers)
    cut = [gap for gap in inner if max(gap) > LIGHT >= min(gap)]
    heavy = [gap for gap in inner if min(gap) > LIGHT]
    first, last = gaps[0], gaps[-1] if runs else (0, 0)
    sides = tuple((sum(g[k] for g in cut), sum(g[k] for g in heavy), first[k], last[k]) for k in (0, 1))
    touched = sum(max(gap) for gap in light)
    return _Order((sides[0], sides[1]), len(light), touched, max((run[2] for run in runs), default=0), grown, _knows(numbers, one, other))


def _numbers(mine: Sequence[str], theirs: Sequence[str]) -> tuple[float, float] | None:
    """The number that gave way to another in a gap, where there is one on each side."""
    if max(len(mine), len(theirs)) > LIGHT:
        return None
    one, other = ([value for word in side if (value := value_of(word)) is not None] for side in (mine, theirs))
    return (one[0], other[0]) if len(one) == len(other) == 1 and one != other else None


def _knows(numbers: Sequence[tuple[float, float]], one: Sequence[str], other: Sequence[str]) -> int:
    """In how many of the places the other text prints the one's number somewhere and not the other way round: who
    says from what a figure rose, or which it corrects, is the later.
    """
    if not numbers:
        return 0
    mine, theirs = ({value_of(word) for word in words} for words in (one, other))
    return sum((here in theirs) - (there in mine) for here, there in numbers)


def _runs(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where the runs in common begin on both sides, and how long they are, in the order of both."""
    for step in Indel.opcodes(one, other):
        if step.tag == "equal" and step.src_end - step.src_start >= RUN:
            yield step.src_start, step.dest_start, step.src_end - step.src_start
