"""Hours that pages print without a zone are kept as they are printed, shown with their doubt, and never an instant."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from newsarchive.archive.models import Article, Reading, Ruling
from newsarchive.archive.queries import corrections
from newsarchive.archive.queries.heard import circle_of
from newsarchive.archive.services import rulings
from tests.archive import factories as make
from tests.archive import pipeline

pytestmark = pytest.mark.django_db(transaction=True)

BODY = (
    "<p>PORT SELWYN - The harbour board closed both quays on Thursday after a crane fell on the northern one.</p>"
    "<p>Two tugs were sent for from the mainland, and the mail boat turned back to Kelby with its passengers.</p>"
    "<p>Fishermen were told to land their catch at Stenhamn until divers have looked at the wall below.</p>"
)
HALF_PAST_SIX = datetime.time(18, 30)


def page(printed: str, more: str = "") -> bytes:
    return f"<html><body><h1>Crane falls on quay</h1><p>Published: {printed}</p>{BODY}{more}</body></html>".encode()


FILES = {
    "bare.html": page("4 March 2021 6:30 pm"),
    "zoned.html": page("4 March 2021 18:30 GMT", "<p>The board meets again on Monday in the customs house.</p>"),
    "midnight.html": page("2021-03-04T00:00:00", "<p>The crane was forty years old and due to be scrapped.</p>"),
}


@pytest.fixture
def taken_in() -> None:
    pipeline.take_in(FILES)


def kept(name: str) -> tuple[object, ...]:
    article = pipeline.article_of(name)
    return article.published_on, article.published_at, article.published_time


def test_only_an_hour_without_a_zone_is_kept_as_printed(taken_in):
    day, instant = datetime.date(2021, 3, 4), datetime.datetime(2021, 3, 4, 18, 30, tzinfo=datetime.UTC)
    assert kept("bare.html") == (day, None, HALF_PAST_SIX)
    assert kept("zoned.html") == (day, instant, None)
    assert kept("midnight.html") == (day, None, None)


def test_the_page_shows_it_and_says_that_no_zone_is_printed(taken_in, client):
    client.force_login(make.make_archivist())
    said = {name: client.get(reverse("article", args=[pipeline.article_of(name).pk])).text for name in FILES}
    assert "4 March 2021, 18:30</time>" in said["bare.html"]
    assert 'datetime="2021-03-04T18:30"' in said["bare.html"]
    doubted = {name for name, text in said.items() if "prints no zone with this hour, or none that is known" in text}
    assert doubted == {"bare.html"}


def test_it_is_heard_as_an_hour_that_is_not_sure(taken_in):
    texts = {name: pipeline.article_of(name).text_id for name in FILES}
    heard = circle_of(texts.values()).heard
    clocks = {name: heard[text].clock for name, text in texts.items()}
    assert [(clocks[name].timed, clocks[name].zoned) for name in FILES] == [(True, False), (True, True), (False, False)]
    assert clocks["bare.html"].hours == clocks["zoned.html"].hours == clocks["midnight.html"].hours + 6.5


def test_papers_that_print_the_very_same_are_heard_too_where_they_name_their_zone():
    pipeline.take_in(
        {
            "first.html": page("4 March 2021 18:30 GMT"),
            "again.html": page("4 March 2021 20:30 GMT", "<p>Share this page</p>"),
            "bare.html": page("4 March 2021 6:30 pm", "<p>Print this page</p>"),
        }
    )
    (text,) = {pipeline.article_of(name).text_id for name in ("first.html", "again.html", "bare.html")}
    heard = circle_of([text]).heard[text]
    zoned = {clock.hours for clock in (heard.clock, *heard.others) if clock.zoned}
    assert max(zoned) - min(zoned) == 2
    assert len(zoned) == 2


def correct_day() -> Ruling:
    article = pipeline.article_of("bare.html")
    return rulings.correct_article(article.pk, {"published_on": "2021-03-02"}, by=None, reason="Misprint.")


def test_a_corrected_day_loses_the_hour_and_undoing_brings_it_back(taken_in):
    ruling = correct_day()
    assert kept("bare.html") == (datetime.date(2021, 3, 2), None, None)
    beside = corrections.beside(pipeline.article_of("bare.html"))["published_on"]
    assert beside.read == "4 March 2021, 18:30, zone not printed"
    rulings.undo(ruling.pk, by=None, reason="It was right.")
    assert kept("bare.html") == (datetime.date(2021, 3, 4), None, HALF_PAST_SIX)


def resense() -> str:
    said = io.StringIO()
    call_command("resense", stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_what_earlier_releases_dropped_is_read_anew(taken_in):
    wanted = [kept(name) for name in FILES]
    Article.objects.update(published_time=None, published_at=None)
    assert "clocks: 2 articles" in resense()
    assert [kept(name) for name in FILES] == wanted
    assert "clocks: 0 articles" in resense()


def test_beside_a_corrected_day_it_is_read_anew_for_the_day_that_was_printed(taken_in):
    ruling = correct_day()
    reading = Reading.objects.get()
    del reading.values["published_time"]
    reading.save()
    assert "clocks: 1 articles" in resense()
    assert kept("bare.html") == (datetime.date(2021, 3, 2), None, None)
    rulings.undo(ruling.pk, by=None, reason="It was right.")
    assert kept("bare.html")[2] == HALF_PAST_SIX
