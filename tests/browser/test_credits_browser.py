"""The words that credit agencies, on an article's page."""

from __future__ import annotations

import pytest

from newsarchive.archive.models import Credit
from tests.archive import factories as make
from tests.browser.test_pages_browser import PHONE, POOR_CONTRAST, sideways, sign_in


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_is_credited_and_why_can_be_read_on_a_phone_without_scripts(browser, live_site, transactional_db, scheme):
    make.make_archivist()
    article = make.make_article(agencies=["AFP", "agencies, unnamed", "Northwire"])
    long = "© 2021 AFP. " + "x" * 200
    Credit.objects.create(article=article, name="AFP", where="dateline", line="TAMBORA (AFP) - ", begins=9, ends=12)
    Credit.objects.create(article=article, name="AFP", where="notice", line=long, begins=7, ends=10)
    values = {"where": "credit line", "line": "Staff and agencies", "begins": 10, "ends": 18}
    Credit.objects.create(article=article, name="agencies, unnamed", **values)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, live_site)
    page.goto(f"{live_site}/articles/{article.pk}/")
    said = page.locator(".credited").all_inner_texts()
    assert [words.splitlines()[0] for words in said] == ["AFP", "agencies, unnamed", "Northwire"]
    assert "dateline: " in said[0]
    assert "copyright notice: " in said[0]
    assert page.locator(".credited b").all_inner_texts() == ["AFP", "AFP", "agencies"]
    assert sideways(page) == 0
    assert not page.evaluate(POOR_CONTRAST)
    context.close()
