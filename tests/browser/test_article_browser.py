"""The article and the passage in a real browser: a paragraph is followed, an article cited and printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from newsarchive.archive.models import Printing
from tests.archive import factories as make
from tests.browser.axe import violations
from tests.browser.test_pages_browser import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEDE = "Pilots at Port Selwyn refused on Thursday to bring in ships at night until each boat has two full crews."
TALKS = "Talks are to begin on Monday, in the presence of a mediator whom both sides have accepted, they said."
MARKS = "\u0301\u0316\u0317\u0318\u0303\u0310" * 20


def article(headline: str, paragraphs: list[str], **fields):
    made = make.make_article(headline, paragraphs, **fields)
    for passage in set(made.paragraphs.values_list("passage", flat=True)):
        Printing.objects.get_or_create(text_id=made.text_id, passage_id=passage)
    return made


def test_a_paragraph_is_followed_and_an_article_cited_printed_and_seen_as_it_came(page, live_site):
    make.make_archivist()
    content = f"Pilots refuse\r\n\r\n{LEDE}\r\n{LEDE}\r\n{TALKS}".encode()
    pilots = article("Pilots refuse", [LEDE, LEDE, TALKS], repeats={1: (0, "same")}, content=content, source="Gazette")
    article("No ships by night", [TALKS, LEDE.replace("two", "three")], source="Inland Post")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, live_site)
    page.goto(f"{live_site}/articles/{pilots.pk}/")
    page.get_by_role("button", name="Copy the citation").press("Enter")
    expect(page.get_by_text("Citation copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("“Pilots refuse”. Gazette, 4 March 2021")
    folded = page.locator("details.fold p")
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.get_by_text(f"article {pilots.pk}: {live_site}").first).to_be_visible()
    for gone in (page.get_by_role("navigation"), page.get_by_role("complementary"), page.get_by_text("ran in")):
        expect(gone.locator("visible=true")).to_have_count(0)
    page.emulate_media(media="screen")

    page.get_by_role("link", name="Paragraph 3 ran in 2 articles").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where this paragraph ran")
    page.get_by_role("table").get_by_role("link", name="No ships by night").last.press("Enter")
    expect(page.locator(":target")).to_contain_text(TALKS)
    page.go_back()
    page.get_by_role("table").get_by_role("link", name="Pilots refuse").last.click()
    page.get_by_role("link", name="View as text").click()
    expect(page.locator("li.own")).to_have_count(3)
    expect(page.locator("li.own").first).to_contain_text(LEDE)


def test_on_a_phone_strange_letters_stay_where_they_are_and_scripts_are_not_missed(browser, live_site):
    make.make_archivist()
    headline = "The harbour board calls the demand of its pilots unreasonable and asks the minister to step in " * 3
    arabic = "رفض المرشدون في ميناء سلوين يوم الخميس إدخال السفن ليلا إلى أن يكون في كل قارب طاقمان كاملان."
    odd = article(headline + MARKS, ["x" * 5000, LEDE + MARKS, f"AFP - {arabic}"], language="ar")
    article("Pilots", [LEDE + MARKS])
    passage = odd.paragraphs.get(position=1).passage_id
    addresses = [f"/articles/{odd.pk}/", f"/articles/{odd.pk}/original/text/", f"/passages/{passage}/"]
    for scripts, scheme in ((False, "light"), (True, "dark")):
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": 360, "height": 800}, color_scheme=scheme
        )
        page = context.new_page()
        sign_in(page, live_site)
        for address in addresses:
            page.goto(live_site + address)
            assert sideways(page) == 0, address
            assert not scripts or violations(page) == [], (address, scheme)
        page.goto(live_site + addresses[0])
        expect(page.get_by_role("button", name="Copy")).to_have_count(2 if scripts else 0)
        clipped = page.get_by_role("heading", level=1).evaluate("e => getComputedStyle(e).overflow")
        assert clipped == "clip", "marks stacked over the headline would cover what stands above it"
        assert page.locator("#p3 > p").evaluate("e => getComputedStyle(e).direction") == "rtl"
        context.close()
