"""What is refused as intended is a line in the log; what broke keeps its traceback."""

import io
import logging

import pytest
from django.test import Client
from django.urls import reverse

from newsarchive.archive.models import Story
from tests.archive.admin_rows import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """What the server writes to its log."""
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.fixture
def edda(client):
    client.force_login(staff("edda", "rule"))
    client.raise_request_exception = False
    return client


STORIES = "/admin/archive/story/"
REFUSED = {
    "a host that is none": (400, lambda ask: ask.get("/", headers={"Host": "evil example"})),
    "a row that cannot be": (400, lambda ask: ask.post(STORIES, {"action": "merge", "_selected_action": "abc"})),
    "a field that is none": (400, lambda ask: ask.get(STORIES, {"_to_field": "zzz"})),
    "a body that is none": (400, lambda ask: ask.post(STORIES, b"x", content_type="multipart/form-data")),
    "too many fields": (400, lambda ask: ask.post(STORIES, {f"field{n}": "1" for n in range(6000)})),
    "no right to it": (403, lambda ask: ask.post(reverse("admin:archive_story_add"))),
    "a number that is none": (404, lambda ask: ask.get(reverse("admin:archive_story_merge"), {"story": "0x1"})),
    "no such address": (404, lambda ask: ask.get("/nowhere\nnor/here/")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_one_warning(edda, log, what):
    status, ask = REFUSED[what]
    assert ask(edda).status_code == status
    written = log.getvalue()
    assert written.count("\n") <= 1, written
    assert "Traceback" not in written
    assert "ERROR" not in written


def test_a_form_without_its_token_is_one_warning(log):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff("edda"))
    assert strict.post(STORIES).status_code == 403
    assert log.getvalue().count("\n") == 1
    assert "WARNING" in log.getvalue()


def test_what_broke_keeps_its_traceback(edda, log, monkeypatch):
    def broken(*asked: object) -> None:
        raise RuntimeError("out of ink")

    monkeypatch.setattr(Story, "marks_now", property(broken))
    story = Story.objects.create(headline="Ferry aground", article_count=1)
    assert edda.get(reverse("admin:archive_story_change", args=[story.pk])).status_code == 500
    assert "ERROR" in log.getvalue()
    assert "Traceback" in log.getvalue()
    assert "out of ink" in log.getvalue()
