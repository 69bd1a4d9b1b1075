"""What if, adopt, return in a real browser: as an editor, with scripts and without, on a phone and in both colours."""

import pytest
from django.urls import reverse

from newsarchive.archive.models import Article, Story, Trial
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import trying
from newsarchive.dedup.definitions import CONTAINMENT
from tests.archive import pipeline
from tests.archive.admin_rows import HOSTILE, staff
from tests.archive.test_refingerprint import LOOSE, STRICT, adopt
from tests.archive.wirecopy import mixed_bag
from tests.browser.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 800}


@pytest.fixture
def editor(transactional_db):
    """Three reports in an archive that began with the plain method, and someone who may adopt another."""
    adopt(CONTAINMENT)
    pipeline.take_in(mixed_bag(11, reports=3))
    return staff("edda", "rule", "adopt_scheme")


def log_in(page, site):
    page.goto(f"{site}{reverse('admin:archive_trial_changelist')}")
    page.fill("#id_username", "edda")
    page.fill("#id_password", "edda")
    page.press("#id_password", "Enter")
    page.wait_for_selector("text=What if…")


def work():
    while trying.work_off():
        pass


def through_it_all(page, site, shown):
    """What if, adopt, return; ``shown`` brings the page to what the worker has done."""
    log_in(page, site)
    page.click("text=What if…")
    page.get_by_label("Evidence asked for one story").fill("0.2")
    page.get_by_label("Share of pairs that has to agree").first.fill("0.05")
    page.get_by_text("See what would change").click()
    page.wait_for_selector("#trial-progress")
    work()
    shown("2 stories would be joined into 1")
    page.click("text='Adopt…'")
    page.fill("#id_reason", "Backgrounds belong together.")
    page.press("#id_reason", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trial-progress")
    assert in_force() == CONTAINMENT
    work()
    shown("2 stories were joined into 1")
    assert in_force() == LOOSE
    page.click("text=Return to what was before…")
    page.fill("#id_reason", "Too much.")
    page.click("input[value='Return to what was before']")
    page.wait_for_selector("#trial-progress")
    work()
    shown("These numbers are in force.")
    assert in_force() == CONTAINMENT


def test_what_if_adopt_and_return(page, live_site, editor):
    through_it_all(page, live_site, lambda words: page.wait_for_selector(f"text={words}"))


def test_all_of_it_works_with_scripts_off(plain_page, live_site, editor):
    def shown(words):
        plain_page.click("text=look again")
        assert words in " ".join(plain_page.inner_text("#content").split())

    through_it_all(plain_page, live_site, shown)


def test_the_page_follows_the_work_and_it_can_be_stopped(page, live_site, editor):
    trial = trying.look(LOOSE, by=editor)
    log_in(page, live_site)
    page.goto(f"{live_site}{reverse('admin:archive_trial_change', args=[trial.pk])}")
    assert "Waits for a worker" in page.inner_text("#trial-stage")
    Trial.objects.filter(pk=trial.pk).update(state="running", stage="Comparing", done=3, total=12)
    page.wait_for_selector("text=25 % of this step: 3 of 12.")
    page.wait_for_selector("#trial-stage >> text=Comparing texts")
    page.click("input[value='Stop']")
    page.wait_for_selector("text=Stopped. No story was changed.")
    trial.refresh_from_db()
    assert trial.state == "stopped"


def test_the_pages_fit_a_phone_and_break_no_rule_for_those_who_see_them_otherwise(page, live_site, editor):
    Article.objects.filter(pk__gt=2).update(headline=f"{HOSTILE} {'x' * 200}")
    Story.objects.update(headline=f"{HOSTILE} {'x' * 200}")
    looks = [trying.look(some, by=editor) for some in (LOOSE, STRICT)]
    work()
    adopt(LOOSE)
    running = trying.look(STRICT, by=editor)
    page.set_viewport_size(PHONE)
    log_in(page, live_site)
    found = []
    page.on("dialog", lambda dialog: pytest.fail(f"a headline ran: {dialog.message}"))
    for where in (
        reverse("admin:archive_trial_ask"),
        reverse("admin:archive_trial_back"),
        reverse("admin:archive_trial_changelist"),
        *(reverse("admin:archive_trial_change", args=[trial.pk]) for trial in (*looks, running)),
        reverse("admin:archive_trial_adopt", args=[looks[1].pk]),
    ):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(live_site + where)
            found += [f"{where}: {line}" for line in violations(page)]
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= PHONE["width"], f"{where} is {wide} pixels wide"
    assert not found, "\n".join(found)
