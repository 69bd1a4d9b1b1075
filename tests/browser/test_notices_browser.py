"""What notices say, in a real browser: on a phone, in the dark, without scripts, for everyone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from newsarchive.archive.models import Story
from tests.archive import pipeline
from tests.archive.notice_files import CORRECTION, EMBARGO, KILL
from tests.browser.axe import violations
from tests.browser.test_pages_browser import PHONE, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("files", [CORRECTION, KILL, EMBARGO], ids=["correction", "kill", "embargo"])
def test_marks_are_read_by_everyone_on_a_phone(page: Page, live_server, settings, files) -> None:
    settings.ANONYMOUS_READ = True
    pipeline.take_in(files)
    copy = pipeline.article_of("copy.txt")
    story = Story.objects.get(memberships__text=copy.text_id)
    page.set_viewport_size(PHONE)
    for where in ("/?marked=" + story.marks[0], story.get_absolute_url(), f"/articles/{copy.pk}/"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(live_server.url + where)
            assert violations(page) == [], where
        assert sideways(page) <= 0, where
    assert page.locator("section.borne").count() == 1


def test_what_a_kill_withdraws_is_read_by_everyone_on_a_phone(page: Page, live_server, settings) -> None:
    settings.ANONYMOUS_READ = True
    pipeline.take_in(KILL)
    killed, copy = pipeline.article_of("kill.txt"), pipeline.article_of("copy.txt")
    story = Story.objects.get(memberships__text=killed.text_id)
    page.set_viewport_size(PHONE)
    for where in (f"/articles/{killed.pk}/", story.get_absolute_url(), f"/compare/{killed.pk}/{copy.pk}/"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(live_server.url + where)
            assert violations(page) == [], where
        assert sideways(page) <= 0, where
    page.goto(f"{live_server.url}/articles/{killed.pk}/")
    page.get_by_label(f"What article {killed.pk} withdraws").get_by_role("link").first.click()
    assert page.get_by_text("Withdrawn by").is_visible()
