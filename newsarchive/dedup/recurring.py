"""Runs of words that recur over many stories: where stock text is looked for.

Three readings of the same paragraphs, story by story. The first counts, in a table of fixed size, in how many stories
each run of `SIZE` words occurs; a place that two runs share counts for both, so no run is ever missed (a count-min
sketch of one row: Cormode and Muthukrishnan, 2005). The second counts exactly those that may be frequent. The third
lays frequent runs together, all that follow one another, and again cut where one run is much more or much less frequent
than the next, as at the border of a sign-off and the sentence before it. Figures are all one, so that years do not keep
runs apart. Only what begins or ends a paragraph is taken: stock is a paragraph of its own, or glued to one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.boilerplate import FIGURE
from newsarchive.dedup.joined import Line, joined
from newsarchive.dedup.shingles import runs_within
from newsarchive.dedup.stretches import Counts
from newsarchive.dedup.vocabulary import spelled_lines

SIZE = 3
"""Words in a run. A shorter paragraph is one run as a whole."""

STEP = 0.6
"""Where of two runs, one after the other, one has less than this share of the other's stories, a border is between."""

KEPT = 48
"""Stories that are remembered of each phrase, to be looked at; of more, a sample."""

_BITS = 24
_FIGURES = re.compile(rb"(?<![^ ])[0-9]+(?![^ ])")
_MIX = np.uint64(0x9E3779B97F4A7C15)

Hashes = npt.NDArray[np.uint64]


class Paragraph(NamedTuple):
    """A paragraph that some text of a story prints, or a line set aside on its page; ``passage`` names it."""

    story: int
    passage: int
    text: str


Portion = Sequence[Paragraph]
"""Paragraphs in the order of their stories, of each story all."""


class Place(NamedTuple):
    """Where a phrase was met."""

    story: int
    passage: int


@dataclass
class Phrase:
    """A run of words as it recurs. ``stories`` counts all, ``places`` has one each of `KEPT` of them at most."""

    words: str
    stories: int = 0
    places: list[Place] = field(default_factory=list)
    level: int = 0
    last: int | None = None

    def met(self, place: Place) -> None:
        """Count the story, once; keep it as long as its hash has as many zeros as are asked for by now."""
        if place.story == self.last:
            return
        self.last, self.stories = place.story, self.stories + 1
        if _zeros(place.story) >= self.level:
            self.places.append(place)
        while len(self.places) > KEPT:
            self.level += 1
            self.places = [kept for kept in self.places if _zeros(kept.story) >= self.level]


def phrases_of(texts: Sequence[str]) -> list[str]:
    """Each text as the words of a phrase that is all of it."""
    return [_FIGURES.sub(FIGURE.encode(), line).decode() for line in joined(texts)]


def _zeros(story: int) -> int:
    """Zeros at the end of a hash of the number."""
    mixed = story * 0x9E3779B97F4A7C15 % (1 << 64) >> 32
    return (mixed & -mixed).bit_length() - 1 if mixed else 32


@dataclass(frozen=True)
class _Runs:
    """The runs of some paragraphs: ``hashes`` one after the other, paragraph ``i`` those between two ``borders``."""

    lines: Sequence[Line]
    hashes: Hashes
    borders: Counts

    @classmethod
    def of(cls, portion: Portion) -> _Runs:
        lines = [phrase.encode() for phrase in phrases_of([each.text for each in portion])]
        words = spelled_lines([line.replace(b"#", b"0") for line in lines]).hashes
        runs = runs_within(words, SIZE)
        return cls(lines, runs.values, runs.borders)

    def in_stories(self, stories: Counts) -> Hashes:
        """Every run of a story once."""
        of = np.repeat(stories, np.diff(self.borders))
        order = np.lexsort((self.hashes, of))
        hashes, of = self.hashes[order], of[order]
        fresh = np.ones(len(hashes), dtype=bool)
        fresh[1:] = (hashes[1:] != hashes[:-1]) | (of[1:] != of[:-1])
        return hashes[fresh]


class Recurring:
    """Finds the phrases that occur in ``least`` stories or more. Every method reads all portions once, in turn."""

    def __init__(self, least: int) -> None:
        self._least = least
        self._sketch = np.zeros(1 << _BITS, dtype=np.uint32)
        self._runs, self._counts = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)

    def count(self, portions: Iterable[Portion]) -> None:
        """The first reading."""
        for portion in portions:
            hashes = _Runs.of(portion).in_stories(_stories(portion))
            places, counts = np.unique(_place(hashes), return_counts=True)
            self._sketch[places] += counts.astype(np.uint32)

    def sift(self, portions: Iterable[Portion]) -> None:
        """The second reading."""
        for portion in portions:
            hashes = _Runs.of(portion).in_stories(_stories(portion))
            self._add(hashes[self._sketch[_place(hashes)] >= self._least])
        often = self._counts >= self._least
        self._runs, self._counts = self._runs[often], self._counts[often]

    def phrases(self, portions: Iterable[Portion]) -> list[Phrase]:
        """The third reading: the phrases in the order of their words."""
        found: dict[str, Phrase] = {}
        for portion in portions:
            for paragraph, words in self._cut(portion):
                phrase = found.setdefault(words, Phrase(words))
                phrase.met(Place(paragraph.story, paragraph.passage))
        return sorted((p for p in found.values() if p.stories >= self._least), key=lambda p: p.words)

    def _add(self, hashes: Hashes) -> None:
        both = np.concatenate([self._runs, hashes])
        counts = np.concatenate([self._counts, np.ones(len(hashes), dtype=np.int64)])
        self._runs, of = np.unique(both, return_inverse=True)
        self._counts = np.bincount(of, weights=counts, minlength=len(self._runs)).astype(np.int64)

    def _cut(self, portion: Portion) -> Iterator[tuple[Paragraph, str]]:
        """The paragraphs in which frequent runs stand, with each phrase that these make."""
        runs = _Runs.of(portion)
        counts = self._counts_of(runs.hashes)
        borders = runs.borders
        filled = np.flatnonzero(np.add.reduceat(np.append(counts, 0), borders[:-1]) * (np.diff(borders) > 0))
        for i in filled.tolist():
            words = runs.lines[i].decode().split()
            for first, last in sorted(_stretches(counts[borders[i] : borders[i + 1]].tolist())):
                if first == 0 or last + SIZE >= len(words):
                    yield portion[i], " ".join(words[first : last + SIZE])

    def _counts_of(self, hashes: Hashes) -> Counts:
        """In how many stories each run occurs; 0 where in few."""
        if not len(self._runs):
            return np.zeros(len(hashes), dtype=np.int64)
        places = np.minimum(np.searchsorted(self._runs, hashes), len(self._runs) - 1)
        found: Counts = np.where(self._runs[places] == hashes, self._counts[places], 0)
        return found


def _stories(portion: Portion) -> Counts:
    return np.array([each.story for each in portion], dtype=np.int64)


def _place(hashes: Hashes) -> Counts:
    found: Counts = ((hashes * _MIX) >> np.uint64(64 - _BITS)).astype(np.int64)
    return found


def _stretches(counts: Sequence[int]) -> set[tuple[int, int]]:
    """First and last run of each stretch of frequent runs, and of each part of it in which no two neighbours are of
    very unlike frequency: a sign-off may hold a name that is more frequent than itself.
    """
    found: set[tuple[int, int]] = set()
    whole = part = 0
    for i, count in enumerate([*counts, 0]):
        before = counts[i - 1] if i else 0
        if before and min(before, count) < STEP * max(before, count):
            found.add((part, i - 1))
            part = i
        if before and not count:
            found.add((whole, i - 1))
        if not before:
            whole = part = i
    return found
