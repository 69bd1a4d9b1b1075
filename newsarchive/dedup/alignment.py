"""Two articles laid side by side: which paragraph answers to which, and which words differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from newsarchive.dedup.folded import HAN, HIRAGANA, KATAKANA
from newsarchive.dedup.words import words

ALIKE = 0.4
"""Share of words in common from which two paragraphs are laid side by side."""

SAME = 0.999


class Kind(StrEnum):
    SAME = "same"
    """Both print it, word for word but for punctuation and case."""
    CHANGED = "changed"
    ONE = "one"
    """Only the first article prints it."""
    OTHER = "other"
    APART = "apart"
    """Two paragraphs that say different things and stand at the same place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words as printed; ``own`` where the other article does not print them there, ``spaced`` where a blank stands
    behind them.
    """

    text: str
    own: bool
    spaced: bool = True


Pieces = tuple[Piece, ...]


def whole(pieces: Pieces) -> str:
    """What the pieces print together."""
    return "".join(piece.text + " " * piece.spaced for piece in pieces).rstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand beside each other; a side without one is empty.

    ``moved`` says of a paragraph that only one side prints here that the other prints it at another place.
    """

    kind: Kind
    one: Pieces = ()
    other: Pieces = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Woven:
    """Some words of two texts woven into one: which of the two has them, or both (`Kind.SAME`), and whether a blank
    stands behind them.
    """

    kind: Kind
    text: str
    spaced: bool = True


def aligned(one: Sequence[str], other: Sequence[str]) -> list[Row]:
    """The paragraphs of two articles side by side, in the order of both."""
    mine, theirs = [words(text) for text in one], [words(text) for text in other]
    alike = likenesses(mine, theirs)
    rows: list[Row] = []
    i = j = 0
    for a, b in [*matched(alike), (len(one), len(other))]:
        gone = [(k, bool(alike[k].max(initial=0) >= SAME)) for k in range(i, a)]
        come = [(k, bool(alike[:, k].max(initial=0) >= SAME)) for k in range(j, b)]
        rows += [Row(Kind.ONE, (Piece(one[k], True),), moved=moved) for k, moved in gone]
        rows += [Row(Kind.OTHER, (), (Piece(other[k], True),), moved) for k, moved in come]
        if a < len(one):
            rows.append(matching(one[a], other[b], bool(alike[a, b] >= SAME)))
        i, j = a + 1, b + 1
    return list(_beside(rows))


def likenesses(mine: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]) -> np.ndarray:
    """How alike the paragraphs of two articles are, given as words: 0 to 1, shape (mine, theirs)."""
    if not mine or not theirs:
        return np.zeros((len(mine), len(theirs)))
    return np.asarray(cdist(mine, theirs, scorer=Indel.normalized_similarity))


def matched(alike: np.ndarray) -> list[tuple[int, int]]:
    """The pairs of paragraphs, ascending on both sides, that are most alike in sum."""
    count, width = alike.shape
    gain = np.where(alike >= ALIKE, alike, 0.0)
    best = np.zeros((count + 1, width + 1))
    for i in range(count - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            best[i, j] = max(best[i + 1, j], best[i, j + 1], gain[i, j] + best[i + 1, j + 1])
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < count and j < width:
        if gain[i, j] and best[i, j] == gain[i, j] + best[i + 1, j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i, j] == best[i + 1, j]:
            i += 1
        else:
            j += 1
    return found


def matching(one: str, other: str, same: bool) -> Row:
    """Two paragraphs that answer each other; ``same`` where they have the same words."""
    if same:
        return Row(Kind.SAME, (Piece(one, False),), (Piece(other, False),))
    return Row(Kind.CHANGED, *compared(one, other))


def compared(one: str, other: str) -> tuple[Pieces, Pieces]:
    """The words of two paragraphs, and which of them the other does not print at their place."""
    left, (right,) = compared_in_parts(one, [other])
    return left, right


def compared_in_parts(one: str, parts: Sequence[str]) -> tuple[Pieces, list[Pieces]]:
    """The same of a paragraph and of those, in their order, that it was parted into."""
    mine, *theirs = ([match.span() for match in _TOKEN.finditer(text)] for text in (one, *parts))
    come = [_plain(text[i:j]) for text, own in zip(parts, theirs, strict=True) for i, j in own]
    steps = Indel.opcodes([_plain(one[i:j]) for i, j in mine], come)
    left = ((mine[step.src_start : step.src_end], step.tag != "equal") for step in steps)
    found, begin = [], 0
    for text, own in zip(parts, theirs, strict=True):
        bounds = [(max(s.dest_start - begin, 0), max(s.dest_end - begin, 0), s.tag != "equal") for s in steps]
        found.append(_pieces(text, ((own[first:end], changed) for first, end, changed in bounds)))
        begin += len(own)
    return _pieces(one, left), found


_TOKEN = re.compile(
    rf"[{HAN}{HIRAGANA}{KATAKANA}]|[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e30-\u0e3a\u0e45-\u0e4e]*"
    rf"|[^\s{HAN}{HIRAGANA}{KATAKANA}\u0e01-\u0e4e]+|\S"
)
"""What stands between blanks; where none are printed, each character with its signs."""


def woven(one: str, other: str) -> list[Woven]:
    """The words of both texts in one line, as they are read: what the first alone has in front of what the other
    puts there. What both have is as the other prints it.
    """
    mine, theirs = ([match.span() for match in _TOKEN.finditer(text)] for text in (one, other))
    steps = Indel.opcodes([_plain(one[i:j]) for i, j in mine], [_plain(other[i:j]) for i, j in theirs])
    found: list[Woven] = []
    for same, group in groupby(steps, key=lambda step: step.tag == "equal"):
        first, *_, last = [*group] * 2
        if not same:
            found += _said(Kind.ONE, one, mine[first.src_start : last.src_end])
        found += _said(Kind.SAME if same else Kind.OTHER, other, theirs[first.dest_start : last.dest_end])
    return found


def _said(kind: Kind, text: str, spans: Sequence[tuple[int, int]]) -> list[Woven]:
    """What stands from the first of the tokens to the last; nothing where there is none."""
    if not spans:
        return []
    end = spans[-1][1]
    return [Woven(kind, text[spans[0][0] : end], text[end : end + 1].isspace())]


def _plain(token: str) -> str:
    return " ".join(words(token)) or token


def _pieces(text: str, steps: Iterable[tuple[Sequence[tuple[int, int]], bool]]) -> Pieces:
    """The tokens of each step as printed, neighbours of one kind made one."""
    found: list[tuple[int, int, bool]] = []
    for spans, own in steps:
        if not spans:
            continue
        start = found.pop()[0] if found and found[-1][2] == own else spans[0][0]
        found.append((start, spans[-1][1], own))
    return tuple(
        Piece(" ".join(text[start:end].split()), own, text[end : end + 1].isspace()) for start, end, own in found
    )


def _beside(rows: Sequence[Row]) -> Iterator[Row]:
    """Paragraphs that only one side prints, next to those that only the other does at that place."""
    left: list[Row] = []
    right: list[Row] = []
    for row in (*rows, None):
        if row is not None and row.kind in (Kind.ONE, Kind.OTHER):
            (left if row.kind == Kind.ONE else right).append(row)
            continue
        yield from _zipped(left, right)
        left, right = [], []
        if row is not None:
            yield row


def _zipped(left: Sequence[Row], right: Sequence[Row]) -> Iterator[Row]:
    yield from (row for row in (*left, *right) if row.moved)
    mine, theirs = ([row for row in side if not row.moved] for side in (left, right))
    pairs = min(len(mine), len(theirs))
    for one, other in zip(mine[:pairs], theirs[:pairs], strict=True):
        yield Row(Kind.APART, one.one, other.other)
    yield from mine[pairs:]
    yield from theirs[pairs:]
