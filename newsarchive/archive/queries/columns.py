"""The genealogy matrix as a page lays it out: equal columns once, no more cells than a page can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from newsarchive.archive.queries.genealogy import Column, Matrix, openings
from newsarchive.dedup.genealogy import Cell, Kind, Told, told

CELLS = 6000
"""Cells of a page; a matrix with more is shown some columns at a time."""

FEWEST = 12
"""Columns of a page, however many rows there are."""

ALONE = 3
"""Paragraphs in a row that one article alone prints, from which they make one row together."""


class Group(NamedTuple):
    """Articles whose columns are equal: all did the same with every paragraph.

    ``number`` counts the groups from 1; ``alike`` where all print the same words.
    """

    number: int
    members: Sequence[Column]
    cells: Sequence[Cell]
    told: Told
    alike: bool

    @property
    def first(self) -> Column:
        return self.members[0]


class Line(NamedTuple):
    """A row: a paragraph, or ``several`` neighbours that one article each prints, of the lead or of the others.

    ``number`` is that of the lead's paragraph, ``last`` that of the last of several; both are None where the lead does
    not have it. ``articles`` is in how many of all articles it stands; ``counts`` is how many paragraphs each column
    prints of it.
    """

    passage: int
    number: int | None
    last: int | None
    opening: str
    articles: int
    several: int
    cells: Sequence[Cell]
    counts: Sequence[int]


@dataclass(frozen=True)
class Laid:
    """A page of the matrix.

    ``shown`` are its columns, of ``all`` groups; ``opened`` is the group whose members have columns of their own.
    ``before`` and ``after`` are the columns with which the neighbouring pages begin, None where there is none.
    """

    lead: int
    lines: Sequence[Line]
    shown: Sequence[Group]
    all: Sequence[Group]
    opened: Group | None
    articles: int
    paragraphs: int
    bounded: bool
    begin: int
    end: int
    columns: int
    before: int | None
    after: int | None


def laid_out(matrix: Matrix, opened: int = 0, begin: int = 0) -> Laid:
    """A page of the matrix, its columns from the one at ``begin`` on, counted from 0.

    ``opened`` is an article whose group is shown member by member.
    """
    groups = _groups(matrix)
    open_one = next((g for g in groups if len(g.members) > 1 and opened in {m.article for m in g.members}), None)
    every = [each for g in groups for each in (_apart(g) if g is open_one else [g])]
    lines = _rows_together(matrix)
    width = max(FEWEST, CELLS // max(1, len(lines)))
    begin = begin if 0 <= begin < len(every) else 0
    shown = every[begin : begin + width]
    return Laid(
        matrix.lead,
        _lines(matrix, lines, shown),
        shown,
        groups,
        open_one,
        articles=len(matrix.columns),
        paragraphs=matrix.found.of_lead,
        bounded=matrix.bounded,
        begin=begin + 1,
        end=begin + len(shown),
        columns=len(every),
        before=max(0, begin - width) if begin else None,
        after=begin + width if begin + width < len(every) else None,
    )


def _groups(matrix: Matrix) -> list[Group]:
    """Articles with equal columns: the lead's group first, then the largest, then what was dated first."""
    by_kinds: dict[tuple[tuple[Kind, bool], ...], list[int]] = {}
    for n, cells in enumerate(matrix.found.columns):
        by_kinds.setdefault(tuple((cell.kind, cell.edited) for cell in cells), []).append(n)
    lead = next(iter(by_kinds.values()), [])
    ordered = sorted(by_kinds.values(), key=lambda own: (own is not lead, -len(own), own[0]))
    return [_group(number, own, matrix) for number, own in enumerate(ordered, 1)]


def _group(number: int, own: Sequence[int], matrix: Matrix) -> Group:
    members, cells = [matrix.columns[n] for n in own], matrix.found.columns[own[0]]
    alike = len({member.passages for member in members}) == 1
    return Group(number, members, cells, told(matrix.rows, cells), alike)


def _apart(group: Group) -> list[Group]:
    return [group._replace(members=[member]) for member in group.members]


def _rows_together(matrix: Matrix) -> list[list[int]]:
    """The rows by their places; `ALONE` neighbours or more that one article each prints stand together.

    What only the lead prints is not put together with what only others do.
    """
    counts = [sum(cell.at is not None for cell in cells) for cells in zip(*matrix.found.columns, strict=True)]
    alone = [(count == 1, row.number is None) for row, count in zip(matrix.rows, counts, strict=True)]
    found: list[list[int]] = []
    for (single, _), run in groupby(range(len(alone)), key=alone.__getitem__):
        places = list(run)
        found += [places] if single and len(places) >= ALONE else [[place] for place in places]
    return found


def _lines(matrix: Matrix, places: Sequence[Sequence[int]], shown: Sequence[Group]) -> list[Line]:
    begun = openings(matrix.rows[own[0]] for own in places)
    return [_line(matrix, own, shown, begun[matrix.rows[own[0]].passage]) for own in places]


def _line(matrix: Matrix, own: Sequence[int], shown: Sequence[Group], opening: str) -> Line:
    row = matrix.rows[own[0]]
    printed = sum(_prints(cells[n]) for cells in matrix.found.columns for n in own)
    cells = [next((g.cells[n] for n in own if _prints(g.cells[n])), g.cells[own[0]]) for g in shown]
    counts = [sum(_prints(g.cells[n]) for n in own) for g in shown]
    several = len(own) if len(own) > 1 else 0
    return Line(row.passage, row.number, matrix.rows[own[-1]].number, opening, printed, several, cells, counts)


def _prints(cell: Cell) -> bool:
    return cell.at is not None or cell.kind is Kind.WITHIN
