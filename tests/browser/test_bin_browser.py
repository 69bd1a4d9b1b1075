"""Withdrawing an upload, bringing it back and folding by hand in a real browser: no scripts needed, on any screen."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from newsarchive.archive.models import Article, Upload
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import BEEKEEPERS, FERRY, HOSTILE, LAMPS, hand_in, staff
from tests.archive.factories import story_of
from tests.browser.axe import violations
from tests.browser.screens import on_screens
from tests.browser.test_desk import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("DESK_PICTURES", "")
TWICE = [*BEEKEEPERS, "In other words: a third less honey was brought home in that wet valley, keepers told us."]


@pytest.fixture
def ferry(transactional_db):
    return hand_in("Ferry runs aground off Tambora mole", FERRY, "Harbour Post")


@pytest.fixture
def told(transactional_db):
    hand_in("Beekeepers ask for sugar", BEEKEEPERS, "Valley Mail")
    return hand_in("Beekeepers tell it twice", TWICE, "Evening Mole")


@pytest.fixture
def editor(transactional_db):
    return staff("edda", "rule", "add_ruling", "withdraw_upload", "add_upload")


@pytest.fixture
def plain_page(browser):
    """A page with scripts off."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def upload_of(article):
    return Upload.objects.get(files__original=article.original_id)


def test_an_upload_is_withdrawn_and_brought_back_with_scripts_off(plain_page, live_site, editor, ferry):
    page = plain_page
    log_in(page, live_site)
    number = story_of(ferry).pk
    page.goto(live_site + reverse("admin:archive_upload_change", args=[upload_of(ferry).pk]))
    page.click("text='Withdraw this upload…'")
    page.fill("#id_reason", "Handed in twice, under the wrong name.")
    page.press("#id_reason", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    answer = page.goto(live_site + reverse("story", args=[number]))
    assert answer.status == 410
    page.goto(live_site + reverse("admin:archive_upload_change", args=[upload_of(ferry).pk]))
    page.click("text='Bring it back…'")
    page.fill("#id_reason", "It was right.")
    page.click("text='Undo the ruling'")
    page.wait_for_selector(".messagelist .success")
    page.goto(live_site + reverse("story", args=[number]))
    assert "Ferry runs aground" in page.inner_text("h1")


def test_a_paragraph_is_folded_by_keyboard(page, live_site, editor, told):
    log_in(page, live_site)
    page.goto(live_site + reverse("admin:archive_article_change", args=[told.pk]))
    page.click("text='Paragraphs…'")
    page.get_by_role("link", name="Fold paragraph 5…").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".desk-decision")
    page.get_by_label("A repeat of paragraph 1").check()
    page.fill("#id_reason", "It tells the same again.")
    page.press("#id_reason", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert "Paragraph 5 is folded." in page.inner_text(".messagelist")
    assert "onto paragraph 1" in page.inner_text(".desk-members table")


@on_screens()
def test_the_pages_fit_every_screen_and_axe_finds_nothing(page, live_site, editor, ferry, told, screen):
    gone = hand_in("Lamps " + HOSTILE, [f"{HOSTILE} {'x' * 90}", *LAMPS], "Third Post")
    story = story_of(gone).pk
    Article.objects.filter(pk=ferry.pk).update(headline=f"{HOSTILE} {'x' * 200}")
    rulings.withdraw_upload(upload_of(gone).pk, by=editor, reason=f"{HOSTILE} {'y' * 100}")
    screen.put(page)
    page.on("dialog", lambda dialog: pytest.fail(f"a headline ran: {dialog.message}"))
    log_in(page, live_site)
    for name, where in {
        "withdraw": reverse("admin:archive_upload_withdraw", args=[upload_of(ferry).pk]),
        "upload": reverse("admin:archive_upload_change", args=[upload_of(gone).pk]),
        "bin": reverse("admin:archive_upload_changelist") + "?bin=kept",
        "paragraphs": reverse("admin:archive_article_paragraphs", args=[told.pk]),
        "fold": reverse("admin:archive_article_fold", args=[told.pk]) + "?position=4",
        "article": reverse("article", args=[gone.pk]),
        "receipt": reverse("receipt", args=[upload_of(gone).pk]),
        "story": reverse("story", args=[story]),
    }.items():
        page.goto(live_site + where)
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{screen.width}-{screen.scheme}.png", full_page=True)
        assert wide <= screen.width, f"{where} is {wide} pixels wide"
        assert violations(page) == [], where
