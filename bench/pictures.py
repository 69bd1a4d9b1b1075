"""The pictures of the docs: `make pictures`.

    python -m bench.pictures [--to docs/pictures] [--only part of a name]

Starts an archive of its own on the samples, in a temporary folder and on a free port, opens its pages in the machine's
Chromium as somebody would who reads there, and writes a picture of each. A page that is not there, or not any more, is
said and left out. When it is done, nothing of that archive is left.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Error, Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STARTS_WITHIN, TAKES_IN_WITHIN = 180.0, 300.0
FERRY = "passenger ferry"
"""Words of the samples' largest story."""

DESK, PHONE = (1280, 900), (390, 844)


class Picture(NamedTuple):
    """A page, found by a way through the site, in a window of some size, in light or dark colours."""

    name: str
    way: Callable[[Page], str]
    window: tuple[int, int] = DESK
    dark: bool = False


def at(address: str) -> Callable[[Page], str]:
    """The page at an address."""
    return lambda page: address


def story(page: Page) -> str:
    """The story that is found by the words of its first sentence."""
    return _first(page, f'/?q="{FERRY}"', r"/stories/\d+/$")


def matrix(page: Page) -> str:
    return f"{story(page)}matrix/"


def compared(page: Page) -> str:
    """The first articles that the story's page leads to, side by side."""
    one, other = _links(page, story(page), r"/articles/(\d+)/$")[:2]
    return f"/compare/{_number(one)}/{_number(other)}/"


def article(page: Page) -> str:
    """An article that prints its lede twice."""
    found = _first(page, "/?source=Newsgleaner", r"/stories/\d+/$")
    return _first(page, found, r"/articles/\d+/$")


def passage(page: Page) -> str:
    return _first(page, _first(page, story(page), r"/articles/\d+/$"), r"/passages/\d+/$")


def receipt(page: Page) -> str:
    return _first(page, "/uploads/", r"/uploads/\d+/$")


def source(page: Page) -> str:
    return _first(page, "/sources/?order=most", r"/sources/\d+/$")


PICTURES = (
    Picture("search", at("/?q=ferry+OR+strike+OR+bank")),
    Picture("story", story),
    Picture("matrix", matrix),
    Picture("compare", compared),
    Picture("article", article),
    Picture("passage", passage),
    Picture("saved", at("/saved/")),
    Picture("upload", at("/upload/")),
    Picture("receipt", receipt),
    Picture("overview", at("/overview/"), (1280, 1200)),
    Picture("source", source),
    Picture("help", at("/help/")),
    Picture("stories-phone", at("/"), PHONE),
    Picture("story-phone", story, PHONE),
    Picture("story-dark", story, dark=True),
)


class NotThere(LookupError):
    """A page does not lead where the picture's way goes on."""


def _links(page: Page, address: str, leading: str) -> list[str]:
    """Where the links of a page's main part lead, those that fit the expression, each once."""
    page.goto(address)
    leads = page.locator("main a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    found = list(dict.fromkeys(link for link in leads if re.search(leading, link)))
    if not found:
        raise NotThere(f"{address} does not lead to {leading}")
    return found


def _first(page: Page, address: str, leading: str) -> str:
    return _links(page, address, leading)[0]


def _number(address: str) -> str:
    return re.findall(r"\d+", address)[-1]


# --- An archive of its own


@contextmanager
def own_archive() -> Iterator[tuple[str, str]]:
    """The address of an archive that has taken the samples in, and the administrator's password."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-pictures-") as temporary:
        var = Path(temporary)
        var.chmod(0o755)
        port = _free_port()
        with (var / "log").open("wb") as log:
            running = subprocess.Popen(
                [sys.executable, "manage.py", "run"],
                cwd=PROJECT,
                env=_environment(var, port),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield _when_ready(running, var, port)
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)


def _environment(var: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCHIVE_")}
    for url in ("DATABASE_URL", "REDIS_URL"):
        kept.pop(url, None)
    return kept | {"NEWSARCHIVE_VAR": str(var), "NEWSARCHIVE_PORT": str(port), "NEWSARCHIVE_WEB_WORKERS": "1"}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _when_ready(running: subprocess.Popen[bytes], var: Path, port: int) -> tuple[str, str]:
    site, password = f"http://127.0.0.1:{port}", var / "admin-password.txt"
    _wait(lambda: password.exists() and _answers(site), STARTS_WITHIN, running, var / "log")
    return site, password.read_text().strip()


def _answers(site: str) -> bool:
    try:
        with urllib.request.urlopen(f"{site}/health/", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _wait(happened: Callable[[], bool], seconds: float, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + seconds
    while not happened():
        if running.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"The archive did not start; it said:\n{log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(0.5)


# --- Pictures of it


def sign_in(page: Page, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def wait_for_the_samples(page: Page) -> None:
    """Until each receipt says that all of its files are done."""
    until = time.monotonic() + TAKES_IN_WITHIN
    while time.monotonic() < until:
        page.goto("/uploads/")
        leads = page.locator("main a[href^='/uploads/']").evaluate_all("links => links.map(link => link.pathname)")
        if leads and all(_settled(page, address) for address in dict.fromkeys(leads)):
            return
        time.sleep(1)
    raise SystemExit("The samples were not taken in in time.")


def _settled(page: Page, address: str) -> bool:
    page.goto(address)
    return page.locator("main progress").count() == 0


def take(page: Page, picture: Picture, folder: Path) -> str:
    """What became of a picture, in words."""
    page.set_viewport_size({"width": picture.window[0], "height": picture.window[1]})
    page.emulate_media(color_scheme="dark" if picture.dark else "light")
    try:
        address = picture.way(page)
        response = page.goto(address)
    except (NotThere, ValueError, Error) as missing:
        return f"left out: {missing}"
    if response is None or response.status != 200:
        return f"left out: {address} is not there"
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"{picture.name}.png")
    return address


def take_all(browser: Browser, site: str, password: str, folder: Path, only: str) -> int:
    """Take the pictures whose names have a part; how many were taken."""
    context = browser.new_context(base_url=site, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(page, password)
    wait_for_the_samples(page)
    taken = 0
    for picture in PICTURES:
        if only in picture.name:
            said = take(page, picture, folder)
            taken += not said.startswith("left out")
            print(f"{picture.name:<16} {said}", flush=True)
    context.close()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--to", type=Path, default=PROJECT / "docs" / "pictures", help="the folder they go to")
    parser.add_argument("--only", default="", help="part of the name of those that are taken")
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        raise SystemExit("This machine has no Chromium to take pictures with.")
    options.to.mkdir(parents=True, exist_ok=True)
    with own_archive() as (site, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        taken = take_all(browser, site, password, options.to, options.only)
        browser.close()
    print(f"{taken} pictures are in {options.to}")


if __name__ == "__main__":
    main()
