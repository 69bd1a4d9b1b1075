"""Two articles as a reader compares them: paragraphs numbered, what moved named on both sides, words as one text.

Paragraphs answer each other as in `newsarchive.dedup.alignment`; what is left over is looked for at other places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from newsarchive.dedup.alignment import (
    SAME,
    Kind,
    Piece,
    Pieces,
    Row,
    Woven,
    compared,
    compared_in_parts,
    likenesses,
    matched,
    matching,
    woven,
)
from newsarchive.dedup.folding import EDITED
from newsarchive.dedup.parted import Parted, parted
from newsarchive.dedup.words import words

LEAST = 4
"""Words from which a paragraph is looked for at another place: shorter ones stand anywhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """Paragraphs beside each other. ``mine`` and ``theirs`` are their numbers, from 1, None where a side has none.

    ``elsewhere`` is the number that a paragraph which only one side has here bears on the other; ``part`` where it is a
    part of that one. ``parts`` are the numbers, on the ``several`` side, of all paragraphs that are one on the other.
    ``runs`` are paragraphs that were changed, written as one.
    """

    row: Row
    mine: int | None
    theirs: int | None
    elsewhere: int | None = None
    runs: Sequence[Woven] = ()
    parts: Sequence[int] = ()
    several: Kind | None = None
    part: bool = False

    @property
    def answered(self) -> bool:
        """Whether the other side has the paragraph too, here or elsewhere, so that words differ and not the whole."""
        return self.row.kind == Kind.CHANGED or self.row.moved or self.part

    @property
    def reworded(self) -> bool:
        """Whether words differ, and not only where the paragraph ends."""
        return any(run.kind is not Kind.SAME for run in self.runs)


def comparison(one: Sequence[str], other: Sequence[str]) -> list[Line]:
    """The paragraphs of two articles in the order of both; what stands at another place is told there and here."""
    mine, theirs = [words(text) for text in one], [words(text) for text in other]
    alike = likenesses(mine, theirs)
    pairs = matched(alike)
    moved = _moved(alike, pairs, [len(own) for own in mine], [len(own) for own in theirs])
    told = _Told(one, other)
    told.tell_moved(moved)
    told.tell_parted(parted(mine, theirs, pairs, moved), dict(pairs))
    lines: list[Line] = []
    i = j = 0
    for a, b in [*pairs, (len(one), len(other))]:
        lines += _gap(told, range(i, a), range(j, b))
        if a < len(one):
            lines.append(told.answering.get((a, b)) or _answering(one[a], other[b], a, b, bool(alike[a, b] >= SAME)))
        i, j = a + 1, b + 1
    return lines


@dataclass(frozen=True)
class _Told:
    """The lines of paragraphs that stand at another place, or were parted, by their places on either side."""

    one: Sequence[str]
    other: Sequence[str]
    mine: dict[int, Line] = field(default_factory=dict)
    theirs: dict[int, Line] = field(default_factory=dict)
    answering: dict[tuple[int, int], Line] = field(default_factory=dict)

    def tell_moved(self, moved: Mapping[int, int]) -> None:
        for a, b in moved.items():
            gone, come = compared(self.one[a], self.other[b])
            self.mine[a] = Line(Row(Kind.ONE, one=gone, moved=True), a + 1, None, b + 1)
            self.theirs[b] = Line(Row(Kind.OTHER, other=come, moved=True), None, b + 1, a + 1)

    def tell_parted(self, found: Parted, partner: Mapping[int, int]) -> None:
        for a, run in found.of_one.items():
            whole, parts = compared_in_parts(self.one[a], [self.other[b] for b in run])
            runs = woven(self.one[a], _joined(self.other, run))
            self._answer(a, partner[a], whole, parts[partner[a] - run.start], Kind.OTHER, run, runs)
            for b, part in zip(run, parts, strict=True):
                self.theirs[b] = Line(Row(Kind.OTHER, other=part), None, b + 1, a + 1, part=True)
        back = {b: a for a, b in partner.items()}
        for b, run in found.of_other.items():
            whole, parts = compared_in_parts(self.other[b], [self.one[a] for a in run])
            runs = woven(_joined(self.one, run), self.other[b])
            self._answer(back[b], b, parts[back[b] - run.start], whole, Kind.ONE, run, runs)
            for a, part in zip(run, parts, strict=True):
                self.mine[a] = Line(Row(Kind.ONE, one=part), a + 1, None, b + 1, part=True)

    def _answer(
        self, a: int, b: int, one: Pieces, other: Pieces, several: Kind, run: range, runs: Sequence[Woven]
    ) -> None:
        parts = tuple(n + 1 for n in run)
        row = Row(Kind.CHANGED, one, other)
        self.answering[a, b] = Line(row, a + 1, b + 1, runs=runs, parts=parts, several=several)


def _joined(texts: Sequence[str], run: range) -> str:
    return " ".join(texts[n] for n in run)


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
    runs = () if same else woven(one, other)
    return Line(matching(one, other, same), a + 1, b + 1, runs=runs)


def _gap(told: _Told, gone: Sequence[int], come: Sequence[int]) -> Iterator[Line]:
    """What stands between two pairs: paragraphs that say different things beside each other, what is told by itself
    alone.
    """
    left, right = list(gone), list(come)
    while left or right:
        if left and left[0] in told.mine:
            yield told.mine[left.pop(0)]
        elif right and right[0] in told.theirs:
            yield told.theirs[right.pop(0)]
        elif left and right:
            a, b = left.pop(0), right.pop(0)
            yield Line(Row(Kind.APART, _own(told.one[a]), _own(told.other[b])), a + 1, b + 1)
        elif left:
            a = left.pop(0)
            yield Line(Row(Kind.ONE, one=_own(told.one[a])), a + 1, None)
        else:
            b = right.pop(0)
            yield Line(Row(Kind.OTHER, other=_own(told.other[b])), None, b + 1)


def _own(text: str) -> Pieces:
    return (Piece(text, True),)
