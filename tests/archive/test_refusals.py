"""What is said where nothing can be shown: each page tells what happened and what to do, and none breaks itself."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.archive import factories as make

pytestmark = pytest.mark.django_db
SEARCH = '<input id="q" name="q" type="search"'


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    client.raise_request_exception = False
    return client


def told(response, status: int, what: str, todo: str, search: bool = True) -> None:
    """A whole page under the strict policy, with one heading, which is its title too."""
    assert response.status_code == status
    text = response.text
    assert f"<h1>{what}</h1>" in text
    assert f"<title>{what} · newsarchive</title>" in text
    assert todo in text
    assert (SEARCH in text) == search
    assert 'aria-label="Site"' in text or status == 500
    assert "Traceback" not in text
    assert "unsafe" not in response["Content-Security-Policy"]


def test_an_address_with_nothing_at_it(ada):
    told(ada.get("/nowhere/"), 404, "Nothing is kept at this address", "search for what you remember")
    told(Client().get("/nowhere/"), 404, "Nothing is kept at this address", "Sign in", search=False)


def test_a_request_that_makes_no_sense(ada):
    wrong = ada.get("/", headers={"Host": "evil example"})
    told(wrong, 400, "That request could not be understood", "Go back and try again", search=False)


def test_a_form_that_is_too_large(ada, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    files = [SimpleUploadedFile(f"{name}.txt", b"words") for name in "ab"]
    said = ada.post(reverse("upload"), {"files": files})
    told(said, 413, "That was too large", "hand them in in parts", search=False)
    assert f"at most {settings.MAX_UPLOAD_FILES} files" in said.text


def test_what_an_account_may_not_see(client):
    client.force_login(make.make_user("rita", *make.READ))
    told(client.get(reverse("upload")), 403, "This page is not for your account", "Someone who runs the archive")
    client.force_login(make.make_user("nobody"))
    told(client.get("/"), 403, "This page is not for your account", "in the group <em>archivists</em>", search=False)


def test_a_form_that_was_left_too_long():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.make_archivist())
    told(strict.post(reverse("upload")), 403, "That form was too old", "reload the page")


def test_a_method_that_a_page_does_not_take(ada):
    refused = ada.post("/overview/")
    told(refused, 405, "That cannot be done at this address", "use the links and buttons")
    assert refused["Allow"] == "GET, HEAD"


def test_a_fault_asks_neither_the_database_nor_the_session(ada, monkeypatch, django_assert_num_queries):
    """Not even who is signed in: what broke may be the database."""

    def broken(*asked: object) -> None:
        raise RuntimeError("out of ink")

    monkeypatch.setattr("newsarchive.archive.rights.Backend.get_user", broken)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", broken)
    with django_assert_num_queries(0):
        told(ada.get("/overview/"), 500, "Something broke on our side", "Try again in a moment", search=False)


def test_what_was_withdrawn_looks_like_the_others(ada):
    article = make.make_article()
    story = make.story_of(article)
    article.text.membership.delete()
    type(article).objects.filter(pk=article.pk).update(text=None)
    type(story).objects.filter(pk=story.pk).update(article_count=0)
    gone = ada.get(reverse("article", args=[article.pk]))
    assert gone.status_code == 410
    assert "<h1>This article was withdrawn</h1>" in gone.text
    assert SEARCH in gone.text
    assert "<h1>This story was withdrawn</h1>" in ada.get(reverse("story", args=[story.pk])).text
