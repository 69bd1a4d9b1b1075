"""Histories tell whose marks a ruling changed, and own up where nobody wrote that down."""

import pytest

from newsarchive.archive.models import Ruling
from newsarchive.archive.services import rulings
from tests.archive import pipeline
from tests.archive.admin_rows import staff
from tests.archive.desk import WHY, history_page, plain, ruling_page
from tests.archive.factories import story_of
from tests.archive.notice_files import CORRECTION, KILL, reject

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = CORRECTION["corrected.txt"].replace(b"0104", b"0105").replace(b"06:30", b"07:30")
NOTHING, UNKNOWN = "nothing at the time", "was not written down then"


@pytest.fixture
def desk(client):
    client.force_login(staff("edda", "rule"))
    return client


def latest():
    return Ruling.objects.latest("pk")


def test_a_rejected_notice_tells_whose_marks_went_and_so_does_one_that_counts_again(desk):
    pipeline.take_in(KILL)
    kill, story = pipeline.article_of("kill.txt").pk, story_of(pipeline.article_of("wire.txt"))
    reject("kill.txt")
    gone = plain(desk.get(ruling_page(latest())))
    assert f"4 articles: withdrawn by article {kill} → became no mark" in gone
    reject("kill.txt", counts=True)
    assert f"4 articles: no mark → became withdrawn by article {kill}" in plain(desk.get(ruling_page(latest())))
    said = plain(desk.get(history_page(story)))
    assert "→ became no mark" in said
    assert NOTHING not in said


def test_one_of_two_corrections_rejected_is_told_though_the_story_stays_marked(desk):
    pipeline.take_in({**CORRECTION, "again.txt": AGAIN})
    story = story_of(pipeline.article_of("wire.txt"))
    reject("corrected.txt")
    assert story_of(pipeline.article_of("wire.txt")).marks == story.marks
    assert NOTHING not in plain(desk.get(ruling_page(latest())))


def test_marks_set_on_some_articles_and_lifted_are_told(desk):
    pipeline.take_in(CORRECTION)
    two = [pipeline.article_of(name).pk for name in ("copy.txt", "bees.txt")]
    rulings.mark_articles(two, "corrected", by=None, reason=WHY)
    assert "1 article: no mark → became corrected" in plain(desk.get(ruling_page(latest())))
    rulings.mark_articles(two, "corrected", on=False, by=None, reason=WHY)
    assert "2 articles: corrected → became no mark" in plain(desk.get(ruling_page(latest())))
    rulings.mark_articles(two, "corrected", on=False, by=None, reason=WHY)
    said = plain(desk.get(ruling_page(latest())))
    assert NOTHING in said
    assert UNKNOWN not in said


def test_of_a_ruling_from_before_marks_were_counted_that_is_said_and_where_to_look(desk):
    pipeline.take_in(CORRECTION)
    reject("corrected.txt")
    ruling = latest()
    ruling.before, ruling.after = {"said": {}}, {"said": {}}
    ruling.save()
    said = plain(desk.get(ruling_page(ruling)))
    assert UNKNOWN in said
    assert NOTHING not in said
    assert "tells whose it makes today" in said
    rulings.undo(ruling.pk, by=None, reason=WHY)
    said = plain(desk.get(ruling_page(ruling)))
    assert UNKNOWN in said
    assert "the page for undoing it" not in said


def test_of_a_ruling_that_marks_what_came_later_it_is_said_where_to_look(desk):
    pipeline.take_in({"kill.txt": KILL["kill.txt"]})
    reject("kill.txt", counts=True)
    pipeline.take_in({name: content for name, content in KILL.items() if name != "kill.txt"})
    said = plain(desk.get(ruling_page(latest())))
    assert NOTHING in said
    assert "tells whose it makes today" in said
    desk.force_login(staff("ari"))
    assert "tells whose it makes today" not in plain(desk.get(ruling_page(latest()))), "who may not undo it"


def test_a_ruling_that_changed_nothing_says_so(desk):
    pipeline.take_in(CORRECTION)
    one, other = (pipeline.article_of(name).pk for name in ("wire.txt", "bees.txt"))
    rulings.rule_on_pair(one, other, "different", by=None, reason=WHY)
    said = plain(desk.get(ruling_page(latest())))
    assert NOTHING in said
    assert "makes today" not in said
