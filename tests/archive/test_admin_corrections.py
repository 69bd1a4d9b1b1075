"""At the desk: articles corrected with the archive's reading in sight, and taken back; who may, and what it costs."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsarchive.archive.models import Article, Ruling, Source
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import HOSTILE, staff
from tests.archive.correcting import WHY, correct, correct_page, fresh, merge_page, misread, page, posted, two_spellings
from tests.archive.desk import CHANGED, confirm, fields, plain, undo_page, words
from tests.archive.factories import make_article, make_user, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return misread()


@pytest.fixture
def two(article):
    return two_spellings()


# --- Correcting -----------------------------------------------------------------------------------------------------


def test_an_article_is_corrected_from_its_page_and_the_reading_stays_in_sight(desk, editor, article):
    assert correct_page(article) in words(desk.get(page("article_change", article.pk)))
    said = plain(correct(desk, article, headline="Ferry runs aground", published_on="2021-03-02"))
    assert "Corrected: headline, published." in said
    assert "Corrected by editors" in said
    assert "Fery runs agrund" in said
    assert "4 March 2021" in said
    assert f"Ruling {Ruling.objects.get().pk} keeps who" in said
    assert Ruling.objects.get().value == {"headline": "Ferry runs aground", "published_on": "2021-03-02"}
    assert Ruling.objects.get().made_by == editor
    again = words(desk.get(correct_page(article)))
    assert "The archive read: “Fery runs agrund”. Corrected by edda on" in again
    assert undo_page(Ruling.objects.get()) in again


def test_undone_from_there_the_reading_counts_again(desk, article):
    correct(desk, article, headline="Ferry runs aground", agencies=["AP"])
    would = plain(desk.get(undo_page(Ruling.objects.get())))
    assert "headline: Ferry runs aground → becomes Fery runs agrund" in would
    assert "agencies: AP → becomes AP, Reuters" in would
    said = plain(confirm(desk, undo_page(Ruling.objects.get()), "It was printed so."))
    assert "The ruling is undone." in said
    assert fresh(article).headline == "Fery runs agrund"
    assert fresh(article).agencies.count() == 2
    assert "It was printed so." in plain(desk.get(page("article_change", article.pk)))


def test_readers_see_that_an_editor_corrected_it_and_what_was_read(desk, client, article):
    correct(desk, article, headline="Ferry runs aground", published_on="", byline="", agencies=["AP"], place="Tambora")
    desk.logout()
    client.force_login(make_user("rita", "view_article", "view_story"))
    said = plain(client.get(reverse("article", args=[article.pk])))
    for part in (
        "Headline corrected by edda",
        "The archive read: Fery runs agrund",
        "not known Corrected by edda",
        "The archive read: 4 March 2021",
        "The archive read: AP, Reuters",
        "The archive read: I. M.",
        "The archive read: TAMBORA",
    ):
        assert part in said


def test_a_new_name_is_entered_only_once_it_was_seen_to_be_new(desk, article):
    answer = correct(desk, article, source="Harbuor Post", agencies=["AP", "Nwe Wire", ""])
    said = plain(answer)
    assert "New source: the archive does not know “Harbuor Post” yet." in said
    assert "Enter as new: Harbuor Post, Nwe Wire" in said
    assert not Ruling.objects.exists()
    assert not Source.objects.filter(name="Harbuor Post").exists()
    seen = posted(answer) | {"enter": "Harbuor Post, Nwe Wire", "reason": WHY}
    assert "does not know “Other”" in plain(desk.post(correct_page(article), seen | {"source": "Other"}))
    desk.post(correct_page(article), seen)
    assert fresh(article).source.name == "Harbuor Post"
    assert sorted(a.name for a in fresh(article).agencies.all()) == ["AP", "Nwe Wire"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Nothing would change"),
        ({"published_on": "4 March"}, "This is no date; write it as 2021-03-04."),
        ({"published_on": "9021-03-04"}, "cannot be"),
        ({"headline": "x" * 501}, "at most 500 characters"),
        ({"agencies": ["x" * 101]}, "at most 100 characters"),
        ({"agencies": [f"W{n}" for n in range(21)]}, "Name 20 at most."),
        ({"reason": " "}, "Say why"),
        ({"headline": "nul\0"}, "Null characters"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(desk, article, changes, said):
    assert said in plain(correct(desk, article, **changes))
    assert not Ruling.objects.exists()
    assert fresh(article).headline == "Fery runs agrund"


def test_a_second_editor_is_told_and_only_what_they_altered_is_kept(desk, article):
    opened = posted(desk.get(correct_page(article)))
    rulings.correct_article(article.pk, {"byline": "Ilse Maarten", "agencies": []}, by=None, reason="Quicker.")
    answer = desk.post(correct_page(article), opened | {"headline": "Ferry runs aground", "reason": WHY})
    assert answer.status_code == 409
    assert CHANGED in words(answer)
    shown = posted(answer)
    assert (shown["headline"], shown["byline"], shown["agencies"]) == ("Ferry runs aground", "Ilse Maarten", [])
    assert shown["reason"] == WHY, "what was typed is not lost"
    desk.post(correct_page(article), shown)
    assert (fresh(article).headline, fresh(article).byline) == ("Ferry runs aground", "Ilse Maarten")
    assert Ruling.objects.latest("pk").value == {"headline": "Ferry runs aground"}


def test_an_article_in_the_bin_is_not_corrected(desk, article):
    opened = posted(desk.get(correct_page(article)))
    Article.objects.update(text=None)
    assert "This article is in the bin" in plain(desk.get(correct_page(article)))
    desk.post(correct_page(article), opened | {"headline": "x", "reason": WHY})
    assert not Ruling.objects.exists()


# --- Rights, hostile words, cost ------------------------------------------------------------------------------------


@pytest.fixture
def pages(desk, article, two):
    """Each page where something can be decided, with what an editor would post there."""
    spelling = page("source_spelling", two[0].pk)
    found = {
        correct_page(article): posted(desk.get(correct_page(article))) | {"headline": "New", "reason": WHY},
        merge_page(*two): fields(desk.get(merge_page(*two))) | {"reason": WHY},
        spelling: fields(desk.get(spelling)) | {"spelling": "HP", "reason": WHY},
    }
    desk.logout()
    return found


def _decide_everything(client, pages):
    for where, sent in pages.items():
        yield client.get(where)
        yield client.post(where.split("?")[0], sent)


def test_strangers_are_sent_to_the_login_and_nothing_happens(client, pages):
    for answer in _decide_everything(client, pages):
        assert answer.status_code == 302
        assert reverse("admin:login") in answer.url
    assert client.get(page("source_names"), {"field": "q", "q": "h"}).status_code == 302
    assert not Ruling.objects.exists()


def test_archivists_may_look_and_not_decide(client, pages, article, two):
    client.force_login(staff("ari"))
    assert {answer.status_code for answer in _decide_everything(client, pages)} == {403}
    assert "Correct this article" not in words(client.get(page("article_change", article.pk)))
    listed = page("source_changelist")
    assert "Merge the selected" not in words(client.get(listed))
    client.post(listed, {"action": "merge", "_selected_action": [row.pk for row in two]})
    opened = words(client.get(page("source_change", two[0].pk)))
    assert "Other spellings" in opened
    assert "Merge with another" not in opened
    assert "Add another spelling" not in opened
    assert not Ruling.objects.exists()


def test_the_right_to_rule_without_seeing_the_table_is_not_enough(client, pages):
    client.force_login(make_user("rudi", "rule", "view_article", "view_source"))
    assert {answer.status_code for answer in _decide_everything(client, pages)} == {302}
    blind = make_user("bela", "rule")
    blind.is_staff = True
    blind.save()
    client.force_login(blind)
    assert {answer.status_code for answer in _decide_everything(client, pages)} == {403}
    assert client.get(page("source_names"), {"field": "q", "q": "h"}).status_code == 404
    assert not Ruling.objects.exists()


def test_editors_may_and_only_with_the_forms_token(client, pages, editor):
    client.force_login(editor)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    for where, sent in pages.items():
        assert strict.post(where.split("?")[0], sent).status_code == 403
        assert client.put(where.split("?")[0]).status_code == 405
    assert client.post(page("source_names")).status_code == 405
    assert not Ruling.objects.exists()
    statuses = [client.post(where.split("?")[0], sent).status_code for where, sent in pages.items()]
    assert statuses[:2] == [302, 302]
    assert Ruling.objects.count() == 2, "the spelling's page is old by then: its name was merged away"


@pytest.mark.parametrize("number", ["0", "4711", "9" * 30])
def test_numbers_of_nothing_are_not_found(desk, article, number):
    assert desk.get(f"/admin/archive/article/{number}/correct/").status_code == 404
    assert desk.get(f"/admin/archive/source/{number}/spelling/").status_code == 404


def test_hostile_words_are_shown_as_words(desk, article, two):
    rulings.correct_article(
        article.pk, {"headline": HOSTILE, "source": HOSTILE, "agencies": [HOSTILE[:100]]}, by=None, reason=HOSTILE
    )
    source = Source.objects.get(name=HOSTILE)
    rulings.add_alias("source", source.pk, f"{HOSTILE} 2", by=None, reason=HOSTILE)
    Article.objects.filter(pk=article.pk).update(byline=HOSTILE)
    for where in (
        correct_page(article),
        page("article_change", article.pk),
        reverse("article", args=[article.pk]),
        page("source_change", source.pk),
        page("source_spelling", source.pk),
        merge_page(source, two[0]),
        page("ruling_change", Ruling.objects.earliest("pk").pk),
        undo_page(Ruling.objects.latest("pk")),
    ):
        said = desk.get(where).content.decode()
        assert "&lt;script&gt;" in said, where
        assert "<script>alert" not in said
        assert "<img src=x" not in said


def cost(client, where):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def test_pages_cost_the_same_however_much_there_is(desk, article, two):
    where = [correct_page(article), page("article_change", article.pk), reverse("article", args=[article.pk])]
    where += [page("source_change", two[1].pk), merge_page(*two), page("source_spelling", two[1].pk)]

    def more(first, last):
        for number in range(first, last):
            at = datetime.date(2021, 1, 1 + number)
            day = {"published_on": at, "headline": f"H {number}", "agencies": [f"W{n}" for n in range(number)]}
            rulings.correct_article(article.pk, day, by=None, reason=WHY)
            rulings.add_alias("source", two[1].pk, f"HP {number}", by=None, reason=WHY)
            make_article(f"More {number}", [f"More {number}."], source="Harbour Post", story=story_of(article))

    more(1, 3)
    few = [cost(desk, one) for one in where]
    more(3, 12)
    many = [cost(desk, one) for one in where]
    assert many == few
    assert max(many) < 25


def test_no_page_lists_all_names(desk, article, two):
    Source.objects.bulk_create(Source(name=f"Source {number}") for number in range(300))
    for where in (correct_page(article), page("source_change", two[0].pk)):
        assert not re.search(r"Source 1\d\d", words(desk.get(where)))
