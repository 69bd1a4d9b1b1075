"""Words to numbers: each distinct word is looked at once, and all that follows is arithmetic on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, islice
from threading import RLock
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import xxhash

from newsarchive.dedup.joined import Line, batches
from newsarchive.dedup.noise_words import Bits, common_in
from newsarchive.dedup.rarity import rarities
from newsarchive.dedup.spelling import Spelling, Table
from newsarchive.dedup.stretches import Counts, Stretches, borders_of

Hashes = npt.NDArray[np.uint64]

_MOST = 200_000
"""Words that are remembered from one batch to the next; a process forgets them all and starts anew beyond that."""

_AT_ONCE = 1 << 16
"""Bytes of lines whose words are looked up together, so that they stay in the cache."""


class Vocabulary(dict[str, int]):
    """Distinct words numbered as they come.

    ``spellings`` has each in order, ``hashes`` the XXH3 hash of each, ``figures`` whether it holds a figure,
    ``letters`` whether it is two letters or more and nothing else; ``table`` finds numbers by arithmetic.
    """

    def __init__(self) -> None:
        self.spellings: list[str] = []
        self.hashes: Hashes = np.empty(0, dtype=np.uint64)
        self.figures: npt.NDArray[np.bool_] = np.empty(0, dtype=bool)
        self.letters: npt.NDArray[np.bool_] = np.empty(0, dtype=bool)
        self._rarities: Counts = np.empty(0, dtype=np.int64)
        self._common: Bits = np.empty(0, dtype=np.uint16)
        self.table = Table()

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    def complete(self) -> None:
        """Hash the words that came since. What was handed out before stays as it is."""
        known = len(self.hashes)
        if known < len(self):
            fresh = list(islice(self, known, None))
            self.spellings += fresh
            self.hashes, self.figures = _longer(self.hashes, len(self)), _longer(self.figures, len(self))
            self.letters = _longer(self.letters, len(self))
            self.hashes[known:] = [hash_of(word) for word in fresh]
            self.figures[known:] = [any(map(str.isdigit, word)) for word in fresh]
            self.letters[known:] = [len(word) > 1 and word.isalpha() for word in fresh]

    @property
    def rarities(self) -> Counts:
        """How rare each is (`newsarchive.dedup.rarity`); worked out when first asked for."""
        known = len(self._rarities)
        if known < len(self.hashes):
            self._rarities = _longer(self._rarities, len(self.hashes))
            self._rarities[known:] = rarities(self.hashes[known:])
        return self._rarities

    @property
    def common(self) -> Bits:
        """For each a bit for every language that it is common in (`newsarchive.dedup.noise_words`); likewise."""
        known = len(self._common)
        if known < len(self.hashes):
            self._common = _longer(self._common, len(self.hashes))
            self._common[known:] = common_in(self.hashes[known:])
        return self._common


_Array = TypeVar("_Array", bound=np.generic)


def _longer(array: npt.NDArray[_Array], length: int) -> npt.NDArray[_Array]:
    """The array with room for more, seldom copied: what it is a part of has room to spare."""
    room = array if array.base is None else array.base
    if len(room) < length:
        room = np.empty(2 * length, dtype=array.dtype)
        room[: len(array)] = array
    return room[:length]


class Known(Protocol):
    """What is known of words, by number: as `Vocabulary` has it."""

    @property
    def spellings(self) -> Sequence[str]: ...
    @property
    def hashes(self) -> Hashes: ...
    @property
    def figures(self) -> npt.NDArray[np.bool_]: ...
    @property
    def letters(self) -> npt.NDArray[np.bool_]: ...
    @property
    def rarities(self) -> npt.NDArray[np.integer]: ...
    @property
    def common(self) -> Bits: ...


class Glossary(NamedTuple):
    """The same of some words, and no more."""

    spellings: Sequence[str]
    hashes: Hashes
    figures: npt.NDArray[np.bool_]
    letters: npt.NDArray[np.bool_]
    rarities: npt.NDArray[np.integer]
    common: Bits


@dataclass(frozen=True)
class Spelled:
    """Some texts as one array of word numbers, one text after the other.

    Text ``i`` has the words from ``borders[i]`` to ``borders[i + 1]``; ``borders`` has shape (texts + 1,).
    """

    numbers: npt.NDArray[np.integer]
    borders: Counts
    vocabulary: Known

    @property
    def lengths(self) -> Counts:
        """Words in each text."""
        return np.diff(self.borders)

    def stretch(self, first: int, last: int) -> Spelled:
        """The texts from one to the one before another."""
        borders = self.borders[first : last + 1]
        return Spelled(self.numbers[borders[0] : borders[-1]], borders - borders[0], self.vocabulary)

    def some(self, texts: Counts) -> Spelled:
        """Some of the texts, by index."""
        numbers, borders = Stretches(self.numbers, self.borders).some(texts)
        return Spelled(numbers.astype(np.int64), borders, self.vocabulary)

    def apart(self) -> Spelled:
        """The same with what is known of these words alone, so that another process can be told in few bytes."""
        with _lock:
            known = self.vocabulary
            every = Glossary(known.spellings, known.hashes, known.figures, known.letters, known.rarities, known.common)
        held = np.zeros(len(every.hashes), dtype=bool)
        held[self.numbers] = True
        number = np.cumsum(held, dtype=np.uint32) - np.uint32(1)
        spellings = list(compress(every.spellings, held.tolist()))
        own = Glossary(
            spellings,
            every.hashes[held],
            every.figures[held],
            every.letters[held],
            every.rarities[held].astype(np.uint8),
            every.common[held],
        )
        small = np.uint16 if len(own.hashes) <= 1 << 16 else np.uint32
        return Spelled(number.astype(small)[self.numbers], self.borders, own)

    @cached_property
    def hashes(self) -> Stretches:
        """The hash of every word, in order."""
        return Stretches(self.vocabulary.hashes[self.numbers], self.borders)

    @cached_property
    def figures(self) -> npt.NDArray[np.bool_]:
        """Whether each word holds a figure."""
        found: npt.NDArray[np.bool_] = self.vocabulary.figures[self.numbers]
        return found

    @cached_property
    def rarities(self) -> Counts:
        """How rare each word is."""
        with _lock:
            found: Counts = self.vocabulary.rarities[self.numbers]
            return found

    @cached_property
    def common(self) -> Bits:
        """For each word a bit for every language that it is common in."""
        with _lock:
            found: Bits = self.vocabulary.common[self.numbers]
            return found


def together(parts: Sequence[Spelled]) -> Spelled:
    """All the texts of some that are `apart`, one after the other."""
    starts = borders_of([len(part.vocabulary.hashes) for part in parts])
    numbers = [part.numbers.astype(np.uint32) + np.uint32(start) for part, start in zip(parts, starts, strict=False)]
    lengths = np.concatenate([part.lengths for part in parts])
    known = [part.vocabulary for part in parts]
    every = Glossary(
        [word for one in known for word in one.spellings],
        np.concatenate([one.hashes for one in known]),
        np.concatenate([one.figures for one in known]),
        np.concatenate([one.letters for one in known]),
        np.concatenate([one.rarities for one in known]),
        np.concatenate([one.common for one in known]),
    )
    return Spelled(np.concatenate(numbers), borders_of(lengths), every)


_lock = RLock()
_known = Vocabulary()


def spelled(wordlists: Iterable[Sequence[str]]) -> Spelled:
    """The numbers of the words of some texts. Safe to be called by several threads.

    Each text is looked at when it is drawn: words that were made a moment ago are found twice as fast.
    """
    lengths: list[int] = []

    def each() -> Iterator[Sequence[str]]:
        for own in wordlists:
            lengths.append(len(own))
            yield own

    with _lock:
        known = _remembered()
        numbers = np.fromiter(map(known.__getitem__, chain.from_iterable(each())), np.int64)
        known.complete()
        return Spelled(numbers, borders_of(np.array(lengths, dtype=np.int64)), known)


def spelled_lines(lines: Sequence[Line]) -> Spelled:
    """The same of texts that come as lines (`newsarchive.dedup.joined`), some times as fast."""
    numbers, lengths = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    with _lock:
        known = _remembered()
        for some in batches(lines, _AT_ONCE):
            spelling = Spelling.of(some)
            numbers.append(known.table.numbers(spelling, known.__getitem__))
            lengths.append(np.diff(spelling.borders))
        known.complete()
        return Spelled(np.concatenate(numbers), borders_of(np.concatenate(lengths)), known)


def _remembered() -> Vocabulary:
    global _known
    if len(_known) > _MOST:
        _known = Vocabulary()
    return _known


def hash_of(word: str) -> int:
    """XXH3 of the word's UTF-8, 64 bits."""
    return xxhash.xxh3_64_intdigest(word.encode())
