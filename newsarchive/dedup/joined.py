"""The words of many texts at once, each text as one line of bytes: what `words` finds, with a blank between them.

Nearly all texts are ASCII once their typographic marks are plain ones. All of these are worked on as one array of
bytes; others go through `words` one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.words import of_any, plain

Line = bytes
"""UTF-8 of a text's normalised words, a blank between them; empty where there are none."""

_AT_ONCE = 1 << 16
"""Characters that are worked on together, so that they stay in the cache."""

_GONE, _PARTS = 0xFF, 0xFE
"""Bytes that ASCII does not have: what is dropped, and what stands between two texts."""

_BLANK, _NEWLINE = 32, 10
_FOLDED = bytes(_NEWLINE if c == _PARTS else c if c < 128 and chr(c).isalnum() else _BLANK for c in range(256)).lower()

_WORD, _DIGIT, _QUOTE, _COMMA = 1, 2, 4, 8
_KINDS = bytes(
    _WORD * (chr(c).isalnum() or c == ord("_"))
    | _DIGIT * chr(c).isdigit()
    | _QUOTE * (c in b"'`")
    | _COMMA * (c in b",.")
    if c < 128
    else 0
    for c in range(256)
)
"""What `words` asks of the characters around a mark that may stand within a word."""


def joined(texts: Sequence[str]) -> list[Line]:
    """The words of each text as a line, which are equal exactly where `words` answers alike."""
    texts = [plain(text) for text in texts]
    several = [text for text in texts if text.isascii()]
    of_ascii = (line for some in batches(several, _AT_ONCE) for line in _lines(some))
    return [next(of_ascii) if text.isascii() else " ".join(of_any(text)).encode() for text in texts]


def digest_of(line: Line, size: int = 32) -> bytes:
    """What `newsarchive.dedup.words.digest` says of the line's words."""
    return blake2b(line, digest_size=size).digest()


_Some = TypeVar("_Some", str, Line)


def batches(texts: Iterable[_Some], most: int) -> Iterator[list[_Some]]:
    """The texts in batches, each of which is full with the text that brings it to ``most`` characters."""
    batch: list[_Some] = []
    load = 0
    for text in texts:
        batch.append(text)
        load += len(text)
        if load >= most:
            yield batch
            batch, load = [], 0
    if batch:
        yield batch


def _lines(texts: Sequence[str]) -> list[Line]:
    """Of texts in ASCII. What is dropped is dropped first; then of each run of blanks the last stays, if it parts
    two words."""
    laid = bytearray(chr(_PARTS).join(texts).encode("latin-1"))
    within = _within_words(laid)
    np.frombuffer(laid, dtype=np.uint8)[within] = _GONE
    folded = np.frombuffer(laid.translate(_FOLDED, bytes([_GONE])), dtype=np.uint8)
    kept = folded != _BLANK
    kept[:-1] |= folded[1:] > _BLANK
    squeezed: bytes = folded[kept].tobytes()
    return squeezed.replace(b"\n ", b"\n").removeprefix(b" ").split(b"\n")


def _within_words(laid: bytearray) -> npt.NDArray[np.int64]:
    """Where an apostrophe stands between letters, or a comma or full stop before thousands."""
    # Nothing of a mark's kind before the first text and after the last.
    kinds = np.frombuffer(b"\0" + laid.translate(_KINDS) + b"\0\0\0\0", dtype=np.uint8)
    marks = np.flatnonzero(kinds >= _QUOTE)
    before, own, after = (kinds[marks + step] for step in range(-1, 2))
    quotes = (own == _QUOTE) & (before & after & _WORD > 0)
    parted = marks[(own == _COMMA) & (before & after & _DIGIT > 0)]
    thousands = kinds[parted + 2] & kinds[parted + 3] & ~kinds[parted + 4] & _DIGIT > 0
    found: npt.NDArray[np.int64] = np.concatenate([marks[quotes], parted[thousands]]) - 1
    return found
