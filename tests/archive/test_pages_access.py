"""Who gets in, and what the others are told: for every page."""

from __future__ import annotations

import logging
import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from tests.archive import factories as make

pytestmark = pytest.mark.django_db

READING = ("stories", "story", "article", "original", "original-text", "passage")
UPLOADING = ("upload", "uploads", "receipt")
HUGE = 10**30


@pytest.fixture
def addresses():
    """Every page's address, with something to see at it."""
    ada = make.make_archivist("ada")
    article = make.make_article()
    upload = make.make_upload(by=ada)
    make.make_receipt(make.make_file(upload), article)
    keys = {"story": make.story_of(article).pk, "receipt": upload.pk}
    keys |= dict.fromkeys(("article", "original", "original-text"), article.pk)
    keys["passage"] = article.paragraphs.all()[0].passage_id
    return {name: reverse(name, args=[keys[name]] if name in keys else []) for name in (*READING, *UPLOADING)}


@pytest.fixture
def ada(client: Client, addresses: dict[str, str]) -> Client:
    client.login(username="ada", password="ada")
    return client


@pytest.mark.parametrize("name", READING + UPLOADING)
def test_a_stranger_is_asked_to_sign_in_and_brought_back(client, addresses, name):
    response = client.get(addresses[name])
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={addresses[name]}"


@pytest.mark.parametrize("name", READING)
def test_a_stranger_reads_where_the_archive_is_open(client, addresses, name, settings):
    settings.ANONYMOUS_READ = True
    assert client.get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", UPLOADING)
def test_a_stranger_hands_nothing_in_even_where_the_archive_is_open(client, addresses, name, settings):
    settings.ANONYMOUS_READ = True
    assert client.get(addresses[name]).status_code == 302


@pytest.mark.parametrize("name", READING + UPLOADING)
def test_an_account_without_the_right_is_refused_in_plain_words(client, addresses, name):
    make.make_user("nobody")
    client.login(username="nobody", password="nobody")
    response = client.get(addresses[name])
    assert response.status_code == 403
    assert "not for your account" in response.text
    assert "your account has no rights yet" in response.text
    assert "Ask an administrator" in response.text
    assert client.get(reverse("help")).status_code == 200
    leave = re.search(r'<section class="nothing[^>]*>.*<form method="post" action="([^"]+)">', response.text, re.S)[1]
    client.post(leave)
    assert client.get(addresses[name]).url.startswith("/accounts/login/"), "signed out, another account may come"


@pytest.mark.parametrize("name", UPLOADING)
def test_a_mere_reader_hands_nothing_in(client, addresses, name):
    make.make_user("reader", *make.READ)
    client.login(username="reader", password="reader")
    assert client.get(addresses["stories"]).status_code == 200
    refused = client.get(addresses[name])
    assert refused.status_code == 403
    assert '<a href="/">To the stories</a>' in refused.text


@pytest.mark.parametrize("name", READING + UPLOADING)
def test_an_archivist_sees_every_page_under_the_strict_policy(ada, addresses, name):
    response = ada.get(addresses[name])
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"


def test_static_files_come_under_the_strict_policy_too(client, settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    response = client.get("/static/favicon.svg")
    assert response.status_code == 200
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["stories", "upload", "uploads"])
def test_no_page_has_script_or_style_inside(ada, addresses, name):
    text = ada.get(addresses[name]).text
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    assert text.count("<script") == text.count("<script src=") >= 1


@pytest.mark.parametrize("name", READING + UPLOADING)
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_wrong_methods_are_refused(ada, addresses, name, method):
    assert getattr(ada, method)(addresses[name]).status_code == 405


@pytest.mark.parametrize("name", [*READING, "uploads", "receipt"])
def test_reading_pages_take_no_post(ada, addresses, name):
    assert ada.post(addresses[name]).status_code == 405


@pytest.mark.parametrize("name", ["story", "article", "original", "original-text", "passage", "receipt"])
@pytest.mark.parametrize("pk", [0, 999_999, HUGE])
def test_a_number_that_is_not_here_is_not_found(ada, name, pk):
    response = ada.get(reverse(name, args=[pk]))
    assert response.status_code == 404
    assert "Nothing is kept at this address" in response.text


@pytest.mark.parametrize("path", ["/stories/x/", "/stories/-1/", "/articles/1%00/", "/uploads/../../etc/passwd"])
def test_an_address_that_is_no_number_is_not_found(ada, path):
    assert ada.get(path).status_code == 404


def test_another_ones_receipt_is_refused_but_editors_see_all(client, addresses):
    make.make_archivist("bert")
    client.login(username="bert", password="bert")
    assert client.get(addresses["receipt"]).status_code == 403
    assert "Receipt " not in client.get(addresses["uploads"]).text
    make.make_editor("egon")
    client.login(username="egon", password="egon")
    assert client.get(addresses["receipt"]).status_code == 200
    assert addresses["receipt"] in client.get(addresses["uploads"]).text


def test_signing_in_with_wrong_words_says_so_and_never_leaves_the_site(client, addresses):
    response = client.post(reverse("login"), {"username": "ada", "password": "wrong"})
    assert "do not fit together" in response.text
    given = {"username": "ada", "password": "ada", "next": "https://evil.example/"}
    assert client.post(reverse("login"), given).url == "/"


def test_signing_out_needs_a_post(ada):
    assert ada.get(reverse("logout")).status_code == 405
    ada.post(reverse("logout"))
    assert ada.get("/").status_code == 302


def test_forms_need_their_token(addresses):
    strict = Client(enforce_csrf_checks=True)
    strict.login(username="ada", password="ada")
    response = strict.post(addresses["upload"])
    assert response.status_code == 403
    assert "That form was too old" in response.text


def test_health_needs_no_account(client):
    response = client.get(reverse("health"))
    assert (response.status_code, response.text) == (200, "ok")


def test_a_fault_of_ours_is_told_without_details(ada, monkeypatch):
    ada.raise_request_exception = False
    monkeypatch.setattr("newsarchive.archive.queries.search.find_stories", lambda *asked: 1 / 0)
    response = ada.get("/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.text
    assert "Traceback" not in response.text
    assert "ZeroDivisionError" not in response.text


def test_rights_count_from_the_next_page_on_also_those_of_a_group(client, addresses):
    group = Group.objects.create(name="readers")
    user = make.make_user("gia")
    user.groups.add(group)
    client.force_login(user)
    assert client.get(addresses["stories"]).status_code == 403
    group.permissions.set(Permission.objects.filter(content_type__app_label="archive", codename="view_story"))
    assert client.get(addresses["stories"]).status_code == 200
    user.groups.clear()
    assert client.get(addresses["stories"]).status_code == 403
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="archive", codename="view_story"))
    assert client.get(addresses["stories"]).status_code == 200


def test_an_account_that_was_closed_or_deleted_is_signed_out_at_once(client, addresses):
    user = make.make_archivist("gus")
    client.force_login(user)
    assert client.get(addresses["stories"]).status_code == 200
    User.objects.update(is_active=False)
    assert client.get(addresses["stories"]).status_code == 302
    User.objects.update(is_active=True)
    assert client.get(addresses["stories"]).status_code == 200
    user.delete()
    assert client.get(addresses["stories"]).status_code == 302


def test_a_superuser_needs_no_right_of_its_own(client, addresses):
    client.force_login(User.objects.create_superuser("root"))
    text = client.get(addresses["stories"]).text
    assert f'href="{addresses["upload"]}"' in text


def test_a_refusal_is_a_line_in_the_log_and_a_failure_has_its_traceback(client, caplog, monkeypatch):
    make.make_user("nobody")
    client.login(username="nobody", password="nobody")
    assert client.get(reverse("upload")).status_code == 403
    make.make_archivist("ada")
    client.login(username="ada", password="ada")
    monkeypatch.setattr("newsarchive.archive.views.uploads.render", _fail)
    client.raise_request_exception = False
    assert client.get(reverse("upload")).status_code == 500
    refused, failed = (logging.Formatter().format(r) for r in caplog.records if r.name == "django.request")
    assert refused == "Forbidden (Permission denied): /upload/"
    assert "RuntimeError: out of ink" in failed


def _fail(*args: object, **more: object) -> None:
    raise RuntimeError("out of ink")
