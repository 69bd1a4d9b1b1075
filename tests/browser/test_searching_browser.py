"""Looking for a story as a person would: typing, choosing an order, opening its copies in place, reading one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.archive import factories as make
from tests.browser.axe import violations
from tests.browser.test_pages_browser import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stories(transactional_db: None) -> None:
    """A story in three copies, one of which alone has the divers, and another story."""
    make.make_archivist()
    lead = make.make_article(
        "Ferry runs aground off Zürich quay", ["A ferry ran aground.", "Nobody was hurt."], source="Gazette"
    )
    for number, source in enumerate(("Inland Post", "Coastline Daily")):
        body = ["A ferry ran aground.", f"Divers looked at her keel {number} times."]
        make.make_article(f"Divers go down {number}", body, source=source, story=make.story_of(lead))
    make.make_article(
        "Wheat fails", ["Hail took the crop that divers would never see."], dated_on=make.DAY.replace(year=2007)
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_finds_a_story_and_opens_its_copies_in_place(
    page: Page, live_site: str, stories: None, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_site)
    page.locator("#q").fill("divers after:2021 colour:")
    page.locator("#q").press("Enter")
    expect(page.get_by_text("No story fits")).to_be_visible()
    page.locator("#q").fill("divers after:2021 before:soon")
    page.locator("#q").press("Enter")
    expect(page.get_by_text("“before:soon” is no date to go by")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("Divers")
    expect(page.get_by_text("Best match:")).to_be_visible()
    more = page.get_by_text("and 2 more copies")
    more.focus()
    more.press("Enter")
    expect(page.get_by_text("2 fit what you asked for")).to_be_visible()
    assert sideways(page) <= 0
    assert violations(page) == []
    page.get_by_text("Best match first", exact=True).click()
    page.get_by_role("link", name="most copies first").click()
    expect(page.get_by_text("most copies first").first).to_be_visible()
    page.get_by_role("link", name="Articles one by one").click()
    expect(page).to_have_url(re.compile("order=copies.*show=articles"))
    expect(page.locator(".stories h2")).to_have_count(2)
    assert violations(page) == []
    page.get_by_role("link", name="Divers go down 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Divers go down 1")
