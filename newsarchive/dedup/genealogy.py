"""Who printed which paragraph of a story, and what became of it on the way: the genealogy matrix.

Rows are paragraphs in reading order, columns are copies. The lead's paragraphs keep its order; those that it does not
have stand behind what they follow in the copies that print them.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from newsarchive.dedup.families import Families, Wordlists, families


class Kind(StrEnum):
    """What a copy did with a paragraph."""

    SAME = "same"
    """Printed word for word as in the lead."""
    EDITED = "edited"
    MOVED = "moved"
    """Printed at another place than in the lead, edited or not."""
    WITHIN = "within"
    """Run together with another paragraph."""
    CUT = "cut"
    BEFORE = "before"
    """Not there, but the copy is older than all that print the paragraph: it was not written yet."""
    LONE = "lone"
    """Not there, nor in any other copy: whether the lead alone has it or all others cut it, nobody can tell."""
    ADDED = "added"
    """Printed, and the lead does not have it."""
    NONE = "none"
    """Neither the copy nor the lead has it."""


ENOUGH = 2
"""Different copies beside the lead from which it is said that the lead alone prints a paragraph; with one, the two may
as well have been cut and written on.
"""


class Copy(NamedTuple):
    """What an article prints: its passages in order, without repeats. ``on`` is None where its day is not known."""

    passages: tuple[int, ...]
    on: datetime.date | None = None


class Cell(NamedTuple):
    """What a copy did with a paragraph; ``at`` is the place where it prints it, from 0, None where it does not."""

    kind: Kind
    edited: bool = False
    at: int | None = None


class Row(NamedTuple):
    """A paragraph, named by the passage that stands for it; its ``number`` in the lead, from 1, None if not there.

    ``lone`` where the lead alone prints it, though there are `ENOUGH` others.
    """

    passage: int
    number: int | None
    lone: bool = False


@dataclass(frozen=True)
class Genealogy:
    """The rows in reading order, and for each copy that was asked about, in the order given, its cell in each row."""

    rows: Sequence[Row]
    columns: Sequence[Sequence[Cell]]

    @property
    def of_lead(self) -> int:
        """How many paragraphs the lead has."""
        return sum(row.number is not None for row in self.rows)


def genealogy(lead: Copy, copies: Sequence[Copy], wordlists: Wordlists, whole: bool = True) -> Genealogy:
    """The matrix of a story's copies, the lead among them, against its lead; ``wordlists`` are the words of every
    passage, in order. ``whole`` says that these are all copies that there are.

    The order in which copies are given changes the order of columns and nothing else.
    """
    found = _families(lead, copies, wordlists)
    prints = [_rows_printed(copy, found) for copy in copies]
    numbers = _numbers(lead)
    lone = _lone(lead, copies, prints, found) if whole else set()
    rows = [Row(p, numbers.get(p), p in lone) for p in _reading_order(list(numbers), prints)]
    first = _first_days(copies, prints, found)
    known = {copy: _cells(copy, rows, found, first) for copy in set(copies)}
    return Genealogy(rows, [known[copy] for copy in copies])


def _families(lead: Copy, copies: Sequence[Copy], wordlists: Wordlists) -> Families:
    """The lead's paragraphs first, then what most copies print, then what stands first in them."""
    count: dict[int, int] = {}
    place: dict[int, int] = {}
    for copy in copies:
        for at, passage in enumerate(dict.fromkeys(copy.passages)):
            count[passage] = count.get(passage, 0) + 1
            place[passage] = min(at, place.get(passage, at))
    ordered = sorted(count, key=lambda p: (-count[p], place[p], tuple(wordlists[p]), p))
    return families(lead.passages, ordered, wordlists)


def _numbers(lead: Copy) -> dict[int, int]:
    """The place of each of the lead's paragraphs, from 1, where it first stands."""
    found: dict[int, int] = {}
    for number, passage in enumerate(lead.passages, 1):
        found.setdefault(passage, number)
    return found


def _rows_printed(copy: Copy, found: Families) -> tuple[int, ...]:
    """The paragraphs that a copy prints, in its order, each once."""
    return tuple(dict.fromkeys(found.paragraph[p] for p in copy.passages))


def _lone(lead: Copy, copies: Sequence[Copy], prints: Sequence[Sequence[int]], found: Families) -> set[int]:
    """The paragraphs that one copy prints and no other, where that is the lead and there are enough others."""
    if len({copy.passages for copy in copies} - {lead.passages}) < ENOUGH:
        return set()
    count = Counter(row for copy, own in zip(copies, prints, strict=True) for row in {*own, *_held(copy, found)})
    return {row for row in _rows_printed(lead, found) if count[row] == 1}


def _reading_order(lead: Sequence[int], prints: Iterable[Sequence[int]]) -> list[int]:
    """All paragraphs in one order: the lead's own, and each other one behind what it follows where it is printed.

    Copies are gone through from those that print most paragraphs to those that print least.
    """
    order = list(lead)
    where = {row: at for at, row in enumerate(order)}
    added: set[int] = set()
    for printed in sorted(set(prints), key=lambda own: (-len(own), own)):
        own, at = set(printed), 0
        for row in printed:
            if row not in where:
                at = _behind(order, at, added - own)
                order.insert(at, row)
                added.add(row)
                where |= {each: n for n, each in enumerate(order[at:], at)}
            at = where[row] + 1
    return order


def _behind(order: Sequence[int], at: int, others: set[int]) -> int:
    """Behind what other copies added at the same place."""
    while at < len(order) and order[at] in others:
        at += 1
    return at


def _first_days(copies: Sequence[Copy], prints: Sequence[Sequence[int]], found: Families) -> dict[int, datetime.date]:
    """The day on which each paragraph was first printed, as far as days are known."""
    first: dict[int, datetime.date] = {}
    for copy, printed in zip(copies, prints, strict=True):
        if copy.on is not None:
            for row in (*printed, *_held(copy, found)):
                first[row] = min(copy.on, first.get(row, copy.on))
    return first


def _held(copy: Copy, found: Families) -> set[int]:
    """The paragraphs that a copy prints within others."""
    return {row for p in copy.passages for row in found.holds.get(p, ())}


def _cells(copy: Copy, rows: Sequence[Row], found: Families, first: Mapping[int, datetime.date]) -> tuple[Cell, ...]:
    places: dict[int, int] = {}
    for at, passage in enumerate(copy.passages):
        places.setdefault(found.paragraph[passage], at)
    of_lead = {row.passage: n for n, row in enumerate(rows) if row.number is not None}
    stayed = _ascending([of_lead[p] for p in places if p in of_lead])
    whole, held = set(copy.passages), _held(copy, found)
    cells = []
    for n, row in enumerate(rows):
        if row.passage in places:
            cells.append(_printed(row, n in stayed, row.passage not in whole, places[row.passage]))
        elif row.passage in held:
            cells.append(cell(Kind.WITHIN, True))
        else:
            cells.append(_missing(row, copy.on is not None and copy.on < first.get(row.passage, copy.on)))
    return tuple(cells)


def _printed(row: Row, stayed: bool, edited: bool, at: int) -> Cell:
    if row.number is None:
        return cell(Kind.ADDED, edited, at)
    if not stayed:
        return cell(Kind.MOVED, edited, at)
    return cell(Kind.EDITED if edited else Kind.SAME, edited, at)


def _missing(row: Row, early: bool) -> Cell:
    if row.number is None:
        return cell(Kind.NONE)
    if row.lone:
        return cell(Kind.LONE)
    return cell(Kind.BEFORE if early else Kind.CUT)


@lru_cache(maxsize=4096)
def cell(kind: Kind, edited: bool = False, at: int | None = None) -> Cell:
    """Large matrices have few different cells, each of which is made once."""
    return Cell(kind, edited, at)


def _ascending(numbers: Sequence[int]) -> set[int]:
    """The longest run of the distinct numbers that ascends, others left out; of several, the smallest numbers.

    Patience sorting: Aldous and Diaconis, "Longest increasing subsequences", 1999.
    """
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        before[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    found: set[int] = set()
    last: int | None = tops[-1] if tops else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


class Told(NamedTuple):
    """What a copy did, in numbers of the lead's paragraphs, of which it shares ``of`` with others.

    ``ending`` are how many of these it cuts from the end, ``out`` those that it leaves out before, ``early`` those that
    were not written yet. ``added`` is how many the copy has of its own. The others of the lead's paragraphs, which
    nobody else prints, are ``lone`` where the copy has not got them either, ``own`` where it is the lead.
    """

    of: int
    same: int
    ending: int
    out: tuple[int, ...]
    early: tuple[int, ...]
    edited: tuple[int, ...]
    moved: tuple[int, ...]
    added: int
    lone: tuple[int, ...] = ()
    own: tuple[int, ...] = ()

    @property
    def printed(self) -> int:
        return self.of - self.ending - len(self.out) - len(self.early)


def told(rows: Sequence[Row], cells: Sequence[Cell]) -> Told:
    """One copy's column in a few words."""
    numbered = [(row, row.number, cell) for row, cell in zip(rows, cells, strict=True) if row.number is not None]
    lone = [(number, cell) for row, number, cell in numbered if row.lone]
    shared = [(number, cell) for row, number, cell in numbered if not row.lone]
    out = _numbers_of(shared, Kind.CUT)
    ending = 0
    while ending < len(shared) and shared[-1 - ending][1].kind is Kind.CUT:
        ending += 1
    return Told(
        of=len(shared),
        same=sum(not cell.edited and cell.at is not None for _, cell in shared),
        ending=ending,
        out=out[: len(out) - ending],
        early=_numbers_of(shared, Kind.BEFORE),
        edited=tuple(number for number, cell in shared if cell.edited),
        moved=_numbers_of(shared, Kind.MOVED),
        added=sum(cell.kind is Kind.ADDED for cell in cells),
        lone=_numbers_of(lone, Kind.LONE),
        own=tuple(number for number, cell in lone if cell.at is not None),
    )


def _numbers_of(numbered: Iterable[tuple[int, Cell]], kind: Kind) -> tuple[int, ...]:
    return tuple(number for number, cell in numbered if cell.kind is kind)
