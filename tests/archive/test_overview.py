"""What the archive says it holds: the overview, sources, agencies; counted on the spot, or from time to time."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.urls import reverse

from newsarchive.archive.models import Agency, Article, Holding, Source
from newsarchive.archive.queries import held, named
from newsarchive.archive.queries.periods import timeline
from newsarchive.archive.services import counting
from tests.archive import factories as make
from tests.archive.embargoed import embargo

pytestmark = pytest.mark.django_db

FERRY = [
    "The ferry Petrel ran aground off the mole of Port Selwyn in thick fog on Thursday evening.",
    "All of her forty passengers were taken off by lifeboats before the tide came in again.",
]
QUERIES_OF_THE_OVERVIEW = 15
QUERIES_OF_A_SOURCE = 15
QUERIES_OF_A_LIST = 7
"""Who asks, what is hidden and how large the archive is are four or five of them each time."""


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


@pytest.fixture
def archive():
    """A story of three copies, the last of which prints its lede twice, and one that stands alone."""
    first = make.make_article("Ferry aground", FERRY, source="Harbour Gazette", agencies=["NOR"], place="PORT SELWYN")
    story = {"story": make.story_of(first)}
    for source, month in (("Inland Post", 5), ("Coastline Daily", 6)):
        on = datetime.date(2021, month, 4)
        double = (
            {"repeats": {1: (0, "same")}, "paragraphs": [FERRY[0], *FERRY]} if month == 6 else {"paragraphs": FERRY}
        )
        make.make_article("Petrel sits on the mole", source=source, agencies=["NOR"], dated_on=on, **story, **double)
    lone = datetime.date(2023, 1, 2)
    make.make_article("Hail takes the wheat", ["Hail took the wheat."], source="Inland Post", dated_on=lone)
    return first


def said(response) -> str:
    """What a page says, its blanks as one."""
    return words(response.text.split("<main", 1)[1])


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def rows(response, caption: str) -> list[list[str]]:
    """The rows of a table, by its caption."""
    table = next(t for t in re.findall(r"<table.*?</table>", response.text, re.S) if caption in t)
    lines = re.findall(r"<tr.*?</tr>", table.split("<tbody", 1)[1], re.S)
    return [[words(c) for c in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)] for line in lines]


def source(name: str) -> str:
    return reverse("source", args=[Source.objects.get(name=name).pk])


def test_the_overview_tells_how_much_is_held_and_how_much_of_it_is_copies(ada, archive):
    response = ada.get("/overview/")
    text = said(response)
    assert "Articles 4 Stories 2 2.0 articles a story" in text
    assert "Articles after others of their story 50 % 2 articles" in text
    assert "Paragraphs folded 12 % 1 that repeat their article" in text
    assert "Print their lede twice 25 % 1 article" in text
    assert "4 Mar 2021 – 2 Jan 2023" in text
    assert re.search(r"Counted \d+ \w+ \d{4}, \d\d:\d\d UTC", text)
    assert rows(response, "by month")[:2] == [
        ["Jan 2023", "1", "0 (0 %)", "0", "0 (0 %)"],
        ["Jun 2021", "1", "1 (100 %)", "1", "1 (33 %)"],
    ]
    assert rows(response, "Sources with most")[0] == ["Inland Post", "2", "2", "1.0", "50 %", "0 %", "0"]
    assert rows(response, "Agencies with most") == [["NOR", "3", "1", "3.0", "67 %", "14 %", "1"]]
    assert rows(response, "by the agency")[1:] == [["Harbour Gazette", "1"], ["Coastline Daily", "1"]]
    assert rows(response, "print their lede twice") == [["Coastline Daily", "1 of 1 (100 %)"]]
    assert "Ferry aground 3 articles from 3 sources" in text
    assert f"{FERRY[0]} 3 articles in 1 story" in text
    assert text.count("The ferry Petrel") == 1, "of a story's passages one is enough"


def test_a_source_and_an_agency_tell_what_there_is_of_them(ada, archive):
    response = ada.get(source("Harbour Gazette"))
    text = said(response)
    assert rows(response, "Agencies by articles") == [["NOR", "1 of NOR, to be searched"]]
    assert "PORT SELWYN 1" in text
    assert "Its newest stories Ferry aground" in text
    assert 'href="/?source=Harbour+Gazette&amp;agency=NOR"' in response.text
    response = ada.get(reverse("agency", args=[Agency.objects.get().pk]))
    assert [name for name, _ in rows(response, "Sources by articles")] == [
        "Harbour Gazette",
        "Inland Post",
        "Coastline Daily",
    ]
    assert 'href="/?agency=NOR"' in response.text


def test_a_name_that_was_merged_leads_to_the_one_that_counts(ada, archive):
    home = Source.objects.get(name="Inland Post")
    other = Source.objects.create(name="The Inland Post", alias_of=home)
    assert ada.get(reverse("source", args=[other.pk])).url == source("Inland Post")
    assert "Also written: The Inland Post" in said(ada.get(source("Inland Post")))
    listed = rows(ada.get("/sources/?name=the+inland"), "what there is of each")
    assert [row[0] for row in listed] == ["Inland Post also The Inland Post"]


def test_lists_go_from_a_to_z_or_by_number_in_pages_and_by_part_of_a_name(ada, archive, monkeypatch):
    Source.objects.create(name="Nothing Taken From Here")
    names = [row[0] for row in rows(ada.get("/sources/"), "what there is of each")]
    assert names == ["Coastline Daily", "Harbour Gazette", "Inland Post"]
    assert rows(ada.get("/sources/?order=most"), "what there is of each")[0][0] == "Inland Post"
    assert "No source of an article has “ zz<b> ” in its name" in said(ada.get("/sources/?name=zz<b>"))
    part = ada.get("/sources/?name=GAZ", headers={"HX-Request": "true"})
    assert "<main" not in part.text
    assert "HX-Request" in part["Vary"]
    assert [row[0] for row in rows(part, "what there is of each")] == ["Harbour Gazette"]
    monkeypatch.setattr(named, "NAMES_A_PAGE", 2)
    paged = ada.get("/sources/?page=2")
    assert [row[0] for row in rows(paged, "what there is of each")] == ["Inland Post"]
    assert '<a href="?page=2#name-' in paged.text, "letters lead to the page where they begin"


def test_a_large_archive_is_counted_from_time_to_time(ada, archive, monkeypatch):
    on_the_spot = said(ada.get("/overview/"))
    monkeypatch.setattr(held, "SMALL", 0)
    assert "Not counted yet" in said(ada.get("/overview/"))
    assert "Not counted yet" in said(ada.get(source("Inland Post")))
    assert counting.count_if_due()
    assert without_time(said(ada.get("/overview/"))) == without_time(on_the_spot)
    assert not counting.count_if_due(), "it was counted a moment ago"
    make.make_article("Late news", ["Nobody counted this one yet."], source="Inland Post")
    assert "Articles 4 Stories 2 " in said(ada.get("/overview/"))
    Holding.objects.update(counted_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    assert "Counted 1 January 2026, 00:00 UTC" in said(ada.get(source("Inland Post")))
    assert counting.count_if_due()
    assert "Articles 5 Stories 3 " in said(ada.get("/overview/"))
    assert rows(ada.get("/sources/"), "what there is of each")[2][:2] == ["Inland Post", "3"]


def without_time(text: str) -> str:
    return re.sub(r"Counted .*? UTC", "", text)


@pytest.mark.parametrize("small", [1000, 0])
def test_what_is_under_embargo_shows_nowhere_and_counts_for_nothing(client, archive, monkeypatch, small):
    monkeypatch.setattr(held, "SMALL", small)
    hidden = make.make_article(
        "Hush now",
        ["Secret words that nobody is to read before the morning comes, said the desk."] * 2,
        source="Harbour Gazette",
        agencies=["HUSH"],
        place="HUSHTOWN",
    )
    shown = make.make_article("Second of the pair", ["Other words."], story=make.story_of(hidden), source="Hush Source")
    if not small:
        counting.count_all()
    # It is told of the embargo only after the count; what is named is asked for anew.
    embargo(hidden)
    pages = ["/overview/", source("Harbour Gazette"), *(["/sources/", "/agencies/"] if small else [])]
    for user in (make.make_archivist(), make.make_user("zoe", *make.READ, "see_embargoed")):
        client.force_login(user)
        texts = [said(client.get(page)) for page in pages]
        sees = user.username == "zoe" and not small
        assert any("Hush now" in text or "Secret words" in text for text in texts[:1]) == sees
        assert any("Secret words" in text for text in texts[1:]) == (user.username == "zoe")
        if small:
            assert not any("HUSH" in text for text in (texts if user.username == "ada" else texts[:1]))
            assert "Articles 5 Stories 3 " in texts[0], "the other one of the pair counts, and its story"
    assert shown.pk
    counting.count_all()
    assert Holding.objects.get(of="archive").articles == 5
    assert not Holding.objects.filter(of="agency", number=Agency.objects.get(name="HUSH").pk).exists()


@pytest.mark.parametrize("small", [1000, 0])
def test_pages_ask_as_often_however_much_there_is(ada, archive, monkeypatch, django_assert_max_num_queries, small):
    monkeypatch.setattr(held, "SMALL", small)
    for more in (0, 30):
        for number in range(more):
            words = [f"Report number {number} of the day, said nobody else."]
            make.make_article(f"Report {number}", words, source=f"Post {number}", agencies=[f"A{number}", "NOR"])
        counting.count_all()
        for page, queries in (
            ("/overview/", QUERIES_OF_THE_OVERVIEW),
            (source("Inland Post"), QUERIES_OF_A_SOURCE),
            (reverse("agency", args=[Agency.objects.get(name="NOR").pk]), QUERIES_OF_A_SOURCE),
            ("/sources/", QUERIES_OF_A_LIST),
            ("/agencies/", QUERIES_OF_A_LIST),
            ("/help/", 2),
        ):
            with django_assert_max_num_queries(queries):
                ada.get(page)


def test_what_is_not_here_or_has_nothing_is_said(ada):
    assert ada.get("/sources/77/").status_code == ada.get("/agencies/77/").status_code == 404
    assert "Nothing yet" in said(ada.get("/overview/"))
    assert "None yet" in said(ada.get("/sources/"))
    Source.objects.create(name="Quiet Post")
    assert "No article that may be seen was taken from this source." in said(ada.get(source("Quiet Post")))


def test_names_and_headlines_are_hostile(ada):
    bad = "<script>alert(1)</script>"
    for number in (1, 2):
        make.make_article(
            bad,
            [f"{bad} words enough for a passage that is worth naming here by itself {n}" for n in (1, 2)],
            source=bad,
            agencies=[bad],
            place=bad,
            dated_on=datetime.date(2020, number, 1),
        )
    assert Article.objects.count() == 2
    agency = reverse("agency", args=[Agency.objects.get().pk])
    for page in ("/overview/", "/sources/", "/agencies/", source(bad), agency):
        text = ada.get(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_time_is_told_by_months_years_or_decades_without_gaps():
    def months(*firsts: str) -> list[list[object]]:
        return [[first, 4, 1, 1, 10, 2] for first in firsts]

    time = timeline(months("2006-11-01", "2007-02-01"))
    assert [p.words for p in time.periods] == ["Nov 2006", "Dec 2006", "Jan 2007", "Feb 2007"]
    assert [p.articles for p in time.periods] == [4, 0, 0, 4]
    assert time.periods[3].last == datetime.date(2007, 2, 28)
    years = timeline(months("1999-11-01", "2004-02-01", "2004-03-01"))
    assert (years.unit, [p.articles for p in years.periods]) == ("year", [4, 0, 0, 0, 0, 8])
    assert years.bars[-1].top < years.bars[0].top < years.bars[0].firsts
    decades = timeline(months("1787-11-01", "2004-02-01"))
    assert [p.words for p in decades.periods][:2] == ["1780s", "1790s"]
    assert timeline(months("0001-01-01", "9999-12-01")).periods[-1].articles == 4
    assert [p.last for p in timeline(months("9999-11-01", "9999-12-01")).periods][-1] == datetime.date.max
    assert timeline(months("9990-01-01", "9999-12-01")).periods[-1].last == datetime.date.max
    assert timeline([]).periods == ()
