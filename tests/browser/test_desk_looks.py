"""How the desk's pages lie on a screen: nothing over the title, every column of a list in sight."""

import pytest
from django.urls import reverse

from newsarchive.archive.models import StockProposal
from tests.archive.factories import make_article, story_of
from tests.browser.screens import DESK, PHONE, on_screens
from tests.browser.test_desk import log_in, merge_both

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Ferry with 214 aboard runs aground off the mole at Tambora, all brought ashore before the evening tide turns"


def boxes(page, selector):
    return [box for each in page.locator(selector).all() if (box := each.bounding_box())]


def overlap(one, other):
    across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    down = one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
    return across and down


@on_screens(DESK, PHONE)
def test_what_can_be_done_lies_over_no_title(page, live_site, editor, screen):
    screen.put(page)
    article = make_article(LONG)
    log_in(page, live_site)
    for table, row in (("article", article.pk), ("story", story_of(article).pk)):
        page.goto(live_site + reverse(f"admin:archive_{table}_change", args=[row]))
        tools, titles = boxes(page, ".object-tools a"), boxes(page, "#content h1, #content > h2")
        assert len(tools) > 1
        assert len(titles) > 1
        assert not [tool for tool in tools for title in titles if overlap(tool, title)], table


@on_screens(DESK)
def test_every_column_of_a_list_is_in_sight(page, live_site, editor, ferry, bees, screen):
    screen.put(page)
    merge_both(page, live_site)
    for table in ("story", "ruling", "article"):
        page.goto(live_site + reverse(f"admin:archive_{table}_changelist"))
        hidden = page.eval_on_selector(".results", "results => results.scrollWidth - results.clientWidth")
        assert hidden <= 0, f"{table}: {hidden} pixels"


def test_a_button_among_what_can_be_done_looks_like_the_links(page, live_site, editor):
    counts = {"score": 1.0, "stories": 3, "days": 2, "sources": 2, "articles": 4, "ends": 1.0, "examples": []}
    StockProposal.objects.create(said="Copyright Northwire", words="copyright northwire", **counts)
    log_in(page, live_site)
    page.goto(live_site + reverse("admin:archive_stockproposal_changelist"))
    link, button = page.locator(".object-tools a").first, page.locator(".object-tools button")
    names = "['backgroundColor', 'color', 'fontSize', 'borderTopWidth']"
    look = f"each => {names}.map(name => getComputedStyle(each)[name])"
    assert link.evaluate(look) == button.evaluate(look)
