"""What the desk says of notices, doubts and marks: in words, as the reading pages do."""

import datetime
import re

import pytest
from django.urls import reverse

from newsarchive.archive.models import Article, Carried, Notice, Reading, Upload
from tests.archive import pipeline
from tests.archive.admin_rows import fill, staff
from tests.archive.desk import plain, words
from tests.archive.factories import make_article, make_upload, story_of
from tests.archive.notice_files import BACK, CORRECTION, EMBARGO, KILL
from tests.archive.test_admin_tables import TABLES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client):
    client.force_login(staff("ari"))
    return client


def shown(client, row):
    """The words of a row's page at the desk."""
    name = row._meta.model_name
    return plain(client.get(reverse(f"admin:archive_{name}_change", args=[row.pk])))


def notice_of(file):
    return Notice.objects.get(article__original__files__name=file)


def test_a_kill_says_which_story_it_kills(desk):
    pipeline.take_in(KILL)
    said = shown(desk, notice_of("kill.txt"))
    assert "It kills a story" in said
    assert "with the slug ferry-wall" in said
    assert re.search(r"moved at \d\d:\d\d UTC", said)
    assert re.search(r"kill : .*?, (in the headline|where it opens|on the slug line)", said)


def test_what_takes_a_kill_back_says_so(desk):
    pipeline.take_in({**KILL, "back.txt": BACK})
    back = Notice.objects.get(kinds__contains=["reinstated"])
    assert "It takes back the kill of a story" in shown(desk, back)


def test_a_correction_says_what_it_puts_right_and_its_marks_what_changed(desk):
    pipeline.take_in(CORRECTION)
    said = shown(desk, notice_of("corrected.txt"))
    assert "It puts right: 12 → 19." in said
    assert "It notes: “(Corrects toll to 19 from 12)”" in said
    assert "killed 12 → 19" in shown(desk, Carried.objects.filter(mark="corrected").first())


def test_an_embargo_says_by_which_words_and_what_was_inferred(desk):
    pipeline.take_in(EMBARGO)
    notice = Notice.objects.filter(kinds__contains=["embargo"]).first()
    said = shown(desk, notice)
    assert "It holds the story back: “" in said
    assert notice.said["held"]["doubt"] in said


def test_doubts_are_told_of_the_clock_they_are_about(desk):
    doubts = {"dateline": "year taken from the page's date", "ingested": "no other clock", "byline": "two were printed"}
    said = shown(desk, make_article(doubts=doubts, furniture=["Share this", "Subscribe"]))
    assert "dateline: year taken from the page&#x27;s date" in said
    assert "taken in: no other clock" in said
    assert "two were printed" in said


def test_lines_set_aside_stand_below_each_other(desk):
    article = make_article(furniture=["Share, print, save", "Subscribe"])
    page = words(desk.get(reverse("admin:archive_article_change", args=[article.pk])))
    assert '<li dir="auto">Share, print, save</li><li dir="auto">Subscribe</li>' in page


def test_what_was_read_before_a_correction_is_told_by_field(desk):
    article = make_article()
    Reading.objects.create(article=article, values={"published_on": "2007-08-09", "agencies": ["Northwire", "Ostwire"]})
    said = shown(desk, article.reading)
    assert "published: 9 August 2007" in said
    assert "agencies: Northwire, Ostwire" in said


def test_a_story_is_marked_as_lists_mark_it(desk):
    story = story_of(make_article())
    story.marks = ["corrected"]
    story.save()
    assert "has a correction" in shown(desk, story)
    assert "has a correction" in plain(desk.get(reverse("admin:archive_story_changelist")))


def test_a_notice_without_marks_is_named_whole(desk):
    assert str(Notice(article=Article(pk=7))) == "Notice of article 7"


def test_moments_have_a_day_24_hours_and_a_zone(desk, settings):
    settings.TIME_ZONE = "Europe/Vienna"
    at = datetime.datetime(2007, 8, 9, 16, 12, tzinfo=datetime.UTC)
    article = make_article(published_at=at, filed_on=at.date(), filed_time=datetime.time(12, 0))
    said = shown(desk, article)
    assert "9 Aug 2007, 18:12 CEST" in said
    assert "Filed time: 12:00" in said
    upload = make_upload()
    Upload.objects.filter(pk=upload.pk).update(at=at)
    assert "9 Aug 2007, 18:12 CEST" in plain(desk.get(reverse("admin:archive_upload_changelist")))


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.model_name)
def test_no_hour_at_the_desk_is_before_or_after_noon(desk, model):
    fill(0, 1, staff("ada"))
    row = model.objects.order_by("pk").first()
    name = f"admin:archive_{model._meta.model_name}"
    for address in (reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_changelist")):
        assert not re.search(r"\b[ap]\.m\.|\b(noon|midnight)\b", plain(desk.get(address))), address


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.model_name)
def test_no_page_shows_values_as_machines_write_them(desk, model):
    """But for the numbers of a scheme, which stand in a block of their own."""
    fill(0, 1, staff("ada"))
    row = model.objects.order_by("pk").first()
    page = desk.get(reverse(f"admin:archive_{model._meta.model_name}_change", args=[row.pk]))
    said = re.sub(r"<pre>.*?</pre>", "", page.content.decode(), flags=re.S)
    assert not re.search(r"[\[{](&quot;|&#x27;)\w+(&quot;|&#x27;)|\[{", said.split('id="content"')[1])
