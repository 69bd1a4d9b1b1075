"""Saved searches and exports: a reader's own, what is new in them, and all that they find as a file."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re

import pytest
from django.urls import reverse

from newsarchive.archive.models import Membership, SavedSearch, UploadedFile
from newsarchive.archive.queries import exported, fresh
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.services import rulings, searches
from newsarchive.archive.services.searches import Outcome
from tests.archive import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.date
FERRY = "q=ferry&agency=NOR"


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


@pytest.fixture
def ferry():
    return make.make_article("Ferry aground", ["The ferry ran aground."], agencies=["NOR"], source="Herald")


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def save(client, name="Ferries", address=FERRY):
    return client.post("/saved/", {"name": name, "address": address}, follow=True)


def test_a_search_is_saved_tells_what_is_new_is_opened_renamed_and_deleted(ada, ferry):
    assert 'name="address" value="q=ferry&amp;agency=NOR"' in ada.get(f"/?{FERRY}").text
    assert "Save this search" in ada.get("/?q=unheardof").text, "to be told once there is something"
    made = save(ada, address=f"?{FERRY}&at=older_at2021-03-04.9&order=&evil=1")
    assert made.request["QUERY_STRING"] == FERRY
    assert "Saved as “Ferries”" in words(made)
    search = SavedSearch.objects.get()
    assert "nothing new since" in words(ada.get("/saved/"))
    make.make_article("Ferry again", ["The ferry came again."], agencies=["NOR"], dated_on=DAY(1999, 1, 1))
    make.make_article("Ferry elsewhere", ["A ferry without a credit."])
    copy = make.make_article("Ferry copy", ["The ferry ran aground."], agencies=["NOR"])
    assert make.story_of(copy) == make.story_of(ferry)
    page = words(ada.get("/saved/"))
    assert "2 new in Ferries since" in page
    assert "Words ferry Agency NOR" in page
    news = ada.get(f"/saved/{search.pk}/")
    assert re.findall(r">(Ferry [a-z]+)</a></h2>", news.text) == ["Ferry aground", "Ferry again"]
    page = words(ada.get("/saved/"))
    assert "2 new" in page, "to look at what is new leaves it new"
    assert "What came in counts as new until you open the whole search." in page
    opened = ada.post(f"/saved/{search.pk}/open/")
    assert opened.url == f"/?{FERRY}"
    assert "nothing new since" in words(ada.get("/saved/"))
    ada.post(f"/saved/{search.pk}/rename/", {"name": "  <b>Boats</b> "})
    assert "&lt;b&gt;Boats&lt;/b&gt;" in ada.get("/saved/").text
    assert "was deleted" in words(ada.post(f"/saved/{search.pk}/delete/", follow=True))
    assert "Nothing saved yet" in words(ada.get("/saved/"))


def test_a_saved_search_is_its_readers_alone(ada, client, ferry, settings):
    save(ada)
    pk = SavedSearch.objects.get().pk
    own = ["saved-news", "saved-open", "saved-rename", "saved-delete"]
    client.force_login(make.make_archivist("bob"))
    assert "Ferries" not in client.get("/saved/").text
    for name in own:
        way = client.get if name == "saved-news" else client.post
        assert way(reverse(name, args=[pk]), {"name": "mine"}).status_code == 404
        assert way(reverse(name, args=[2**62]), {"name": "mine"}).status_code == 404
        other = client.post if name == "saved-news" else client.get
        assert other(reverse(name, args=[pk])).status_code == 405
    client.force_login(make.make_user("carl"))
    assert client.get("/saved/").status_code == 403
    client.logout()
    settings.ANONYMOUS_READ = True
    for where in ("/saved/", f"/saved/{pk}/"):
        assert client.get(where).url.startswith("/accounts/login/")
    assert "Save this search" not in client.get(f"/?{FERRY}").text
    assert SavedSearch.objects.get().name == "Ferries"


def test_what_cannot_be_saved_is_told(ada, ferry, monkeypatch):
    monkeypatch.setattr(searches, "MOST", 2)
    assert "needs a name" in words(save(ada, "  "))
    assert "no search to be saved" in words(save(ada, "All", "order=newest"))
    assert "no search to be saved" in words(save(ada, "Nonsense", "since=nonsense"))
    assert "too long" in words(save(ada, "x" * 101))
    save(ada, "Wheat", "q=wheat")
    assert "already" in words(save(ada, "WHEAT"))
    save(ada)
    assert "all there is room for" in words(save(ada, "Third"))
    wheat = SavedSearch.objects.get(name="Wheat")
    assert searches.rename(wheat, "ferries") == Outcome.TAKEN
    assert sorted(SavedSearch.objects.values_list("name", flat=True)) == ["Ferries", "Wheat"]


def test_what_could_not_be_seen_yet_is_not_taken_for_seen(ada, ferry):
    """An article that is in no story yet, and those whose file is just being read."""
    late = make.make_article("Ferry late", ["A ferry is late."], agencies=["NOR"])
    later = make.make_article("Ferry later", ["A ferry is later."], agencies=["NOR"])
    own = Membership.objects.get(text=late.text_id)
    Membership.objects.filter(pk=own.pk).delete()
    file = make.make_file(make.make_upload(), state=UploadedFile.State.READ, original=late.original)
    assert fresh.seen_by_now() == late.pk - 1
    save(ada)
    Membership.objects.create(text_id=own.text_id, version_id=own.version_id, story_id=own.story_id)
    UploadedFile.objects.filter(pk=file.pk).update(state=UploadedFile.State.SETTLED)
    assert "2 new" in words(ada.get("/saved/"))
    assert fresh.seen_by_now() == later.pk
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=1)
    make.make_file(file.upload, "b.txt", state=UploadedFile.State.WAITING, leased_until=soon)
    assert fresh.seen_by_now() == 0, "all of these came within the two minutes that a chunk may take"


def test_news_of_many_searches_cost_as_much_as_of_one(ada, ferry, django_assert_num_queries):
    def cost() -> int:
        with django_assert_num_queries(QUERIES_OF_SAVED):
            return ada.get("/saved/").text.count("saved-news")

    save(ada)
    assert cost() == 1
    asked = [
        "q=ferry+-wheat",
        "place=Dunmore&agency=unheard+of",
        "copies=1&marked=corrected",
        "since=2021",
        "source=herald",
    ]
    asked += [
        'q="ferry+ran"&language=fr',
        "developed=1&show=articles",
        "q=source:Herald+after:2020+-agency:NOR",
        "q=the",
    ]
    for address in asked:
        save(ada, address, address)
    assert cost() == len(asked) + 1
    counts = {s.name: s for s in SavedSearch.objects.all()}
    SavedSearch.objects.update(seen=0)
    told = dict(
        re.findall(r'dir="auto">([^<]+)</button>.*?saved-news">\s*(?:<a[^>]*>)?(\w+)', ada.get("/saved/").text, re.S)
    )
    told = {name.replace("&amp;", "&").replace("&quot;", '"'): new for name, new in told.items()}
    assert len(told) == len(counts)
    new = {name for name, count in told.items() if count == "1"}
    assert new == {"Ferries", "q=ferry+-wheat", "since=2021", "source=herald"}


QUERIES_OF_SAVED = 7


def test_more_than_ninety_nine_are_said_as_that(ada, monkeypatch):
    monkeypatch.setattr(fresh, "REACH", 3)
    save(ada, "Ferries", "q=ferry")
    for number in range(4):
        make.make_article(f"Ferry {number}", [f"Ferry number {number}."])
    assert "2+ new" in words(ada.get("/saved/"))
    assert "More than 3 stories" in words(ada.get(f"/saved/{SavedSearch.objects.get().pk}/"))


def rows(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_all_that_fits_is_exported_in_the_order_of_the_list(ada):
    for number in range(30):
        bad = "=HYPERLINK(1)" if number == 7 else f'Ferry {number}, "é"\nnext'
        first = make.make_article(
            bad, [f"The ferry {number}."], agencies=["NOR", "Meridian"], dated_on=DAY(2021, 1 + number % 3, 1)
        )
        if number % 15 == 0:
            make.make_article("A copy", [f"A ferry of {number}."], story=make.story_of(first), source="@Herald")
    for query, kind in (
        ("", "story"),
        ("?q=ferry", "story"),
        ("?q=ferry&order=copies", "story"),
        ("?q=ferry&show=articles", "article"),
    ):
        pages, where = [], f"/{query}"
        while where:
            text = ada.get(where).text
            pages += re.findall(r'<h2[^>]*><a href="/(?:stories|articles)/(\d+)/', text)
            onward = re.search(r'<a href="([^"]+)" rel="next">', text)
            where = f"/{onward[1]}".replace("&amp;", "&") if onward else ""
        found = rows(ada.get(f"/export.csv{query}"))
        assert [row[kind] for row in found] == pages
        assert len(found) == (32 if kind == "article" else 30)
    assert [row["headline"] for row in found if "HYPER" in row["headline"]] == ["'=HYPERLINK(1)"]
    assert {row["source"] for row in found} == {"", "'@Herald"}
    assert list(found[0]) == list(exported.OF_ARTICLES)
    response = ada.get("/export.jsonl?q=ferry&since=2021-02-01&until=2021-02-01")
    assert response["Content-Disposition"].startswith('attachment; filename="newsarchive-stories-')
    lines = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]
    assert len(lines) == 10
    assert list(lines[0]) == list(exported.OF_STORIES)
    assert lines[0]["agencies"] == ["Meridian", "NOR"]
    assert lines[0]["address"] == f"http://testserver/stories/{lines[0]['story']}/"
    assert {"=HYPERLINK(1)"} == {line["headline"] for line in lines if "HYPER" in line["headline"]}


def test_an_export_reads_no_further_than_it_is_taken_and_ends_at_its_bound(
    ada, monkeypatch, django_assert_max_num_queries
):
    for number in range(30):
        make.make_article(f"Ferry {number}", [f"The ferry {number}."])
    with django_assert_max_num_queries(5):
        next(exported.rows(Wanted(query="ferry")))
    monkeypatch.setattr(exported, "MOST", 27)
    assert len(list(exported.rows(Wanted(query="ferry")))) == 27
    assert rows(ada.get("/export.csv?since=nonsense")) == []
    assert ada.get("/export.xls").status_code == 404
    assert ada.post("/export.csv").status_code == 405


def test_columns_are_told_on_the_page_and_in_the_docs(ada):
    from pathlib import Path

    docs = (Path(__file__).parents[2] / "docs" / "exporting.md").read_text()
    page = ada.get("/export/?q=ferry").text
    assert "/export.csv?q=ferry" in page
    for name in (*exported.OF_STORIES, *exported.OF_ARTICLES):
        assert f"<code>{name}</code>" in page
        assert f"| `{name}` |" in docs


def test_what_is_hidden_is_in_no_export_and_no_news(ada, ferry):
    save(ada, "All ferries", "q=ferry")
    held = make.make_article("Ferry secret", ["A ferry is secret."], source="Veiled Post", agencies=["NOR"])
    partly = make.make_article(
        "Ferry veiled", ["The ferry is veiled."], story=make.story_of(ferry), source="Veiled Post"
    )
    for article in (held, partly):
        rulings.mark_articles([article.pk], "embargoed", by=None, reason="Not yet.")
    for query in ("", "?q=ferry", "?show=articles", "?q=ferry&show=articles"):
        for form in ("csv", "jsonl"):
            told = b"".join(ada.get(f"/export.{form}{query}").streaming_content).decode()
            assert "Ferry aground" in told
            assert not re.search("secret|[Vv]eiled", told), query
            assert not re.search(r",2,\d+,\d+,\d+,", told), "counts leave it out too"
    assert "nothing new" in words(ada.get("/saved/"))
    ada.force_login(make.make_user("olga", *make.READ, "see_embargoed"))
    assert b"Veiled Post" in b"".join(ada.get("/export.csv?q=ferry&show=articles").streaming_content)
