"""The desk's pages on which uploads are withdrawn and paragraphs folded, and what others see of what is in the bin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from newsarchive.archive.models import Article, Paragraph, Ruling, Upload
from newsarchive.archive.services import emptying, keeping, rulings
from tests.archive import pipeline
from tests.archive.admin_rows import BEEKEEPERS, HOSTILE, hand_in, staff
from tests.archive.desk import CHANGED, confirm, fields, plain, undo_page
from tests.archive.factories import make_archivist, story_of
from tests.archive.test_desk_at_once import at_once
from tests.archive.wirecopy import mixed_bag

pytestmark = pytest.mark.django_db
TWICE = [*BEEKEEPERS, "In other words: a third less honey was brought home in that wet valley, keepers told us."]


@pytest.fixture
def editor():
    return staff("edda", "rule", "add_ruling", "withdraw_upload", "add_upload")


@pytest.fixture
def told():
    """An article whose last paragraph says again what the first did."""
    return hand_in("Beekeepers tell it twice", TWICE, "Evening Mole")


def upload_of(article):
    return Upload.objects.get(files__original=article.original_id)


def withdraw_page(article):
    return reverse("admin:archive_upload_withdraw", args=[upload_of(article).pk])


def fold_page(article, position):
    return reverse("admin:archive_article_fold", args=[article.pk]) + f"?position={position}"


def withdrawn(article, reason="Not ours to keep"):
    return rulings.withdraw_upload(upload_of(article).pk, by=None, reason=reason)


def test_an_upload_is_withdrawn_and_brought_back_at_the_desk(desk, ferry, bees):
    upload = upload_of(ferry)
    page = plain(desk.get(reverse("admin:archive_upload_change", args=[upload.pk])))
    assert "Withdraw this upload…" in page
    page = plain(desk.get(withdraw_page(ferry)))
    assert "Goes to the bin: 1" in page
    assert "is left empty" in page
    assert "Bees" not in page
    answer = confirm(desk, withdraw_page(ferry))
    assert "The upload is withdrawn; 1 article is in the bin." in plain(answer)
    assert "Bring it back…" in plain(answer)
    assert "Withdraw this upload…" not in plain(answer)
    ruling = Ruling.objects.get()
    assert LogEntry.objects.filter(object_id=str(upload.pk), change_message__contains=ruling.reason).exists()
    listed = plain(desk.get(reverse("admin:archive_upload_changelist") + "?bin=kept"))
    assert "in the bin, 29 days left" in listed
    assert "1 upload" in listed
    confirm(desk, undo_page(ruling))
    ferry.refresh_from_db()
    assert story_of(ferry).article_count == 1


def test_what_others_handed_in_too_is_said_to_stay(desk, ferry):
    pipeline.take_in({"again.txt": keeping.fetch(ferry.original_id)})
    first = Upload.objects.earliest("pk")
    page = plain(desk.get(reverse("admin:archive_upload_withdraw", args=[first.pk])))
    assert "Goes to the bin: 0" in page
    assert "Stays: 1" in page


def test_who_decides_on_an_old_page_is_told(desk, ferry):
    where = withdraw_page(ferry)
    posted = fields(desk.get(where)) | {"reason": "x"}
    withdrawn(ferry)
    answer = desk.post(where, posted)
    assert answer.status_code == 409
    assert CHANGED in plain(answer)
    assert "withdrawn already" in plain(answer)


def test_a_paragraph_is_folded_and_unfolded_at_the_desk(desk, told, bees):
    page = plain(desk.get(reverse("admin:archive_article_change", args=[told.pk])))
    assert "Paragraphs…" in page
    listed = desk.get(reverse("admin:archive_article_paragraphs", args=[told.pk]))
    assert listed.content.decode().count("Fold…") == 4
    page = plain(desk.get(fold_page(told, 4)))
    assert "A repeat of paragraph 1" in page
    assert "the very same text as Beekeepers ask for sugar" in page
    posted = fields(desk.get(fold_page(told, 4))) | {"reason": "Says it again", "onto": "0"}
    answer = desk.post(fold_page(told, 4).split("?")[0], posted, follow=True)
    assert "Paragraph 5 is folded." in plain(answer)
    assert "onto paragraph 1, as an editor decided" in plain(answer)
    told.refresh_from_db()
    assert told.text == bees.text
    page = plain(desk.get(fold_page(told, 4)))
    assert "It is folded: it prints paragraph 1 again, as an editor decided" in page
    assert "No repeat: unfold it" in page
    posted = fields(desk.get(fold_page(told, 4))) | {"reason": "It does not", "onto": "unfold"}
    assert "Paragraph 5 is unfolded." in plain(desk.post(fold_page(told, 4).split("?")[0], posted, follow=True))
    assert not Paragraph.objects.filter(repeats__isnull=False).exists()


@pytest.mark.parametrize("onto", ["4", "17", "x", ""])
def test_what_was_not_offered_cannot_be_chosen(desk, told, onto):
    posted = fields(desk.get(fold_page(told, 4))) | {"reason": "x", "onto": onto}
    assert desk.post(fold_page(told, 4).split("?")[0], posted).status_code == 200
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("position", ["99", "x", "", "-1"])
def test_a_paragraph_that_is_not_there_is_not_found(desk, told, position):
    assert desk.get(fold_page(told, position)).status_code == 404


def asked(told):
    yield withdraw_page(told)
    yield fold_page(told, 4)
    yield reverse("admin:archive_article_paragraphs", args=[told.pk])


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        (None, (302, 302, 302)),
        ((), (403, 403, 403)),
        (("rule", "add_ruling"), (403, 200, 200)),
        (("withdraw_upload",), (200, 403, 403)),
    ],
)
def test_each_needs_its_right_to_look_and_to_decide(client, told, rights, status):
    if rights is not None:
        client.force_login(staff("rita", *rights))
    assert tuple(client.get(where).status_code for where in asked(told)) == status
    if 200 not in status:
        assert {client.post(where, {"reason": "x"}).status_code for where in asked(told)} <= {302, 403, 405}
    assert not Ruling.objects.exists()


def test_bringing_back_needs_the_right_to_withdraw(client, ferry):
    ruling = withdrawn(ferry)
    client.force_login(staff("rudi", "rule", "add_ruling"))
    assert client.get(undo_page(ruling)).status_code == 403
    assert client.post(undo_page(ruling), {"reason": "x"}).status_code == 403
    page = plain(client.get(reverse("admin:archive_upload_change", args=[upload_of(ferry).pk])))
    assert "Bring it back…" not in page
    ruling.refresh_from_db()
    assert ruling.holds


def test_nothing_is_decided_without_the_token(editor, told):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    for where in (withdraw_page(told), fold_page(told, 4)):
        posted = fields(strict.get(where)) | {"reason": "x", "onto": "0"}
        posted.pop("csrfmiddlewaretoken", None)
        assert strict.post(where.split("?")[0], posted).status_code == 403
    assert not Ruling.objects.exists()


def test_a_withdrawn_article_is_gone_for_readers_and_told_to_editors(client, ferry, editor):
    story = story_of(ferry)
    withdrawn(ferry, HOSTILE)
    client.force_login(make_archivist())
    for where in (reverse("article", args=[ferry.pk]), reverse("original", args=[ferry.pk]), story.get_absolute_url()):
        answer = client.get(where)
        assert answer.status_code == 410
        assert "withdrawn" in plain(answer)
        assert "ran aground off the Tambora mole" not in plain(answer)
        assert "alert" not in plain(answer)
    assert "Ferry" not in plain(client.get(reverse("stories")))
    client.force_login(editor)
    answer = client.get(reverse("article", args=[ferry.pk]))
    assert answer.status_code == 200
    assert "In the bin" in plain(answer)
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in answer.content.decode()
    assert client.get(reverse("original", args=[ferry.pk])).status_code == 200
    assert "Ferry" not in plain(client.get(reverse("admin:archive_article_changelist")))
    assert "Ferry" in plain(client.get(reverse("admin:archive_article_changelist") + "?bin=yes"))
    assert "Ferry" in plain(client.get(reverse("admin:archive_story_changelist") + "?merged=empty"))
    assert client.get(reverse("admin:archive_article_change", args=[ferry.pk])).status_code == 200
    assert client.get(reverse("admin:archive_story_change", args=[story.pk])).status_code == 200
    assert client.get(reverse("admin:archive_article_paragraphs", args=[ferry.pk])).status_code == 200


def test_the_receipt_says_so_before_and_after_the_bin_is_emptied(client, ferry, editor):
    ruling = withdrawn(ferry, HOSTILE)
    client.force_login(editor)
    where = reverse("receipt", args=[upload_of(ferry).pk])
    answer = client.get(where)
    assert "This upload was withdrawn" in plain(answer)
    assert "is in the bin, and can be brought back by an editor until" in plain(answer)
    assert "<script>alert" not in answer.content.decode()
    assert "withdrawn" in plain(client.get(reverse("uploads")))
    upload = upload_of(ferry)
    Ruling.objects.filter(pk=ruling.pk).update(made_at=ruling.made_at - timedelta(days=31))
    assert emptying.empty_bin() == 1
    assert "deleted for good" in plain(client.get(where))
    assert client.get(reverse("article", args=[ferry.pk])).status_code == 404
    page = plain(client.get(reverse("admin:archive_upload_change", args=[upload.pk])))
    assert "deleted for good" in page
    assert "Bring it back…" not in page
    answer = confirm(client, undo_page(ruling))
    assert "The bin was emptied" in plain(answer)
    assert client.get(reverse("admin:archive_ruling_change", args=[ruling.pk])).status_code == 200


def test_what_is_withdrawn_costs_as_many_questions_however_much_it_is(desk, django_assert_max_num_queries):
    small = pipeline.take_in(mixed_bag(1, reports=1))
    large = pipeline.take_in(mixed_bag(2, reports=6))
    with django_assert_max_num_queries(40) as counted:
        desk.get(reverse("admin:archive_upload_withdraw", args=[small.pk]))
    with django_assert_max_num_queries(len(counted)):
        assert "Goes to the bin: 30" in plain(desk.get(reverse("admin:archive_upload_withdraw", args=[large.pk])))


@pytest.mark.django_db(transaction=True)
def test_beside_workers_who_read_and_cluster_the_same_files_nothing_is_left_half_done():
    files = dict(mixed_bag(11, reports=4))
    going = pipeline.hand_in(files)
    staying = pipeline.hand_in({f"again {name}": content for name, content in files.items() if name[0] in "12"})
    results = at_once(
        pipeline.work,
        lambda: rulings.withdraw_upload(going.pk, by=None, reason="While at work"),
        pipeline.work,
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    pipeline.work()
    assert pipeline.stories() == {frozenset(f"again {name}" for name in files if name[0] == number) for number in "12"}
    assert Article.objects.filter(text__isnull=False).count() == staying.files.count()
    rulings.undo(Ruling.objects.get().pk, by=None, reason="After all")
    pipeline.work()
    assert len(pipeline.stories()) == 4
    assert Article.objects.count() == len(files) == Article.objects.exclude(text=None).count()
