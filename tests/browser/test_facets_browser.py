"""From a word to a saved search and a file, as a person goes: by facets and bars, by keyboard, without scripts."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from newsarchive.archive.models import Story
from tests.archive import factories as make
from tests.archive.pipeline import take_in
from tests.browser.axe import violations
from tests.browser.test_pages_browser import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FERRY = b"""Ferry fares to rise

PORT SELWYN, April 2, 2021 (Northwire) - Ferry fares across the sound go up by a tenth in May, the harbour board said.

It is the third rise in two years, and the first since the night boats were given up for want of pilots.
"""
LONG = "A headline of very many words that goes on " * 7


@pytest.fixture
def newsroom(transactional_db):
    make.make_archivist()
    for month in range(1, 5):
        for number, agency in enumerate(("Northwire", "Meridian")):
            make.make_article(
                f"Ferry {agency} {month}",
                [f"The ferry of {agency} in month {month}."],
                agencies=[agency],
                source=f"Post of {month}" if number else "Herald",
                place=f"Harbour {month}",
                dated_on=datetime.date(2021, month, 3),
            )


def headlines(page: Page) -> list[str]:
    return page.locator(".stories h2 a").all_inner_texts()


def walk(page: Page, site: str) -> None:
    """Search, narrow down by a facet and a bar's month, save it."""
    page.goto(f"{site}/?q=ferry")
    assert len(headlines(page)) == 8
    summary = page.locator(".facets-fold > summary")
    if page.viewport_size["width"] < 960:
        summary.click()
    page.locator(".facets").get_by_role("link", name="Northwire , 4").click()
    expect(page.locator(".stories h2")).to_have_count(4)


def test_find_narrow_save_see_what_is_new_and_export(page, live_site, newsroom, tmp_path: Path):
    sign_in(page, live_site)
    walk(page, live_site)
    page.get_by_role("group", name="Stories by month").get_by_role("link", name="April 2021: 1").click()
    expect(page.locator(".stories h2")).to_have_text(["Ferry Northwire 4"])
    expect(page.locator(".chosen li")).to_have_count(3)
    page.get_by_text("Save this search").click()
    page.get_by_label("Name", exact=True).fill("Fares in April")
    page.get_by_label("Name", exact=True).press("Enter")
    expect(page.get_by_text("Saved as “Fares in April”")).to_be_visible()
    take_in({"fares.txt": FERRY}, source="Herald")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Saved").click()
    page.get_by_role("link", name="1 new").click()
    expect(page.locator(".stories h2")).to_have_text(["Ferry fares to rise"])
    page.get_by_role("button", name="Open the whole search").click()
    expect(page.locator(".stories h2")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "found.csv")
    found = (tmp_path / "found.csv").read_text("utf-8-sig").splitlines()
    assert len(found) == 3
    assert "Ferry fares to rise" in "".join(found)
    page.get_by_role("link", name="Dated April 2021").click()
    expect(page.locator(".stories h2")).to_have_count(5)
    page.goto(f"{live_site}/saved/")
    expect(page.get_by_text("nothing new")).to_be_visible()


def test_suggestions_by_keyboard(page, live_site, newsroom):
    sign_in(page, live_site)
    page.goto(f"{live_site}/")
    box = page.get_by_role("combobox", name="Words in headlines")
    box.press_sequentially("ferry nor")
    option = page.get_by_role("option", name="agency Northwire")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Enter")
    expect(box).to_have_value("ferry agency:Northwire ")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    expect(page.locator(".stories h2")).to_have_count(4)
    box.fill("")
    box.press_sequentially("ferry mer")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    expect(page.get_by_role("heading", name="No story fits")).to_be_visible()


def test_it_works_without_scripts_on_a_phone_and_axe_finds_nothing(browser, page, live_site, newsroom):
    Story.objects.update(headline=LONG)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    plain = context.new_page()
    sign_in(plain, live_site)
    walk(plain, live_site)
    plain.locator(".histogram summary").click()
    plain.get_by_role("row", name="March 2021").get_by_role("link").click()
    expect(plain.locator(".stories h2")).to_have_count(1)
    plain.get_by_text("Save this search").click()
    plain.get_by_label("Name", exact=True).fill("x" * 100)
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_text("Saved as")).to_be_visible()
    context.close()

    sign_in(page, live_site)
    for scheme, width in (("light", 1280), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        for where in ("/?q=ferry&agency=Northwire", "/saved/", "/export/?q=ferry"):
            page.goto(live_site + where)
            for summary in page.locator(".facets, .histogram, .keep, .saved-change").locator("summary").all():
                if summary.is_visible() and summary.evaluate("s => getComputedStyle(s).pointerEvents") != "none":
                    summary.click()
            assert sideways(page) == 0, (where, width)
            assert violations(page) == [], (where, width, scheme)


def test_the_rest_of_a_facet_opens_in_place(page, live_site, transactional_db):
    make.make_archivist()
    for number in range(20):
        make.make_article("Ferry", [f"Fog on day {number}."], source=f"Paper {number:02}")
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_site)
    page.goto(f"{live_site}/?q=ferry")
    page.locator(".facets-fold > summary").press("Enter")
    page.get_by_text("13 more of source").press("Enter")
    last = page.get_by_role("link", name="Paper 19 , 1")
    expect(last).to_be_visible()
    assert not sideways(page)
    assert violations(page) == []
    last.press("Enter")
    expect(page.locator(".chosen li")).to_have_text(["Words ferry ✕, take off", "Source Paper 19 ✕, take off"])
