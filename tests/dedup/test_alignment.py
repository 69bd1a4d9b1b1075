"""Articles side by side: nothing is lost, what agrees stands together, what differs is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.alignment import Kind, Piece, Woven, aligned, compared, whole, woven
from newsarchive.dedup.words import words

LEDE = "A car ferry with 214 people on board ran aground off the mole early on Thursday."
LATER = "A car ferry with 230 people on board ran aground off the mole early on Friday."
HURT = "Nobody was hurt, the coastguard said."
BEES = "Beekeepers in the valley harvested a third less honey this spring."


def kinds(one, other):
    return [row.kind for row in aligned(one, other)]


def test_the_same_paragraphs_stand_beside_each_other_whatever_their_punctuation():
    assert kinds([LEDE, HURT], [LEDE.upper(), "“Nobody was hurt” — the coastguard said"]) == [Kind.SAME, Kind.SAME]


def test_words_that_differ_are_marked_on_their_side():
    (row,) = aligned([LEDE], [LATER])
    assert row.kind == Kind.CHANGED
    assert [piece.text for piece in row.one if piece.own] == ["214", "Thursday."]
    assert [piece.text for piece in row.other if piece.own] == ["230", "Friday."]
    assert (whole(row.one), whole(row.other)) == (LEDE, LATER)


def test_what_only_one_prints_stands_alone_and_what_stands_at_its_place_beside_it():
    assert kinds([LEDE, HURT, BEES], [LEDE, BEES]) == [Kind.SAME, Kind.ONE, Kind.SAME]
    assert kinds([BEES], [BEES, HURT]) == [Kind.SAME, Kind.OTHER]
    assert kinds([LEDE, BEES], [LEDE, HURT]) == [Kind.SAME, Kind.APART]
    assert kinds([], [HURT]) == [Kind.OTHER]
    assert kinds([], []) == []


def test_a_paragraph_at_another_place_is_known_again():
    rows = aligned([HURT, LEDE], [LEDE, HURT])
    assert [row.kind for row in rows if row.moved] == [Kind.ONE, Kind.OTHER] or len(rows) == 3
    assert [row.moved for row in rows if row.kind in (Kind.ONE, Kind.OTHER)] == [True, True]


def test_paragraphs_without_words_are_no_stumbling_block():
    assert kinds(["…", LEDE], ["* * *", LEDE])[-1] == Kind.SAME


paragraphs = st.lists(st.sampled_from([LEDE, LATER, HURT, BEES, "…", "", "Ça 1,000 漢字"]), max_size=6)


@given(paragraphs, paragraphs)
def test_every_paragraph_is_there_once_on_its_side(one, other):
    rows = aligned(one, other)
    mine = sorted(" ".join(p.split()) for p in one if p.strip())
    theirs = sorted(" ".join(p.split()) for p in other if p.strip())
    assert sorted(whole(row.one).strip() for row in rows if whole(row.one).strip()) == mine
    assert sorted(whole(row.other).strip() for row in rows if whole(row.other).strip()) == theirs


@given(st.text(), st.text())
def test_no_word_is_lost_in_comparing(one, other):
    mine, theirs = compared(one, other)
    assert (whole(mine).split(), whole(theirs).split()) == (one.split(), other.split())
    assert [p for p in mine if not p.own and p.text] == [] or [p for p in theirs if not p.own]
    assert all(isinstance(piece, Piece) for piece in (*mine, *theirs))


@pytest.mark.parametrize(
    ("one", "other", "mine", "theirs"),
    [
        ("市长周二关闭了旧桥。", "市长周三关闭了旧桥。", ["二"], ["三"]),
        ("橋は月曜日に閉鎖された", "橋は火曜日に閉鎖された", ["月"], ["火"]),
        ("นายกปิดสะพานเก่า", "นายกปิดสะพานใหม่", ["เก่า"], ["ใหม่"]),
        ("the old  bridge closed", "the new bridge closed", ["old"], ["new"]),
    ],
)
def test_what_differs_is_marked_and_no_more(one: str, other: str, mine: list[str], theirs: list[str]) -> None:
    left, right = compared(one, other)
    assert [piece.text for piece in left if piece.own] == mine
    assert [piece.text for piece in right if piece.own] == theirs
    assert (whole(left), whole(right)) == (" ".join(one.split()), " ".join(other.split()))


def test_two_texts_woven_into_one_give_back_either():
    one = "Eleven ships lay at anchor, four of them with fruit. 船は港に停泊した。"
    other = "By dusk twelve ships lay at anchor, with fruit for the north. 船は沖に停泊している。"
    steps = woven(one, other)
    for text, left_out in ((one, Kind.OTHER), (other, Kind.ONE)):
        told = "".join(step.text + " " * step.spaced for step in steps if step.kind != left_out)
        assert words(told) == words(text)
    assert [(step.kind, step.text) for step in steps][:3] == [
        (Kind.ONE, "Eleven"),
        (Kind.OTHER, "By dusk twelve"),
        (Kind.SAME, "ships lay at anchor,"),
    ]
    assert woven("", other) == [Woven(Kind.OTHER, other, False)]
