"""The desk in a real browser: with and without scripts, by keyboard, on a phone, under the strict policy."""

import pytest
from django.urls import reverse

from newsarchive.archive.models import Article, Ruling
from tests.archive.admin_rows import HOSTILE
from tests.archive.factories import story_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def log_in(page, site):
    page.goto(f"{site}{reverse('admin:archive_story_changelist')}")
    page.fill("#id_username", "edda")
    page.fill("#id_password", "edda")
    page.press("#id_password", "Enter")
    page.wait_for_selector("#changelist-form")


def merge_both(page, site):
    """From the list to the merged story, as an editor goes."""
    log_in(page, site)
    for box in page.locator("input.action-select").all():
        box.check()
    page.select_option("select[name=action]", "merge")
    page.click("button[name=index]")
    page.wait_for_selector(".desk-panel")
    page.fill("#id_reason", "Both tell of the same morning.")
    page.press("#id_reason", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")


def test_stories_are_merged_and_the_merge_undone(page, live_site, editor, ferry, bees):
    merge_both(page, live_site)
    assert "2 stories are one now." in page.inner_text(".messagelist")
    assert story_of(ferry) == story_of(bees)
    page.click(".messagelist a")
    page.click("text=Undo this ruling…")
    page.fill("#id_reason", "Two after all.")
    page.click("text='Undo the ruling'")
    page.wait_for_selector(".messagelist .success")
    assert story_of(ferry) != story_of(bees)


def test_all_of_it_works_with_scripts_off(plain_page, live_site, editor, ferry, bees):
    page = plain_page
    merge_both(page, live_site)
    page.check(f"#choose-{bees.pk}")
    page.click("text='Take the chosen members out…'")
    page.fill("#id_reason", "Bees are no ferry.")
    page.click("text='Take them out'")
    page.wait_for_selector(".errornote")
    assert f"ruling {Ruling.objects.get().pk}" in page.inner_text(".errornote"), "it says what stands against it"
    assert page.input_value("#id_reason") == "Bees are no ferry."


def test_the_pages_fit_a_phone_and_hostile_headlines_run_nothing(page, live_site, editor, ferry, bees):
    Article.objects.update(headline=f"{HOSTILE} {'x' * 200}")
    page.set_viewport_size(PHONE)
    log_in(page, live_site)
    page.on("dialog", lambda dialog: pytest.fail(f"a headline ran: {dialog.message}"))
    one, other = story_of(ferry).pk, story_of(bees).pk
    for where in (
        f"{reverse('admin:archive_story_merge')}?story={one}&story={other}",
        f"{reverse('admin:archive_story_take_out', args=[one])}?article={ferry.pk}",
        reverse("admin:archive_story_change", args=[one]),
        reverse("admin:archive_story_history", args=[one]),
    ):
        page.goto(live_site + where)
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= PHONE["width"], f"{where} is {wide} pixels wide"


def test_from_a_storys_page_to_the_merge_by_keyboard_with_scripts_off(plain_page, live_site, editor, ferry, bees):
    page = plain_page
    page.set_viewport_size(PHONE)
    log_in(page, live_site)
    page.goto(live_site + story_of(ferry).get_absolute_url())
    page.get_by_label("Merge it with story number").focus()
    page.keyboard.type(live_site + story_of(bees).get_absolute_url())
    page.keyboard.press("Enter")
    page.wait_for_selector(".desk-panel")
    assert "Beekeepers ask for sugar" in page.inner_text(".desk-panels")
    page.fill("#id_reason", "Both tell of the same morning.")
    page.press("#id_reason", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert story_of(ferry) == story_of(bees)
