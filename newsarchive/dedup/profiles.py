"""What of a text is compared with others, computed once from its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.rarity import UNLISTED
from newsarchive.dedup.shingles import Shingles, runs_within
from newsarchive.dedup.slots import Slots, slots
from newsarchive.dedup.stretches import Marks, Stretches, borders_of
from newsarchive.dedup.vocabulary import Spelled, spelled

SHORT, LONG = 3, 8
"""Words in a shingle; eight in a row are seldom written twice, three often are."""

_AT_ONCE = 200
"""Texts, so that what is worked out of them stays in the cache."""

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
    return profiles([wordlist])[0]


def profiles(wordlists: Sequence[Sequence[str]]) -> list[Profile]:
    """`profile` of many texts, which costs less than one after the other."""
    return profiles_of(spelled(wordlists))


def profiles_of(texts: Spelled) -> list[Profile]:
    """The same of texts whose words are numbered."""
    count = len(texts.lengths)
    firsts = range(0, count, _AT_ONCE)
    return [one for first in firsts for one in _some(texts.stretch(first, min(first + _AT_ONCE, count)))]


def _some(texts: Spelled) -> list[Profile]:
    words, rarity = texts.hashes, np.where(texts.figures, 0, texts.rarities)
    name = _names(Stretches(rarity == UNLISTED, texts.borders))
    specific, head = texts.figures | name, words.places < HEAD
    short = runs_within(words, SHORT)
    telling = words.only(rarity > 0)
    first = telling.firsts()
    columns = (
        short.distinct().each(),
        runs_within(words, LONG).distinct().each(),
        short.only(_held(Stretches(name, texts.borders), short)).distinct().each(),
        short.only(short.places < HEAD - SHORT + 1).distinct().each(),
        Stretches(telling.values[first.values], first.borders).each(),
        Stretches(rarity[rarity > 0][first.values], first.borders).each(),
        slots(words, texts.figures),
        slots(words, name),
        words.only(specific).distinct().each(),
        words.only(specific & head).distinct().each(),
    )
    return [Profile(*row) for row in zip(words.lengths.tolist(), *columns, strict=True)]


def _names(rare: Stretches) -> Marks:
    """The words that pass for names: the rare ones, unless most of a text are rare, as in a language that the table
    does not know.
    """
    few = 2 * np.diff(borders_of(rare.values)[rare.borders]) <= rare.lengths
    found: Marks = rare.values & np.repeat(few, rare.lengths)
    return found


def _held(marks: Stretches, short: Stretches) -> Marks:
    """For each short run whether one of its words is marked."""
    starts = short.places + np.repeat(marks.borders[:-1], short.lengths)
    last = np.repeat(marks.borders[1:], short.lengths) - 1
    held = np.zeros(len(starts), dtype=bool)
    for offset in range(SHORT):
        held |= marks.values[np.minimum(starts + offset, last)]
    return held
