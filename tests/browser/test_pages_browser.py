"""The pages in a real browser: the archivist's way through them, phones, the keyboard, no scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from newsarchive.archive.models import Adoption, Scheme, UploadedFile
from newsarchive.archive.services.working import work_some
from tests.archive import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

POOR_CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
PHONE = {"width": 390, "height": 844}
LEDE = "Pilots at Port Selwyn refused on Thursday to bring in ships at night until each boat has two crews."
STORY = f"""Pilots refuse night work

PORT SELWYN, March 4, 2021 (AFP) - {LEDE}

PORT SELWYN, March 4, 2021 (AFP) - {LEDE}

Eleven ships lay at anchor in the roads by the evening, four of them with fruit from the south.

The harbour board called the demand unreasonable and asked the minister to step in before the weekend.

Talks are to begin on Monday, in the presence of a mediator whom both sides have accepted.
"""


def sign_in(page: Page, site: str, name: str = "ada") -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(name)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def upload(page: Page, site: str, *files: Path) -> None:
    page.goto(f"{site}/upload/")
    page.get_by_label("Files").set_input_files(files)
    page.get_by_label("Taken from").fill("Harbour Gazette")
    page.get_by_role("main").get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What became of")


def sideways(page: Page) -> int:
    """Pixels that the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A story with its lede printed twice, and another outlet's cut of it."""
    whole, cut = tmp_path / "whole.txt", tmp_path / "cut.txt"
    whole.write_text(STORY)
    parts = STORY.replace("Pilots refuse night work", "No ships by night").split("\n\n")
    cut.write_text("\n\n".join([*parts[:2], *parts[3:5]]) + "\n")
    return [whole, cut]


@pytest.mark.worker
def test_from_signing_in_to_the_article_while_the_worker_works(page, live_site, worker, files):
    make.make_archivist()
    sign_in(page, live_site)
    upload(page, live_site, *files)
    expect(page.get_by_role("status")).to_have_text("All 2 files done.", timeout=30_000)
    assert page.locator("[hx-trigger]").count() == 0
    lines = page.locator("ol.lines > li")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("new story")
    expect(lines.nth(0)).to_contain_text("lede folded")
    expect(lines.nth(1)).to_contain_text("trimmed from")

    page.get_by_role("link", name="Stories").first.click()
    expect(page.locator("ol.stories > li")).to_have_count(1)
    expect(page.locator("ol.stories")).to_contain_text("2 copies")
    page.get_by_role("link", name="Pilots refuse night work").click()
    expect(page.get_by_role("img", name="prints 4 of 4 paragraphs of the lead")).to_be_visible()
    page.get_by_role("table").get_by_role("link", name="Pilots refuse night work").first.click()

    folded = page.locator("details.fold")
    expect(folded.get_by_text(LEDE)).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.get_by_text(LEDE)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "whole.txt"
    assert download.value.path().read_text() == STORY


def test_the_receipt_follows_the_work(page, live_site, files):
    make.make_archivist()
    sign_in(page, live_site)
    upload(page, live_site, *files)
    expect(page.get_by_role("status")).to_have_text("0 of 2 files done.")
    expect(page.locator("progress")).to_have_attribute("value", "0")
    while work_some():
        pass
    expect(page.get_by_role("status")).to_have_text("All 2 files done.", timeout=10_000)
    expect(page.locator("progress")).to_have_count(0)


def test_the_receipt_keeps_the_keyboards_place_when_it_changes(page, live_site):
    given = make.make_upload(by=make.make_archivist())
    make.make_receipt(make.make_file(given, "done.txt"), make.make_article("Ferry aground"))
    waiting = [make.make_file(given, name, state="waiting") for name in ("a.txt", "b.txt")]
    sign_in(page, live_site)
    page.goto(f"{live_site}/uploads/{given.pk}/")
    page.get_by_role("link", name="Ferry aground").focus()
    UploadedFile.objects.filter(pk=waiting[0].pk).update(state="rejected", reason="The file is empty.")
    expect(page.get_by_role("status")).to_have_text("2 of 3 files done.", timeout=10_000)
    expect(page.get_by_text("The file is empty.")).to_be_visible()
    expect(page.get_by_role("link", name="Ferry aground")).to_be_focused()


def test_without_scripts_everything_works(browser, live_site, files):
    make.make_archivist()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_site)
    upload(page, live_site, *files)
    expect(page.get_by_role("status")).to_have_text("0 of 2 files done.")
    while work_some():
        pass
    page.get_by_role("link", name="refresh it").click()
    expect(page.get_by_role("status")).to_have_text("All 2 files done.")
    page.goto(live_site)
    page.locator("#q").fill('"night work"')
    page.get_by_role("button", name="Search").click()
    expect(page.locator("ol.stories > li")).to_have_count(1)
    context.close()


def test_search_and_filters(page, live_site):
    make.make_archivist()
    make.make_article("Ferry aground", ["The ferry sits on the mole."], agencies=["NOR"], source="Harbour Gazette")
    make.make_article("Harvest fails", ["Hail took the wheat."], agencies=["Meridian"], source="Inland Post")
    sign_in(page, live_site)
    page.locator("#q").fill("wheat")
    page.keyboard.press("Enter")
    expect(page.locator("ol.stories h2")).to_have_text(["Harvest fails"])
    page.get_by_role("link", name="show all").click()
    page.get_by_text("Narrow down", exact=True).click()
    page.get_by_label("Agency").and_(page.locator("select")).select_option("NOR")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("ol.stories h2")).to_have_text(["Ferry aground"])
    expect(page.locator(".chosen li")).to_contain_text(["NOR"])
    page.locator("#q").fill("unheardof")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="No story fits")).to_be_visible()


def test_no_page_scrolls_sideways_on_a_phone(page, live_site):
    ada = make.make_archivist()
    long = "x" * 200
    article = make.make_article(
        f"Long {long}", [long, f"{long} more"], source=long, agencies=["A" * 90], url=f"https://a.example/{long}"
    )
    make.make_article("Trim", [long], story=make.story_of(article), source="Inland Post")
    given = make.make_upload(by=ada)
    make.make_receipt(make.make_file(given, f"{long}.txt"), article)
    make.make_file(given, "b.txt", state="rejected", reason=long)
    page.set_viewport_size(PHONE)
    sign_in(page, live_site)
    story = make.story_of(article).get_absolute_url()
    for path in ("/", "/?agency=none", story, f"/articles/{article.pk}/", "/upload/", "/uploads/"):
        page.goto(live_site + path)
        assert sideways(page) == 0, path
    page.goto(f"{live_site}/uploads/{given.pk}/")
    assert sideways(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page, live_site, scheme):
    """Contrast of at least 4.5 to 1 (WCAG AA) for what is small and grey, and for links and buttons."""
    make.make_archivist()
    article = make.make_article(source="Harbour Gazette", agencies=["NOR"], furniture=["Share"])
    page.emulate_media(color_scheme=scheme)
    sign_in(page, live_site)
    for path in ("/", f"/articles/{article.pk}/", make.story_of(article).get_absolute_url(), "/upload/"):
        page.goto(live_site + path)
        poor = page.evaluate(POOR_CONTRAST)
        assert not poor, f"{path}: {poor}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_why_an_article_is_in_its_story_can_be_read_on_a_phone_without_scripts(browser, live_site, scheme):
    make.make_archivist()
    long = ["Lord" + chr(97 + n) * 60 for n in range(9)]
    article = make.make_article("Crew", [f"The ferry left with {' and with '.join(long)} on board."], source="A" * 90)
    make.make_article("No crew", ["The ferry left with nobody on board."], story=make.story_of(article))
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, live_site)
    page.goto(live_site + make.story_of(article).get_absolute_url())
    expect(page.get_by_text("Weakest link:")).to_be_visible()
    expect(page.get_by_text("Nearest:")).to_have_count(2)
    assert sideways(page) == 0
    assert not page.evaluate(POOR_CONTRAST)
    odds = page.get_by_text("Odds of one story").first
    expect(odds).to_be_hidden()
    page.get_by_text("One story: ").first.click()
    expect(odds).to_be_visible()
    more = page.get_by_role("group").filter(has_text="more only here").get_by_text(long[8])
    expect(more).to_be_hidden()
    page.get_by_text("and 3 more only here").click()
    expect(more).to_be_visible()
    assert sideways(page) == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_why_files_wait_can_be_read_on_a_phone(page, live_site, scheme):
    ada = make.make_archivist()
    ada.is_staff = True
    ada.save()
    unknown = Scheme.objects.create(id="clustering-0123456789", definition={"x" * 90: 1})
    Adoption.objects.create(scheme=unknown)
    given = make.make_upload(by=ada)
    make.make_file(given, state="read")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    sign_in(page, live_site)
    for path in ("/", "/upload/", f"/uploads/{given.pk}/"):
        page.goto(live_site + path)
        expect(page.get_by_role("note")).to_contain_text("New files wait to be compared.")
        assert sideways(page) == 0, path
        assert not page.evaluate(POOR_CONTRAST), path


def test_the_keyboard_reaches_the_content_and_the_page_has_its_landmarks(page, live_site):
    make.make_archivist()
    make.make_article()
    sign_in(page, live_site)
    page.goto(live_site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    for landmark in ("banner", "navigation", "main", "search", "contentinfo"):
        expect(page.get_by_role(landmark).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()


def test_hostile_text_runs_nothing(page, live_site):
    make.make_archivist()
    bad = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
    article = make.make_article(bad, [bad, "More."], source=bad, url="javascript:document.title='ran'")
    sign_in(page, live_site)
    for path in ("/", f"/?q={bad}", make.story_of(article).get_absolute_url(), f"/articles/{article.pk}/"):
        page.goto(live_site + path)
        expect(page.get_by_role("main")).to_contain_text("<script>")
        assert page.title() != "ran"
        assert page.locator("main script, main img").count() == 0


def test_the_labelled_seeds_read_right_on_the_page(page, live_site, data):
    make.make_archivist()
    sign_in(page, live_site)
    upload(page, live_site, *sorted((data / "seeds").glob("*.txt")))
    while work_some():
        pass
    expect(page.get_by_role("status")).to_have_text("All 2 files done.", timeout=10_000)
    expect(page.locator("ol.lines")).to_contain_text("lede folded")
    page.goto(live_site)
    expect(page.locator("ol.stories > li")).to_have_count(2)
    places = page.locator("ol.stories .place")
    expect(places).to_have_text(["TEHRAN", "BAGHDAD"])
    expect(page.locator("ol.stories .dated").nth(0)).to_contain_text("10 August 2007")
    expect(page.locator("ol.stories .dated").nth(1)).to_contain_text("29 April 2007")
    expect(page.locator("ol.stories .dated").nth(1)).to_contain_text("dateline")
