"""Every table at the desk: opens, finds, costs the same however long it is, and writes nothing by itself."""

from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsarchive.archive.admin.base import REACH, BoundedPaginator
from newsarchive.archive.models import Agency, Article, Band, Fingerprint, Source, Story, Text, UploadedFile
from tests.archive.admin_rows import fill, staff, story
from tests.archive.factories import make_article

pytestmark = pytest.mark.django_db
LINKS = ("band", "passageband", "printing", "restband", "restfingerprint", "textstock", "passagestock")
"""Rows that only say what belongs to what, and have no page of their own: signatures and paragraphs show them."""

LINKS += ("savedsearch", "holding")
"""What readers keep for themselves is nobody's business at the desk; counts are what the overview shows."""

TABLES = [m for m in apps.get_app_config("archive").get_models() if m._meta.model_name not in LINKS]
TABLES.sort(key=lambda model: model._meta.model_name)
tables = pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.model_name)


@pytest.fixture
def archivist():
    """Someone on the staff who may look at everything in the archive and do no more."""
    return staff("ari")


@pytest.fixture
def looking(client, archivist):
    client.force_login(archivist)
    return client


def address(model, page="changelist", *args):
    return reverse(f"admin:archive_{model._meta.model_name}_{page}", args=args)


def queries_for(client, where):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(where).status_code == 200
    return [query["sql"] for query in asked]


def read(client, where, query=None):
    """The page as a reader sees its words: runs of white space are one space."""
    return " ".join(client.get(where, query).content.decode().split())


def test_every_table_is_at_the_desk():
    assert [model for model in TABLES if not admin.site.is_registered(model)] == []


@tables
def test_a_list_asks_the_database_as_often_for_25_rows_as_for_5(looking, archivist, model):
    fill(0, 5, archivist)
    looking.get(address(model))
    few = queries_for(looking, address(model))
    fill(5, 25, archivist)
    many = queries_for(looking, address(model))
    assert len(few) == len(many), "\n".join(many)


@tables
def test_lists_pages_and_histories_open_and_show_hostile_text_as_text(looking, archivist, model):
    fill(0, 2, archivist)
    row = model._default_manager.order_by("pk").first()
    for where in (address(model), address(model, "change", row.pk), address(model, "history", row.pk)):
        page = looking.get(where)
        assert page.status_code == 200, where
        said = page.content.decode()
        assert "<script>alert" not in said
        assert "<img src=x" not in said


@tables
def test_a_search_for_anything_is_answered(looking, archivist, model):
    fill(0, 2, archivist)
    for words in ("1", "#1", "-1", "ferry aground", "zz top", "'); --", "99999999999999999999", "abcdef", '"', "\0"):
        assert looking.get(address(model), {"q": words}).status_code == 200, words


@tables
def test_nothing_is_added_changed_or_deleted_here(admin_client, archivist, model):
    fill(0, 1, archivist)
    row = model._default_manager.get(pk=model._default_manager.order_by("pk").first().pk)
    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    if model not in (Source, Agency):
        assert admin_client.post(address(model, "change", row.pk), {"headline": "new"}).status_code == 403
    assert b"delete_selected" not in admin_client.get(address(model)).content
    admin_client.post(address(model), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert model._default_manager.filter(pk=row.pk).exists()


@tables
def test_strangers_are_sent_to_the_login(client, model):
    answer = client.get(address(model))
    assert answer.status_code == 302
    assert "/login/" in answer.url


def test_a_source_is_renamed_by_those_who_may(looking, admin_client):
    source = Source.objects.create(name="The Tambora Herld")
    Source.objects.create(name="Other")
    where = address(Source, "change", source.pk)
    assert looking.post(where, {"name": "x"}).status_code == 403
    assert "already" in admin_client.post(where, {"name": "OTHER"}).content.decode()
    assert admin_client.post(where, {"name": "The Tambora Herald"}).status_code == 302
    source.refresh_from_db()
    assert source.name == "The Tambora Herald"


def test_stories_are_found_by_the_words_of_any_member(looking):
    story(("Keeper goes", "A lighthouse keeper retires."), ("Dark", "The lamp is dark."))
    story(("Volcano", "A volcano sleeps."))
    found = read(looking, address(Story), {"q": "lamps"})
    assert "Keeper goes" in found
    assert "Volcano" not in found


def test_merged_stories_are_hidden_until_asked_for(looking):
    living = story(("Keeper goes", "A lighthouse keeper retires."))
    Story.objects.create(headline="Gone into another", merged_into=living, dated_on="2019-03-01")
    assert "Gone into another" not in read(looking, address(Story))
    assert "Gone into another" in read(looking, address(Story), {"merged": "yes"})
    assert "Gone into another" in read(looking, address(Story), {"merged": "yes", "q": "lighthouse"})


def test_rows_are_found_by_digest_and_number_and_key(looking):
    one = make_article("Keeper goes", ["A lighthouse keeper retires."])
    Band.objects.create(key=-77, text=one.text)
    Fingerprint.objects.create(text=one.text, scheme=-7, signature=b"\0" * 512)
    assert "1 text" in read(looking, address(Text), {"q": bytes(one.text.digest).hex()})
    assert "Keeper goes" in read(looking, address(Article), {"q": str(one.pk)})
    assert "of another release" in read(looking, address(Fingerprint), {"q": "-77"})
    assert "of another release" not in read(looking, address(Fingerprint), {"q": "77"})


def test_files_are_found_by_a_part_of_their_name(looking, archivist):
    fill(0, 3, archivist)
    UploadedFile.objects.filter(name__startswith="1 ").update(name="Evening wire.txt")
    found = read(looking, address(UploadedFile), {"q": "NING WI"})
    assert "Evening wire.txt" in found
    assert "1 uploaded file" in found


def test_a_long_table_is_counted_only_as_far_as_pages_lead():
    Source.objects.bulk_create(Source(name=f"Source {number}") for number in range(30))
    pages = BoundedPaginator(Source.objects.all(), 5)
    pages.reach = 12
    assert pages.count == 12
    assert REACH >= 1000


def test_a_story_of_hundreds_opens_a_page_of_them_at_a_time(looking):
    big = story(*[(f"Keeper {number:03}", f"A lighthouse keeper retires at {number % 9}.") for number in range(230)])
    first = queries_for(looking, address(Story, "change", big.pk))
    page = looking.get(address(Story, "change", big.pk) + "?members=3").content.decode()
    assert page.count('data-label="Dated"') == 30
    assert "230 articles" in page
    assert len(first) <= 20


def test_the_desk_lists_first_what_editors_work_with_and_the_workings_last(looking):
    listed = [
        (app["name"], [model["name"] for model in app["models"]]) for app in looking.get("/admin/").context["app_list"]
    ]
    (first, worked_with), *_, (last, workings) = listed
    assert (first, last) == ("Archive", "Workings of the archive")
    assert worked_with[:3] == ["Stories", "Rulings", "Articles"]
    assert {"Stock proposals", "Stock text"} <= set(worked_with)
    assert {"Fingerprints", "Memberships"} <= set(workings)
    assert len(worked_with) + len(workings) == len(TABLES), "none is listed twice or left out"
    assert looking.get("/admin/archive/").status_code == 200


def test_the_desk_leads_back_to_the_reading_pages(looking):
    page = looking.get(reverse("admin:index")).content.decode()
    assert '<a href="/">Reading pages</a>' in page
    assert "newsarchive" in page


def test_a_headline_that_means_harm_can_be_read(looking, archivist):
    fill(0, 1, archivist)
    assert "Ferry 0 &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;img src=x" in read(
        looking, address(Article)
    )


EVERY_TABLE = [*TABLES, Group, User]
every_table = pytest.mark.parametrize("model", EVERY_TABLE, ids=lambda model: model._meta.model_name)


def desk_page(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@every_table
def test_a_row_that_no_row_can_be_called_is_not_found(admin_client, model):
    for page, name in product(("change", "history", "delete"), ("\0", "1\0", "9" * 30)):
        answer = admin_client.get(desk_page(model, page, name), follow=True)
        assert answer.status_code in (200, 403, 404)
        assert answer.status_code != 200 or "exist" in answer.content.decode()


@every_table
def test_choosing_rows_that_are_none_is_refused_in_words(admin_client, admin_user, model):
    request = type("Request", (), {"user": admin_user, "GET": {}, "POST": {}})()
    for action, chosen in product(admin.site.get_model_admin(model).get_actions(request), ("x", "\0", "1\0", "-")):
        answer = admin_client.post(desk_page(model, "changelist"), {"action": action, "_selected_action": chosen})
        assert answer.status_code in (200, 302, 400)
        if answer.status_code == 400:
            assert "could not be understood" in answer.content.decode()
