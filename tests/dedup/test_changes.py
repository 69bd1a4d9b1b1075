"""What changed between two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.changes import Change, Dateline, Kind, changes
from newsarchive.dedup.numbers import value_of_run

FERRY = [
    "A ferry sank off Valdora on Tuesday and 12 people were killed, the harbour master said.",
    "Captain Ines Torvald had radioed for help shortly before dawn, he added.",
    '"We heard her call and then nothing at all," said harbour master Piet Orsen.',
    "The ship carried 240 passengers and a cargo of about 1.2 million bricks.",
]


def told(one: list[str], other: list[str]) -> list[tuple[str, str, str]]:
    return [(c.kind.value, c.before, c.after) for c in changes(one, other)]


def with_(place: int, text: str) -> list[str]:
    return [text if i == place else own for i, own in enumerate(FERRY)]


def test_nothing_changed_in_the_same_text() -> None:
    assert changes(FERRY, FERRY) == []


def test_a_toll_is_said_with_what_it_counts() -> None:
    later = with_(0, FERRY[0].replace("12 people", "19 people"))
    [change] = changes(FERRY, later)
    assert (change.kind, change.before, change.after, change.where) == (Kind.NUMBER, "12", "19", (0, 0))
    assert change.words == "killed 12 → 19"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("12 people", "twelve people", []),
        ("12 people", "nineteen people", [("number", "12", "nineteen")]),
        ("12 people", "twenty-three people", [("number", "12", "twenty-three")]),
    ],
)
def test_numbers_in_words_are_numbers(before: str, after: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(FERRY, with_(0, FERRY[0].replace(before, after))) == expected


def test_millions_go_with_their_number() -> None:
    later = with_(3, FERRY[3].replace("1.2 million", "1.4 million"))
    assert told(FERRY, later) == [("number", "1.2 million", "1.4 million")]
    assert told(FERRY, with_(3, FERRY[3].replace("1.2 million", "1,200,000"))) == []


def test_a_name_gave_way_to_another() -> None:
    assert told(FERRY, with_(1, FERRY[1].replace("Ines Torvald", "Maren Skou"))) == [
        ("name", "Ines Torvald", "Maren Skou")
    ]


@pytest.mark.parametrize(
    "other", ["Captain Inês Torvald", "Captain Torvald", "Captain Ines Torvalds", "Capt. Ines Torvald"]
)
def test_one_name_in_another_form_is_no_change(other: str) -> None:
    assert told(FERRY, with_(1, FERRY[1].replace("Captain Ines Torvald", other))) == []


def test_a_day_of_the_week_is_no_name() -> None:
    assert told(FERRY, with_(0, FERRY[0].replace("Tuesday", "Monday"))) == []


def test_quotes_are_added_dropped_and_altered() -> None:
    added = [*FERRY, '"There will be an inquiry into this loss," said minister Alda Reyes.']
    [change] = changes(FERRY, added)
    assert (change.kind, change.before, change.after) == (Kind.QUOTE, "", "There will be an inquiry into this loss,")
    assert change.said == "Alda Reyes"
    assert [c.turned() for c in changes(added, FERRY)] == [change]
    altered = with_(2, FERRY[2].replace("nothing at all", "nothing any more"))
    assert [(c.kind, bool(c.before), bool(c.after)) for c in changes(FERRY, altered)] == [(Kind.QUOTE, True, True)]


FATES = st.sampled_from(["killed", "injured", "wounded", "hurt", "detained"])
TOLLS = st.integers(min_value=2, max_value=90)
ORDERS = (
    "The blast {one} {a} miners and {other} {b}, the district said.",
    "After the blast {a} miners were {one} and {b} were {other}, the district said.",
    "{a} people {one}, {b} {other} in the blast, the district said.",
    "The blast {one} at least {a} people and {other} another {b} people, the district said.",
)


@given(order=st.sampled_from(ORDERS), fates=st.lists(FATES, min_size=2, max_size=2, unique=True), tolls=st.data())
def test_a_toll_is_of_the_fate_that_governs_it_whatever_the_order_of_words(
    order: str, fates: list[str], tolls: st.DataObject
) -> None:
    a, b, later = tolls.draw(st.lists(TOLLS, min_size=3, max_size=3, unique=True))
    one = order.format(one=fates[0], other=fates[1], a=a, b=b)
    first, second = (order.format(one=fates[0], other=fates[1], **said) for said in _later(a, b, later))
    assert [c.words for c in changes([one], [first])] == [f"{fates[0]} {a} → {later}"]
    assert [c.words for c in changes([one], [second])] == [f"{fates[1]} {b} → {later}"]


def _later(a: int, b: int, later: int) -> tuple[dict[str, int], dict[str, int]]:
    return {"a": later, "b": b}, {"a": a, "b": later}


def test_the_same_figures_of_another_fate_are_told_too() -> None:
    one = ["The blast killed 12 miners and injured 31.", "Rescuers laid 12 bodies out by the shaft on Monday."]
    other = ["The blast killed 19 miners and injured 31.", "Rescuers laid 19 bodies out by the shaft on Monday."]
    assert [c.words for c in changes(one, other)] == ["killed 12 → 19", "bodies 12 → 19"]
    one[1], other[1] = ("The toll of men hurt rose by 12 overnight.", "The toll of men hurt rose by 19 overnight.")
    assert next(c.words for c in changes(one, other)) == "killed 12 → 19"


def test_a_place_that_names_no_fate_is_not_told_again() -> None:
    one = ["Twelve miners of Brenn came home, 12 of them lame.", "The blast killed 12 miners and injured 31."]
    other = [text.replace("12", "19") for text in one]
    assert [c.words for c in changes(one, other)] == ["killed 12 → 19"]


def test_datelines_differ() -> None:
    one, other = Dateline("VALDORA", "2026-03-01", ["Corvane"]), Dateline("PORT SELWYN", "2026-03-02", ["Corvane"])
    found = changes(FERRY, FERRY, one, other)
    assert [(c.said, c.before, c.after) for c in found] == [
        ("place", "VALDORA", "PORT SELWYN"),
        ("date", "2026-03-01", "2026-03-02"),
    ]


def test_what_weighs_most_comes_first() -> None:
    later = [FERRY[0].replace("12", "19"), FERRY[1].replace("Ines Torvald", "Maren Skou"), *FERRY[2:]]
    later[3] = later[3].replace("240", "260")
    assert [c.kind for c in changes(FERRY, later)] == [Kind.NUMBER, Kind.NAME, Kind.NUMBER]


@given(st.lists(st.sampled_from(FERRY), max_size=5), st.lists(st.sampled_from(FERRY), max_size=5))
def test_any_two_texts_can_be_compared_and_say_the_same_each_time(one: list[str], other: list[str]) -> None:
    found = changes(one, other)
    assert found == changes(one, other)
    assert all(isinstance(change, Change) and change.before != change.after for change in found)


@pytest.mark.parametrize(
    ("printed", "value"),
    [("19", 19), ("nineteen", 19), ("twenty three", 23), ("1.2 million", 1.2e6), ("two hundred and five", 205)],
)
def test_numbers_have_values(printed: str, value: float) -> None:
    assert value_of_run(printed.split()) == value
    assert value_of_run([*printed.split(), "ships"]) is None
