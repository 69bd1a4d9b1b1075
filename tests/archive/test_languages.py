"""Stories in other languages, from files to pages: joined, told apart, named by language and found by it."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bench.invented_article import Invented
from bench.invented_languages import copies, language, strangers, trims
from newsarchive.archive.models import Article, SearchEntry
from newsarchive.archive.queries.export import rows
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.wanted import Wanted
from tests.archive import pipeline
from tests.archive.factories import make_archivist

pytestmark = pytest.mark.django_db
SEED = 12
CODES = ("ar", "ja", "ko", "ru", "th", "zh")


def as_text(article: Invented) -> bytes:
    return "\n\n".join((article.headline, *article.paragraphs)).encode()


def as_page(article: Invented, declared: str) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in article.paragraphs)
    head = f"<title>{article.headline}</title>"
    return f'<html lang="{declared}"><head>{head}</head><body><h1>{article.headline}</h1>{body}</body></html>'.encode()


def story_in(code: str) -> Invented:
    return next(strangers(code, 1, 0, SEED))


@pytest.mark.parametrize("code", CODES)
def test_copies_and_trims_are_one_story_and_strangers_are_not(code: str) -> None:
    known = list(strangers(code, 4, 2, SEED))
    others = [*copies(known[:4], code, SEED), *trims(known[:4], code, SEED)]
    pipeline.take_in({f"{article.name}.txt": as_text(article) for article in (*known, *others)})
    wanted = pipeline.grouped((f"{article.name}.txt", article.story) for article in (*known, *others))
    forms = {frozenset(names) for names in wanted if all("appointment" in name for name in names)}
    assert pipeline.stories() - forms >= wanted - forms
    assert set(Article.objects.values_list("language", "language_by")) == {(code, "text")}


def test_a_page_that_declares_another_language_is_in_the_one_it_is_in() -> None:
    pipeline.take_in({"one.html": as_page(story_in("de"), "en-US")})
    article = Article.objects.get()
    assert (article.language, article.language_by, article.language_declared) == ("de", "text", "en")


def test_where_the_text_leaves_it_in_doubt_the_page_is_believed() -> None:
    halves = Invented("two", "prose", "", (*story_in("fr").paragraphs[:2], *story_in("pl").paragraphs[:2]), "", "")
    pipeline.take_in({"one.html": as_page(halves, "fr_CA"), "two.txt": as_text(halves)})
    told = Article.objects.order_by("pk").values_list("language", "language_by", "language_declared")
    assert list(told) == [("fr", "page", "fr"), ("", "", "")]


def test_the_article_page_says_the_language_and_is_written_its_way(client: Client) -> None:
    client.force_login(make_archivist())
    pipeline.take_in({"one.txt": as_text(story_in("ar"))})
    article = Article.objects.get()
    page = client.get(reverse("article", args=[article.pk])).content.decode()
    assert "<dd>Arabic</dd>" in page
    assert 'lang="ar" dir="rtl"' in page
    assert '<h1 dir="rtl" lang="ar">' in page
    story = client.get(article.text.membership.story.get_absolute_url()).content.decode()  # type: ignore[union-attr]
    assert 'lang="ar" dir="rtl"' in story
    assert 'lang="ar"' in client.get(reverse("stories")).content.decode()


def test_the_list_is_narrowed_by_language(client: Client) -> None:
    client.force_login(make_archivist())
    for code in ("ru", "zh", "en"):
        pipeline.take_in({f"{code}.txt": as_text(story_in(code))})
    found = find_stories(Wanted(language=["zh"])).stories
    assert [story.headline for story in found] == [story_in("zh").headline]
    page = client.get(reverse("stories"), {"language": "ru"}).content.decode()
    assert story_in("ru").headline in page
    assert story_in("zh").headline not in page
    assert '<option value="ru" selected>Russian</option>' in page
    assert '<option value="zh" >Chinese</option>' in page
    assert client.get(reverse("stories"), {"language": "x'; --"}).status_code == 200
    assert not find_stories(Wanted(language=["sv"])).stories


@pytest.mark.parametrize("code", ["ja", "th", "zh"])
def test_a_word_within_unspaced_text_is_found(code: str) -> None:
    for number, article in enumerate(strangers(code, 2, 0, SEED)):
        pipeline.take_in({f"{number}.txt": as_text(article)})
    own = language(code)
    for article in strangers(code, 2, 0, SEED):
        body = "".join(article.paragraphs)
        for noun in own.lists["objects"]:
            titles = {story.headline for story in find_stories(Wanted(query=f'"{noun}"')).stories}
            assert (article.headline in titles) == (noun in body), noun


def test_the_export_names_the_language() -> None:
    pipeline.take_in({"one.txt": as_text(story_in("ko"))})
    assert [row.language for row in rows()] == ["ko"]


def test_recomputing_detects_anew_and_once_is_enough() -> None:
    pipeline.take_in({"one.txt": as_text(story_in("th")), "two.html": as_page(story_in("pl"), "en")})
    before = sorted(Article.objects.values_list("pk", "language", "language_by", "language_declared"))
    indexed = sorted(SearchEntry.objects.values_list("article_id", "facets", "vector"))
    Article.objects.update(language="en", language_by="page")
    SearchEntry.objects.update(facets="'language en'")
    assert "languages: 2 articles are read otherwise." in told()
    assert sorted(Article.objects.values_list("pk", "language", "language_by", "language_declared")) == before
    assert sorted(SearchEntry.objects.values_list("article_id", "facets", "vector")) == indexed
    assert "languages: 0 articles are read otherwise." in told()


def told() -> str:
    out = io.StringIO()
    call_command("resense", only=["languages"], stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_desk_filters_by_language(admin_client: Client) -> None:
    pipeline.take_in({"one.txt": as_text(story_in("uk")), "two.txt": b"Board\n\n" + b"Oslo 4 7 2, Kiel 9 1 3.\n" * 9})
    address = reverse("admin:archive_article_changelist")
    page = admin_client.get(address).content.decode()
    assert "?language=uk" in page
    assert "Ukrainian" in page
    one, doubtful = (admin_client.get(address, {"language": code}).context["cl"] for code in ("uk", "none"))
    assert [article.headline for article in one.result_list] == [story_in("uk").headline]
    assert all(article.language == "" for article in doubtful.result_list)
