"""Kills that are denied or taken back, corrections of corrections, and how a story's page tells all that."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from newsarchive.archive.models import Carried, Ruling, Story
from newsarchive.archive.queries import marks
from newsarchive.archive.services import rulings
from tests.archive import pipeline
from tests.archive.notice_files import (
    CORRECTION,
    KILL,
    KILL_NOTICE,
    TAKEN_BACK,
    carried,
    ferry,
    marks_of,
    notice,
    page,
    reject,
    wire_copy,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_kill_that_is_taken_back_kills_nothing_whichever_came_first(seed: int):
    print("seed", seed)
    names = list(TAKEN_BACK)
    random.Random(seed).shuffle(names)
    for some in pipeline.portions(names, [1, 2]):
        pipeline.take_in({name: TAKEN_BACK[name] for name in some})
    assert carried() == set()
    assert marks.asked_about([pipeline.article_of("wire.txt").pk]) == []
    reject("back.txt")
    assert carried() == {(name, "withdrawn", "kill.txt") for name in ("wire.txt", "copy.txt")}


BY_NUMBER = notice(113, "08:05", "Please disregard the kill numbered NORTHWIRE 0107, sent in error.")
SECOND = KILL_NOTICE.replace(b"0107", b"0109").replace(b"07:40", b"07:50")
TWICE = {name: KILL[name] for name in ("wire.txt", "copy.txt", "bees.txt", "kill.txt")} | {"second.txt": SECOND}
BOTH = {(name, "withdrawn", kill) for name in ("wire.txt", "copy.txt") for kill in ("kill.txt", "second.txt")}


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_one_kill_of_two_is_taken_back_by_its_number_whichever_came_first(seed: int):
    print("seed", seed)
    files = TWICE | {"back.txt": BY_NUMBER}
    names = list(files)
    random.Random(seed).shuffle(names)
    for some in pipeline.portions(names, [1, 2]):
        pipeline.take_in({name: files[name] for name in some})
    left = {(name, "withdrawn", "second.txt") for name in ("wire.txt", "copy.txt")}
    assert carried() == left
    reject("back.txt")
    assert carried() == BOTH
    rulings.undo(Ruling.objects.get().pk, by=None, reason="It counts.")
    assert carried() == left


def test_the_number_of_a_kill_alone_lifts_it_and_a_kill_that_comes_back_stays_lifted():
    pipeline.take_in({name: TWICE[name] for name in ("wire.txt", "copy.txt")})
    sent = pipeline.take_in({"kill.txt": TWICE["kill.txt"]})
    back = pipeline.take_in({"back.txt": BY_NUMBER})
    assert (carried(), marks_of("copy.txt")) == (set(), [])
    gone = rulings.withdraw_upload(back.pk, by=None, reason="Not ours.")
    assert marks_of("copy.txt") == ["withdrawn"]
    rulings.undo(gone.pk, by=None, reason="Ours.")
    gone = rulings.withdraw_upload(sent.pk, by=None, reason="Not ours.")
    rulings.undo(gone.pk, by=None, reason="Ours.")
    assert (carried(), marks_of("copy.txt")) == (set(), [])


def test_the_desk_names_what_took_a_kill_back_by_number_for_that_kill_alone(desk):
    pipeline.take_in(TWICE | {"back.txt": BY_NUMBER})
    by = f"(article {pipeline.article_of('back.txt').pk})"
    lifted, stands = (pipeline.article_of(name).pk for name in ("kill.txt", "second.txt"))
    assert by in desk.get(f"/admin/archive/notice/{lifted}/rule/").content.decode()
    assert by not in desk.get(f"/admin/archive/notice/{stands}/rule/").content.decode()


def test_the_number_of_the_killed_story_still_takes_back_every_kill_of_it():
    pipeline.take_in(TWICE | {"back.txt": notice(113, "08:05", "Please disregard the kill NORTHWIRE 0101.")})
    assert carried() == set()


def test_of_two_kills_each_is_rejected_singly_and_the_story_stays_killed_by_the_other():
    pipeline.take_in(TWICE)
    assert carried() == BOTH
    reject("kill.txt")
    assert {by for _, _, by in carried()} == {"second.txt"}
    assert marks_of("copy.txt") == ["withdrawn"]
    reject("second.txt")
    assert (carried(), marks_of("copy.txt")) == (set(), [])
    rulings.undo(Ruling.objects.order_by("pk")[0].pk, by=None, reason="It counts.")
    assert {by for _, _, by in carried()} == {"kill.txt"}
    assert marks_of("copy.txt") == ["withdrawn"]


def test_a_kill_after_one_was_taken_back_counts():
    again = KILL_NOTICE.replace(b"0107", b"0120").replace(b"07:40", b"09:10")
    pipeline.take_in(TAKEN_BACK | {"again.txt": again})
    assert carried() == {(name, "withdrawn", "again.txt") for name in ("wire.txt", "copy.txt")}


@pytest.mark.parametrize(
    "said", ["Kindly kill NORTHWIRE 0101, moved at 0412 GMT.", "Kill PORT SELWYN story, moved at 0412 GMT."]
)
@pytest.mark.parametrize("first", ["wire.txt", "kill.txt"])
def test_a_kill_of_one_line_finds_its_story_by_number_or_place_and_hour(said: str, first: str):
    kill = "\n".join(
        ("NORTHWIRE 0150", "BC-ADVISORY", "Thu 9 Aug 2007 07:40 GMT", "", "BULLETIN KILL", "", f"Eds: {said}")
    )
    files = {"kill.txt": kill.encode()} | {name: KILL[name] for name in ("wire.txt", "copy.txt", "bees.txt")}
    pipeline.take_in({first: files.pop(first)})
    pipeline.take_in(files)
    assert carried() == {(name, "withdrawn", "kill.txt") for name in ("wire.txt", "copy.txt")}


def test_please_do_not_kill_kills_nothing():
    said = (
        "Please do not kill the story slugged Ferry-Wall. It stands as sent; a rumour that it was withdrawn is wrong."
    )
    pipeline.take_in(
        {"wire.txt": KILL["wire.txt"], "copy.txt": KILL["copy.txt"], "not.txt": notice(112, "08:00", said)}
    )
    assert carried() == set()


MORE = [
    "Pilots had asked twice for a lamp on the mole, their spokeswoman Greta Lunn told reporters on the quay, and had"
    " been promised one for the first of September, when the dredger was due back from the northern ports.",
    "Fishermen lent their nets to keep the cargo of barrels, crates and two pianos from drifting into the channel.",
]
CHAIN: Mapping[str, bytes] = {
    "wire.txt": wire_copy(101, "Ferry-Wall", "04:12", "Ferry sinks at its berth", ferry("12", MORE)),
    "copy.txt": page("Night ferry strikes harbour wall", "9", ferry("12", MORE)),
    "first.txt": wire_copy(
        104,
        "Ferry-Wall",
        "06:30",
        "CORRECTED - Ferry sinks at its berth",
        ferry("19", MORE),
        "(Corrects toll to 19 from 12)",
    ),
    "first-copy.txt": page("Ferry wall toll is nineteen", "9", ferry("19", MORE)),
    "second.txt": wire_copy(
        109,
        "Ferry-Wall",
        "08:30",
        "CORRECTED - Ferry sinks at its berth",
        ferry("29", MORE),
        "(Corrects toll to 29 from 19)",
    ),
    "second-copy.txt": page("Ferry wall toll is 29", "9", ferry("29", MORE)),
}


def test_a_correction_of_a_correction_leaves_what_it_makes_right():
    pipeline.take_in(CHAIN)
    marked = {(name, mark) for name, mark, _ in carried()}
    assert not {("second.txt", "corrected"), ("second-copy.txt", "corrected")} & marked
    assert {(name, "corrected") for name in ("wire.txt", "copy.txt", "first.txt", "first-copy.txt")} <= marked
    told = {(c["before"], c["after"]) for row in Carried.objects.all() for c in row.changes}
    assert told <= {("12", "19"), ("19", "29"), ("12", "29")}


def test_a_story_whose_lead_is_right_has_a_correction_and_says_who_is_wrong(client, settings):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(CORRECTION)
    story = Story.objects.get(memberships__text__articles=pipeline.article_of("wire.txt"))
    wrong = pipeline.article_of("wire.txt")
    rulings.choose_lead(story.pk, article_id=wrong.pk, by=None, reason="It came first.")
    said = " ".join(client.get(story.get_absolute_url()).content.decode().split())
    assert '<p class="kicker"> <strong class="mark">corrected</strong>' in said
    assert "4 articles print what was wrong, the lead among them." in said
    rulings.choose_lead(story.pk, article_id=pipeline.article_of("corrected.txt").pk, by=None, reason="It is right.")
    said = " ".join(client.get(story.get_absolute_url()).content.decode().split())
    assert '<p class="kicker"> <strong class="mark">has a correction</strong>' in said
    assert "4 articles print what was wrong. The lead does not." in said
    assert "marked CORRECTED by its agency" in said
    assert "it prints what was corrected" not in said.lower().split("<table")[0]


def test_many_kills_of_one_slug_are_told_in_three_banners_and_a_count(client, settings):
    settings.ANONYMOUS_READ = True
    kills = {
        f"kill{n}.txt": KILL_NOTICE.replace(b"0107", f"{200 + n:04}".encode()).replace(
            b"07:40", f"07:{40 + n}".encode()
        )
        for n in range(7)
    }
    pipeline.take_in({"wire.txt": KILL["wire.txt"], "copy.txt": KILL["copy.txt"]} | kills)
    story = Story.objects.get(memberships__text__articles=pipeline.article_of("wire.txt"))
    said = client.get(story.get_absolute_url()).content.decode()
    before, _, after = said.partition('<details class="more-notices">')
    assert before.count('aria-label="Withdrawn"') == 3
    assert "<summary>4 more notices</summary>" in after
    assert after.count('aria-label="Withdrawn"') == 4
