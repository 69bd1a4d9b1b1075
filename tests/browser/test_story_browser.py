"""A story, its matrix and two of its articles, walked through as a person would."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from tests.archive import factories as make
from tests.browser.axe import violations
from tests.browser.test_pages_browser import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = [
    "The ferry Petrel ran onto the northern mole of Tambora harbour on Thursday night with ninety people aboard.",
    "Three tugs pulled in vain until the tide turned at four in the morning, the harbour master said.",
    "Nobody was hurt, but 11 passengers spent the night in the school of the fishing quarter.",
    "The pilots' union had warned of the unlit mole twice since the spring, in letters that nobody answered.",
]
LONG = "Ferry " + "aground on the mole of Tambora " * 9 + "x" * 90
ARABIC = ["جنحت العبارة على حاجز الميناء ليلة الخميس وعلى متنها تسعون راكبا.", "لم يصب أحد بأذى."]


@pytest.fixture
def lead(transactional_db):
    """A story of four: its lead, one edited and moved, one without its ending, the last with an endless headline."""
    lead = make.make_article("Ferry aground", BODY, source="Harbour Post")
    story, days = make.story_of(lead), [make.DAY + datetime.timedelta(days=n) for n in range(1, 4)]
    edited = [BODY[2].replace("11", "12"), *BODY[:2], BODY[3]]
    make.make_article("Edited", edited, story=story, source="Gazette", dated_on=days[0])
    make.make_article("Cut short", BODY[:2], story=story, source="Evening Mole", dated_on=days[1])
    make.make_article(LONG, [*BODY[:1], *ARABIC], story=story, source="y" * 90, dated_on=days[2], language="ar")
    make.make_archivist()
    return lead


def test_who_cut_the_ending_is_found_and_the_next_copies_are_stepped_through_by_keyboard(page: Page, live_site, lead):
    sign_in(page, live_site)
    page.goto(live_site + make.story_of(lead).get_absolute_url())
    cut = page.get_by_role("row").filter(has_text="cut: the last 2 of 4 paragraphs").first
    expect(cut).to_contain_text("Cut short")
    page.get_by_role("link", name="on a page of its own").click()
    scroller = page.get_by_role("region", name="Genealogy of the paragraphs")
    scroller.focus()
    expect(scroller).to_be_focused()
    page.keyboard.press("Tab")
    page.locator("tbody tr", has_text="Nobody was hurt").get_by_role("link", name="cut", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/compare/\d+/\d+/#p3$"))
    expect(page.locator("#p3")).to_be_in_viewport()
    expect(page.locator(".heads")).to_contain_text("Cut short")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".heads")).to_contain_text("Edited")
    expect(page.locator("ins:visible").filter(has_text="12").first).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator(".heads .head-of").first).to_contain_text("Edited")
    page.get_by_role("link", name="moved: paragraph 3 of the second").click()
    expect(page.locator("#q3")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_each_page_reads_well_on_a_phone_and_at_a_desk_without_scripts(browser, live_site, lead, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    sign_in(page, live_site)
    story = make.story_of(lead)
    last = story.memberships.order_by("-text")[0].text.articles.get()
    for path in (
        f"{story.get_absolute_url()}?order=date",
        f"/stories/{story.pk}/matrix/",
        f"/compare/{lead.pk}/{last.pk}/",
    ):
        page.goto(live_site + path)
        assert sideways(page) == 0, path
        assert not violations(page), path
    unified = page.locator(".pair.changed .unified, .pair.same .one").first
    expect(unified).to_be_visible() if width == 360 else expect(page.locator(".pair.same .other").first).to_be_visible()
    assert (
        page.locator(".pair p[dir=rtl]", has_text=ARABIC[1]).first.evaluate("e => getComputedStyle(e).direction")
        == "rtl"
    )
    context.close()
