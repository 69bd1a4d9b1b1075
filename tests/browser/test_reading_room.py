"""Overview, sources, help and the shortcuts in a real browser: by keyboard, on a phone, in both schemes, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from newsarchive.archive.models import Source
from tests.archive import factories as make
from tests.browser.axe import violations
from tests.browser.test_pages_browser import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "The Very Long-Named Daily Intelligencer and Commercial Advertiser of the Upper and the Lower Valley"


@pytest.fixture
def archive(transactional_db):
    make.make_archivist()
    words = ["A ferry ran aground off the mole of Port Selwyn in thick fog on Thursday, its owners said.", "None hurt."]
    first = make.make_article("Ferry aground", words, source=LONG, agencies=["NOR"], place="PORT SELWYN")
    double = {"paragraphs": [words[0], *words], "repeats": {1: (0, "same")}, "story": make.story_of(first)}
    make.make_article("Petrel aground", source="Inland Post", agencies=["NOR"], **double)
    make.make_article("سفينة تجنح في الميناء", ["جنحت سفينة يوم الخميس."], source="الميناء", language="ar")


def test_shortcuts_lead_through_lists_and_can_be_switched_off(page, live_site, archive):
    sign_in(page, live_site)
    page.goto(f"{live_site}/sources/")
    walked = page.locator("tbody th a")
    page.keyboard.press("j")
    expect(walked.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(walked.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(walked.nth(0)).to_be_focused()

    shortcuts = page.get_by_role("dialog", name="Keyboard shortcuts")
    page.keyboard.press("?")
    expect(shortcuts).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(shortcuts).to_be_hidden()
    expect(walked.nth(0)).to_be_focused()

    page.keyboard.press("Control+/")
    page.keyboard.press("/")
    box = page.locator("input[type=search]")
    expect(box).to_be_focused()
    page.keyboard.type("j?/k")
    expect(box).to_have_value("j?/k")
    expect(shortcuts).to_be_hidden()
    box.fill("inland")
    expect(walked).to_have_count(1)
    expect(page).to_have_url(f"{live_site}/sources/?name=inland&order=")

    page.get_by_role("link", name="Keyboard shortcuts").click()
    page.get_by_label("Shortcuts are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.goto(f"{live_site}/overview/")
    page.keyboard.press("?")
    page.keyboard.press("j")
    expect(shortcuts).to_be_hidden()
    expect(page.locator("body")).to_be_focused()
    page.get_by_role("link", name="Keyboard shortcuts").click()
    page.get_by_label("Shortcuts are on").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    expect(page).to_have_url(f"{live_site}/#q")
    page.goto(live_site)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/stories/\d+/$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_width_and_scheme_suits_everyone(browser, live_site, archive, scheme):
    context = browser.new_context(viewport={"width": 360, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, live_site)
    source = Source.objects.get(name=LONG).pk
    wrong = {}
    for at in ("overview/", f"sources/{source}/", "agencies/", "help/", "nowhere/"):
        page.set_viewport_size({"width": 360, "height": 700})
        page.goto(f"{live_site}/{at}")
        for details in page.locator("main details").all():
            details.locator("summary").click()
        wrong[at, "360"] = sideways(page), violations(page)
        page.set_viewport_size({"width": 2560, "height": 1300})
        wrong[at, "2560"] = sideways(page), violations(page)
    page.get_by_role("link", name="Keyboard shortcuts").click()
    wrong["shortcuts", "2560"] = 0, violations(page)
    context.close()
    assert {at: found for at, found in wrong.items() if found != (0, [])} == {}


def test_from_the_overview_to_a_sources_stories_without_scripts_and_on_paper(browser, live_site, archive):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_site)
    page.get_by_role("link", name="Overview").click()
    copies = page.get_by_role("table", name="Articles of each source")
    expect(copies.get_by_role("row", name="Inland Post")).to_contain_text("1")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Site")).to_be_hidden()
    expect(page.get_by_role("heading", name="Most reprinted stories")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("table", name="Sources with most articles").get_by_role("link", name="Inland Post").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inland Post")
    page.get_by_role("button", name="Its stories").click()
    expect(page.locator("ol.stories > li")).to_have_count(1)
    expect(page.locator("ol.stories")).to_contain_text("Ferry aground")
    context.close()
