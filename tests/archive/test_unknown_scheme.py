"""An archive whose stories were made under a scheme that this release cannot compute: what its pages say of it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping

import pytest
from django.core.management import call_command
from django.urls import reverse

from newsarchive.archive.models import Adoption, Match, Scheme, Upload
from newsarchive.archive.services import reading
from newsarchive.dedup.definitions import definition
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import factories as make
from tests.archive import pipeline
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db

NOTICE = "New files wait to be compared."
DO = "manage.py refingerprint evidence --adopt"


@pytest.fixture
def unknown() -> Scheme:
    """The scheme in force, with a number that this release does not have."""
    strange: Mapping[str, object] = definition(CLUSTERING) | {"foresight": 2}
    scheme = Scheme.objects.create(id="clustering-0123456789", definition=strange, kept=True)
    Adoption.objects.create(scheme=scheme, reason="A later release")
    return scheme


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


def staff(client):
    editor = make.make_editor()
    editor.is_staff = True
    editor.save()
    client.force_login(editor)
    return client


def said(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", response.text)).split())


def listed() -> str:
    stream = io.StringIO()
    call_command("refingerprint", "--list", stdout=stream)
    return " ".join(stream.getvalue().split())


def handed_in(by: str) -> Upload:
    """A file that was read and waits."""
    upload = pipeline.hand_in({"late.txt": page("Late", Desk(5).report(6))})
    Upload.objects.filter(pk=upload.pk).update(by=make.User.objects.get(username=by))
    while reading.read_some():
        pass
    return upload


def test_who_uploads_is_told_that_files_wait_and_whom_to_tell(unknown, ada):
    told = said(ada.get(reverse("upload")))
    assert NOTICE in told
    assert "Tell whoever runs the archive" in told
    assert DO not in told
    assert unknown.id not in told


def test_the_desks_users_are_told_what_to_do_on_the_upload_page_and_the_story_list(unknown, client):
    make.make_article()
    staff(client)
    for path in (reverse("upload"), reverse("stories")):
        told = said(client.get(path))
        assert NOTICE in told
        assert f"The scheme is {unknown.id} (The definition names what is unknown: foresight)." in told
        assert DO in told


def test_who_only_reads_is_not_troubled(unknown, ada, settings, client):
    assert NOTICE not in said(ada.get(reverse("stories")))
    settings.ANONYMOUS_READ = True
    client.logout()
    assert NOTICE not in said(client.get(reverse("stories")))


def test_the_receipt_of_a_waiting_file_says_why_until_it_goes_on(unknown, ada):
    upload = handed_in("ada")
    receipt = reverse("receipt", args=[upload.pk])
    told = said(ada.get(receipt))
    assert NOTICE in told
    assert "0 of 1 file done." in told
    article = pipeline.article_of("late.txt")
    assert "new files wait, for this release cannot compute" in said(ada.get(reverse("article", args=[article.pk])))
    call_command("refingerprint", "evidence", adopt=True, stdout=io.StringIO(), stderr=io.StringIO())
    assert NOTICE not in said(ada.get(receipt))
    pipeline.work()
    assert "The file is done." in said(ada.get(receipt))


def test_the_receipt_of_what_is_done_says_nothing_of_waiting(unknown, ada):
    upload = make.make_upload(by=make.User.objects.get(username="ada"))
    make.make_receipt(make.make_file(upload), make.make_article())
    assert NOTICE not in said(ada.get(reverse("receipt", args=[upload.pk])))


@pytest.mark.parametrize("name", ["upload", "stories"])
def test_where_the_scheme_is_known_no_page_speaks_of_waiting(client, name):
    assert NOTICE not in said(staff(client).get(reverse(name)))


def test_what_a_definition_holds_is_shown_and_does_nothing(unknown, client):
    bad = definition(CLUSTERING) | {"<script>alert(1)</script>": 2}
    Scheme.objects.filter(pk=unknown.pk).update(definition=bad)
    text = staff(client).get(reverse("upload")).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_list_of_schemes_says_what_this_release_cannot_compute(unknown):
    told = listed()
    assert f"{unknown.id}, which this release cannot compute" in told
    assert "in force" in told
    assert DO in told


def test_the_list_knows_an_archive_whose_numbers_were_never_written_down():
    assert "No scheme was written down yet." in listed()
    one, other = make.make_article("One", ["A."]), make.make_article("Other", ["B."])
    texts = sorted((one.text_id, other.text_id))
    shares = {"likeness": 0.5, "contained": 0.5, "other_contained": 0.5}
    Match.objects.create(text_id=texts[0], other_id=texts[1], scheme="clustering-before", **shares)
    told = listed()
    assert "made under the scheme clustering-before, which this release cannot compute" in told
    assert "its numbers were not kept" in told
    assert "No scheme" not in told
