"""Editors at work in a browser: splits, pairs, leads, marks, and two windows in conflict."""

import pytest
from django.urls import reverse

from newsarchive.archive.models import Ruling
from tests.archive.admin_rows import FERRY, hand_in
from tests.archive.factories import story_of
from tests.browser.test_desk import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wrong(ferry):
    """An article that likeness puts with the ferry and an editor would not."""
    return hand_in("Petrel aground", [*FERRY[:3], "It was the tug of that name, not the ferry."], "Evening Mole")


def story_page(site, article):
    return site + reverse("admin:archive_story_change", args=[story_of(article).pk])


def give_reason(page, reason):
    page.fill("#id_reason", reason)
    page.press("#id_reason", "Tab")
    page.keyboard.press("Enter")


def test_a_wrong_member_is_split_off_and_a_new_copy_of_it_joins_the_right_story(page, live_site, editor, ferry, wrong):
    log_in(page, live_site)
    page.goto(story_page(live_site, ferry))
    page.check(f"#choose-{wrong.pk}")
    page.click("text='Take the chosen members out…'")
    assert "What remains connected" in page.inner_text(".desk-panels >> nth=1")
    give_reason(page, "The tug, not the ferry.")
    page.wait_for_selector(".messagelist .success")
    assert story_of(wrong) != story_of(ferry)
    copy = hand_in("Tug aground", [*FERRY[:3], "It was the tug of that name, not the ferry."], "Late Post")
    page.goto(story_page(live_site, wrong))
    assert page.locator(f"#choose-{copy.pk}").count() == 1
    page.goto(story_page(live_site, ferry))
    assert page.locator(f"#choose-{copy.pk}").count() == 0


def test_of_two_windows_the_second_is_told_what_changed_and_keeps_what_was_typed(
    page, browser, live_site, editor, ferry, wrong
):
    log_in(page, live_site)
    where = f"{live_site}{reverse('admin:archive_story_edit', args=[story_of(ferry).pk])}"
    page.goto(where)
    other = page.context.new_page()
    other.goto(where)
    other.fill("#id_headline", "The Petrel stranded")
    give_reason(other, "Shorter.")
    other.wait_for_selector(".messagelist .success")
    page.fill("#id_headline", "Aground in fog")
    give_reason(page, "Mine is better.")
    page.wait_for_selector(".errornote")
    assert "moved on" in page.inner_text(".errornote")
    assert page.input_value("#id_headline") == "Aground in fog"
    assert page.input_value("#id_reason") == "Mine is better."
    assert story_of(ferry).headline == "The Petrel stranded"
    page.press("#id_reason", "Enter")
    page.click("text='Set them'")
    page.wait_for_selector(".messagelist .success")
    assert story_of(ferry).headline == "Aground in fog"


def test_a_lead_is_pinned_a_mark_set_and_a_pair_ruled_on_with_scripts_off(plain_page, live_site, editor, ferry, wrong):
    page = plain_page
    log_in(page, live_site)
    page.goto(story_page(live_site, ferry))
    page.check(f"#choose-{wrong.pk}")
    page.click("text='Let the chosen one lead…'")
    give_reason(page, "Fuller.")
    page.wait_for_selector(".messagelist .success")
    assert story_of(ferry).lead_article_id == wrong.pk
    page.click("text='Marks…'")
    page.check("text='embargoed'")
    give_reason(page, "Until noon.")
    page.wait_for_selector(".messagelist .success")
    page.check(f"#choose-{wrong.pk}")
    page.check(f"#choose-{ferry.pk}")
    page.click("text='Rule on the chosen two…'")
    page.check("text='Different'")
    give_reason(page, "Tug and ferry.")
    page.wait_for_selector(".messagelist .success")
    assert story_of(ferry) != story_of(wrong)
    assert story_of(wrong).marks == ["embargoed"], "what was said of the story goes with its lead"
    assert Ruling.objects.count() == 3
