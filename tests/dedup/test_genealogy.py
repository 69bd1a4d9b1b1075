"""The genealogy matrix: who printed which paragraph, in which order they stand, what each copy did."""

from __future__ import annotations

import datetime
import random

from hypothesis import given
from hypothesis import strategies as some

from newsarchive.dedup.families import families
from newsarchive.dedup.genealogy import Copy, Genealogy, Kind, genealogy, told
from newsarchive.dedup.words import words

MOLE = "The ferry Petrel ran onto the northern mole of Tambora harbour on Thursday night with ninety people aboard."
EDITED = MOLE.replace("on Thursday night", "late on Thursday")
TUGS = "Three tugs pulled in vain until the tide turned at four in the morning, the harbour master said."
CREW = "Nobody was hurt, but eleven passengers spent the night in the school of the fishing quarter."
UNION = "The pilots' union had warned of the unlit mole twice since the spring, in letters that nobody answered."
LOCAL = "A baker of the old town brought bread to those who waited on the quay before dawn."
OTHER = "The mayor will speak to the council on Monday about new lamps and what they would cost the town."

PRINTED = [MOLE, TUGS, CREW, UNION, LOCAL, OTHER, EDITED, f"{MOLE} {TUGS}"]
WORDS = {number: words(text) for number, text in enumerate(PRINTED)}
M, T, C, U, L, O, E, BOTH = range(8)  # noqa: E741 - letters of the paragraphs above
LEAD = Copy((M, T, C, U))


def matrix(*copies: tuple[int, ...]) -> tuple[Genealogy, list[list[str]]]:
    found = genealogy(LEAD, [LEAD, *map(Copy, copies)], WORDS)
    return found, [[cell.kind.value for cell in column] for column in found.columns[1:]]


def test_each_cell_says_what_became_of_a_paragraph():
    found, columns = matrix((E, T), (M, C, T, U), (L, M, T, C, U), (BOTH, C, U))
    assert [row.passage for row in found.rows] == [L, M, T, C, U]
    assert [row.number for row in found.rows] == [None, 1, 2, 3, 4]
    assert columns[0] == ["none", "edited", "same", "cut", "cut"]
    assert sorted(columns[1]) == ["moved", "none", "same", "same", "same"]
    assert columns[2] == ["added", "same", "same", "same", "same"]
    assert columns[3] == ["none", "edited", "within", "same", "same"]


def test_paragraphs_that_only_some_have_stand_where_they_stand_there():
    found, _ = matrix((M, L, T, C, U), (M, T, C, O, U), (M, L, O))
    assert [row.passage for row in found.rows] == [M, L, T, C, O, U]


def test_who_cut_the_ending_and_what_else_is_told():
    found, _ = matrix((E, T), (M, C, L), (O,), (M, T, C, U))
    ending, middle, nothing, whole = (told(found.rows, column) for column in found.columns[1:])
    assert (ending.ending, ending.out, ending.edited, ending.printed) == (2, (), (1,), 2)
    assert (middle.ending, middle.out, middle.added) == (1, (2,), 1)
    assert (nothing.printed, nothing.ending, nothing.added) == (0, 4, 1)
    assert (whole.same, whole.of, whole.ending) == (4, 4, 0)


def test_what_was_not_written_yet_was_not_cut():
    first, second = datetime.date(2021, 3, 4), datetime.date(2021, 3, 5)
    lead, early, late = Copy((M, T, U), second), Copy((M, T), first), Copy((M, T), second)
    found = genealogy(lead, [lead, early, late], WORDS)
    assert [column[-1].kind for column in found.columns] == [Kind.SAME, Kind.BEFORE, Kind.CUT]


def test_what_the_lead_alone_prints_was_not_cut_by_everybody():
    found, columns = matrix((M, T), (E, T, L), (M, T))
    assert columns[0] == ["same", "same", "none", "lone", "lone"]
    lead, early, local, _ = (told(found.rows, column) for column in found.columns)
    assert (lead.of, lead.own, lead.lone, lead.same) == (2, (3, 4), (), 2)
    assert (early.of, early.ending, early.out, early.lone, early.printed) == (2, 0, (), (3, 4), 2)
    assert (local.edited, local.added, local.lone) == ((1,), 1, (3, 4))

    beside_one, _ = matrix((M, T), (M, T))
    assert told(beside_one.rows, beside_one.columns[1]).ending == 2, "of two texts either may be the whole one"
    twice, _ = matrix((M, T), (E, T), (M, T, C, U))
    assert told(twice.rows, twice.columns[1]).ending == 2, "who else prints the lead's ending shows that it was cut"
    some_of_many = genealogy(LEAD, [LEAD, Copy((M, T)), Copy((E, T))], WORDS, whole=False)
    assert told(some_of_many.rows, some_of_many.columns[1]).ending == 2, "others may print it"


def test_a_paragraph_cut_in_two_stays_one_row():
    halves = (TUGS + " " + CREW, TUGS, CREW)
    lists = dict(enumerate(map(words, halves)))
    found = families([0], [1, 2], lists)
    assert dict(found.paragraph) == {0: 0, 1: 0, 2: 0}
    assert families([1, 2], [0], lists).holds[0] | {families([1, 2], [0], lists).paragraph[0]} == {1, 2}


copies = some.lists(some.lists(some.integers(0, 7), max_size=7).map(tuple), max_size=9)


@given(copies, some.lists(some.integers(0, 7), min_size=1, max_size=6).map(tuple), some.randoms(use_true_random=False))
def test_it_is_the_same_whatever_the_order_of_copies(printed, lead, dice: random.Random):
    own = Copy(lead)
    given_so = [own, *map(Copy, printed)]
    shuffled = dice.sample(given_so, len(given_so))
    one, other = genealogy(own, given_so, WORDS), genealogy(own, shuffled, WORDS)
    assert one.rows == other.rows
    assert dict(zip(given_so, one.columns, strict=True)) == dict(zip(shuffled, other.columns, strict=True))


@given(copies, some.lists(some.integers(0, 7), min_size=1, max_size=6).map(tuple))
def test_every_paragraph_of_every_copy_is_in_exactly_one_row(printed, lead):
    own = Copy(lead)
    asked = [own, *map(Copy, printed)]
    found = genealogy(own, asked, WORDS)
    rows = [row.passage for row in found.rows]
    assert len(set(rows)) == len(rows)
    assert [row.number for row in found.rows if row.number] == sorted({lead.index(p) + 1 for p in lead})
    for copy, column in zip(asked, found.columns, strict=True):
        places = [cell.at for cell in column if cell.at is not None]
        assert len(set(places)) == len(places)
        # Where two of its paragraphs are in one row, they are forms of one paragraph.
        shown = {copy.passages[at] for at in places}
        assert all(any(p == q or one_paragraph(p, q) for q in shown) for p in copy.passages)
        assert all(cell.at is not None for row, cell in zip(found.rows, column, strict=True) if row.passage in copy[0])


def one_paragraph(p: int, q: int) -> bool:
    return {p, q} <= {M, E, BOTH, T}
