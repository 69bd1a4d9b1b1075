"""Articles corrected and names merged in a real browser: with suggestions, without scripts, on a phone, by axe."""

import pytest
from django.urls import reverse

from newsarchive.archive.models import Article, Ruling, Source
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import FERRY, HOSTILE
from tests.archive.factories import make_article
from tests.browser.axe import violations
from tests.browser.screens import on_screens
from tests.browser.test_desk import PHONE, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "The paper copy says so."


@pytest.fixture
def article(transactional_db):
    make_article("Bees", ["Bees."], source="Harbour Post")
    return make_article("Fery runs agrund", FERRY, source="Harbor Post", agencies=["AP", "Reuters"])


def sources():
    return [Source.objects.get(name=name) for name in ("Harbor Post", "Harbour Post")]


def pages(article):
    one, other = sources()
    return [
        reverse("admin:archive_article_correct", args=[article.pk]),
        reverse("admin:archive_article_change", args=[article.pk]),
        reverse("article", args=[article.pk]),
        f"{reverse('admin:archive_source_merge')}?name=%23{one.pk}&name=%23{other.pk}",
        reverse("admin:archive_source_change", args=[other.pk]),
        reverse("admin:archive_source_spelling", args=[other.pk]),
        reverse("admin:archive_source_changelist"),
    ]


def test_a_source_is_found_while_it_is_typed_and_the_article_corrected(page, live_site, editor, article):
    log_in(page, live_site)
    page.goto(live_site + reverse("admin:archive_article_change", args=[article.pk]))
    page.click("text=Correct this article…")
    page.locator("#id_source").press_sequentially("harbour")
    page.fill("#id_source", "")
    page.locator("#id_source").press_sequentially("harbou")
    page.wait_for_selector("#source-names option[value='Harbour Post']", state="attached")
    page.fill("#id_source", "Harbour Post")
    page.fill("#id_headline", "Ferry runs aground")
    page.fill("#id_published_on", "2021-03-02")
    page.fill("#id_reason", WHY)
    page.press("#id_reason", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert "Corrected: headline, published, source." in page.inner_text(".messagelist")
    assert "Fery runs agrund" in page.inner_text("#corrected")
    page.click("#corrected >> text='Undo it…' >> nth=0")
    page.fill("#id_reason", "It was printed so.")
    page.click("text='Undo the ruling'")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.get(pk=article.pk).headline == "Fery runs agrund"


def test_with_scripts_off_a_new_name_is_said_to_be_new_and_names_are_merged(plain_page, live_site, editor, article):
    page = plain_page
    page.set_viewport_size(PHONE)
    log_in(page, live_site)
    page.goto(live_site + reverse("admin:archive_article_correct", args=[article.pk]))
    page.fill("#id_source", "Evening Mole")
    page.fill("#id_reason", WHY)
    page.click("text='Correct the article'")
    page.check("#id_enter")
    page.click("text='Correct the article'")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.get(pk=article.pk).source.name == "Evening Mole"
    page.goto(live_site + reverse("admin:archive_source_change", args=[sources()[1].pk]))
    page.get_by_label("Merge with another source, by name or number").fill("evening mole")
    page.click("text='Merge…'")
    page.get_by_role("radio", name="Harbour Post").check()
    page.fill("#id_reason", "One house.")
    page.click("text='Merge these 2 names'")
    page.wait_for_selector(".messagelist .success")
    assert "Evening Mole" in page.inner_text("#spellings")
    assert Article.objects.get(pk=article.pk).source.name == "Harbour Post"


@on_screens()
def test_the_pages_serve_everyone_and_fit(page, live_site, editor, article, screen):
    changes = {"headline": f"{HOSTILE} {'x' * 200}", "published_on": None, "byline": "I. M.", "agencies": ["AP"]}
    rulings.correct_article(article.pk, changes, by=editor, reason=HOSTILE)
    rulings.add_alias("source", sources()[1].pk, "Harbour Post Online", by=editor, reason=HOSTILE)
    screen.put(page)
    page.on("dialog", lambda dialog: pytest.fail(f"words ran: {dialog.message}"))
    log_in(page, live_site)
    undo = reverse("admin:archive_ruling_undo", args=[Ruling.objects.earliest("pk").pk])
    found = []
    for where in [*pages(article), undo]:
        page.goto(live_site + where)
        found += [f"{where}: {line}" for line in violations(page)]
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        found += [f"{where} is {wide} pixels wide"] if wide > screen.width else []
    assert not found, "\n".join(found)


def test_two_windows_in_conflict_keep_what_each_meant(page, live_site, editor, article):
    log_in(page, live_site)
    page.goto(live_site + reverse("admin:archive_article_correct", args=[article.pk]))
    page.fill("#id_headline", "Ferry runs aground")
    page.fill("#id_reason", WHY)
    rulings.correct_article(article.pk, {"byline": "Ilse Maarten"}, by=editor, reason="Quicker.")
    page.click("text='Correct the article'")
    page.wait_for_selector(".errornote")
    assert page.input_value("#id_byline") == "Ilse Maarten"
    assert page.input_value("#id_headline") == "Ferry runs aground"
    page.click("text='Correct the article'")
    page.wait_for_selector(".messagelist .success")
    now = Article.objects.get(pk=article.pk)
    assert (now.headline, now.byline) == ("Ferry runs aground", "Ilse Maarten")
