"""What a search shows: words marked, the copy that fits best, the other copies, articles one by one, nothing hidden."""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import replace

import pytest

from newsarchive.archive.models import Carried, Notice, Story
from newsarchive.archive.queries import hits
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.wanted import ARTICLES, Wanted
from newsarchive.archive.services import searched
from tests.archive import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(1)


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


def text_of(response) -> str:
    return " ".join(html.unescape(response.text).split())


def marked(response) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", response.text)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("muller", ["Müller"]),
        ("MÜLLER", ["Müller"]),
        ("旧桥", ["旧桥"]),
        ("桥", ["桥"]),
        ("ferries", ["ferry", "ferry"]),
        ('"the mole"', ["mole"]),
        ("cafe", ["cafe\u0301"]),
        ("ferry -wheat", ["ferry", "ferry"]),
    ],
)
def test_the_words_asked_for_are_marked_as_they_are_printed(ada, query, words):
    body = "The ferry of Müller lay off the mole by the cafe\u0301. 市长关闭旧桥。<script>alert(1)</script>\x02&amp;"
    make.make_article("A ferry & a <b>", [body])
    response = ada.get("/", {"q": query})
    assert [word for word in marked(response) if word != "the"] == words
    assert "A <mark>ferry</mark> &amp; a &lt;b&gt;" in response.text or "ferry" not in words
    assert "<script>alert" not in response.text


def test_a_story_that_left_between_two_questions_is_in_no_row():
    for name in ("One", "Another"):
        make.make_article(name, [f"{name} ferry lay off the mole."])
    page = find_stories(Wanted("ferry"))
    assert len(page.stories) == 2
    (row,) = hits.rows(replace(page, stories=page.stories[1:]))
    assert row.hit.article.headline == row.story.headline


FRENCH = ["Les élections régionales ont eu lieu dimanche.", "Les journaux en ont parlé."]
GERMAN = ["In den Häusern am Hafen brannte noch Licht.", "Die Arbeiten dauern an."]
RUSSIAN = ["Российские паромы вышли из гавани.", "Об этом писали газеты."]


@pytest.mark.parametrize(
    ("query", "headline"),
    [
        ("électoral OR élection", "Vote"),
        ("journal", "Vote"),
        ("haus", "Licht"),
        ("die arbeit", "Licht"),
        ("российский газета", "Гавань"),
        ("газета", "Гавань"),
        ("elections -haus", "Vote"),
    ],
)
def test_words_are_found_and_marked_as_the_language_of_the_text_bends_them(ada, query, headline):
    for name, code, paragraphs in (("Vote", "fr", FRENCH), ("Licht", "de", GERMAN), ("Гавань", "ru", RUSSIAN)):
        article = make.make_article(name, paragraphs, language=code)
        searched.index_anew([article.pk])
    make.make_article("English", ["The ports are open, and arbitrary."], language="en")
    response = ada.get("/", {"q": query})
    assert [story.headline for story in find_stories(Wanted(query)).stories] == [headline]
    assert marked(response)


def test_the_copy_that_fits_best_is_named_where_it_is_not_the_lead(ada):
    lead = make.make_article("Ferry aground", ["A ferry ran aground.", "Nobody was hurt."], source="Gazette")
    own = ["A ferry ran aground.", "Divers looked at her keel."]
    make.make_article("Divers at the ferry", own, source="Inland Post", story=make.story_of(lead))
    text = text_of(ada.get("/", {"q": "divers"}))
    assert "Best match: <a" in text
    assert '<mark>Divers</mark> at the ferry</a>, <span class="source">Inland Post</span>' in text
    assert "and 1 more copy" in text
    assert "Best match:" not in text_of(ada.get("/", {"q": "nobody"}))
    newest = text_of(ada.get("/", {"q": "divers", "order": "newest"}))
    assert "Newest match: <a" in newest


def test_other_copies_open_in_place_those_first_that_fit(ada):
    lead = make.make_article("Ferry aground", ["A ferry ran aground.", "Nobody was hurt."])
    for number in range(3):
        own = ["A ferry ran aground.", f"Divers came by boat {number}."]
        make.make_article(f"Copy {number}", own, story=make.story_of(lead), dated_on=lead.dated_on - number * DAY)
    address = f"/stories/{make.story_of(lead).pk}/copies/?q=divers"
    assert address.replace("&", "&amp;") in ada.get("/", {"q": "divers"}).text
    page, part = ada.get(address), ada.get(address, headers={"HX-Request": "true"})
    assert "<title>" in page.text
    assert "<title>" not in part.text
    assert re.findall("Copy [0-9]|Ferry aground", part.text) == ["Copy 2", "Copy 1", "Copy 0", "Ferry aground"]
    assert "3 fit what you asked for" in text_of(part)


def test_articles_one_by_one_have_their_own_lines_and_lead_to_their_story(ada):
    lead = make.make_article("Ferry aground", ["A ferry ran aground."], source="Gazette")
    copy = make.make_article("Ferry stuck", ["A ferry ran aground!"], source="Post", story=make.story_of(lead))
    make.make_article("Wheat", ["Hail."])
    text = text_of(ada.get("/", {"q": "ferry", "show": "articles"}))
    assert "2 articles with “ferry”" in text
    assert f'href="/articles/{copy.pk}/"' in text
    assert "a story of 2 copies" in text
    every = find_stories(Wanted(show=ARTICLES))
    assert every.count == 3
    assert [entry.place.id for entry in every.entries][1:] == [copy.pk, lead.pk]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "the"}, "too common to be searched for"),
        ({"q": "((("}, "has no word in it"),
        ({"q": "a\0b"}, "There are characters in it that cannot be read"),
        ({"q": "x" * 301}, "type 300 characters at the most"),
        ({"since": "2008-01-01", "until": "2007-01-01"}, "no day lies between them"),
        ({"q": "after:2008 before:2007"}, "no day lies between them"),
        ({"q": "after:soon"}, "“after:soon” is no date to go by"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_and_lists_nothing(ada, asked, said):
    make.make_article("Ferry", ["Afloat."])
    response = ada.get("/", asked)
    assert said in text_of(response)
    assert "Afloat" not in response.text


def test_the_number_of_copies_marks_versions_and_folded_ledes_narrow_down(ada):
    lead = make.make_article("Two", ["A ferry ran aground.", "Nobody was hurt."])
    make.make_article("Two again", ["A ferry ran aground in fog.", "Nobody."], story=make.story_of(lead))
    make.make_article("Twice", ["A ferry sailed.", "A ferry sailed."], repeats={1: (0, "same")}, format="text")
    Story.objects.filter(pk=make.story_of(lead).pk).update(marks=["corrected"])
    asked = {"copies:2-9": ["Two"], "is:developed": ["Two"], "mark:corrected": ["Two"], "is:folded": ["Twice"]}
    asked |= {"copies:1": ["Twice"], "-is:corrected": ["Twice"], "format:text": ["Twice"], "-is:folded ferry": ["Two"]}
    for typed, headlines in asked.items():
        found = re.findall(r'<h2 dir="\w+"><a href="/stories[^>]*>(.*?)</a>', ada.get("/", {"q": typed}).text)
        assert found == headlines, typed


@pytest.mark.parametrize("order", ["oldest", "copies", "span", "sources", "changed"])
def test_orders(ada, order):
    first, second = datetime.date(2020, 1, 1), datetime.date(2020, 3, 1)
    oldest = order == "oldest"
    make.make_article("Small", ["The ferry sailed."], dated_on=second if oldest else first)
    large = make.make_article("Large", ["The ferry sank."], dated_on=first if oldest else second, source="A")
    for number in range(3):
        body = [f"The ferry sank {number}."]
        make.make_article(f"L{number}", body, story=make.story_of(large), source=f"{number}")
    for asked in (Wanted(order=order), Wanted("ferry", order=order)):
        assert find_stories(asked).stories[0].pk == make.story_of(large).pk
    assert "Large" in ada.get("/", {"q": "ferry", "order": order}).text


def test_what_is_under_embargo_shows_nowhere(ada):
    open_one = make.make_article("Ferry aground", ["A ferry ran aground.", "Nobody was hurt."])
    story = make.story_of(open_one)
    held = make.make_article("Divers at the keel", ["A ferry ran aground.", "Secret divers came."], story=story)
    alone = make.make_article("Secret plan", ["The secret plan."])
    for article in (held, alone):
        notice = Notice.objects.create(article=article, kinds=["embargo"], carries=True)
        Carried.objects.create(text=article.text, notice=notice, mark="embargoed", confidence=1)
    Story.objects.filter(pk__in=[story.pk, make.story_of(alone).pk]).update(marks=["embargoed"], lead_article=open_one)
    pages = ["/", "/?show=articles", "/?q=secret", "/?q=secret&show=articles", "/?order=copies", "/?q=ferry"]
    pages += [f"/stories/{story.pk}/copies/?q=secret", "/?q=secret&order=oldest", "/?q=secret&order=copies"]
    for address in pages:
        text = re.sub("</?mark>", "", ada.get(address).text)
        assert not re.search("[Ss]ecret (plan|divers)|Divers", text), address
    assert ada.get(f"/stories/{make.story_of(alone).pk}/copies/").status_code == 404
    assert "1 story" in ada.get("/").text
    assert "1 article" in ada.get("/?show=articles").text
    entitled = make.make_user("eve", *make.READ, "see_embargoed")
    ada.force_login(entitled)
    assert "<mark>Secret</mark> plan" in ada.get("/?q=secret").text
