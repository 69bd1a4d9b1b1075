"""Two articles as a reader compares them: paragraphs numbered, what moved named on both sides, words as one text.

Paragraphs answer each other as in `newsarchive.dedup.alignment`; what is left over is looked for at other places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from newsarchive.dedup.alignment import SAME, Kind, Piece, Pieces, Row, compared, likenesses, matched, matching, steps
from newsarchive.dedup.folding import EDITED
from newsarchive.dedup.words import words

LEAST = 4
"""Words from which a paragraph is looked for at another place: shorter ones stand anywhere."""


class Side(StrEnum):
    BOTH = "both"
    ONE = "one"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of two paragraphs written as one: those of both, and those that only one has, in their place."""

    text: str
    side: Side
    spaced: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """Paragraphs beside each other. ``mine`` and ``theirs`` are their numbers, from 1, None where a side has none.

    ``elsewhere`` is the number that a paragraph which only one side has here bears on the other. ``runs`` are two
    paragraphs that were changed, written as one.
    """

    row: Row
    mine: int | None
    theirs: int | None
    elsewhere: int | None = None
    runs: Sequence[Run] = ()


def comparison(one: Sequence[str], other: Sequence[str]) -> list[Line]:
    """The paragraphs of two articles in the order of both; what stands at another place is told there and here."""
    mine, theirs = [words(text) for text in one], [words(text) for text in other]
    alike = likenesses(mine, theirs)
    pairs = matched(alike)
    moved = _moved(alike, pairs, [len(own) for own in mine], [len(own) for own in theirs])
    lines: list[Line] = []
    i = j = 0
    for a, b in [*pairs, (len(one), len(other))]:
        lines += _gap(one, other, range(i, a), range(j, b), moved)
        if a < len(one):
            lines.append(_answering(one[a], other[b], a, b, bool(alike[a, b] >= SAME)))
        i, j = a + 1, b + 1
    return lines


def _moved(
    alike: np.ndarray, pairs: Sequence[tuple[int, int]], mine: Sequence[int], theirs: Sequence[int]
) -> dict[int, int]:
    """Paragraphs of the one side that stand at another place on the other, by their places; most alike first."""
    gone, come = set(range(len(mine))), set(range(len(theirs)))
    gone -= {a for a, _ in pairs}
    come -= {b for _, b in pairs}
    near = [(-float(alike[a, b]), a, b) for a in gone for b in come if min(mine[a], theirs[b]) >= LEAST]
    found: dict[int, int] = {}
    for likeness, a, b in sorted(near):
        if -likeness >= EDITED and a in gone and b in come:
            found[a] = b
            gone.remove(a)
            come.remove(b)
    return found


def _answering(one: str, other: str, a: int, b: int, same: bool) -> Line:
    runs = () if same else tuple(_runs(one, other))
    return Line(matching(one, other, same), a + 1, b + 1, runs=runs)


def _runs(one: str, other: str) -> Iterator[Run]:
    """Two paragraphs in one reading: where they differ the one's words come first, as they were replaced.

    Words that both print are given as the other prints them.
    """
    come: list[Run] = []
    for mine, theirs in steps(one, other):
        if mine and not theirs:
            yield Run(mine.text, Side.ONE, mine.spaced)
        elif theirs and not mine:
            come.append(Run(theirs.text, Side.OTHER, theirs.spaced))
        elif theirs:
            yield from come
            come = []
            yield Run(theirs.text, Side.BOTH, theirs.spaced)
    yield from come


def _gap(
    one: Sequence[str], other: Sequence[str], gone: Sequence[int], come: Sequence[int], moved: Mapping[int, int]
) -> Iterator[Line]:
    """What stands between two pairs: paragraphs that say different things beside each other, what moved alone."""
    back = {b: a for a, b in moved.items()}
    left, right = list(gone), list(come)
    while left or right:
        if left and left[0] in moved:
            a = left.pop(0)
            pieces = compared(one[a], other[moved[a]])[0]
            yield Line(Row(Kind.ONE, one=pieces, moved=True), a + 1, None, moved[a] + 1)
        elif right and right[0] in back:
            b = right.pop(0)
            pieces = compared(one[back[b]], other[b])[1]
            yield Line(Row(Kind.OTHER, other=pieces, moved=True), None, b + 1, back[b] + 1)
        elif left and right:
            a, b = left.pop(0), right.pop(0)
            yield Line(Row(Kind.APART, _own(one[a]), _own(other[b])), a + 1, b + 1)
        elif left:
            a = left.pop(0)
            yield Line(Row(Kind.ONE, one=_own(one[a])), a + 1, None)
        else:
            b = right.pop(0)
            yield Line(Row(Kind.OTHER, other=_own(other[b])), None, b + 1)


def _own(text: str) -> Pieces:
    return (Piece(text, True),)
