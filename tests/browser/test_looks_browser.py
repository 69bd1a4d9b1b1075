"""Pages of texts that are hard to lay out: words without end, scripts that run the other way, large letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from newsarchive.archive.models import Article, Paragraph
from tests.archive import factories as make
from tests.browser.axe import violations
from tests.browser.screens import Screen, on_screens
from tests.browser.test_pages_browser import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, MIDDLE, WALL = Screen(360, "light", 844), Screen(1024, "dark"), Screen(2560, "dark", 1440)
WORD = "Donaudampfschifffahrtsgesellschaft" * 9
ARABIC = [
    "جنحت العبارة Petrel على حاجز الميناء ليلة الخميس وعلى متنها تسعون راكبا.",
    "AFP أفادت وكالة بأن أحدا لم يصب بأذى وأن السفينة سليمة!",
]
MOVED = """() => new Promise(told => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value; }))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => told(sum)));
})"""
"""By how much of the window what was shown already has been moved."""

RING = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const ring = getComputedStyle(at);
  const meant = document.body.appendChild(document.createElement("i"));
  meant.className = "agency";
  const accent = getComputedStyle(meant).color;
  meant.remove();
  const width = ring.outlineStyle === "none" ? 0 : parseFloat(ring.outlineWidth);
  return { what: at.outerHTML.slice(0, 80), width, colour: ring.outlineColor, accent };
}"""
"""The ring round what has the keyboard, and the accent's colour as it is on this device."""


def two(headline: str, printed: list[str], source: str, language: str) -> tuple[Article, Article]:
    """A story of two articles, the second of which lacks the end."""
    one = make.make_article(headline, printed, source=source, language=language)
    other = make.make_article(headline, printed[:1], source=source, language=language, story=make.story_of(one))
    return one, other


def addresses(one: Article, other: Article) -> list[str]:
    """Every page that prints something of the two."""
    story = make.story_of(one).get_absolute_url()
    passage = Paragraph.objects.filter(article=one).earliest("position").passage_id
    return [
        *("/", "/?show=articles", "/overview/", "/sources/", f"/sources/{one.source_id}/", f"/passages/{passage}/"),
        *(story, f"{story}?why=1", f"{story}copies/", f"{story}matrix/", f"/compare/{one.pk}/{other.pk}/"),
        *(f"/articles/{one.pk}/", f"/articles/{one.pk}/original/text/"),
    ]


@on_screens(PHONE, MIDDLE, WALL)
def test_a_word_without_end_widens_no_page(page: Page, live_site, screen):
    make.make_archivist()
    pair = two(WORD, [f"The {WORD} sailed on Thursday.", f"{WORD} It came back."], WORD[:200], "en")
    screen.put(page)
    sign_in(page, live_site)
    for address in addresses(*pair):
        page.goto(live_site + address)
        expect(page.get_by_role("main")).to_contain_text(WORD[:30])
        assert sideways(page) == 0, address


@on_screens(Screen(1280, "light"))
def test_letters_twice_as_large_widen_no_page(page: Page, live_site, screen):
    make.make_archivist()
    pair = two("Ferry aground", ["The ferry ran aground on Thursday.", "Nobody was hurt in it."], "Harbour Post", "en")
    screen.put(page)
    sign_in(page, live_site)
    for address in addresses(*pair):
        page.goto(live_site + address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert sideways(page) == 0, address


def test_an_arabic_paragraph_runs_its_way_though_it_begins_in_latin(page: Page, live_site):
    make.make_archivist()
    one, other = two("AFP: جنحت العبارة على الحاجز", ARABIC, "صحيفة المرفأ", "ar")
    sign_in(page, live_site)
    story = make.story_of(one).get_absolute_url()
    for address in (story, f"{story}matrix/", f"/compare/{one.pk}/{other.pk}/", f"/articles/{one.pk}/"):
        page.goto(live_site + address)
        said = page.get_by_text("أفادت").locator("visible=true").first
        expect(said).to_have_css("direction", "rtl")
    for address, headed in ((story, "h1"), ("/", ".stories h2"), ("/?show=articles", ".stories h2")):
        page.goto(live_site + address)
        expect(page.locator(headed).first).to_have_css("direction", "rtl")


def test_a_date_stands_behind_an_arabic_name_and_not_within_it(page: Page, live_site):
    make.make_archivist()
    one, _ = two("جنحت العبارة على الحاجز", ARABIC, "صحيفة المرفأ", "ar")
    sign_in(page, live_site)
    page.goto(f"{live_site}/articles/{one.pk}/")
    for place in (page.get_by_role("navigation", name="Articles of its story by day"), page.locator("#citation")):
        expect(place.locator("bdi").filter(has_text="صحيفة")).to_have_text("صحيفة المرفأ")


@on_screens(PHONE, MIDDLE)
@pytest.mark.parametrize("language", ["ar", "ja"])
def test_the_pages_of_other_scripts_are_without_fault(page: Page, live_site, screen, language):
    printed = {"ar": ARABIC, "ja": ["フェリーが座礁した。", "けが人はいない。"]}
    make.make_archivist()
    pair = two(printed[language][0], printed[language], "Harbour Post", language)
    screen.put(page)
    sign_in(page, live_site)
    for address in addresses(*pair):
        page.goto(live_site + address)
        assert not violations(page), address


@on_screens(MIDDLE, Screen(1280, "light"))
def test_how_many_copies_there_are_is_readable_beside_the_facets(page: Page, live_site, screen):
    make.make_archivist()
    two("Ferry aground", ["The ferry ran aground.", "Nobody was hurt."], "Harbour Post", "en")
    make.make_article("Harvest fails", ["Hail took the wheat."], source="Inland Post")
    screen.put(page)
    sign_in(page, live_site)
    page.goto(live_site)
    expect(page.get_by_role("complementary", name="What was found")).to_be_visible()
    boxes = [each.bounding_box() for each in page.locator(".stories .company").all()]
    assert all(box and box["width"] > 150 for box in boxes), boxes


@on_screens(PHONE, MIDDLE)
def test_nothing_moves_when_the_upload_page_has_loaded(page: Page, live_site, screen):
    make.make_archivist()
    screen.put(page)
    sign_in(page, live_site)
    page.goto(f"{live_site}/upload/")
    expect(page.get_by_label("Or a whole folder")).to_be_visible()
    assert page.evaluate(MOVED) < 0.02


@on_screens(PHONE, MIDDLE)
def test_what_has_the_keyboard_is_ringed_in_full_colour(page: Page, live_site, screen):
    make.make_archivist()
    two("Ferry aground", ["The ferry ran aground.", "Nobody was hurt."], "Harbour Post", "en")
    screen.put(page)
    sign_in(page, live_site)
    for address in ("/", "/upload/", "/sources/"):
        page.goto(live_site + address)
        for _ in range(24):
            page.keyboard.press("Tab")
            ring = page.evaluate(RING)
            assert ring is None or (ring["width"] >= 2 and ring["colour"] == ring["accent"]), f"{address}: {ring}"
