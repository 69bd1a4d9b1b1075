"""Whom articles credit, and the words that say so: kept, shown, exported, and read again."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from newsarchive.archive.models import Agency, Article, Credit
from newsarchive.archive.queries.credits import credited
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.services.emptying import empty_bin
from newsarchive.archive.services.rulings import correct_article, merge_names, undo, withdraw_upload
from newsarchive.wire import credits as wire_credits
from tests.archive.admin_rows import FERRY
from tests.archive.factories import make_archivist, make_article, make_editor
from tests.archive.pipeline import take_in

pytestmark = pytest.mark.django_db
WHY = "The desk's log says so."
SIGN_OFF = "Northwire and The Associated Press contributed to this report."


def page(dateline: str = "TAMBORA, March 4, 2021 (AFP) - ", *more: str) -> bytes:
    return "\n\n".join(["Ferry aground", f"{dateline}{FERRY[0]}", *FERRY[1:], *more]).encode()


@pytest.fixture
def two() -> Article:
    """An article that credits two agencies, one by its dateline and one at its end."""
    take_in({"ferry.txt": page("TAMBORA, March 4, 2021 (AFP) - ", SIGN_OFF)})
    return Article.objects.get()


def words(article: Article) -> dict[str, list[str]]:
    return {agency.name: list(map(str, agency.words)) for agency in credited([article.pk]).get(article.pk, ())}


def shown(client, article: Article) -> str:
    return " ".join(client.get(reverse("article", args=[article.pk])).text.split())


def test_places_are_called_as_the_readers_call_them():
    assert tuple(Credit.Where.values) == wire_credits.PLACES


def test_each_agency_stands_beside_the_words_that_credit_it(two, client):
    assert words(two) == {
        "AFP": ["dateline “TAMBORA, March 4, 2021 (AFP)”"],
        "AP": [f"sign-off “{SIGN_OFF}”"],
    }
    assert [credit.printed for credit in two.credits.order_by("pk")] == ["AFP", "The Associated Press"]
    client.force_login(make_archivist())
    text = shown(client, two)
    assert 'dateline: <q dir="auto">TAMBORA, March 4, 2021 (<b>AFP</b>)</q>' in text
    assert 'sign-off: <q dir="auto">Northwire and <b>The Associated Press</b> contributed' in text


def test_hostile_words_are_shown_as_words(client):
    bad = "<script>alert(1)</script>"
    article = make_article(agencies=["AFP"])
    Credit.objects.create(article=article, name="AFP", where="byline", line=f"{bad} AFP {bad}", begins=26, ends=29)
    client.force_login(make_archivist())
    text = shown(client, article)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <b>AFP</b> &lt;script&gt;" in text


def test_more_words_cost_no_more_questions(client, django_assert_max_num_queries):
    article = make_article(agencies=["AFP"])
    client.force_login(make_archivist())
    with django_assert_max_num_queries(1):
        credited([article.pk])
    for number in range(12):
        Agency.objects.create(name=f"Wire {number}")
        article.agencies.add(Agency.objects.get(name=f"Wire {number}"))
        values = {"where": "notice", "line": f"Wire {number}", "begins": 0, "ends": 6}
        Credit.objects.create(article=article, name=f"Wire {number}", **values)
    with django_assert_max_num_queries(1):
        assert len(credited([article.pk])[article.pk]) == 13


def test_the_export_says_who_is_credited_and_by_which_words(two):
    said = io.StringIO()
    call_command("export_stories", stdout=said)
    (row,) = csv.DictReader(said.getvalue().splitlines())
    assert row["agencies"] == "AFP; AP"
    assert row["credits"] == f"AFP: dateline “TAMBORA, March 4, 2021 (AFP)”; AP: sign-off “{SIGN_OFF}”"


def test_an_article_that_credits_agencies_and_names_none_is_found_by_that(client):
    take_in({"ferry.txt": page("", "Compiled from wire reports.")})
    article = Article.objects.get()
    assert words(article) == {"agencies, unnamed": ["sign-off “Compiled from wire reports.”"]}
    assert [s.headline for s in find_stories(Wanted(agency=["agencies, unnamed"])).stories] == ["Ferry aground"]


def test_an_editor_overrules_what_was_read_and_it_comes_back(two):
    ruling = correct_article(two.pk, {"agencies": ["Northwire", "AFP"]}, by=make_editor(), reason=WHY)
    assert words(two) == {"AFP": ["dateline “TAMBORA, March 4, 2021 (AFP)”"], "Northwire": []}
    undo(ruling.pk, by=None, reason=WHY)
    assert list(words(two)) == ["AFP", "AP"]


def test_words_follow_a_name_that_was_merged_into_another(two):
    kept, other = Agency.objects.get(name="AFP"), Agency.objects.get(name="AP")
    merge_names("agency", kept.pk, [other.pk], by=None, reason=WHY)
    assert {name: len(said) for name, said in words(two).items()} == {"AFP": 2}


def test_words_go_with_their_article_when_the_bin_is_emptied(two, settings):
    settings.BIN_DAYS = 0
    withdraw_upload(two.original.files.get().upload_id, by=None, reason=WHY)
    empty_bin()
    assert not Article.objects.exists()
    assert not Credit.objects.exists()


def test_what_was_filed_before_is_credited_by_reading_its_original_again(two):
    """As an article stands that an older release filed, and one that an editor corrected there."""
    take_in({"second.txt": page("PORT SELWYN (Reuters) - ")})
    second = Article.objects.exclude(pk=two.pk).get()
    correct_article(second.pk, {"agencies": ["Northwire"]}, by=None, reason=WHY)
    Credit.objects.all().delete()
    Article.objects.update(agencies_read=["UPI"])
    said = io.StringIO()
    call_command("resense", only=["credits"], stdout=said, stderr=io.StringIO())
    assert "credits: 2 articles are read otherwise." in said.getvalue()
    assert list(words(two)) == ["AFP", "AP"]
    assert words(second) == {"Northwire": []}
    assert Article.objects.get(pk=second.pk).agencies_read == ["Reuters"]
    assert [s.pk for s in find_stories(Wanted(agency=["AP"])).stories]
    call_command("resense", only=["credits"], stdout=said, stderr=io.StringIO())
    assert "credits: 0 articles are read otherwise." in said.getvalue()
