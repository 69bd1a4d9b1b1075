"""Of corrections that were corrected the latest says what is right, whatever was wrong first."""

from __future__ import annotations

import datetime
from itertools import permutations

from newsarchive.dedup.overtaking import THROUGH, by_the_latest
from newsarchive.dedup.put_right import put_right
from newsarchive.dedup.spreading import PRINTS_WRONG, Effect, Member

ON = datetime.date(2007, 8, 9)


def crane(toll: str, rigger: str = "Otto Halden") -> list[str]:
    return [
        f"A crane fell on the quay at Lindmouth on Monday and killed {toll} people, the harbour office said.",
        f"Master rigger {rigger} had warned of the wind since dawn, and work was to have stopped at noon.",
    ]


def member(number: int) -> Member:
    return Member(number, number, 1, (f"{number:064}", 1), ON, None, frozenset({"correction"}))


def effect(text: int, mark: str, before: list[str], after: list[str]) -> Effect:
    return Effect(text, mark, PRINTS_WRONG, ("it prints so",), tuple(put_right(before, after)))


FIRST, SECOND, THIRD = map(member, (1, 2, 3))
DONE = [
    (FIRST, effect(1, "corrects", crane("12"), crane("19"))),
    (FIRST, effect(9, "corrected", crane("12"), crane("19"))),
    (SECOND, effect(2, "corrects", crane("19"), crane("17"))),
    (SECOND, effect(1, "corrected", crane("19"), crane("17"))),
    (SECOND, effect(9, "corrected", crane("19"), crane("17"))),
]


def told(done) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for by, each in by_the_latest(done):
        if each.mark == "corrected":
            lines = "; ".join(f"{c.before} → {c.after}" for c in each.changes)
            found.setdefault(each.text, []).append((by.article, lines))
    return found


def test_what_was_wrong_first_is_corrected_once_to_what_is_right_in_the_end():
    for done in permutations(DONE):
        assert told(done) == {1: [(2, "19 → 17")], 9: [(2, "12 → 17")]}
    (why,) = [each.why for _, each in by_the_latest(DONE) if each.text == 9]
    assert why[-1] == f"{THROUGH} 19"


def test_a_third_correction_goes_on_from_there():
    third = [
        (THIRD, effect(3, "corrects", crane("17"), crane("18"))),
        (THIRD, effect(2, "corrected", crane("17"), crane("18"))),
    ]
    found = told([*DONE, *third])
    assert (found[9], found[1], found[2]) == ([(3, "12 → 18")], [(3, "19 → 18")], [(3, "17 → 18")])


def test_what_is_right_again_in_the_end_is_not_corrected():
    back = [
        *DONE[:2],
        (SECOND, effect(2, "corrects", crane("19"), crane("12"))),
        (SECOND, effect(1, "corrected", crane("19"), crane("12"))),
        (SECOND, effect(9, "corrects", crane("19"), crane("12"))),
    ]
    assert told(back) == {1: [(2, "19 → 12")]}


def test_a_later_correction_of_something_else_leaves_the_first_one_standing():
    named = [
        *DONE[:2],
        (SECOND, effect(2, "corrects", crane("19"), crane("19", "Otto Holden"))),
        (SECOND, effect(1, "corrected", crane("19"), crane("19", "Otto Holden"))),
        (SECOND, effect(9, "corrected", crane("19"), crane("19", "Otto Holden"))),
    ]
    assert told(named) == {1: [(2, "Halden → Holden")], 9: [(1, "12 → 19"), (2, "Halden → Holden")]}
