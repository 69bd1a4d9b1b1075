"""The story list, its search and filters, and the story page."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.urls import reverse

from bench.invented_wires import wires
from newsarchive.archive.models import Story
from newsarchive.archive.queries import search, stories
from tests.archive import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


def headlines(response) -> list[str]:
    found = re.findall(r'<h2 dir="\w+"><a href="[^"]+">(.*?)</a>', response.text)
    return [html.unescape(re.sub("</?mark>", "", headline)) for headline in found]


def test_an_empty_archive_says_how_to_begin(ada):
    text = ada.get("/").text
    assert "The archive is empty" in text
    assert f'href="{reverse("upload")}"' in text


def test_newest_first_by_the_storys_own_date_which_names_its_clock(ada):
    make.make_article("Older", ["One."], dated_on=datetime.date(2020, 1, 1))
    doubts = {"dateline": "year taken from the page's date"}
    make.make_article("Newer", ["Two."], dated_on=datetime.date(2020, 1, 2), dated_by="dateline", doubts=doubts)
    response = ada.get("/")
    assert headlines(response) == ["Newer", "Older"]
    assert "2 January 2020" in response.text
    assert "(dateline, year taken from the page&#x27;s date)" in response.text
    assert "(published)" in response.text


def test_a_story_in_many_copies_is_one_line_that_counts_them(ada):
    first = make.make_article("Ferry aground", source="Harbour Gazette", agencies=["NOR"], place="PORT SELWYN")
    for source in ("Coastline Daily", "Coastline Daily", "Inland Post"):
        make.make_article("Ferry aground again", source=source, story=make.story_of(first))
    response = ada.get("/")
    assert headlines(response) == ["Ferry aground"]
    assert "4 copies</strong> from 3 sources" in response.text
    assert "NOR" in response.text
    assert "PORT SELWYN" in response.text


def test_a_story_alone_names_its_source_and_counts_nothing(ada):
    make.make_article(source="Harbour Gazette")
    text = ada.get("/").text
    assert "Harbour Gazette" in text
    assert "copies</strong>" not in text
    assert "more cop" not in text


def test_words_are_found_in_headlines_and_texts_and_each_story_comes_once(ada):
    ferry = make.make_article("Ferry runs aground", ["The mole was in the way."])
    make.make_article("Ferry aground", ["The mole stood in its way."], story=make.story_of(ferry))
    make.make_article("Wheat harvest fails", ["Hail took the crop. The mole survived."])
    assert headlines(ada.get("/", {"q": "ferry"})) == ["Ferry runs aground"]
    assert sorted(headlines(ada.get("/", {"q": "mole"}))) == ["Ferry runs aground", "Wheat harvest fails"]
    assert "1 story with “ferry”" in ada.get("/", {"q": "ferry"}).text


def test_a_search_knows_phrases_alternatives_exclusions_and_accents(ada):
    make.make_article("Müller resigns", ["The minister left the council."])
    make.make_article("Council meets", ["The council left the minister waiting."])
    assert headlines(ada.get("/", {"q": "muller"})) == ["Müller resigns"]
    assert headlines(ada.get("/", {"q": '"minister left"'})) == ["Müller resigns"]
    assert headlines(ada.get("/", {"q": "council -resigns"})) == ["Council meets"]
    assert len(headlines(ada.get("/", {"q": "resigns or meets"}))) == 2


def test_a_headline_weighs_more_than_a_mention_unless_newest_is_asked_for(ada):
    old, new = datetime.date(2019, 1, 1), datetime.date(2021, 1, 1)
    make.make_article("Drought spreads", ["Rivers run dry."], dated_on=old)
    make.make_article("Budget passes", ["It has money for drought relief, and for much else besides."], dated_on=new)
    assert headlines(ada.get("/", {"q": "drought"})) == ["Drought spreads", "Budget passes"]
    assert headlines(ada.get("/", {"q": "drought", "order": "newest"})) == ["Budget passes", "Drought spreads"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"agency": "nor"}, ["Ferry"]),
        ({"source": "inland post"}, ["Wheat"]),
        ({"place": "Port Selwyn"}, ["Ferry"]),
        ({"place": "port selwyn"}, ["Ferry"]),
        ({"since": "2021-03-05"}, ["Wheat"]),
        ({"until": "2021-03-04"}, ["Ferry"]),
        ({"since": "2021-03-04", "until": "2021-03-04"}, ["Ferry"]),
        ({"agency": "nor", "source": "inland post"}, []),
        ({"agency": "nor", "q": "ferry"}, ["Ferry"]),
        ({"agency": "nor", "q": "wheat"}, []),
        ({"agency": "unheard of"}, []),
        ({"since": " 4 March 2021 "}, ["Wheat", "Ferry"]),
    ],
)
def test_filters_narrow_down_and_combine(ada, asked, found):
    make.make_article("Ferry", ["Ferry text."], agencies=["NOR"], source="Harbour Gazette", place="PORT SELWYN")
    day = datetime.date(2021, 3, 9)
    make.make_article(
        "Wheat", ["Wheat text."], agencies=["Meridian"], source="Inland Post", place="Dunmore", dated_on=day
    )
    assert headlines(ada.get("/", asked)) == found


def test_nothing_found_says_so_and_offers_the_way_back(ada):
    make.make_article()
    text = ada.get("/", {"q": "unheardof"}).text
    assert "No story fits" in text
    assert "“unheardof”" in text
    assert "Show all stories" in text


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "'\"&|!():*<->\\"},
        {"q": "x" * 5000},
        {"q": "a\0b"},
        {"q": "the"},
        {"q": "日本語"},
        {"since": "yesterday"},
        {"since": "2021-02-30", "until": "0000-00-00"},
        {"since": "2021-02-03", "until": "2021-02-01"},
        {"page": "-4"},
        {"at": "x"},
        {"at": "9" * 40},
        {"at": "older"},
        {"at": "older_at2021-02-30.1"},
        {"at": "older_at0000-01-01.1", "q": "ferry"},
        {"at": "newer_to9999999999999999999_at2021-01-01.1"},
        {"at": "older_at9999-12-31.9223372036854775807", "q": "ferry"},
        {"at": "newer_at0001-01-01.0", "q": "ferry", "order": "newest"},
        {"at": "older_ateee~2021-01-01.1", "q": "ferry"},
        {"at": "older_at1e-999999~2021-01-01.1", "q": "ferry"},
        {"at": "older_at٢٠٢١-01-01.1"},
        {"order": "sideways"},
        {"agency": "x" * 900, "place": "\0"},
    ],
)
def test_no_question_breaks_the_page(ada, asked):
    make.make_article()
    assert ada.get("/", asked, follow=True).status_code == 200


def test_a_date_that_is_none_is_said_so_and_the_other_filters_hold(ada):
    make.make_article("Ferry", ["Ferry."])
    make.make_article("Wheat", ["Wheat."])
    response = ada.get("/", {"since": "yesterday", "q": "wheat"})
    assert "This is no date" in response.text
    assert headlines(response) == ["Wheat"]


def link(response, rel: str) -> str | None:
    """Where a page leads, further down the list (next) or back up (prev)."""
    found = re.search(rf'<a href="([^"]+)" rel="{rel}"', response.text)
    return found and "/" + html.unescape(found.group(1))


@pytest.mark.parametrize("asked", [{}, {"q": "ferry"}, {"q": "ferry", "order": "newest"}, {"place": "dunmore"}])
def test_pages_keep_the_question_and_lead_on_and_back(ada, monkeypatch, asked):
    monkeypatch.setattr(search, "STORIES_A_PAGE", 2)
    for number in range(5):
        make.make_article(f"Ferry {number}", [f"Ferry number {number}."], place="Dunmore")
    make.make_article("Wheat", ["Wheat."], dated_on=datetime.date(1999, 1, 1))
    first = ada.get("/", asked)
    second = ada.get(link(first, "next"))
    third = ada.get(link(second, "next"))
    shown = [headlines(page) for page in (first, second, third)]
    assert [*map(len, shown)] == [2, 2, 1 if asked else 2]
    assert len({headline for page in shown for headline in page}) == sum(map(len, shown))
    assert link(third, "next") is None
    assert headlines(ada.get(link(third, "prev"))) == shown[1]
    assert headlines(ada.get(link(second, "prev"), follow=True)) == shown[0]
    assert "From" in second.text
    for name, value in asked.items():
        assert f"{name}={value}" in link(third, "prev")


def test_a_longer_list_costs_no_more_questions(ada, django_assert_num_queries):
    def add(count: int) -> None:
        for number in range(count):
            first = make.make_article(
                f"Ferry {number}", [f"Ferry {count} {number}."], source="A", agencies=["NOR", "M"]
            )
            make.make_article("Copy", [f"Copy {count} {number}."], story=make.story_of(first), source="B")

    add(2)
    ada.get("/")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        ada.get("/")
    add(15)
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        ada.get("/")
    with django_assert_num_queries(QUERIES_OF_A_SEARCH):
        ada.get("/", {"q": "ferry", "agency": "NOR", "since": "2001-01-01"})


QUERIES_OF_THE_LIST = 11
"""Session, account with rights, what is hidden, stories, count, and three of choices, which a large one remembers."""

QUERIES_OF_A_SEARCH = 16
"""Session, account with rights, what is hidden, names and days, words, estimate, entries, stories, three for the
articles by which they were found (what lists say of them, their texts, where the words stand), what is counted beside
them, and three of choices."""


def test_the_filters_offer_a_bounded_number_of_names(ada, monkeypatch):
    monkeypatch.setattr("newsarchive.archive.queries.choices.OFFERED", 3)
    for number in range(6):
        make.make_article(f"F {number}", [f"F {number}."], source=f"Outlet {number}", place=f"Town {number}")
    text = ada.get("/").text
    assert len(re.findall(r'<option value="Outlet', text)) == 3
    assert len(re.findall(r'<option value="Town', text)) == 3


# --- The story page


def story_page(client, article):
    return client.get(reverse("story", args=[make.story_of(article).pk]))


def test_the_story_page_shows_the_lead_and_everyone_who_ran_it(ada):
    body = ["A ferry ran aground off the mole.", "Nobody was hurt, the pilots said.", "Tugs are on their way."]
    lead = make.make_article("Ferry aground", body, source="Harbour Gazette")
    story = make.story_of(lead)
    version = story.versions.get()
    trimmed = make.make_article("Ferry stuck", body[:2], story=story, version=version, source="Inland Post")
    text = story_page(ada, lead).text
    assert "Tugs are on their way." in text
    assert "2 copies</strong> from 2 sources" in text
    assert f'href="{reverse("article", args=[trimmed.pk])}"' in text
    assert "the lead" in text
    assert "trimmed from" in text
    assert re.search(r"\d+ %", text)
    assert 'aria-label="prints 3 of 3 paragraphs of the lead"' in text
    assert 'aria-label="prints 2 of 3 paragraphs of the lead"' in text
    assert '<i class="same"></i><i class="same"></i><i class="not"></i>' in text


def test_a_paragraph_that_was_edited_shows_as_changed(ada):
    first = "A ferry with two hundred people aboard ran aground off the mole of Port Selwyn late on Thursday night."
    body = [first, "Nobody was hurt, the pilots said, and tugs are on their way from the south."]
    lead = make.make_article("Ferry aground", body)
    edited = [first.replace("late on Thursday night", "late on Thursday evening"), body[1]]
    make.make_article("Ferry stuck", edited, story=make.story_of(lead))
    text = story_page(ada, lead).text
    assert '<i class="changed"></i><i class="same"></i>' in text
    assert 'aria-label="prints 1 of 2 paragraphs of the lead, 1 more with changes"' in text


@pytest.mark.parametrize(("day", "words"), [(1, "updated by"), (9, "updates")])
def test_an_earlier_text_is_updated_by_the_lead_and_a_later_one_updates_it(ada, day, words):
    sent = list(wires(1, seed=77))
    update = next(s for s in sent if s.role == "update")
    report = next(s for s in sent if s.name == update.made_of)
    of_lead, of_other = (update, report) if words == "updated by" else (report, update)
    lead = make.make_article(of_lead.headline, of_lead.paragraphs)
    date = datetime.date(2021, 3, day)
    make.make_article(of_other.headline, of_other.paragraphs, story=make.story_of(lead), dated_on=date)
    assert re.search(rf"\b{words}\s+the lead", story_page(ada, lead).text)


def test_members_stand_under_their_version(ada):
    lead = make.make_article("Ferry aground", ["One body."])
    assert "Version 1" not in story_page(ada, lead).text
    make.make_article("Ferry afloat", ["Quite another body."], story=make.story_of(lead))
    rows = r'(Version \d)|<td role="cell">\s*<a href="[^"]+" dir="\w+">(.*?)</a>'
    table = story_page(ada, lead).text.split('<table role="table">')[1].split("</table>")[0]
    found = [version or headline for version, headline in re.findall(rows, table)]
    assert found == ["Version 1", "Ferry aground", "Version 2", "Ferry afloat"]


def test_a_folded_repeat_counts_once_and_opens(ada):
    body = ["A ferry ran aground off the mole.", "A ferry ran aground off the mole.", "Nobody was hurt."]
    lead = make.make_article(paragraphs=body, repeats={1: (0, "same")})
    text = story_page(ada, lead).text
    assert "Printed again: paragraph 1, the same words (97 % alike)" in text
    assert "<details" in text
    assert "prints 2 of 2 paragraphs" in text


def test_a_merged_story_leads_to_the_living_one_however_often_it_was_merged(ada):
    living = make.story_of(make.make_article())
    middle = Story.objects.create(merged_into=living)
    gone = Story.objects.create(merged_into=middle)
    response = ada.get(reverse("story", args=[gone.pk]))
    assert response.status_code == 302
    assert response.url == living.get_absolute_url()
    assert headlines(ada.get("/")) == [living.headline]


def test_editors_find_the_way_to_the_desk_and_archivists_do_not(ada, client):
    lead = make.make_article()
    assert "Take articles out" not in story_page(ada, lead).text
    editor = make.make_editor()
    editor.is_staff = True
    editor.save()
    client.force_login(editor)
    text = story_page(client, lead).text
    assert "Take articles out" in text
    assert f'action="{reverse("admin:archive_story_merge")}"' in text
    assert f'<input type="hidden" name="story" value="{make.story_of(lead).pk}">' in text


def test_many_members_come_in_pages_with_a_steady_number_of_questions(ada, monkeypatch, django_assert_num_queries):
    long = "Ferries between the mainland and the outer islands stay in harbour until {} at the least, the board said."
    lead = make.make_article("Lead", [long.format("Monday morning"), "Two."], source="A")
    story, edited = make.story_of(lead), long.format("Sunday morning")
    make.make_article("Copy", [edited], story=story, version=story.versions.get(), source="B", agencies=["NOR"])
    story_page(ada, lead)
    with django_assert_num_queries(QUERIES_OF_A_STORY):
        story_page(ada, lead)
    for number in range(12):
        body = [edited, f"More {number}."]
        make.make_article(f"C {number}", body, story=story, source=f"S {number}", agencies=["M"])
    story_page(ada, lead)
    with django_assert_num_queries(QUERIES_OF_A_STORY):
        story_page(ada, lead)
    monkeypatch.setattr("newsarchive.archive.views.story.EXPLAINED", 13)
    with django_assert_num_queries(QUERIES_OF_A_LARGE_STORY):
        story_page(ada, lead)
    monkeypatch.setattr(stories, "MEMBERS_A_PAGE", 5)
    pages = [story_page(ada, lead)]
    while address := link(pages[-1], "next"):
        pages.append(ada.get(reverse("story", args=[story.pk]) + address[1:]))
    assert [page.text.count('class="cells"') for page in pages] == [5, 5, 4]
    assert len({address for page in pages for address in members_shown(page)}) == 14
    back = ada.get(reverse("story", args=[story.pk]) + link(pages[2], "prev")[1:])
    assert members_shown(back) == members_shown(pages[1])


def members_shown(response) -> list[str]:
    return re.findall(r'<td role="cell">\s*<a href="([^"]+)" dir="\w+">', response.text)


@pytest.mark.parametrize("asked", ["after=1", "after=x", "before=-3", "after=0", f"after={'9' * 30}", "before=٣"])
def test_an_address_that_goes_on_from_no_member_shows_the_first_and_says_so(ada, asked):
    lead = make.make_article("Lead")
    stranger = make.make_article("Stranger", ["Else."])
    for address in (asked, f"after={stranger.pk}"):
        response = ada.get(f"{reverse('story', args=[make.story_of(lead).pk])}?{address}")
        assert response.status_code == 200
        assert "Here is the beginning of the list." in response.text
        assert members_shown(response) == [reverse("article", args=[lead.pk])]


QUERIES_OF_A_STORY = 40
"""Most of these say why each of its members is there, and where it is weakest."""

QUERIES_OF_A_LARGE_STORY = 22
"""Session, account with rights, what is under embargo, story, members, versions, scheme, who is credited, who is asked
about them, what tells relations and first printings, matches, corrections carried; of paragraphs the lead's, who prints
which and how those begin that it has not; hours and lengths; the timeline; marks, and stock text. What its texts are to
each other was told before: else there is one more for their words.
"""
