"""The story page's margin, order, timeline and matrix; two articles compared; what an embargo hides there."""

from __future__ import annotations

import datetime
import gzip
import html
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from newsarchive.archive.models import Article, Carried, Notice, Printing
from newsarchive.archive.queries import columns, genealogy, stories
from tests.archive import factories as make

pytestmark = pytest.mark.django_db

MOLE = "The ferry Petrel ran onto the northern mole of Tambora harbour on Thursday night with ninety people aboard."
TUGS = "Three tugs pulled in vain until the tide turned at four in the morning, the harbour master said."
CREW = "Nobody was hurt, but 11 passengers spent the night in the school of the fishing quarter."
UNION = "The pilots' union had warned of the unlit mole twice since the spring, in letters that nobody answered."
BREAD = "A baker of the old town brought bread to those who waited on the quay before dawn."
BODY = [MOLE, TUGS, CREW, UNION]
NEXT = make.DAY + datetime.timedelta(days=1)


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


@pytest.fixture
def lead():
    return make.make_article("Ferry aground", BODY, source="Harbour Post", published_at=at(22))


@pytest.fixture
def copies(lead):
    """A copy without its ending, one edited and moved, one with a paragraph of its own, of the next day."""
    story = make.story_of(lead)
    return [
        make.make_article(
            "Cut short", BODY[:2], story=story, source="Evening Mole", published_time=datetime.time(9, 5)
        ),
        make.make_article("Moved", [CREW.replace("11", "12"), MOLE, TUGS, UNION], story=story, source="Gazette"),
        make.make_article("With bread", [MOLE, BREAD, TUGS, CREW, UNION], story=story, dated_on=NEXT, source="Baker"),
    ]


def at(hour: int) -> datetime.datetime:
    return datetime.datetime.combine(make.DAY, datetime.time(hour), datetime.UTC)


def words(response) -> str:
    """What a page says, without its markup."""
    main = response.text.split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def story_page(client, article, **asked):
    return client.get(reverse("story", args=[make.story_of(article).pk]), asked)


def matrix_page(client, article, **asked):
    return client.get(reverse("matrix", args=[make.story_of(article).pk]), asked)


def compare_page(client, one, other):
    return client.get(reverse("compare", args=[one.pk, other.pk]))


def test_the_margin_says_in_how_many_copies_each_paragraph_stands_and_leads_on(ada, lead, copies):
    page = story_page(ada, lead)
    assert "Paragraph 1 stands in 4 of 4 copies" in words(page)
    assert "Paragraph 3 stands in 3 of 4 copies, 1 of them edited or run together" in words(page)
    passage = lead.paragraphs.get(position=2).passage_id
    assert f'href="/passages/{passage}/"' in page.text


def test_each_member_says_what_it_cut_when_it_ran_and_how_long_it_is(ada, lead, copies):
    said = words(story_page(ada, lead))
    assert "cut: the last 2 of 4 paragraphs" in said
    assert "moves 3" in said
    assert "adds 1 of its own" in said
    assert re.search(r"2 of 2 paragraphs, 100 % of this text in that one, \d+ % of that one in this", said)
    assert re.search(r"3 of 4 paragraphs, \d+ % of this text in that one, \d+ % of that one in this; lede edited", said)
    assert "4 Mar 2021 , 22:00 UTC published" in said
    assert "4 Mar 2021 , 09:05 no zone printed published" in said
    assert re.search(r"\d+ words · first seen \d+ \w+ \d{4}", said)


def test_members_are_sorted_as_asked_and_every_page_of_them_has_each_once(ada, lead, copies, monkeypatch):
    monkeypatch.setattr(stories, "MEMBERS_A_PAGE", 2)
    everyone = [lead, *copies]
    by_source = sorted(everyone, key=lambda article: article.source.name.lower())
    for order, expected in (("source", by_source), ("date", None), ("likeness", None), ("version", None)):
        page, shown = story_page(ada, lead, order=order), []
        while True:
            shown += re.findall(r'<td role="cell">\s*<a href="/articles/(\d+)/"', page.text)
            onward = re.search(r'<a href="(\?[^"]+)" rel="next"', page.text)
            if onward is None:
                break
            page = ada.get(reverse("story", args=[make.story_of(lead).pk]) + html.unescape(onward[1]))
        found = list(map(int, shown))
        assert sorted(found) == sorted(article.pk for article in everyone), order
        assert expected is None or found == [article.pk for article in expected]
        if order == "date":
            assert found[-1] == copies[-1].pk
        if order == "likeness":
            assert found[0] == lead.pk


def test_the_timeline_draws_hours_and_days_apart_and_leaves_out_what_has_no_date(ada, lead, copies):
    make.make_article("Undated", [MOLE, BREAD], story=make.story_of(lead), dated_by="ingested")
    text = story_page(ada, lead).text.split('id="when"')[1].split("</section>")[0]
    assert text.count('class="when-hour"') == 1
    assert "1 copy, 4 March 2021, 22:00 UTC" in text
    assert "1 copy, 5 March 2021" in text
    assert "1 article without a date is not drawn" in text


def test_the_timeline_ends_where_the_calendar_does(ada, lead):
    make.make_article("To come", BODY, story=make.story_of(lead), dated_on=datetime.date.max)
    assert "When it ran" in words(story_page(ada, lead))


def test_the_matrix_says_of_each_copy_what_became_of_each_paragraph(ada, lead, copies):
    page = matrix_page(ada, lead)
    table = page.text.split("<dialog")[0]
    rows = re.findall(r"<tr(?: class=\"local\")?>\s*<th scope=\"row\">(.*?)</tr>", table, re.S)
    heads = re.findall(r'<th scope="col">.*?/articles/(\d+)/', page.text, re.S)
    place = {int(pk): n for n, pk in enumerate(heads)}
    cells = [re.findall(r"<td(?: class=\"(\w+)\")?>", row) for row in rows]
    assert [[row[place[article.pk]] for article in (lead, *copies)] for row in cells] == [
        ["same", "same", "same", "same"],
        ["", "", "", "added"],
        ["same", "same", "same", "same"],
        ["same", "cut", "moved", "same"],
        ["same", "cut", "same", "same"],
    ]
    assert f'href="/compare/{lead.pk}/{copies[0].pk}/#p3" aria-label="cut"' in page.text
    assert 'aria-label="moved and edited"' in page.text
    assert f'href="/compare/{lead.pk}/{copies[2].pk}/#q2" aria-label="added"' in page.text


def test_equal_columns_are_one_that_opens_and_a_wide_matrix_comes_in_pages(ada, lead, copies, monkeypatch):
    story = make.story_of(lead)
    again = [make.make_article(f"Again {n}", BODY[:2], story=story, source=f"Outlet {n}") for n in range(3)]
    page = matrix_page(ada, lead)
    assert "4 copies" in words(page)
    assert "cut: the last 2 of 4 paragraphs" in words(page)
    assert page.text.count('class="head') == 4
    opened = matrix_page(ada, lead, open=again[1].pk)
    assert opened.text.count('class="head') == 7
    monkeypatch.setattr(columns, "CELLS", 10)
    monkeypatch.setattr(columns, "FEWEST", 3)
    first = matrix_page(ada, lead)
    assert "Columns 1 to 3 of 4" in words(first)
    second = ada.get(
        reverse("matrix", args=[story.pk]) + re.search(r'<a href="(\?from=\d+)" rel="next"', first.text)[1]
    )
    assert "Columns 4 to 4 of 4" in words(second)


def test_a_story_beyond_the_bound_is_laid_out_in_part_and_says_so(ada, lead, copies, monkeypatch):
    monkeypatch.setattr(genealogy, "MOST", 3)
    assert "This story has 4 copies. Laid out are the lead and the 2 that were dated first" in words(
        matrix_page(ada, lead)
    )
    for article in (lead, *copies):
        for paragraph in article.paragraphs.all():
            Printing.objects.create(text_id=article.text_id, passage_id=paragraph.passage_id)
    said = words(story_page(ada, lead))
    assert "Paragraph 3 stands word for word in 2 of 4 copies" in said
    assert "cut: the last 2 of 4 paragraphs" in said


def test_the_matrix_of_five_hundred_different_copies_is_a_light_page_with_as_many_questions(
    ada, django_assert_num_queries
):
    lead = make.make_article(
        "Log", [f"At {n} the keeper of the {n}th lamp wrote {n} ships down." for n in range(1, 13)]
    )
    story = make.story_of(lead)
    matrix_page(ada, lead)
    with django_assert_num_queries(QUERIES_OF_A_MATRIX):
        matrix_page(ada, lead)
    many(story, lead, 499)
    matrix_page(ada, lead)
    with django_assert_num_queries(QUERIES_OF_A_MATRIX):
        page = matrix_page(ada, lead)
    assert "500 copies" in words(page)
    assert page.text.count('class="head') == 500
    assert len(gzip.compress(page.content)) < 100_000


QUERIES_OF_A_MATRIX = 7
"""Session, account with rights and what is under embargo, story, who prints which paragraphs, how those begin."""


def many(story, lead, count):
    """So many copies of one text that print other paragraphs each."""
    rows = [
        Article(**{f.attname: getattr(lead, f.attname) for f in Article._meta.concrete_fields if f.name != "id"})
        for _ in range(count)
    ]
    for number, row in enumerate(rows, 2):
        row.item = number
    made = Article.objects.bulk_create(rows)
    printed = list(lead.paragraphs.order_by("position"))
    model = type(printed[0])
    model.objects.bulk_create(
        model(article=article, position=p.position, passage_id=p.passage_id)
        for number, article in enumerate(made)
        for p in printed
        if number >> p.position & 1 or p.position > 8
    )
    type(story).objects.filter(pk=story.pk).update(article_count=count + 1)


def test_two_articles_compared_say_what_changed_and_step_on(ada, lead, copies, django_assert_num_queries):
    make.make_article("Last", [MOLE, CREW, UNION], story=make.story_of(lead), dated_on=NEXT)
    page = compare_page(ada, lead, copies[1])
    said = words(page)
    assert "number passengers 12 → became 11" in said
    assert re.search(r"<del><span[^>]*>struck out: </span>11<", page.text)
    assert re.search(r"<ins><span[^>]*>put in: </span>12<", page.text)
    assert '<a href="#q1">moved: paragraph 1 of the second</a>' in page.text
    assert '<a href="#p3">moved: paragraph 3 of the first</a>' in page.text
    assert f'rel="prev" href="{reverse("compare", args=[lead.pk, copies[0].pk])}"' in page.text
    assert f'rel="next" href="{reverse("compare", args=[lead.pk, copies[2].pk])}"' in page.text
    assert "copy 2 of 4, by date" in said
    assert reverse("compare", args=[copies[1].pk, lead.pk]) in page.text
    with django_assert_num_queries(QUERIES_OF_A_COMPARISON):
        compare_page(ada, lead, copies[1])


QUERIES_OF_A_COMPARISON = 25
"""Session, account with rights and what is under embargo; the two with their stories; what both print, who is credited,
what differs and what the two are to each other; the scheme and its stock text; the next members, and marks.
"""


def test_another_break_of_paragraphs_is_no_change_of_words(ada):
    one = make.make_article("Ferry", [f"{MOLE} {TUGS}", CREW])
    other = make.make_article("Ferry again", [MOLE, TUGS, CREW], story=make.story_of(one))
    for pair, said, part in (
        ((one, other), "in both, parted into 1, 2 of the second", "2 part of paragraph 1 of the first"),
        ((other, one), "in both, 1, 2 of the first run together", "2 part of paragraph 1 of the second"),
    ):
        page = compare_page(ada, *pair)
        assert said in words(page)
        assert part in words(page)
        assert "struck out:" not in page.text
        assert "put in:" not in page.text


def test_other_stories_other_scripts_repeats_and_itself(ada, lead):
    arabic = make.make_article("عبارة", ["جنحت العبارة في الميناء.", "لم يصب أحد."], language="ar")
    doubled = make.make_article("轮渡", ["轮渡在港口搁浅了，没有人受伤。"] * 2, language="zh", repeats={1: (0, "same")})
    page = compare_page(ada, arabic, doubled)
    text = page.text
    assert "They are of different stories." in text
    assert 'lang="ar"' in text
    assert 'lang="zh"' in text
    assert "Printed again, the same words" in words(page)
    assert ada.get(reverse("compare", args=[lead.pk, lead.pk])).url == reverse("article", args=[lead.pk])
    assert ada.get(reverse("compare", args=[lead.pk, 10**9])).status_code == 404
    Article.objects.filter(pk=doubled.pk).update(text=None)
    assert compare_page(ada, lead, doubled).status_code == 410


def test_strangers_are_sent_to_sign_in_and_merged_stories_matrices_follow(client, ada, lead, copies):
    story = make.story_of(lead)
    old = type(story).objects.create(merged_into=story)
    assert ada.get(reverse("matrix", args=[old.pk])).url == reverse("matrix", args=[story.pk])
    client.logout()
    for url in (reverse("matrix", args=[story.pk]), reverse("compare", args=[lead.pk, copies[0].pk])):
        assert client.get(url).url.startswith("/accounts/login/")


def hold(article, story):
    """Put the text of an article under embargo, by a notice of its own, until tomorrow."""
    until = timezone.now() + datetime.timedelta(days=1)
    notice = Notice.objects.create(article=article, kinds=["embargo"], held_until=until)
    Carried.objects.create(notice=notice, text_id=article.text_id, mark="embargoed", confidence=1.0)
    type(story).objects.filter(pk=story.pk).update(marks=["embargoed"], held_until=until)


@pytest.mark.parametrize("hidden", ["lead", "copy"])
def test_what_is_under_embargo_shows_nowhere(client, ada, lead, copies, hidden):
    story = make.story_of(lead)
    secret, others = (lead, copies) if hidden == "lead" else (copies[2], [lead, *copies[:2]])
    hold(secret, story)
    pages = [story_page(ada, others[0]), matrix_page(ada, others[0]), compare_page(ada, others[0], others[1])]
    pages += [story_page(ada, others[0], order=order, why=1, weakest=1) for order in stories.ORDERS]
    for page in pages:
        assert page.status_code == 200
        assert secret.headline not in page.text.replace(story.headline, secret.headline if hidden == "lead" else "")
        assert f"/articles/{secret.pk}/" not in page.text
        assert f"/compare/{secret.pk}/" not in page.text
        assert f"/{secret.pk}/#" not in page.text
        assert secret.source.name not in page.text
        assert "mbargoed" not in page.text
    assert "3 copies from 3 sources" in words(pages[0])
    assert "of 3 copies" in words(pages[0])
    assert compare_page(ada, secret, others[0]).status_code == 404
    if hidden == "copy":
        assert BREAD not in pages[0].text + pages[1].text
    user = make.make_archivist("nadia")
    user.user_permissions.add(Permission.objects.get(codename="see_embargoed"))
    client.force_login(user)
    assert secret.source.name in story_page(client, lead).text


def test_a_story_of_which_nothing_may_be_seen_is_not_there(ada, lead):
    hold(lead, make.story_of(lead))
    assert story_page(ada, lead).status_code == 404
    assert matrix_page(ada, lead).status_code == 404


def test_hostile_words_are_printed_as_words(ada, lead):
    bad = "<script>alert(1)</script> & <img src=x>"
    other = make.make_article(bad, [bad, MOLE], story=make.story_of(lead), source=bad)
    for page in (story_page(ada, lead), matrix_page(ada, lead), compare_page(ada, lead, other)):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "&lt;script&gt;alert" in page.text
