"""Handing in as people do: hundreds of files dropped, a zip without scripts, a connection that breaks."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from newsarchive.archive.models import Upload
from newsarchive.archive.services.working import work_some
from tests.archive import factories as make
from tests.archive.wirecopy import Desk, page
from tests.browser.axe import violations
from tests.browser.test_pages_browser import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILES = 200
SEED = 20261128
NARROW = {"width": 360, "height": 780}

DROP = """([names, text]) => {
    const carried = new DataTransfer();
    for (const [at, name] of names.entries()) carried.items.add(new File([text.replace("NUMBER", at)], name));
    document.getElementById("drop").dispatchEvent(
        new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def text() -> str:
    return page("Ferry NUMBER runs aground", Desk(SEED).report(2), "HARBOUR TOWN, May 3, 2011 - ").decode()


def drop(page: Page, names: list[str]) -> None:
    """Once the page's script listens, which is when it offers folders."""
    expect(page.get_by_label("Or a whole folder")).to_be_visible()
    page.evaluate(DROP, [names, text()])


def work() -> None:
    while work_some():
        pass


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def clean(page: Page) -> None:
    """axe finds nothing, and nothing has to be scrolled to the side."""
    found = violations(page)
    assert not found, "\n".join(found)
    assert sideways(page) == 0


def test_two_hundred_files_are_dropped_looked_at_sent_over_a_broken_line_and_followed_to_the_end(page, live_site):
    make.make_archivist()
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    sign_in(page, live_site)
    page.goto(f"{live_site}/upload/")
    clean(page)
    drop(page, [f"{number:03}.txt" for number in range(FILES)])
    expect(page.get_by_text(f"{FILES} files, ")).to_be_visible()
    press(page, "Upload")
    expect(page.get_by_role("heading", name="What was recognised")).to_be_visible()
    expect(page.get_by_text("More than 50 files are always looked at before they go in.")).to_be_visible()
    expect(page.get_by_text(f"All {FILES} files were looked at")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(12)
    clean(page)
    assert not Upload.objects.exists()

    held: list[Route] = []
    mended: list[bool] = []

    def line(route: Route) -> None:
        """Breaks once, and takes nothing until it is mended."""
        held.append(route)
        if len(held) == 1:
            route.abort()
        elif mended:
            route.continue_()

    page.route("**/files/", line)
    press(page, f"Hand in {FILES} files")
    expect(page.get_by_text("The connection was lost. Trying again in 1 s.")).to_be_visible()
    clean(page)
    mended.append(True)
    for waiting in held[1:]:
        waiting.continue_()
    page.wait_for_url("**/uploads/*/")
    expect(page.get_by_role("status")).to_have_text(f"0 of {FILES} files done.")
    assert Upload.objects.get().files.count() == FILES
    work()
    expect(page.get_by_role("status")).to_have_text(f"All {FILES} files done.", timeout=20_000)
    clean(page)


def test_who_is_signed_out_on_the_way_goes_on_and_sends_the_rest_alone(page, live_site):
    """The upload is gone on with in the same window, and after it was closed, by the same folder again."""
    make.make_archivist()
    sign_in(page, live_site)
    page.goto(f"{live_site}/upload/")
    drop(page, [f"{number}.txt" for number in range(3)])
    page.route("**/files/", lambda route: (Session.objects.all().delete(), route.continue_()))
    press(page, "Upload")
    expect(page.get_by_text("You have been signed out.")).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    assert not Upload.objects.get().files.exists()
    other = page.context.new_page()
    sign_in(other, live_site)
    page.unroute("**/files/")
    page.route("**/end/", lambda route: route.abort())
    press(page, "Go on")
    expect(page.get_by_text("3 of 3 files sent")).to_be_visible()
    page.close()
    assert Upload.objects.get().unfinished

    other.goto(f"{live_site}/uploads/")
    clean(other)
    other.get_by_role("link", name="Go on with upload").click()
    names = [f"{number}.txt" for number in range(4)]
    drop(other, names)
    press(other, "Upload")
    other.wait_for_url("**/uploads/*/")
    upload = Upload.objects.get()
    assert sorted(upload.files.values_list("name", flat=True)) == names
    assert not upload.unfinished


def test_a_zip_goes_in_without_scripts_after_a_look(plain_page, live_site, tmp_path: Path):
    make.make_archivist()
    packed = tmp_path / "may.zip"
    print("seed", SEED)
    noise = random.Random(SEED)
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(3):
            archive.writestr(f"May/{number}.txt", text().replace("NUMBER", str(number)))
        archive.writestr("May/photo.jpg", b"\xff\xd8\xff\xe0" + noise.randbytes(3000))
        archive.writestr("inner.zip", b"x")
    plain_page.set_viewport_size(NARROW)
    sign_in(plain_page, live_site)
    plain_page.goto(f"{live_site}/upload/")
    assert sideways(plain_page) == 0
    plain_page.get_by_label("Files").set_input_files(packed)
    plain_page.get_by_label("Look first").check()
    press(plain_page, "Upload")
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Hand in 3 of 5 files?")
    expect(plain_page.get_by_role("table")).to_contain_text("Ferry 0 runs aground")
    refused = plain_page.get_by_role("region", name="2 would be refused")
    expect(refused).to_contain_text("This is a JPEG picture")
    expect(refused).to_contain_text("inner.zip")
    assert sideways(plain_page) == 0
    press(plain_page, "Hand in 3 of 5 files")
    work()
    plain_page.get_by_role("link", name="refresh it").click()
    expect(plain_page.get_by_role("status")).to_have_text("All 5 files done.")
    plain_page.get_by_role("link", name="2 rejected").click()
    expect(plain_page.locator("ol.lines > li")).to_have_count(2)
    expect(plain_page.locator("ol.lines")).to_contain_text("It is an archive inside an archive")
    assert sideways(plain_page) == 0
    plain_page.goto(f"{live_site}/uploads/")
    assert sideways(plain_page) == 0


def large_zip(path: Path, most: int) -> Path:
    """More than ``most`` bytes: stories in front, a picture that is no use to anybody, more stories."""
    print("seed", SEED)
    noise = random.Random(SEED)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(30):
            archive.writestr(f"May/{number}.txt", text().replace("NUMBER", str(number)))
        archive.writestr("May/photo.jpg", b"\xff\xd8\xff\xe0" + noise.randbytes(most))
        archive.writestr("May/last.txt", text().replace("NUMBER", "99"))
        archive.writestr("May/inner.zip", b"x")
    return path


def test_a_large_zip_is_looked_into_before_it_is_sent(page, live_site, tmp_path: Path):
    make.make_archivist()
    page.set_viewport_size(NARROW)
    sign_in(page, live_site)
    page.goto(f"{live_site}/upload/")
    packed = large_zip(tmp_path / "may.zip", 9_000_000)
    posted: dict[str, int] = {}
    page.on("request", lambda asked: posted.update({asked.url: len(asked.post_data_buffer or b"")}))
    page.get_by_label("Files", exact=True).set_input_files(packed)
    page.get_by_label("Taken from").fill("Drop Daily")
    press(page, "Upload")
    expect(page.get_by_text("Nothing was handed in yet: 1 of 33 files would be refused")).to_be_visible()
    expect(page.get_by_text("Zip archives are always looked at before they go in.")).to_be_visible()
    expect(page.get_by_role("cell", name="Drop Daily").first).to_be_visible()
    expect(page.get_by_role("region", name="1 would be refused")).to_contain_text("archive inside an archive")
    expect(page.get_by_role("table")).to_contain_text("Ferry 0 runs aground")
    expect(page.get_by_text("32 of 33 files were looked at")).to_be_visible()
    clean(page)
    assert not Upload.objects.exists()
    assert max(posted.values()) < 4_500_000
    press(page, "Hand in 32 of 33 files")
    page.wait_for_url("**/uploads/*/")
    assert Upload.objects.get().files.count() == 33


def test_a_zip_of_which_nothing_can_be_taken_is_not_offered_and_one_too_large_is_not_even_looked_at(
    page, live_site, tmp_path: Path, settings
):
    settings.MAX_REQUEST_MB = 1
    make.make_archivist()
    sign_in(page, live_site)
    page.goto(f"{live_site}/upload/")
    whole = large_zip(tmp_path / "large.zip", 1_100_000)
    files = page.get_by_label("Files", exact=True)
    files.set_input_files(whole)
    expect(page.get_by_role("alert")).to_contain_text("Over 1 MB no zip archive is taken. Left out: large.zip (1.1 MB)")
    expect(page.get_by_text("Choose others")).to_be_hidden()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:900_000])
    files.set_input_files(cut)
    press(page, "Upload")
    expect(page.get_by_text("There is nothing to hand in.")).to_be_visible()
    expect(page.get_by_text("damaged or was not sent whole")).to_be_visible()
    expect(page.get_by_role("button", name="Hand in")).to_have_count(0)
    clean(page)
    page.locator("#looked").get_by_role("button", name="Choose others").click()
    expect(files).to_be_focused()
    assert not Upload.objects.exists()
