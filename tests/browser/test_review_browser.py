"""The review queue in a real browser: fifty pairs by keyboard, on a phone, in the dark, with scripts off."""

from pathlib import Path

import pytest
from django.urls import reverse

from newsarchive.archive.models import Article, Passage, Review, Ruling
from tests.archive.admin_rows import HOSTILE, staff
from tests.archive.pairs import make_pair
from tests.archive.test_agreement import verdicts
from tests.browser.axe import violations
from tests.browser.screens import on_screens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()


@pytest.fixture
def editor(transactional_db):
    return staff("edda", "rule", "add_ruling")


def log_in(page, site):
    page.goto(f"{site}{reverse('admin:archive_review_next')}")
    page.fill("#id_username", "edda")
    page.fill("#id_password", "edda")
    page.press("#id_password", "Enter")
    page.wait_for_selector("#review-form")


def begin(page, site):
    log_in(page, site)
    page.wait_for_selector("button[value=take]:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=review]", state="attached")


def shown(page):
    return page.get_attribute("input[name=review]", "value")


def press(page, key):
    """Press a key and wait for the page that answers it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_fifty_pairs_in_a_row_by_keyboard_and_the_last_taken_back(page, live_site, editor):
    for number in range(51):
        make_pair(stake=100 - number)
    begin(page, live_site)
    seen = []
    for number in range(50):
        seen.append(shown(page))
        press(page, "sdu"[number % 3])
    assert len(set(seen)) == 50
    assert list(Review.objects.filter(state="decided").order_by("decided_at").values_list("pk", flat=True)) == [
        int(pk) for pk in seen
    ]
    assert list(Ruling.objects.order_by("pk").values_list("kind", flat=True)[:3]) == ["same", "different", "unsure"]
    assert "1 left" in page.inner_text(".review-left")
    press(page, "z")
    assert shown(page) == seen[-1]
    assert Ruling.objects.standing().count() == 49
    press(page, "k")
    assert shown(page) not in seen
    press(page, "s")
    assert "Only what you skipped is left" in page.inner_text("#review-form")


def test_keys_do_nothing_while_somebody_types_or_with_another_key_held(page, live_site, editor):
    make_pair()
    begin(page, live_site)
    page.keyboard.press("Control+d")
    page.focus("#review-note")
    page.keyboard.type("skdz used")
    assert page.input_value("#review-note") == "skdz used"
    assert not Ruling.objects.exists()
    page.keyboard.press("Escape")
    press(page, "U")
    assert Ruling.objects.get().reason == "Reviewed: close to the line. skdz used"


def test_it_works_with_scripts_off(browser, live_site, editor):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    make_pair(), make_pair()
    log_in(page, live_site)
    page.click("text=Start reviewing")
    page.fill("#review-note", "One morning.")
    page.click("button[value=same]")
    page.wait_for_selector(".messagelist .success")
    page.click("button[value=undo]")
    page.wait_for_selector("text=Taken back")
    assert not Ruling.objects.get().holds
    context.close()


@on_screens()
def test_the_pages_fit_read_well_and_run_nothing(page, live_site, editor, screen):
    for number in range(4):
        make_pair(stake=9 - number, queue="sample" if number == 3 else "near")
    Article.objects.update(headline=f"{HOSTILE} {'x' * 200}")
    Passage.objects.filter(text__startswith="Number").update(text=f"{HOSTILE} {'y' * 300} 4711")
    page.on("dialog", lambda dialog: pytest.fail(f"a headline ran: {dialog.message}"))
    screen.put(page)
    log_in(page, live_site)
    look(page, screen)
    page.click("button[value=take]")
    look(page, screen)
    press(page, "s")
    verdicts(9, "same")
    verdicts(9, "different", "two -1 to 0")
    page.goto(live_site + reverse("admin:archive_review_agreement"))
    page.wait_for_selector(".agreement-chart circle")
    look(page, screen)
    page.goto(live_site + reverse("admin:archive_review_changelist"))
    page.goto(live_site + reverse("admin:index"))
    assert "3 wait" in page.inner_text(".review-waits")


def look(page, screen):
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= screen.width, f"{page.url} is {wide} pixels wide"
    pale = [found for found in page.evaluate(CONTRAST) if found[2] != "newsarchive"]
    assert pale == []
    assert violations(page) == []
