"""The desk's pages by the rules of WCAG 2.2 that a program can check, in light and dark, at a desk and on a phone."""

import pytest
from django.urls import reverse

from newsarchive.archive.models import Ruling
from tests.archive.admin_rows import FERRY
from tests.archive.factories import make_article, story_of
from tests.browser.axe import violations
from tests.browser.screens import on_screens
from tests.browser.test_desk import log_in, merge_both

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def undecided(story, other, article):
    """The pages an editor decides on, before anything was decided."""
    return [
        reverse("admin:index"),
        reverse("admin:archive_story_changelist"),
        reverse("admin:archive_story_change", args=[story.pk]),
        reverse("admin:archive_story_history", args=[story.pk]),
        f"{reverse('admin:archive_story_merge')}?story={story.pk}&story={other.pk}",
        f"{reverse('admin:archive_story_merge')}?story={story.pk}&words=honey",
        f"{reverse('admin:archive_story_take_out', args=[story.pk])}?article={article.pk}",
        f"{reverse('admin:archive_story_take_out', args=[story.pk])}?weakest=1",
        *(reverse(f"admin:archive_story_{page}", args=[story.pk]) for page in ("lead", "edit", "mark")),
        f"{reverse('admin:archive_ruling_pair')}?article={article.pk}&article={other.lead_article_id}",
        reverse("admin:archive_ruling_pair"),
        reverse("admin:archive_article_changelist"),
        reverse("admin:archive_article_change", args=[article.pk]),
    ]


def decided(ruling, story):
    """The pages about what was decided, besides the one that an editor is led back to."""
    return [
        reverse("admin:archive_ruling_changelist"),
        reverse("admin:archive_ruling_change", args=[ruling.pk]),
        reverse("admin:archive_ruling_undo", args=[ruling.pk]),
        reverse("admin:archive_story_history", args=[story.pk]),
    ]


def found_on(page, site, addresses):
    """What is wrong on each page where something is."""
    found = []
    for address in addresses:
        page.goto(site + address)
        found += [f"{address}: {line}" for line in violations(page)]
    return found


@on_screens()
def test_pages_to_decide_on_break_no_rule(page, live_site, editor, ferry, bees, screen):
    screen.put(page)
    make_article("Ferry runs aground, in short", FERRY[:2], story=story_of(ferry), source="Valley Mail")
    log_in(page, live_site)
    found = found_on(page, live_site, undecided(story_of(ferry), story_of(bees), ferry))
    assert not found, "\n".join(found)


@on_screens()
def test_pages_about_what_was_decided_break_no_rule(page, live_site, editor, ferry, bees, screen):
    screen.put(page)
    merge_both(page, live_site)
    found = violations(page) + found_on(page, live_site, decided(Ruling.objects.get(), story_of(ferry)))
    assert not found, "\n".join(found)


def test_a_decision_without_a_reason_says_so_to_everyone(page, live_site, editor, ferry, bees):
    log_in(page, live_site)
    one, other = story_of(ferry).pk, story_of(bees).pk
    page.goto(f"{live_site}{reverse('admin:archive_story_merge')}?story={one}&story={other}")
    page.locator(".desk-decision input[type=submit]").click()
    page.wait_for_selector(".errorlist")
    assert not violations(page)
    assert not Ruling.objects.exists()
