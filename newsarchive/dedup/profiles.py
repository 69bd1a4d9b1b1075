"""What of a text is compared with others, computed once from its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.noise import lines_of, mended
from newsarchive.dedup.rarity import UNLISTED
from newsarchive.dedup.shingles import Shingles, runs_within
from newsarchive.dedup.slots import Slots, slots
from newsarchive.dedup.stretches import Counts, Marks, Stretches, borders_of, in_line, stretches_of
from newsarchive.dedup.vocabulary import Spelled, spelled

Bytes = npt.NDArray[np.uint8]

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
    are its words without figures that tell anything, and ``weights`` how much, in the unit of `rarity`. ``line`` has
    all its words in order, in UTF-8 and with a blank between them; ``printed``, which only a damaged text has, what
    `newsarchive.dedup.noise.Damage` says was printed in their place.
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
    line: Bytes
    printed: Bytes


def words_of(profile: Profile) -> list[str]:
    """All words of a text in order, as it is compared."""
    return bytes(profile.line).decode().split()


class Columns(Sequence[Profile]):
    """The profiles of some texts, the same part of all of them in one array, as they are compared.

    Lines are put together when they are first asked for: most pairs are told without.
    """

    def __init__(self, lengths: Counts, parts: Mapping[str, Stretches], lines: Callable[[], Stretches]) -> None:
        self.lengths, self.parts, self._lines = lengths, parts, lines

    @cached_property
    def line(self) -> Stretches:
        return self._lines()

    def with_part(self, name: str, part: Stretches) -> Columns:
        """The same with one part in addition, or another in its place."""
        return Columns(self.lengths, {**self.parts, name: part}, lambda: self.line)

    def __len__(self) -> int:
        return len(self.lengths)

    @overload
    def __getitem__(self, i: int) -> Profile: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[Profile]: ...
    def __getitem__(self, i: int | slice) -> Profile | Sequence[Profile]:
        return list(self)[i]

    def __iter__(self) -> Iterator[Profile]:
        each: dict[str, Iterator[Any]] = {name: part.each() for name, part in self.parts.items()}
        each["line"] = self.line.each()
        for kind in ("figure_slots", "name_slots"):
            each[kind] = map(Slots, each.pop(f"{kind}.places"), each.pop(f"{kind}.fills"))
        for length in self.lengths.tolist():
            yield Profile(length=length, **{name: next(part) for name, part in each.items()})

    def some(self, texts: Counts) -> Columns:
        """Those of some of the texts, by index."""
        parts = {name: part.some(texts) for name, part in self.parts.items()}
        return Columns(self.lengths[texts], parts, lambda: self.line.some(texts))


def part_of(profiles: Sequence[Profile], name: str) -> Stretches:
    """One part of all the profiles, by its name, as ``shingles`` or ``figure_slots.places``."""
    if isinstance(profiles, Columns):
        return profiles.line if name == "line" else profiles.parts[name]
    return stretches_of([*map(attrgetter(name), profiles)])


def lengths_of(profiles: Sequence[Profile]) -> Counts:
    """Words in each text."""
    if isinstance(profiles, Columns):
        return profiles.lengths
    return np.array([profile.length for profile in profiles], dtype=np.int64)


def profile(wordlist: Sequence[str]) -> Profile:
    """The profile of a text, given its normalised words in order."""
    return profiles([wordlist])[0]


def profiles(wordlists: Sequence[Sequence[str]]) -> list[Profile]:
    """`profile` of many texts, which costs less than one after the other."""
    return list(profiles_of(spelled(wordlists)))


def profiles_of(texts: Spelled) -> Columns:
    """The same of texts whose words are numbered; damaged ones are taken as they are read."""
    texts, printed = mended(texts)
    return profiles_as_given(texts).with_part("printed", printed)


def profiles_as_given(texts: Spelled) -> Columns:
    """The same where none is taken for damaged."""
    count = len(texts.lengths)
    firsts = range(0, max(count, 1), _AT_ONCE)
    found = [_some(texts.stretch(first, min(first + _AT_ONCE, count))) for first in firsts]
    parts = {name: in_line([some[name] for some in found]) for name in found[0]}
    return Columns(texts.lengths, parts, lambda: lines_of(texts))


def _some(texts: Spelled) -> dict[str, Stretches]:
    words, rarity = texts.hashes, np.where(texts.figures, 0, texts.rarities)
    name = _names(Stretches(rarity == UNLISTED, texts.borders))
    specific, head = texts.figures | name, words.places < HEAD
    short = runs_within(words, SHORT)
    telling = words.only(rarity > 0)
    first = telling.firsts()
    figure_places, figure_fills = slots(words, texts.figures)
    name_places, name_fills = slots(words, name)
    return {
        "shingles": short.distinct(),
        "passages": runs_within(words, LONG).distinct(),
        "names": short.only(_held(Stretches(name, texts.borders), short)).distinct(),
        "head": short.only(short.places < HEAD - SHORT + 1).distinct(),
        "words": Stretches(telling.values[first.values], first.borders),
        "weights": Stretches(rarity[rarity > 0][first.values], first.borders),
        "figure_slots.places": figure_places,
        "figure_slots.fills": figure_fills,
        "name_slots.places": name_places,
        "name_slots.fills": name_fills,
        "specifics": words.only(specific).distinct(),
        "head_specifics": words.only(specific & head).distinct(),
        "printed": Stretches(np.empty(0, dtype=np.uint8), np.zeros_like(texts.borders)),
    }


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
