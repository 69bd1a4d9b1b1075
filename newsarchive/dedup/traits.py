"""What two texts show of how one came from the other: what each has of the other, in which order, and what is new.

Where `newsarchive.dedup.evidence` asks whether two texts are one, this asks what the one is to the other, so that most
of it is told of each of the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsarchive.dedup.covered import Covered, covered
from newsarchive.dedup.evidence import Comparison
from newsarchive.dedup.order import Order, Printed, Stretch, Wording, order_of, untold
from newsarchive.dedup.profiles import Profile


@dataclass(frozen=True, slots=True)
class Side:
    """What is told of one of two texts against the other.

    ``length`` is its words. ``contained`` is the share of its short runs that the other has, ``passages`` that of its
    runs of eight. ``head`` is the share of its first words found anywhere in the other, ``top`` in the other's first
    words. ``fresh`` counts the figures and rare words of its beginning that the other has nowhere, ``lacking`` those of
    all of its ``specifics``; ``named`` counts the short runs with a rare word that both have, ``news`` the words of
    its top that tell something and that the other has nowhere, ``new`` those of all of it.
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
    stretch: Stretch
    covered: Covered
    news: int
    new: int

    @property
    def own(self) -> int:
        """Its words without what is of another item of its page."""
        return max(self.length - self.stretch.foreign, 1)

    @property
    def contained_own(self) -> float:
        """The same share of these."""
        return min(self.contained * self.length / self.own, 1.0)

    @property
    def apart(self) -> int:
        """Words of its own that stand where the other has nothing, or something else."""
        return self.stretch.cut + self.stretch.rewritten + self.stretch.before + self.stretch.after


@dataclass(frozen=True, slots=True)
class Traits:
    """Two texts side by side.

    ``figures`` and ``names`` count places, known by the words around them, that both texts have and that hold a figure
    or a rare word; ``figures_changed`` and ``names_changed`` those of them that hold another in each.
    """

    one: Side
    other: Side
    figures: int
    figures_changed: int
    names: int
    names_changed: int
    order: Order


def traits_of(
    wordlists: Sequence[Sequence[str]],
    profiles: Sequence[Profile],
    pairs: Sequence[tuple[int, int]],
    printed: Sequence[Printed] | None = None,
) -> list[Traits]:
    """The traits of pairs of indices into texts, each given by its normalised words and its profile. ``printed`` says
    for each pair what the others of its story print.
    """
    if not pairs:
        return []
    left, right = np.array(pairs, dtype=np.int64).T
    comparison = Comparison(profiles)
    told, other_told = (list(zip(*side, strict=True)) for side in comparison.told(left, right))
    places = zip(
        *comparison.places("figure_slots", left, right), *comparison.places("name_slots", left, right), strict=True
    )
    texts = {i: Wording(wordlists[i]) for pair in pairs for i in pair}
    found = []
    asked = printed or [untold] * len(pairs)
    for (i, j), one, other, counts, others in zip(pairs, told, other_told, places, asked, strict=True):
        order = order_of(texts[i], texts[j], others)
        figures, figures_kept, names, names_kept = (int(count) for count in counts)
        sides = _side(one, order.one, texts[i], texts[j]), _side(other, order.other, texts[j], texts[i])
        found.append(Traits(*sides, figures, figures - figures_kept, names, names - names_kept, order))
    return found


def _side(told: tuple[Any, ...], stretch: Stretch, own: Wording, other: Wording) -> Side:
    """One side, given what is counted of it and its words in order."""
    length, contained, passages, head, top, *counts = (value.item() for value in told)
    fresh, lacking, specifics, named = counts
    shares = (length, contained, passages, head, top, fresh, lacking, specifics, named)
    return Side(*shares, stretch, covered(own.runs, other.runs), own.news(other), own.new(other))
