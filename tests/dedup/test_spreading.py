"""What a correction puts right is told from two texts, and found again in copies."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.put_right import leaning, lines, meant, put_right
from newsarchive.dedup.spreading import (
    PRINTS_NONE,
    PRINTS_WRONG,
    Effect,
    Member,
    corrected,
    held,
    withdrawn,
    without_killed,
    without_overtaken,
)
from newsarchive.dedup.words import words

WRONG = [
    "A crane fell on the quay at Lindmouth on Monday and killed 12 people, the harbour office said.",
    "Master rigger Otto Halden had warned of the wind since dawn, and work was to have stopped at noon.",
    "The crane had stood there since the winter of the great flood and was to be painted in May.",
]
RIGHT = [WRONG[0].replace("12", "19"), WRONG[1].replace("Halden", "Holden"), WRONG[2]]
ON = datetime.date(2007, 8, 9)


def plain(paragraphs: list[str]) -> str:
    return " ".join(words(" ".join(paragraphs)))


def member(number: int, kinds: str = "", version: int = 1) -> Member:
    return Member(number, number, version, (f"{number:064}", 1), ON, None, frozenset(kinds.split()))


def sent(number: int, hour: int, kinds: str = "") -> Member:
    return dataclasses.replace(member(number, kinds), at=datetime.datetime(2007, 8, 9, hour, tzinfo=datetime.UTC))


def marks(bodies: dict[int, list[str]], correction: int, said=()) -> dict[int, str]:
    members = [member(n, "correction" if n == correction else "") for n in bodies]
    notice = next(m for m in members if m.article == correction)
    found = corrected(notice, members, {n: plain(b) for n, b in bodies.items()}, said, bodies.__getitem__)
    return {effect.text: effect.mark for effect in found}


def test_figures_and_names_that_gave_way_to_others_are_told():
    found = {(change.kind, change.before, change.after) for change in put_right(WRONG, RIGHT)}
    assert found == {("number", "12", "19"), ("name", "Halden", "Holden")}
    assert put_right(WRONG, WRONG) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("The slide near Alma killed 4 people.", "The slide near Alma killed seven people.", "killed 4 → 7"),
        (
            "A bus fell into the gorge, killing 12 people.",
            "A bus fell into the gorge, killing 19 people.",
            "killed 12 → 19",
        ),
        ("Four were killed.", "Seven were killed.", "killed 4 → 7"),
        (
            "He won on Sunday with 54 percent of the vote.",
            "He won on Sunday with 45 percent of the vote.",
            "54 → 45 percent",
        ),
        ("They met in room 12, a clerk said.", "They met in room 14, a clerk said.", "room 12 → 14"),
        ("It cost two thousand crowns to mend.", "It cost 2,500 crowns to mend.", "2,000 → 2,500 crowns"),
    ],
)
def test_a_figure_is_told_with_the_word_that_says_what_it_counts_and_alike_on_both_sides(before, after, told):
    (line,) = lines(put_right([f"{before} {REST}"], [f"{after} {REST}"]))
    assert f"{line.where} {line.before} → {line.after} {line.behind}".strip() == told


REST = "The parish kept its bells silent until the evening tide and nobody opened a shop."


def test_a_figure_that_opens_a_sentence_is_not_told_by_the_word_that_ended_the_one_before() -> None:
    said = "Only a few had forecast a cut of a point. {} had expected less."
    (line,) = lines(put_right([f"{said.format('Fourteen')} {REST}"], [f"{said.format('Two')} {REST}"]))
    assert (line.before, line.after, line.where) == ("14", "2", "")


def test_the_places_are_known_again_in_a_trim_and_in_an_edited_copy():
    changes = put_right(WRONG, RIGHT)
    assert leaning(plain(WRONG[:1]), changes) > 0 > leaning(plain(RIGHT[:1]), changes)
    edited = [WRONG[0].replace("the harbour office", "officials"), WRONG[2]]
    assert leaning(plain(edited), changes) > 0
    assert leaning(plain(WRONG[2:]), changes) == 0


def test_what_the_note_says_decides_alone():
    changes = put_right(WRONG, RIGHT)
    (one,) = meant(changes, [("12", "19")])
    assert one.after == "19"
    assert meant(changes, [("7", "8")]) == changes


def test_a_copy_of_the_correction_is_not_taken_for_what_it_corrects():
    misspelt = [RIGHT[0].replace("quay", "quaye"), *RIGHT[1:]]
    found = marks({1: WRONG, 2: RIGHT, 3: misspelt, 4: WRONG[:2]}, correction=2)
    assert found == {1: "corrected", 4: "corrected", 2: "corrects", 3: "corrects"}


def test_a_correction_of_nothing_that_is_here_says_so_and_marks_nobody():
    other = ["Bees are late this year, keepers said, and sugar is dear in every valley of the Tarn."]
    assert marks({1: other, 2: RIGHT}, correction=2) == {2: "corrects"}


@given(st.permutations(range(6)))
def test_the_order_of_members_does_not_matter(order):
    bodies = {0: WRONG, 1: RIGHT, 2: WRONG[:2], 3: [*WRONG, "Paint is ordered."], 4: RIGHT[:2], 5: WRONG[2:]}
    assert marks({n: bodies[n] for n in order}, correction=1) == marks(bodies, correction=1)


@pytest.mark.parametrize("version", [1, 2])
def test_an_embargo_holds_for_its_version_alone(version: int):
    members = [member(1, "embargo"), member(2, version=version)]
    assert {effect.text for effect in held(members[0], members)} == ({1, 2} if version == 1 else {1})


def test_what_a_later_correction_makes_right_is_not_corrected_by_the_first():
    first, second, copy = member(1, "correction"), member(2, "correction"), member(3)
    again = dataclasses.replace(second, on=ON + datetime.timedelta(days=1))
    weak = Effect(copy.text, "corrected", PRINTS_NONE, ())
    right = Effect(copy.text, "corrects", 0.9, ())
    assert without_overtaken([(first, weak), (again, right)]) == [(again, right)]
    wrong = dataclasses.replace(weak, confidence=PRINTS_WRONG)
    assert without_overtaken([(first, wrong), (again, right)]) == [(first, wrong), (again, right)]
    assert without_overtaken([(again, weak), (first, right)]) == [(again, weak), (first, right)]


def test_a_copy_of_a_substitute_is_spared_with_it_though_it_bears_no_mark_itself() -> None:
    kill, old = sent(1, 11, "kill"), sent(2, 9)
    substitute, copy, late = sent(3, 12, "update"), dataclasses.replace(sent(4, 13), text=3), sent(5, 14)
    found = withdrawn(kill, [(old, 1.0, ["its number"])], [kill, old, substitute, copy, late], set())
    assert {effect.text for effect in found} == {old.text, late.text}


def test_a_correction_that_a_kill_names_corrects_nothing_unless_an_editor_lifted_the_kill() -> None:
    kill, correction, wrong = sent(1, 11, "kill"), sent(2, 9, "correction"), sent(3, 8)
    done = [
        (correction, Effect(correction.text, "corrects", 1.0, ())),
        (correction, Effect(wrong.text, "corrected", 0.9, ())),
    ]
    by_number = (kill, Effect(correction.text, "withdrawn", 0.9, ("its number is NORTHWIRE 0104",)))
    with_others = (kill, Effect(correction.text, "withdrawn", 0.9, ("of the version that was killed", "its slug")))
    assert without_killed([*done, by_number], lambda effect: False) == [by_number]
    assert without_killed([*done, by_number], lambda effect: True) == [*done, by_number]
    assert without_killed([*done, with_others], lambda effect: False) == [*done, with_others]
