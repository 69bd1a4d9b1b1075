"""The words of many lines to numbers, nearly all of them by arithmetic on whole arrays.

A word of up to sixteen bytes is two numbers of eight. Where in a table these two stand beside a word's number says a
product of theirs; each place belongs to the first word that came to it, and every other word is looked up as such.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.joined import Line
from newsarchive.dedup.stretches import Counts, Marks

Hashes = npt.NDArray[np.uint64]

_SIZE = 18
"""The table has two to this power of places, and weighs five megabytes."""

_SHIFT = np.uint64(64 - _SIZE)
_MIX, _MIX_SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

_BYTES = 8
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_BYTES + 1)], dtype=np.uint64)
_BLANK, _NEWLINE = 32, 10


@dataclass(frozen=True)
class Spelling:
    """The words of some lines, laid one after the other.

    ``laid`` are the lines' bytes, ``starts`` and ``ends`` where in them each word is, ``first`` and ``second`` its
    first two times eight bytes as numbers, 0 where there are none. Line ``i`` has the words from ``borders[i]`` to
    ``borders[i + 1]``.
    """

    laid: bytes
    starts: Counts
    ends: Counts
    first: Hashes
    second: Hashes
    borders: Counts

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Spelling:
        """Find the words; every one has a blank or the end of its line behind it."""
        laid = b"\n".join([*lines, bytes(2 * _BYTES)])
        characters = np.frombuffer(laid, dtype=np.uint8)[: len(laid) - 2 * _BYTES]
        ends = np.flatnonzero(characters <= _BLANK)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), ends + 1])[:-1]
        borders = np.concatenate([np.zeros(1, dtype=np.int64), np.flatnonzero(characters[ends] == _NEWLINE) + 1])
        filled = ends > starts
        if not filled.all():
            borders = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(filled)])[borders]
            starts, ends = starts[filled], ends[filled]
        return cls(laid, starts, ends, *_numbers(laid, starts, ends - starts), borders)

    @property
    def short(self) -> Marks:
        """Which words are no longer than their two numbers."""
        return self.ends - self.starts <= 2 * _BYTES

    def word(self, i: int) -> str:
        return self.laid[self.starts[i] : self.ends[i]].decode()


def _numbers(laid: bytes, starts: Counts, lengths: Counts) -> tuple[Hashes, Hashes]:
    """The first and the second eight bytes of each word."""
    windows: Hashes = np.ndarray((len(laid) - _BYTES + 1,), dtype="<u8", buffer=laid, strides=(1,))
    first = windows[starts] & _MASKS[np.minimum(lengths, _BYTES)]
    second = np.zeros_like(first)
    more = np.flatnonzero(lengths > _BYTES)
    second[more] = windows[starts[more] + _BYTES] & _MASKS[np.minimum(lengths[more] - _BYTES, _BYTES)]
    return first, second


class Table:
    """Numbers of words that came before, by the words' bytes."""

    def __init__(self) -> None:
        self._first, self._second = (np.zeros(1 << _SIZE, dtype=np.uint64) for _ in range(2))
        self._numbers = np.zeros(1 << _SIZE, dtype=np.int32)

    def numbers(self, words: Spelling, number_of: Callable[[str], int]) -> Counts:
        """The number of each word; ``number_of`` says that of a word which the table does not have."""
        mixed = (words.first + words.second * _MIX_SECOND) * _MIX
        places: Counts = (mixed >> _SHIFT).view(np.int64)
        known = (self._first[places] == words.first) & (self._second[places] == words.second) & words.short
        found = self._numbers[places].astype(np.int64)
        unknown = np.flatnonzero(~known)
        found[unknown] = [number_of(words.word(i)) for i in unknown.tolist()]
        fresh = unknown[(self._first[places[unknown]] == 0) & words.short[unknown]]
        self._first[places[fresh]], self._second[places[fresh]] = words.first[fresh], words.second[fresh]
        self._numbers[places[fresh]] = found[fresh]
        return found
