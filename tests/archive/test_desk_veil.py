"""What is under embargo is not at the desk for staff who may not see it: no row, headline, word, count or history."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from newsarchive.archive.models import (
    Adoption,
    Article,
    Notice,
    Original,
    Paragraph,
    Receipt,
    Rest,
    Review,
    Ruling,
    Source,
    StockRegister,
    Story,
    Text,
    TextStock,
    Trial,
    Upload,
    UploadedFile,
)
from newsarchive.archive.queries import veiled
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import fill, hand_in, staff
from tests.archive.desk import confirm, merge_page, pair_page, plain, story_page, take_out_page, undo_page
from tests.archive.embargoed import embargo
from tests.archive.factories import make_article, story_of
from tests.archive.test_admin_tables import address, queries_for

pytestmark = pytest.mark.django_db

AT_THE_DESK = [model for model in apps.get_app_config("archive").get_models() if admin.site.is_registered(model)]
TELLING = [model for model in AT_THE_DESK if model in veiled.HIDDEN]
SECRET = "quillwort"
"""A word that hidden copy alone prints."""

HELD = (
    f"The {SECRET} inquiry will name the harbour master of Sarnath on Friday, three people who read it said.",
    f"Its ninth chapter, on the {SECRET} dredger, was kept from the council until the ministry had answered it.",
    "Envoys of both valleys were told by telephone on Tuesday night and asked to keep it to themselves.",
)


@pytest.fixture
def everything() -> None:
    """Rows in every table, all of which tell of two articles under embargo; and one article besides that is not."""
    fill(0, 1, User.objects.create_user("filler"))
    first, second = Article.objects.order_by("pk")
    Article.objects.update(headline=SECRET)
    Story.objects.update(headline=SECRET)
    Notice.objects.filter(article=first).update(kinds=["correction", "embargo"])
    first.notice.carried.create(text_id=first.text_id, mark="embargoed", confidence=1.0)
    embargo(second)
    TextStock.objects.create(text=first.text, register=StockRegister.objects.get(), rest=Rest.objects.get())
    make_article("Keeper goes", ["A lighthouse keeper retires."], source="Third Post")


def client_of(name: str, *rights: str) -> Client:
    client = Client()
    client.force_login(staff(name, *rights))
    return client


@pytest.fixture
def ari() -> Client:
    return client_of("ari")


@pytest.fixture
def edda() -> Client:
    return client_of("edda", "see_embargoed")


@pytest.fixture
def rudi() -> Client:
    """Someone who may rule, and may not see what is under embargo."""
    return client_of("rudi", "rule", "add_ruling", "withdraw_upload")


def listed(client: Client, model, **query: str) -> int:
    return client.get(address(model), query).context["cl"].result_count


def test_every_table_of_the_desk_says_how_its_rows_tell_of_articles_or_why_they_do_not() -> None:
    said = [*veiled.HIDDEN, *veiled.OPEN_TO_ALL]
    assert [model.__name__ for model in AT_THE_DESK if said.count(model) != 1] == []
    assert all(veiled.OPEN_TO_ALL.values())


@pytest.mark.parametrize("model", TELLING, ids=lambda model: model._meta.model_name)
def test_no_row_that_tells_of_hidden_articles_is_there_for_an_archivist(everything, ari, edda, model) -> None:
    rows = {row.pk for row in model._default_manager.all()}
    there = {pk for pk in rows if ari.get(address(model, "change", pk)).status_code == 200}
    assert there < rows
    assert (listed(ari, model), listed(edda, model)) == (len(there), len(rows))
    assert {edda.get(address(model, page, pk)).status_code for pk in rows for page in ("change", "history")} == {200}
    for pk in rows - there:
        assert ari.get(address(model, "history", pk)).status_code == 302
        assert SECRET not in ari.get(address(model, "change", pk), follow=True).content.decode()
    assert SECRET not in ari.get(address(model)).content.decode()


@pytest.mark.parametrize("model", AT_THE_DESK, ids=lambda model: model._meta.model_name)
def test_a_list_costs_those_who_may_not_see_all_one_question_and_the_others_none(ari, edda, model) -> None:
    fill(0, 2, User.objects.create_user("filler"))
    asked, more = (queries_for(client, address(model)) for client in (edda, ari))
    assert not [sql for sql in asked if "FROM archive_story WHERE marks" in sql]
    assert len(more) == len(asked) + 1


@pytest.fixture
def held() -> Article:
    """An article under embargo, taken all the way, by a source that has no other."""
    article = hand_in(f"The {SECRET} inquiry", HELD, f"{SECRET} Observer")
    rulings.mark_story(story_of(article).pk, "embargoed", by=None, reason=f"Until the {SECRET} report is out.")
    return article


def test_headlines_words_files_and_rulings_of_hidden_copy_are_found_by_nobody_else(held, ferry, ari, edda) -> None:
    for model, words in (
        *((Article, "envoys"), (Article, str(held.pk)), (Story, "envoys"), (Story, str(story_of(held).pk))),
        *((Text, bytes(held.text.digest).hex()), (Original, held.original_id[:12]), (UploadedFile, SECRET)),
        *(
            (Ruling, "report"),
            (Source, SECRET),
            (Upload, str(Upload.objects.earliest("pk").pk)),
            (Receipt, str(held.pk)),
        ),
    ):
        assert (listed(ari, model, q=words), listed(edda, model, q=words)) == (0, 1), (model, words)
    assert listed(ari, Paragraph, article__id__exact=str(held.pk)) == 0
    assert listed(ari, Article, q="ferry") == listed(ari, Story, q="lifeboats") == 1
    for model in (Article, Upload):
        assert SECRET in edda.get(address(model)).content.decode(), "among the filters too"
        assert SECRET not in ari.get(address(model)).content.decode()


def test_names_are_not_suggested_that_hidden_copy_alone_has(held, ferry, ari, edda) -> None:
    where = reverse("admin:archive_source_names") + "?field=source&source=er"
    assert SECRET in edda.get(where).content.decode()
    assert SECRET not in ari.get(where).content.decode()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_export_has_no_ruling_on_what_is_hidden(held, ferry, ari, edda, form) -> None:
    rulings.mark_story(story_of(ferry).pk, "corrected", by=None, reason="The captain is called Ilse.")
    where = reverse("admin:archive_ruling_export", args=[form])
    told, whole = (b"".join(client.get(where).streaming_content).decode() for client in (ari, edda))
    assert "Ilse" in told
    assert "Ilse" in whole
    assert (SECRET in told, SECRET in whole) == (False, True)


def test_of_a_story_that_is_hidden_in_part_only_the_open_articles_are_there(ferry, trimmed, ari) -> None:
    story = story_of(ferry)
    rulings.mark_articles([ferry.pk], "embargoed", by=None, reason="Until the inquest has sat.")
    assert ari.get(address(Article, "change", trimmed.pk)).status_code == 200
    assert ari.get(address(Article, "change", ferry.pk)).status_code == 302
    for page in ("change", "history"):
        assert ari.get(address(Story, page, story.pk)).status_code == 302
    assert listed(ari, Ruling) == 0


def test_what_is_hidden_is_hidden_in_the_bin_too_and_so_is_its_empty_story(held, ari, edda) -> None:
    rulings.withdraw_upload(Upload.objects.get().pk, by=None, reason="Not ours to keep.")
    assert (listed(ari, Article, bin="yes"), listed(edda, Article, bin="yes")) == (0, 1)
    assert (listed(ari, Story, merged="empty"), listed(edda, Story, merged="empty")) == (0, 1)
    assert (listed(ari, Text), listed(edda, Text)) == (0, 1)
    assert SECRET not in ari.get(address(Story, "change", Story.objects.get().pk), follow=True).content.decode()


def test_when_the_embargo_is_lifted_all_of_it_is_there(held, ari) -> None:
    rulings.mark_story(story_of(held).pk, "embargoed", on=False, by=None, reason="It is out.")
    assert SECRET in ari.get(address(Article, "change", held.pk)).content.decode()
    assert listed(ari, Ruling) == 2
    assert SECRET in ari.get(address(Story, "history", story_of(held).pk)).content.decode()


def test_who_may_rule_and_not_see_decides_on_nothing_hidden(held, ferry, rudi) -> None:
    story, (made,) = story_of(held), Ruling.objects.all()
    pages = [story_page(page, story) for page in ("lead", "edit", "mark")]
    pages += [take_out_page(story, held), undo_page(made), f"/admin/archive/article/{held.pk}/correct/"]
    pages += [f"/admin/archive/article/{held.pk}/paragraphs/", f"/admin/archive/notice/{held.pk}/rule/"]
    pages += [reverse("admin:archive_upload_withdraw", args=[Upload.objects.earliest("pk").pk])]
    for where in pages:
        assert rudi.get(where).status_code == 404, where
        assert rudi.post(where.split("?")[0], {"reason": "x"}).status_code in (404, 405), where
    merging = rudi.get(merge_page(story_of(ferry), story))
    assert merging.status_code == 404
    assert f"There is no story {story.pk}." in plain(merging)
    assert "Not both of these articles are in the archive." in plain(rudi.get(pair_page(ferry, held)))
    assert SECRET not in plain(rudi.get(merge_page(story_of(ferry)) + "&words=envoys"))
    assert Ruling.objects.count() == 1


def test_members_are_not_moved_to_a_story_that_the_editor_may_not_see(held, ferry, trimmed, rudi) -> None:
    to = str(story_of(held).pk)
    answer = confirm(rudi, take_out_page(story_of(ferry), trimmed), where="other", to=to)
    assert "One of the stories is not in the archive." in plain(answer)
    assert Ruling.objects.count() == 1


def test_a_pair_to_review_with_a_hidden_article_is_put_before_nobody_who_may_not_see_it(held, ferry, rudi) -> None:
    values = {"queue": "near", "scheme": "t1", "machine_same": False}
    Review.objects.create(digest=held.original_id, other_digest=ferry.original_id, **values)
    assert listed(rudi, Review) == 0
    page = rudi.post(reverse("admin:archive_review_next"), {"act": "take"}, follow=True)
    assert page.context["waiting"] == 0
    assert page.context["pair"] is None
    assert SECRET not in page.content.decode()


def test_reports_of_trials_and_of_what_was_adopted_leave_hidden_stories_out(held, ferry, ari, edda) -> None:
    named = [{"headline": str(a), "articles": 1, "id": story_of(a).pk, "article": a.pk} for a in (held, ferry)]
    report = {"moved": 1, "articles": 2, "largest": named, "joins": [{"story": named[1], "parts": named}]}
    trial = Trial.objects.create(act="look", state="done", report=report, scheme="s1")
    adopted = Adoption.objects.latest("pk")
    Adoption.objects.filter(pk=adopted.pk).update(report=report)
    for where in (address(Trial, "change", trial.pk), address(Adoption, "change", adopted.pk)):
        assert SECRET in edda.get(where).content.decode()
        told = ari.get(where).content.decode()
        assert SECRET not in told
        assert "Ferry runs aground" in told
        assert 'id="joins"' not in told


def test_the_progress_of_an_upload_counts_the_files_that_may_be_seen(held, ferry, ari, edda) -> None:
    upload = Upload.objects.latest("pk")
    UploadedFile.objects.filter(original=held.original_id).update(upload=upload, position=7)
    where = address(Upload, "change", upload.pk)
    assert "1 in the archive" in plain(ari.get(where))
    assert "2 in the archive" in plain(edda.get(where))
