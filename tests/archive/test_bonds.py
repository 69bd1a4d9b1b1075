"""A correction is in the story of what it corrects, however its figures part them, and in no other."""

from __future__ import annotations

import random

import pytest
from django.core.management import call_command
from django.db import transaction

from newsarchive.archive.models import Article, Bond, Sense
from newsarchive.archive.queries.related import related
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.archive.services import bonding, clustering, rulings
from newsarchive.dedup.relations import Relation
from tests.archive import pipeline
from tests.archive.notice_files import OTHER, carried, page, wire_copy

pytestmark = pytest.mark.django_db(transaction=True)


def slide(toll: str) -> list[str]:
    return [
        f"A slope gave way above Corriedale on Thursday and {toll} people died in their beds, the county said.",
        "Rain had fallen for nine days. The road to the quarry is gone, and with it the only bridge.",
        f"Alma Rigby, the mayor, said that {toll} were dead and that five were looked for under the chapel.",
        "Schools stay shut. A field kitchen came by rail as far as Hexley and went on by mule.",
    ]


CORRECTED = wire_copy(
    203, "Corriedale-Slide", "06:30", "CORRECTED - Slope gives way, 6 dead", slide("6"), "(Corrects toll to 6 from 9)"
)
FILES = {
    "wire.txt": wire_copy(201, "Corriedale-Slide", "04:10", "Slope gives way, 9 dead", slide("9")),
    "copy.txt": page("Rain brings slope down", "9", slide("9")),
    "corrected.txt": CORRECTED,
    "corrected-copy.txt": page("Slope came in the night", "10", slide("6")),
    "bees.txt": wire_copy(202, "Bees-Sugar", "05:00", "Beekeepers ask for sugar", OTHER),
}
WRONG, RIGHT = {"wire.txt", "copy.txt"}, {"corrected.txt", "corrected-copy.txt"}
TOGETHER = {frozenset(WRONG | RIGHT), frozenset({"bees.txt"})}
MARKS = {(name, "corrected", "corrected.txt") for name in WRONG} | {
    (name, "corrects", "corrected.txt") for name in RIGHT
}


def test_without_a_mark_two_tolls_are_two_stories():
    unmarked = CORRECTED.replace(b"CORRECTED - ", b"").replace(b"(Corrects toll to 6 from 9)\n\n", b"")
    pipeline.take_in({**FILES, "corrected.txt": unmarked})
    assert pipeline.stories() == {frozenset(WRONG), frozenset(RIGHT), frozenset({"bees.txt"})}
    assert not Bond.objects.exists()


@pytest.mark.parametrize("seed", range(4))
def test_a_correction_gets_into_the_story_whatever_comes_first(seed: int):
    names = list(FILES)
    random.Random(seed).shuffle(names)
    for some in pipeline.portions(names, [1, 2]):
        pipeline.take_in({name: FILES[name] for name in some})
    assert pipeline.stories() == TOGETHER
    assert carried() == MARKS


def test_it_leaves_again_with_its_correction_and_comes_back_with_it():
    going = pipeline.take_in({"corrected.txt": CORRECTED})
    pipeline.take_in({name: FILES[name] for name in FILES if name != "corrected.txt"})
    assert pipeline.stories() == TOGETHER
    withdrawn = rulings.withdraw_upload(going.pk, by=None, reason="Not ours.")
    alone = {frozenset(WRONG), frozenset({"corrected-copy.txt"}), frozenset({"bees.txt"})}
    assert pipeline.stories() == alone
    assert carried() == set()
    rulings.undo(withdrawn.pk, by=None, reason="Ours after all.")
    assert pipeline.stories() == TOGETHER
    assert carried() == MARKS


def test_an_editor_who_says_otherwise_is_right_and_it_stays_so():
    pipeline.take_in(FILES)
    one, other = pipeline.article_of("corrected.txt").pk, pipeline.article_of("wire.txt").pk
    said = rulings.rule_on_pair(one, other, "different", by=None, reason="Two slopes.")
    parted = {frozenset(WRONG), frozenset(RIGHT), frozenset({"bees.txt"})}
    assert pipeline.stories() == parted
    pipeline.take_in({"late.txt": page("Nine dead at Corriedale", "10", [*slide("9"), "Boots are asked for."])})
    assert {names - {"late.txt"} for names in pipeline.stories()} == parted
    rulings.undo(said.pk, by=None, reason="One slope.")
    assert {names - {"late.txt"} for names in pipeline.stories()} == TOGETHER


def test_a_day_that_an_editor_corrects_may_bring_it_in():
    late = CORRECTED.replace(b"9 Aug", b"29 Aug")
    pipeline.take_in({**FILES, "corrected.txt": late, "corrected-copy.txt": FILES["bees.txt"]})
    assert not Bond.objects.exists()
    day = {"published_on": "2007-08-09"}
    made = rulings.correct_article(pipeline.article_of("corrected.txt").pk, day, by=None, reason="A slip.")
    assert {"wire.txt", "copy.txt", "corrected.txt"} in pipeline.stories()
    rulings.undo(made.pk, by=None, reason="No slip.")
    assert WRONG in pipeline.stories()


def test_an_archive_that_was_here_before_is_brought_up_to_date_by_reading_it_anew():
    pipeline.take_in(FILES)
    with transaction.atomic():
        texts = set(Article.objects.values_list("text", flat=True))
        Bond.objects.all().delete()
        clustering.recluster(texts)
    assert pipeline.stories() != TOGETHER
    Sense.objects.filter(name="bonds").update(version="")
    call_command("resense", verbosity=0)
    assert pipeline.stories() == TOGETHER
    assert carried() == MARKS
    assert Sense.objects.get(name="bonds").version == bonding.VERSION


def test_a_copy_of_a_correction_is_a_copy_and_neither_corrects_the_other():
    pipeline.take_in(FILES)
    right, copy, wire = (pipeline.article_of(n).text_id for n in ("corrected.txt", "corrected-copy.txt", "wire.txt"))
    found = related([(right, copy), (right, wire), (copy, wire)], for_pages())
    assert found[right, copy].relation == Relation.COPY
    assert found[right, wire].relation == found[copy, wire].relation == Relation.CORRECTS
