"""A story's history in a real browser: read on a phone, undone from it, narrowed and exported with scripts off."""

import pytest
from django.urls import reverse

from newsarchive.archive.services import rulings
from tests.archive.admin_rows import FERRY, HOSTILE, hand_in
from tests.archive.factories import story_of
from tests.browser.axe import violations
from tests.browser.screens import on_screens
from tests.browser.test_desk import PHONE, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ruled(transactional_db, editor, ferry, bees):
    """A story with a past: taken apart, put together again, merged, headed, marked."""
    trimmed = hand_in("Petrel aground in fog", FERRY[:4], "Evening Mole")
    home = story_of(ferry)
    apart = rulings.take_out(home.pk, [trimmed.pk], by=editor, reason="Another ferry, it seemed.")
    both = [home.pk, story_of(trimmed).pk]
    again = rulings.merge_stories(both, by=editor, reason="One ferry after all.", replacing=[apart.pk])
    merged = rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason=f"Why not? {HOSTILE}")
    home = story_of(ferry)
    rulings.edit_story(home.pk, headline="Ferry aground; beekeepers wait", by=editor, reason="Both.")
    marked = rulings.mark_story(home.pk, "embargoed", by=editor, reason="Until noon.")
    rulings.undo(marked.pk, by=editor, reason="Noon has passed.")
    return {"apart": apart, "again": again, "merged": merged}


def pages(ruled, story):
    return {
        "history": reverse("admin:archive_story_history", args=[story.pk]),
        "undo": reverse("admin:archive_ruling_undo", args=[ruled["merged"].pk]),
        "undo-revives": reverse("admin:archive_ruling_undo", args=[ruled["again"].pk]),
        "ruling": reverse("admin:archive_ruling_change", args=[ruled["again"].pk]),
        "rulings": reverse("admin:archive_ruling_changelist"),
    }


@on_screens()
def test_history_and_undo_fit_the_screen_and_axe_has_nothing_to_say(page, live_site, ruled, ferry, screen):
    screen.put(page)
    log_in(page, live_site)
    page.on("dialog", lambda dialog: pytest.fail(f"a reason ran: {dialog.message}"))
    for name, where in pages(ruled, story_of(ferry)).items():
        page.goto(live_site + where)
        if name != "rulings":
            wide = page.evaluate("document.scrollingElement.scrollWidth")
            assert wide <= screen.width, f"{name} is {wide} pixels wide"
        assert violations(page) == [], name


def test_a_ruling_is_undone_from_the_history_with_scripts_off(plain_page, live_site, ruled, ferry, bees):
    page = plain_page
    page.set_viewport_size(PHONE)
    log_in(page, live_site)
    page.goto(live_site + pages(ruled, story_of(ferry))["history"])
    row = page.get_by_role("row").filter(has_text="Why not?")
    row.get_by_role("link", name="Undo…").click()
    assert "would have 2 articles" in page.inner_text(".desk-panels")
    page.fill("#id_reason", "Bees are no ferry.")
    page.click("text='Undo the ruling'")
    page.wait_for_selector(".messagelist .success")
    assert story_of(ferry) != story_of(bees)


def test_the_list_is_narrowed_by_typing_and_exported(plain_page, live_site, ruled, ferry):
    page = plain_page
    log_in(page, live_site)
    page.goto(live_site + pages(ruled, story_of(ferry))["rulings"])
    page.fill("#typed-by", "edda")
    page.press("#typed-by", "Enter")
    assert "by=edda" in page.url
    with page.expect_download() as download:
        page.click("text='Export as CSV'")
    assert download.value.suggested_filename == "rulings.csv"
