"""Going through a list page by page, while the archive goes on; and what is said where not everything was looked at."""

from __future__ import annotations

import datetime
from random import Random

import pytest
from django.core.management import call_command

from newsarchive.archive.models import SearchEntry, Story
from newsarchive.archive.queries import entries, search
from newsarchive.archive.queries.bookmarks import Bookmark, Place, read
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.wanted import ARTICLES, COPIES, NEWEST, OLDEST, RELEVANCE, Wanted
from tests.archive import factories as make

pytestmark = pytest.mark.django_db

FIRST_DAY = datetime.date(2021, 1, 1)
WANTED = [
    Wanted(),
    Wanted(since=FIRST_DAY),
    Wanted(source=["gazette"]),
    Wanted(query="ferry", order=NEWEST),
    Wanted(query="ferry"),
    Wanted(query='"the ferry sailed"'),
    Wanted(query="ferry", agency=["nor"], until=datetime.date(2030, 1, 1)),
    Wanted(query="ferry", order=OLDEST),
]


@pytest.fixture(params=["by steps", "at once"])
def few(request, monkeypatch):
    """Pages of three stories, from seven articles, whichever way the index is asked for them.

    At once: so that it is often found that they are too many, and asked for in steps all the same.
    """
    monkeypatch.setattr(search, "STORIES_A_PAGE", 3)
    for module in (search, entries):
        monkeypatch.setattr(module, "LOOKED_AT", 7)
    monkeypatch.setattr(search, "estimate", lambda question: 5000 if request.param == "by steps" else 0)
    monkeypatch.setattr(entries, "TOO_MANY", 15)


def hand_in(dice: Random, stories: list[Story], count: int) -> None:
    """Articles of random days, in new stories and in those that there are."""
    for _ in range(count):
        story = dice.choice([None, None, *stories[-8:]])
        number = dice.random()
        day = max(story.dated_on if story else FIRST_DAY, FIRST_DAY + datetime.timedelta(dice.randrange(12)))
        body = [f"The ferry sailed {'ferry ' * dice.randrange(4)}{number}."]
        made = make.make_article(f"Ferry {number}", body, story=story, source="Gazette", agencies=["NOR"], dated_on=day)
        if story is None:
            stories.append(make.story_of(made))


@pytest.mark.parametrize("wanted", WANTED, ids=str)
@pytest.mark.parametrize("seed", range(2))
def test_every_story_comes_once_whatever_arrives_meanwhile(few, wanted, seed):
    dice = Random(seed)
    stories: list[Story] = []
    hand_in(dice, stories, 40)
    expected = {story.pk for story in stories}
    page, shown = find_stories(wanted), []
    while True:
        shown += [story.pk for story in page.stories]
        on = page.older or page.further
        if on is None:
            break
        hand_in(dice, stories, 2)
        page = find_stories(wanted, read(str(on)))
    assert len(shown) == len(set(shown)), f"seed {seed}"
    assert expected <= set(shown), f"seed {seed}"


@pytest.mark.parametrize("asked", [{}, {"query": "ferry"}, {"query": "ferry", "show": ARTICLES}], ids=str)
def test_the_largest_come_first_among_those_looked_at(few, asked):
    """Numbers grow while somebody reads, and then move what has them: so nothing arrives here."""
    stories: list[Story] = []
    hand_in(Random(3), stories, 40)
    wanted = Wanted(order=COPIES, **asked)
    page, shown, copies = find_stories(wanted), [], []
    while page:
        own = [entry.place.id for entry in page.entries] if wanted.articles else [story.pk for story in page.stories]
        copies += [int(entry.rank) for entry in page.entries] or [story.articles for story in page.stories]
        at_once = page.looked_back_to is None and page.looked_from is None
        shown += own
        on = page.older or page.further
        page = on and find_stories(wanted, read(str(on)))
    assert len(shown) == len(set(shown)) == (40 if wanted.articles else len(stories))
    if at_once and not asked:
        assert copies == sorted(copies, reverse=True)


@pytest.mark.parametrize("wanted", [*WANTED[:4], WANTED[-1], Wanted(order=COPIES), Wanted(show=ARTICLES)], ids=str)
@pytest.mark.parametrize("seed", range(2))
def test_the_way_back_shows_every_story_once_too(few, wanted, seed):
    stories: list[Story] = []
    hand_in(Random(seed), stories, 40)
    down = [find_stories(wanted)]
    while down[-1].older:
        down.append(find_stories(wanted, down[-1].older))
    up = [down[-1]]
    while up[-1].newer:
        up.append(find_stories(wanted, up[-1].newer))
    assert up[-1].at_the_top
    back = [row for page in reversed(up) for row in rows(page)]
    assert back == [row for page in down for row in rows(page)], f"seed {seed}"
    assert len(back) == (40 if wanted.articles else len(stories))


def rows(page) -> list[int]:
    return [story.pk for story in page.stories] or [entry.place.id for entry in page.entries]


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


def test_a_common_word_says_how_many_articles_were_looked_at_and_leads_further_back(few, ada):
    for number in range(9):
        make.make_article(f"Ferry {number}", [f"{number}."], dated_on=datetime.date(2021, 3, 1 + number))
    text = ada.get("/", {"q": "ferry"}).text
    assert "7+ articles" in " ".join(text.split())
    assert "The newest 7 articles that have these words were looked at, back to 3 March 2021." in " ".join(text.split())
    assert "Look further back" in text
    further = find_stories(Wanted(query="ferry")).further
    text = " ".join(ada.get("/", {"q": "ferry", "at": str(further)}).text.split())
    assert "The older articles that have these words were looked at, from 3 March 2021 back." in text
    assert "Ferry 0" in text
    assert "Ferry 8" not in text


def test_more_than_ten_thousand_by_the_planners_estimate_are_said_to_be(few, ada, monkeypatch):
    for number in range(9):
        make.make_article(f"Ferry {number}", [f"{number}."])
    monkeypatch.setattr(search, "estimate", lambda question: 54_321)
    assert "10,000+ articles by estimate with" in " ".join(ada.get("/", {"q": "ferry"}).text.split())


def test_more_articles_than_were_looked_at_are_no_estimate(few, ada):
    for number in range(9):
        make.make_article(f"Ferry {number}", [f"{number}."])
    text = " ".join(ada.get("/", {"q": "ferry"}).text.split())
    assert "7+ articles with" in text
    assert "estimate" not in text


@pytest.mark.parametrize("order", ["", NEWEST])
def test_a_phrase_beyond_what_was_looked_at_is_never_said_not_to_be_there(few, ada, order):
    make.make_article("Old", ["Ferry runs late."], dated_on=FIRST_DAY)
    for number in range(8):
        make.make_article(f"New {number}", [f"Late runs the ferry {number}."])
    asked = {"q": '"ferry runs late"', "order": order}
    text = " ".join(ada.get("/", asked).text.split())
    assert "No story fits" not in text
    assert "Nothing so far" in text
    assert "The newest 7 articles that have these words were looked at" in text
    first = find_stories(Wanted(query=asked["q"], order=order or RELEVANCE))
    assert "Old" in ada.get("/", asked | {"at": str(first.older or first.further)}).text


def test_a_count_beyond_the_reach_is_said_to_be_more(ada, monkeypatch):
    monkeypatch.setattr(search, "REACH", 2)
    for number in range(4):
        make.make_article(f"Ferry {number}", [f"{number}."])
    assert "2+ stories" in " ".join(ada.get("/").text.split())


def test_an_address_that_names_no_place_says_so(ada):
    make.make_article("Ferry")
    text = ada.get("/", {"at": "nowhere"}).text
    assert "This address names no place in the list." in text
    assert "Ferry" in text


def test_words_that_are_only_left_out_are_answered_too(ada):
    make.make_article("Ferry", ["Afloat."])
    make.make_article("Wheat", ["Hail."])
    assert [story.headline for story in find_stories(Wanted(query="-ferry")).stories] == ["Wheat"]


@pytest.mark.parametrize(
    "bookmark",
    [
        Bookmark(at=Place(FIRST_DAY, 12)),
        Bookmark("newer", Place(datetime.date(9, 1, 1), 1), known=77),
        Bookmark(start=Place(FIRST_DAY, 3), known=5),
        Bookmark("older", Place(FIRST_DAY, 3), 5, Place(FIRST_DAY, 9), 6.079271e-05),
    ],
    ids=str,
)
def test_a_bookmark_is_read_as_it_was_written(bookmark):
    assert read(str(bookmark)) == bookmark


@pytest.mark.django_db(transaction=True)
def test_an_archive_of_an_earlier_release_is_searched_as_before():
    article = make.make_article("Ferry", ["Afloat."], source="Gazette", agencies=["NOR"], place="PORT SELWYN")
    before = SearchEntry.objects.values().get()
    call_command("migrate", "archive", "0006", verbosity=0)
    call_command("migrate", "archive", verbosity=0)
    assert SearchEntry.objects.values().get() == before
    asked = {"query": "afloat", "source": ["gazette"], "agency": ["nor"], "place": ["Port Selwyn"]}
    found = find_stories(Wanted(**asked, since=article.dated_on, until=article.dated_on))
    assert [story.pk for story in found.stories] == [make.story_of(article).pk]
