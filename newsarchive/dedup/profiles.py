"""What of a text is compared with others, computed once from its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import xxhash

from newsarchive.dedup.rarity import UNLISTED, rarities
from newsarchive.dedup.shingles import Shingles, runs
from newsarchive.dedup.slots import Slots, slots

SHORT, LONG = 3, 8
"""Words in a shingle; eight in a row are seldom written twice, three often are."""

HEAD = 30
"""Words at the beginning, about a lede."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One text as the comparison sees it. All hashes are distinct and ascending.

    ``shingles`` and ``passages`` are its runs of `SHORT` and `LONG` words, ``names`` those short runs that hold a rare
    word; ``figure_slots`` and ``name_slots`` are where figures and rare words stand, ``specifics`` these themselves,
    ``head_specifics`` those among its first `HEAD` words, and ``head`` the short runs of these first words. ``words``
    are its words without figures that tell anything, and ``weights`` how much, in the unit of `rarity`.
    """

    length: int
    shingles: Shingles
    passages: Shingles
    names: Shingles
    head: Shingles
    words: Shingles
    weights: npt.NDArray[np.int64]
    figure_slots: Slots
    name_slots: Slots
    specifics: Shingles
    head_specifics: Shingles


def profile(wordlist: Sequence[str]) -> Profile:
    """The profile of a text, given its normalised words in order."""
    traits = [_trait(word) for word in wordlist]
    hashes = np.array([h for h, _ in traits], dtype=np.uint64)
    figure = np.array([f for _, f in traits], dtype=bool)
    rarity = np.where(figure, 0, rarities(hashes))
    name = _names(rarity == UNLISTED)
    specific = figure | name
    short = runs(hashes, SHORT)
    telling, first = np.unique(hashes[rarity > 0], return_index=True)
    return Profile(
        length=len(hashes),
        shingles=np.unique(short),
        passages=np.unique(runs(hashes, LONG)),
        names=np.unique(short[_within(name, len(short))]),
        head=np.unique(runs(hashes[:HEAD], SHORT)),
        words=telling,
        weights=rarity[rarity > 0][first],
        figure_slots=slots(hashes, figure),
        name_slots=slots(hashes, name),
        specifics=np.unique(hashes[specific]),
        head_specifics=np.unique(hashes[:HEAD][specific[:HEAD]]),
    )


def _names(rare: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The words that pass for names: the rare ones, unless most are rare, as in a language the table does not know."""
    return rare & (2 * np.count_nonzero(rare) <= len(rare))


@lru_cache(maxsize=200_000)
def _trait(word: str) -> tuple[int, bool]:
    """A word's hash, and whether it holds a figure."""
    return xxhash.xxh3_64_intdigest(word.encode()), any(c.isdigit() for c in word)


def _within(marks: npt.NDArray[np.bool_], count: int) -> npt.NDArray[np.bool_]:
    """For each run of words whether one of its words is marked; ``count`` runs, of equal length."""
    size = len(marks) - count + 1
    held = np.zeros(count, dtype=bool)
    for offset in range(size if count else 0):
        held |= marks[offset : offset + count]
    return held
