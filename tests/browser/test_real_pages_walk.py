"""A story that ran in real papers is found by a remembered phrase and followed to its last paragraph: by keyboard alone
on a phone in the dark, and with scripts off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.gold import read_gold
from newsarchive.archive.models import Article, Paragraph, Story
from tests.archive import factories as make
from tests.archive import pipeline
from tests.browser.axe import violations
from tests.browser.screens import DESK, PHONE_AT_NIGHT
from tests.browser.test_pages_browser import sideways, sign_in

PAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "spotsigs"
STORIES, EACH = 5, 16
"""The largest stories of the labelled pages, and pages of each."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not PAGES.is_dir(), reason=f"the labelled pages are not at {PAGES}"),
]

Follow = Callable[[Locator], None]


@pytest.fixture
def story(transactional_db) -> Story:
    """The story of most copies, of which one has lost its ending."""
    make.make_archivist()
    labelled = read_gold(PAGES)
    largest = [name for name, _ in Counter(labelled.versions.values()).most_common(STORIES)]
    chosen = [path for name in largest for path in sorted(p for p, c in labelled.versions.items() if c == name)[:EACH]]
    pipeline.take_in({path: (PAGES / path).read_bytes() for path in chosen} | pipeline.samples())
    return Story.objects.order_by("-article_count", "pk")[0]


def remembered(story: Story) -> str:
    """Six words that stand in several of its copies and in no other story, as somebody would quote them."""
    for paragraph in Paragraph.objects.filter(article=story.lead_article, repeats=None).order_by("position")[2:]:
        words = re.findall(r"[A-Za-z]+", paragraph.body)[2:8]
        phrase = " ".join(words)
        if len(phrase) > 30 and phrase in paragraph.body and paragraph.passage.paragraphs.count() > 2:
            return phrase
    raise AssertionError("The lead has no such paragraph.")


def by_keyboard(link: Locator) -> None:
    link.focus()
    expect(link).to_be_focused()
    link.press("Enter")


def test_by_keyboard_alone_on_a_phone_in_the_dark(page: Page, live_site: str, story: Story, tmp_path: Path):
    PHONE_AT_NIGHT.put(page)
    sign_in(page, live_site)
    phrase = remembered(story)
    page.keyboard.press("/")
    page.keyboard.type(f'"{phrase}"')
    page.keyboard.press("Enter")
    expect(page.locator(".stories h2").first).to_have_text(story.headline)
    assert page.locator("mark").count()
    page.locator("body").press("j")
    page.keyboard.press("Enter")
    walk_from_its_page(page, story, by_keyboard, checked=True)


def test_with_scripts_off(plain_page: Page, live_site: str, story: Story, tmp_path: Path):
    page = plain_page
    DESK.put(page)
    sign_in(page, live_site)
    phrase = remembered(story)
    page.get_by_role("searchbox").fill(f'"{phrase}"')
    page.get_by_role("button", name="Search").click()
    page.get_by_text(re.compile(r"and \d+ more cop")).first.click()
    page.get_by_role("link", name="List them").first.click()
    expect(page.locator(".copies li").first).to_be_visible()
    page.go_back()
    kept_and_taken_home(page, phrase, tmp_path)
    page.get_by_role("link", name=story.headline).first.click()
    walk_from_its_page(page, story, Locator.click, checked=False)


def walk_from_its_page(page: Page, story: Story, follow: Follow, *, checked: bool) -> None:
    """From the story to who cut its ending, to the two side by side, to a paragraph and everywhere it ran."""
    expect(page.get_by_role("heading", level=1)).to_have_text(story.headline)
    fits(page, checked)
    cut = page.get_by_role("row").filter(has_text=re.compile(r"cut: the last")).first
    follow(cut.get_by_role("link", name=re.compile("^compare")))
    expect(page).to_have_url(re.compile(r"/compare/\d+/\d+/"))
    assert page.locator("ins:visible, del:visible, .only:visible").count() or page.get_by_text("only in the").count()
    fits(page, checked)
    follow(page.locator(".heads a[href^='/articles/']").first)
    expect(page).to_have_url(re.compile(r"/articles/\d+/$"))
    fits(page, checked)
    follow(page.get_by_role("link", name=re.compile(r"ran in \d+ articles")).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Where this paragraph ran")
    ran = int(re.findall(r"In (\d+) articles", page.inner_text("main"))[0])
    passage = int(re.findall(r"/passages/(\d+)/", page.url)[0])
    assert ran == Article.objects.filter(paragraphs__passage=passage).distinct().count() > 1
    fits(page, checked)


def kept_and_taken_home(page: Page, phrase: str, folder: Path) -> None:
    """The search is saved under a name, and what it finds is exported."""
    page.get_by_text("Save this search").click()
    page.get_by_label("Name", exact=True).fill("What I remember")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as “What I remember”")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON Lines").click()
    download.value.save_as(folder / "found.jsonl")
    assert (folder / "found.jsonl").read_text("utf-8").count('"headline"') >= 1


def fits(page: Page, checked: bool) -> None:
    assert sideways(page) <= 0, page.url
    if checked:
        assert violations(page) == [], page.url
