"""An editor says which of two articles is right: on a phone, in the dark, without scripts, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from newsarchive.archive.models import Ruling, Story
from tests.archive import pipeline
from tests.archive.notice_files import carried
from tests.archive.test_put_right import SAID, UNMARKED
from tests.browser.axe import violations
from tests.browser.test_desk import PHONE, log_in
from tests.browser.test_pages_browser import sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_and_its_page_are_read_by_everyone_and_answered_by_keyboard(
    page: Page, live_site: str, editor: object, scheme: str
) -> None:
    pipeline.take_in(UNMARKED)
    log_in(page, live_site)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    story = Story.objects.get(memberships__text__articles=pipeline.article_of("wire.txt"))
    page.goto(live_site + story.get_absolute_url())
    assert page.get_by_text("may put right").count() >= 1
    assert sideways(page) <= 0
    assert violations(page) == []
    page.get_by_role("link", name="Say which").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ruling/corrects/**")
    assert violations(page) == []
    right = pipeline.article_of("nineteen.txt").pk
    page.get_by_label(f"Article {right} corrects").focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason").focus()
    page.keyboard.type("The desk said so by telephone.")
    page.get_by_role("button", name="Say so").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")
    assert Ruling.objects.count() == 1
    assert carried() == SAID
