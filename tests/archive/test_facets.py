"""What was found by its sides and over the days: every count is what its link leads to."""

from __future__ import annotations

import datetime
import html
import random
import re

import pytest
from django.http import QueryDict

from newsarchive.archive.forms import SearchForm
from newsarchive.archive.models import Agency, Source, Story
from newsarchive.archive.queries import entries, facets, found, histogram, prepared
from newsarchive.archive.queries.addresses import FIELDS, Address
from newsarchive.archive.queries.facets import Value
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.suggestions import suggested
from newsarchive.archive.queries.wanted import COPIES, Wanted
from newsarchive.archive.services import rulings
from tests.archive import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.date
SEED = 20261128


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


def asked(address: str) -> Wanted:
    return SearchForm(QueryDict(address)).wanted()


def link_of(address: str, value: Value) -> str:
    """Where the page's link for a value leads."""
    search = Address.of(QueryDict(address).lists())
    return search.within(*value.span) if value.span else search.plus(value.field, value.value)


def how_many(address: str) -> int:
    """How many stories, or articles, a search finds, counted from its pages."""
    wanted = asked(address)
    seen, page = 0, None
    while page is None or page.older or page.further:
        page = find_stories(wanted, page and (page.older or page.further))
        seen += len(page.entries if wanted.articles else page.stories)
    return seen


@pytest.fixture
def newsroom():
    """Two dozen articles in stories of one to four, of few names, so that all meet in many ways."""
    dice = random.Random(SEED)
    print(f"seed {SEED}")
    for name, alias in (("Post, The", "The Post"), ("Herald", "")):
        kept = Source.objects.create(name=name)
        if alias:
            Source.objects.create(name=alias, alias_of=kept)
    Agency.objects.create(name="NOR", alias_of=Agency.objects.create(name="Northwire"))
    made = []
    for number in range(24):
        known = make.story_of(dice.choice(made)) if made and dice.random() < 0.5 else None
        made.append(
            make.make_article(
                f"{dice.choice(('Ferry', 'Wheat'))} {number}",
                [f"The harbour told of day {number}."],
                story=known,
                source=dice.choice(("Post, The", "The Post", "Herald", "")),
                agencies=dice.sample(("NOR", "Northwire", "Meridian"), dice.randrange(3)),
                place=dice.choice(("PORT SELWYN", "Port Selwyn", "Dunmore", "")),
                language=dice.choice(("en", "fr", "")),
                dated_on=DAY(2021, dice.randrange(1, 5), dice.randrange(1, 28)),
                format=dice.choice(("html", "text")),
            )
        )
    Story.objects.filter(pk=make.story_of(made[0]).pk).update(marks=["corrected"])
    Story.objects.filter(pk=make.story_of(made[-1]).pk).update(marks=["withdrawn", "corrected"])
    return made


ASKED = ("", "q=harbour", "q=ferry&show=articles", "agency=NOR", "marked=corrected", "copies=2-9&place=dunmore")


def test_every_count_is_what_its_link_finds(newsroom):
    for address in ASKED:
        counted = facets.of(asked(address), most=facets.OFFERED)
        assert counted.counted == how_many(address), address
        assert not counted.bounded
        told = [(facet.name, value) for facet in counted.facets for value in facet.values]
        assert len({name for name, _ in told}) >= 4, address
        for name, value in told:
            assert value.count == how_many(link_of(address, value)), (address, name, value)
        search = Address.of(QueryDict(address).lists())
        for bar in counted.histogram.bars:
            assert bar.count == how_many(search.within(bar.first, bar.last)), (address, bar)
    sides = {facet.name: {value.label for value in facet.values} for facet in facets.of(Wanted()).facets}
    assert sides["agency"] == {"Northwire", "Meridian"}, "names that stand for another are under the one that counts"
    assert sides["source"] == {"Post, The", "Herald"}
    assert len(sides["place"]) == 2


@pytest.mark.parametrize(
    ("days", "unit", "bars"),
    [
        (["2021-03-04"], "day", 1),
        (["2020-02-28", "2020-03-01"], "day", 3),
        (["2020-02-28", "2021-03-01"], "month", 14),
        (["1987-02-28", "2021-03-01"], "year", 35),
        (["1800-01-01", "2021-03-01"], "10 years", 23),
        (["0001-01-01", "9999-12-31"], "100 years", 100),
    ],
)
def test_bars_are_as_wide_as_the_span_asks(days, unit, bars):
    span = [DAY.fromisoformat(day) for day in days]
    drawn = histogram.of_days(dict.fromkeys(span, 3))
    assert (drawn.unit, len(drawn.bars)) == (unit, bars)
    assert drawn.bars[0].first <= span[0]
    assert drawn.bars[-1].last >= span[-1]
    assert all(a.last < b.first for a, b in zip(drawn.bars, drawn.bars[1:], strict=False))
    assert sum(bar.count for bar in drawn.bars) == 3 * len(span)
    assert max(bar.height for bar in drawn.bars) == histogram.HEIGHT
    assert all(0 <= bar.y == histogram.HEIGHT - bar.height for bar in drawn.bars)
    assert drawn == histogram.of_found([(day, pk) for pk in (1, 2, 3, 3) for day in span])


def test_a_phrase_is_counted_among_as_many_articles_as_the_list_looks_at(monkeypatch):
    monkeypatch.setattr(found, "COUNTED", 5)
    monkeypatch.setattr(entries, "LOOKED_AT", 4)
    monkeypatch.setattr(prepared, "estimate", lambda question: 5000)
    for number in range(12):
        make.make_article(f"Ferry {number}", ["The ferry runs late." if number < 3 else f"Late ran {number} ferry."])
    for wanted in (Wanted(query='"ferry runs late"'), Wanted("ferry late", copies=["1"], order=COPIES)):
        assert facets.of(wanted).counted == find_stories(wanted).count


def test_where_only_the_newest_are_counted_the_page_says_so(ada, newsroom, monkeypatch):
    monkeypatch.setattr(found, "COUNTED", 5)
    monkeypatch.setattr(entries, "TOO_MANY", 6)
    monkeypatch.setattr(facets, "_kept", {})
    assert "Counted among the newest 5 articles that fit, back to" in " ".join(ada.get("/?q=harbour").text.split())
    whole = facets.of(Wanted())
    assert whole.bounded
    assert sum(bar.count for bar in whole.histogram.bars) == Story.objects.count(), "the bars are of the whole archive"
    make.make_article("Late", ["Later."], source="Evening Mole", dated_on=DAY(2022, 1, 1))
    assert facets.of(Wanted()) == whole, "counts of a large archive are remembered"


def test_months_of_the_first_thousand_years_are_counted(ada):
    for day in (DAY(1, 1, 1), DAY(987, 12, 3)):
        make.make_article("Chronicle", [f"It is told of {day.isoformat()}."], dated_on=day)
    for address in ("", "since=0001-01"):
        months = next(facet for facet in facets.of(asked(address)).facets if facet.name == "month")
        assert [value.value for value in months.values] == ["0987-12", "0001-01"], address
        assert ada.get(f"/?{address}").status_code == 200


def test_what_most_have_stands_beside_the_results_and_the_rest_on_a_page_of_its_own(ada, monkeypatch):
    for number in range(20):
        for hour in range(1 + (number == 11)):
            names = {"source": f"Paper {number:02}", "place": f"Port {number:02}"}
            make.make_article("Ferry", [f"Fog on day {number} at {hour}."], **names)
    panel = ada.get("/?q=ferry").text
    assert links(panel) == ["Paper 11, 2", *(f"Paper {n:02}, 1" for n in range(6))]
    assert "13 more" in panel
    every = ["Paper 11, 2", *(f"Paper {n:02}, 1" for n in range(20) if n != 11)]
    address = re.search(r'href="(/found/source/[^"]*)"', panel)[1]
    assert links(ada.get(address).text) == every, "without scripts: all on a page"
    part = ada.get(address, headers={"HX-Request": "true"}).text
    assert links(part) == every[7:], "opened in place: those that are not there yet"
    assert links(ada.get("/found/place/?q=ferry").text, "Port") == [each.replace("Paper", "Port") for each in every]
    monkeypatch.setattr(facets, "OFFERED", 12)
    assert "The 12 that most have are listed, of 20." in ada.get(address).text
    assert ada.get("/found/headline/").status_code == 404
    assert "cannot be narrowed down" in ada.get("/found/source/?q=whale").text


def links(text: str, name: str = "Paper") -> list[str]:
    """What the links to values say, such as names of sources."""
    said = [re.sub(r"<[^>]+>", "", inside).replace(" , ", ", ") for inside in re.findall(r"<a [^>]*>(.*?)</a>", text)]
    return [each for each in said if re.match(rf"{name} \d+, ", each)]


def chosen(text: str) -> dict[str, str]:
    """What a page says is asked for, with the address of the link that takes each off."""
    found = re.findall(r'<li><a href="([^"]*)">(.*?)</a></li>', text.split('class="chosen"')[1].split("</ul>")[0], re.S)
    words = [html.unescape(re.sub(r"<[^>]+>", "", label)).split(" ✕")[0] for _, label in found]
    return dict(zip(words, (html.unescape(address) for address, _ in found), strict=True))


def test_whatever_is_asked_for_is_shown_and_can_be_taken_off_typed_or_chosen(ada, newsroom):
    typed = 'harbour agency:NOR place:"Port Selwyn" -source:Herald after:2021-01 is:corrected'
    query = {"q": typed, "language": ["fr", "en"], "copies": "2-9", "folded": "on", "until": "2021-06-30"}
    first = QueryDict(mutable=True)
    for name, value in query.items():
        first.setlist(name, value if isinstance(value, list) else [value])
    labels = list(chosen(ada.get(f"/?{first.urlencode()}&at=older_at2021-03-04.9").text))
    assert labels == [
        *("Words harbour", "Agency NOR", "Place Port Selwyn", "Language French", "Language English", "Copies 2–9"),
        *("has a correction", "lede printed twice", "Dated from 1 January 2021 to 30 June 2021", "not Source Herald"),
    ]
    address = f"/?{first.urlencode()}"
    while labels:
        links = chosen(ada.get(address).text)
        assert list(links) == labels
        address = links[labels.pop(0)]
    assert address == "/"


def test_an_address_has_the_fields_of_the_search():
    assert set(FIELDS) == set(SearchForm.base_fields)


def test_nothing_of_what_is_hidden_is_counted_or_suggested(ada, client):
    seen = make.make_article("Ferry aground", ["The harbour told."], source="Herald", agencies=["NOR"], place="Dunmore")
    secret = {"source": "Veiled Post", "agencies": ["Curtain"], "place": "Hiddenham", "language": "fi"}
    for day, story in ((DAY(1999, 1, 1), None), (DAY(1998, 1, 1), make.story_of(seen))):
        held = make.make_article("Ferry secret", ["The harbour is secret."], story=story, dated_on=day, **secret)
        rulings.mark_articles([held.pk], "embargoed", by=make.make_editor(f"egon{day.year}"), reason="Not yet.")
    for show in ("", "&show=articles"):
        text = ada.get(f"/?q=harbour{show}").text
        assert "Herald" in text
        aside = text.split('class="facets"')[1].split("</aside>")[0] + text.split("<search>")[0]
        assert not re.search("Veiled|Curtain|Hiddenham|Finnish|199[89]", aside)
    page = ada.get("/").text
    assert not re.search("Curtain|Hiddenham", page.split('class="facets"')[1].split("</aside>")[0])
    for typed in ("veil", "curt", "place:hid", "ferry sec"):
        assert ada.get("/suggest/", {"q": typed}).text.strip() == "", typed
    client.force_login(make.make_user("olga", *make.READ, "see_embargoed"))
    assert "Hiddenham" in client.get("/?q=harbour").text.split('class="facets"')[1]
    assert "Veiled Post" in client.get("/suggest/", {"q": "veil"}).text


def boxes(typed: str) -> list[str]:
    return [name.box for name in suggested(typed).names]


def test_suggestions_complete_what_is_typed(newsroom, ada):
    assert boxes("no") == ["agency:Northwire "]
    assert [box.lower() for box in boxes("harbour port sel")] == ['harbour place:"port selwyn" ']
    assert boxes('source:"the po') == ['source:"Post, The" ']
    assert boxes("wheat -agency:mer") == ["wheat -agency:Meridian "]
    assert boxes("n") == boxes("northwire ") == boxes("") == boxes("\0") == boxes("(*") == []
    found = suggested("source:Herald ferry").stories
    assert found
    assert all(story.headline.startswith("Ferry") for story in found)
    text = ada.get("/suggest/", {"q": "ferr"}).text
    assert 'role="option"' in text
    assert f'data-address="/stories/{suggested("ferr").stories[0].story}/"' in text


def test_names_are_suggested_only_where_an_article_outside_the_bin_has_them(db):
    named = {"source": "Binned Post", "agencies": ["Binwire"], "place": "Binham"}
    binned = make.make_article("Withdrawn", ["Nothing is left of it."], **named)
    assert [name.name for name in suggested("bin").names] == ["Binwire", "Binned Post", "Binham"]
    type(binned).objects.update(text=None)
    assert boxes("bin") == []


def test_hostile_names_are_told_as_text(ada):
    bad = '<img src=x onerror=alert(1)>" onclick="x'
    make.make_article(bad, ["The harbour."], source=bad, agencies=[bad], place=bad)
    make.make_article("Other", ["The harbour again."], dated_on=DAY(2022, 1, 1))
    for address in ("/?q=harbour", "/suggest/?q=%3Cimg", "/?source=%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E"):
        text = ada.get(address).text
        assert "&lt;img" in text
        assert "<img src=x" not in text
        assert 'onclick="x' not in text


def test_facets_cost_the_same_for_many_as_for_few(newsroom, django_assert_num_queries):
    with django_assert_num_queries(5):
        facets.of(asked("q=harbour&agency=NOR"))
    with django_assert_num_queries(3):
        facets.of(Wanted())
    with django_assert_num_queries(2):
        assert suggested("ferry nor").names
