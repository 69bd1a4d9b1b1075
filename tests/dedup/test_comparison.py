"""Two articles as a reader compares them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from newsarchive.dedup.alignment import Kind, whole
from newsarchive.dedup.comparison import comparison

MOLE = "The ferry Petrel ran onto the northern mole of Tambora harbour with ninety people aboard."
TUGS = "Three tugs pulled in vain until the tide turned at four in the morning, the harbour master said."
CREW = "Nobody was hurt, but eleven passengers spent the night in the school of the fishing quarter."
UNION = "The pilots' union had warned of the unlit mole twice since the spring, in letters nobody answered."
BREAD = "A baker of the old town brought bread to those who waited on the quay before dawn."
PRINTED = (
    MOLE,
    TUGS,
    CREW,
    UNION,
    BREAD,
    CREW.replace("eleven", "twelve"),
    f"{MOLE} {TUGS}",
    f"{UNION} {BREAD} {CREW}",
    "轮渡在港口搁浅。没有人受伤。",
    "رست العبارة في الميناء.",
)


def test_what_moved_is_named_on_both_sides_with_its_changes():
    lines = comparison([CREW, MOLE, TUGS, UNION], [MOLE, TUGS, UNION, CREW.replace("eleven", "twelve")])
    gone, come = (next(line for line in lines if line.row.kind is kind) for kind in (Kind.ONE, Kind.OTHER))
    assert (gone.mine, gone.elsewhere) == (1, 4)
    assert (come.theirs, come.elsewhere) == (4, 1)
    assert [piece.text for piece in come.row.other if piece.own] == ["twelve"]


def test_two_paragraphs_are_written_as_one():
    (line,) = comparison([CREW], [CREW.replace("eleven", "twelve")])
    assert [(run.kind, run.text) for run in line.runs if run.kind is not Kind.SAME] == [
        (Kind.ONE, "eleven"),
        (Kind.OTHER, "twelve"),
    ]
    (line,) = comparison(["轮渡在港口搁浅，没有人受伤。"], ["轮渡在港口沉没，没有人受伤。"])
    mine, theirs = ("".join(r.text for r in line.runs if r.kind != kind) for kind in (Kind.OTHER, Kind.ONE))
    assert (mine, theirs) == ("轮渡在港口搁浅，没有人受伤。", "轮渡在港口沉没，没有人受伤。")


def test_a_paragraph_cut_in_two_has_not_changed_its_words():
    one, other = [MOLE, f"{TUGS} {CREW}", UNION], [MOLE, TUGS, CREW, UNION]
    for there, back in ((one, other), (other, one)):
        lines = comparison(there, back)
        assert not any(line.reworded for line in lines)
        (parted,) = (line for line in lines if line.parts)
        assert parted.parts == (2, 3)
        (part,) = (line for line in lines if line.part)
        assert part.elsewhere == 2
        assert {part.mine, part.theirs} == {3, None}

    lines = comparison([f"{TUGS} {CREW}"], [TUGS.replace("Three", "Four"), CREW.replace("eleven", "twelve"), BREAD])
    put_in = [piece.text for line in lines for piece in line.row.other if piece.own]
    assert put_in == ["Four", "twelve", BREAD]
    assert lines[0].reworded
    told = [(run.kind, run.text) for run in lines[0].runs if run.kind is not Kind.SAME]
    assert told == [(Kind.ONE, "Three"), (Kind.OTHER, "Four"), (Kind.ONE, "eleven"), (Kind.OTHER, "twelve")]


paragraphs = some.lists(some.sampled_from(PRINTED), max_size=7)


@given(paragraphs, paragraphs)
def test_every_paragraph_stands_once_under_its_number_and_in_its_order(one, other):
    lines = comparison(one, other)
    mine = [(line.mine, whole(line.row.one)) for line in lines if line.mine]
    theirs = [(line.theirs, whole(line.row.other)) for line in lines if line.theirs]
    assert mine == list(enumerate(one, 1))
    assert theirs == list(enumerate(other, 1))


@given(paragraphs, paragraphs)
def test_seen_from_the_other_side_the_same_moved_and_the_same_stayed(one, other):
    there, back = comparison(one, other), comparison(other, one)
    count = [sorted(line.row.kind.value for line in lines if line.row.kind is Kind.SAME) for lines in (there, back)]
    assert count[0] == count[1]
    for line in there:
        if line.row.moved:
            (partner,) = (each for each in there if each.row.moved and each is not line and _answers(line, each))
            assert partner.elsewhere == (line.mine or line.theirs)


def _answers(line, each) -> bool:
    return (line.mine, line.elsewhere) == (each.elsewhere, each.theirs) or (line.theirs, line.elsewhere) == (
        each.elsewhere,
        each.mine,
    )
