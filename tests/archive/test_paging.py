"""Going through a list page by page, while the archive goes on; and what is said where not everything was looked at."""

from __future__ import annotations

import datetime
from random import Random

import pytest
from django.core.management import call_command

from newsarchive.archive.models import SearchEntry, Story
from newsarchive.archive.queries import bearers, entries, facets, found, prepared, search
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
    monkeypatch.setattr(entries, "LOOKED_AT", 7)
    monkeypatch.setattr(prepared, "estimate", lambda question: 5000 if request.param == "by steps" else 0)
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
    assert "9 stories with “ferry”, best match first" in " ".join(text.split())
    assert "The newest 7 articles that have these words were looked at, back to 3 March 2021." in " ".join(text.split())
    assert "Look further back" in text
    further = find_stories(Wanted(query="ferry")).further
    text = " ".join(ada.get("/", {"q": "ferry", "at": str(further)}).text.split())
    assert "The older articles that have these words were looked at, from 3 March 2021 back." in text
    assert "<mark>Ferry</mark> 0" in text
    assert "</mark> 8" not in text


def test_more_than_ten_thousand_by_the_planners_estimate_are_said_to_be(few, ada, monkeypatch):
    monkeypatch.setattr(found, "COUNTED", 8)
    for number in range(9):
        make.make_article(f"Ferry {number}", [f"{number}."])
    monkeypatch.setattr(prepared, "estimate", lambda question: 54_321)
    assert "10,000+ articles by estimate with" in " ".join(ada.get("/", {"q": "ferry"}).text.split())


def test_more_than_were_counted_are_stories_where_stories_are_listed(few, ada, monkeypatch):
    """Among eight articles that have the word, in four stories; the list itself looks at seven."""
    monkeypatch.setattr(found, "COUNTED", 8)
    monkeypatch.setattr(entries, "TOO_MANY", 8)
    in_pairs(6)
    text = shown(ada, q="ferry")
    assert "4+ stories with “ferry”, best match first" in text
    assert "Counted among the newest 8 articles that fit" in text
    assert "8+ articles with “ferry”" in shown(ada, q="ferry", show=ARTICLES)


@pytest.mark.parametrize("order", ["", NEWEST, OLDEST, COPIES])
@pytest.mark.parametrize(("asked", "words"), [({"agency": "NOR"}, ""), ({"q": "ferry"}, " with “ferry”")])
def test_the_list_is_said_to_be_as_long_as_it_is_counted_beside_it(few, ada, order, asked, words):
    in_pairs(6)
    text = shown(ada, **asked, order=order)
    assert f"6 stories{words}, " in text
    assert "6 stories; choose to narrow down" in text
    assert f"12 articles{words}, " in shown(ada, **asked, order=order, show=ARTICLES)


@pytest.mark.parametrize("order", [NEWEST, OLDEST])
def test_a_list_by_day_that_goes_on_does_not_say_how_many_were_looked_at(few, ada, order):
    in_pairs(2, copies=7)
    text = shown(ada, agency="NOR", order=order)
    assert "2 stories, " in text
    assert "looked at" not in text
    assert 'rel="next"' in text


def looked_no_further_than_twenty(monkeypatch, corrected):
    """Twenty-eight ferries a day after each other, some of whose stories are corrected; 20 articles are looked at."""
    monkeypatch.setattr(bearers, "MOST", 1)
    monkeypatch.setattr(entries, "FARTHEST", 20)
    for number in range(28):
        made = make.make_article(f"Ferry {number}", [f"{number}."], dated_on=FIRST_DAY + datetime.timedelta(number))
        if number in corrected:
            Story.objects.filter(pk=make.story_of(made).pk).update(marks=["corrected"])


def test_of_the_oldest_it_is_said_that_they_are(few, ada, monkeypatch):
    looked_no_further_than_twenty(monkeypatch, corrected=(12, 22, 25))
    text = shown(ada, q="ferry is:corrected", order=OLDEST)
    assert "<mark>Ferry</mark> 12" in text
    assert "The oldest 20 articles that have these words were looked at, up to 20 January 2021." in text


def test_where_words_are_only_left_out_none_is_the_best_match(few, ada):
    in_pairs(6)
    text = shown(ada, q="-sheep")
    assert "6 stories with “-sheep”, newest first" in text
    assert "looked at" not in text
    assert "best match" not in text.lower()


def in_pairs(stories: int, copies: int = 2) -> None:
    """Stories of as many articles each, the later ones dated later."""
    for number in range(stories):
        day = FIRST_DAY + datetime.timedelta(number)
        story = None
        for copy in range(copies):
            body = [f"The ferry sailed {number}, {copy}."]
            made = make.make_article(f"Ferry {number}", body, story=story, agencies=["NOR"], dated_on=day)
            story = make.story_of(made)


def shown(client, **asked: str) -> str:
    return " ".join(client.get("/", asked).text.split())


@pytest.mark.parametrize("order", ["", NEWEST])
def test_a_phrase_beyond_what_was_looked_at_is_never_said_not_to_be_there(few, ada, order):
    make.make_article("Old", ["Ferry runs late."], dated_on=FIRST_DAY)
    for number in range(16):
        make.make_article(f"New {number}", [f"Late runs the ferry {number}."])
    asked = {"q": '"ferry runs late"', "order": order}
    text = " ".join(ada.get("/", asked).text.split())
    assert "No story fits" not in text
    assert "Nothing so far" in text
    assert "The newest 15 articles that have these words were looked at" in text
    first = find_stories(Wanted(query=asked["q"], order=order or RELEVANCE))
    assert "Old" in ada.get("/", asked | {"at": str(first.older or first.further)}).text


@pytest.mark.parametrize("order", [RELEVANCE, NEWEST, OLDEST, COPIES])
def test_a_rare_mark_is_found_however_many_newer_articles_have_the_word(few, ada, order):
    dice, stories = Random(5), []
    hand_in(dice, stories, 40)
    marked = [
        make.story_of(make.make_article(f"Ferry of old {n}", [f"Old {n}."], dated_on=datetime.date(2020, 1, n)))
        for n in (1, 2)
    ]
    Story.objects.filter(pk__in=[story.pk for story in marked]).update(marks=["withdrawn"])
    wanted = Wanted(query="ferry", mark=["withdrawn"], order=order)
    page = find_stories(wanted)
    assert {story.pk for story in page.stories} == {story.pk for story in marked}
    assert page.count == facets.of(wanted).counted == 2
    assert (page.older, page.further) == (None, None)
    text = " ".join(ada.get("/", {"q": "ferry is:withdrawn", "order": order}).text.split())
    assert "2 stories with “ferry”" in text
    assert "looked at" not in text


@pytest.mark.parametrize("order", [RELEVANCE, NEWEST, OLDEST, COPIES])
@pytest.mark.parametrize("rare", [True, False])
def test_what_is_asked_of_stories_and_words_is_found_once_page_by_page_and_back(few, monkeypatch, order, rare):
    """Also where so many stories are as they are asked for that the newest articles with the words are looked at."""
    monkeypatch.setattr(bearers, "MOST", 1000 if rare else 2)
    dice, stories = Random(7), []
    hand_in(dice, stories, 60)
    marked = {story.pk for story in stories if dice.random() < 0.4}
    Story.objects.filter(pk__in=marked).update(marks=["corrected"])
    page, shown = find_stories(Wanted(query="ferry", mark=["corrected"], order=order)), []
    while page:
        shown.append([story.pk for story in page.stories])
        on, back = page.older or page.further, page.newer
        if back and page.stories:
            before = rows(find_stories(Wanted(query="ferry", mark=["corrected"], order=order), back))
            assert before == [pk for some in shown[:-1] for pk in some][-len(before) :], "those just before"
        page = on and find_stories(Wanted(query="ferry", mark=["corrected"], order=order), read(str(on)))
    found = [pk for some in shown for pk in some]
    assert len(found) == len(set(found))
    assert set(found) == marked


def test_where_marks_and_words_are_common_it_is_looked_further_and_said_how_far(few, ada, monkeypatch):
    looked_no_further_than_twenty(monkeypatch, corrected=(3, 5, 12))
    text = " ".join(ada.get("/", {"q": "ferry is:corrected", "order": NEWEST}).text.split())
    assert "<mark>Ferry</mark> 12" in text
    assert "The newest 20 articles that have these words were looked at, back to 9 January 2021." in text
    assert "1+ stories with “ferry”" in text
    older = find_stories(Wanted(query="ferry", mark=["corrected"], order=NEWEST)).older
    assert [
        story.headline for story in find_stories(Wanted("ferry", mark=["corrected"], order=NEWEST), older).stories
    ] == [
        "Ferry 5",
        "Ferry 3",
    ]


def test_where_none_is_so_among_those_looked_at_it_is_said_that_there_may_be_more(few, ada, monkeypatch):
    monkeypatch.setattr(bearers, "MOST", 1)
    monkeypatch.setattr(entries, "FARTHEST", 20)
    for number in range(28):
        make.make_article(f"Ferry {number}", [f"{number}."], dated_on=FIRST_DAY + datetime.timedelta(number))
    Story.objects.filter(headline="Ferry 3").update(marks=["corrected"])
    text = " ".join(ada.get("/", {"q": "ferry is:corrected"}).text.split())
    assert "Nothing so far" in text
    assert "The newest 20 articles that have these words were looked at, back to 9 January 2021." in text
    assert "Of none of them the story is as you asked." in text
    further = find_stories(Wanted(query="ferry", mark=["corrected"])).further
    assert "<mark>Ferry</mark> 3" in ada.get("/", {"q": "ferry is:corrected", "at": str(further)}).text


def test_by_copies_all_articles_with_the_words_are_looked_at_where_they_are_few(few):
    large = make.make_article("Ferry of old", ["Once."], dated_on=FIRST_DAY)
    make.make_article("Ferry of old", ["Again."], story=make.story_of(large), dated_on=FIRST_DAY)
    for number in range(11):
        make.make_article(f"Ferry {number}", [f"{number}."], dated_on=datetime.date(2021, 3, 1))
    page = find_stories(Wanted(query="ferry", order=COPIES))
    assert page.stories[0].pk == make.story_of(large).pk
    assert (page.count, page.looked_back_to, page.further) == (12, None, None)


def test_the_way_back_in_a_list_by_relevance_leads_to_the_page_before(few):
    hand_in(Random(11), [], 30)
    first = find_stories(Wanted(query="ferry"))
    second = find_stories(Wanted(query="ferry"), first.older)
    assert [s.pk for s in find_stories(Wanted(query="ferry"), second.newer).stories] == [s.pk for s in first.stories]


def test_a_count_beyond_the_reach_is_said_to_be_more(ada, monkeypatch):
    monkeypatch.setattr(search, "REACH", 2)
    monkeypatch.setattr(found, "COUNTED", 3)
    monkeypatch.setattr(facets, "_kept", {})
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
