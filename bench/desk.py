"""How long the desk's pages take in a large archive: `make bench-desk`.

    python -m bench.desk [--articles 100000] [--requests 40] [--keep folder] [--only part of a name] [--page name=/url]

An editor asks for each page in turn, in this process, from servers of the measurement's own. Times are those of the
server without the way to the browser, and beside them what `/health/` took in between, so that runs on different
machines can be told from slower pages. With `--keep` the archive stays in the folder and the next run finds it there.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.archive import archive

if TYPE_CHECKING:
    from django.test import Client

ARTICLES, REQUESTS = 100_000, 40
SLOW = 200.0
"""Milliseconds in which nineteen of twenty requests should be answered."""

EDITOR = "bench"


class Landmarks(NamedTuple):
    """Rows of the large archive that pages are asked about."""

    large: int
    """The story of hundreds of members, in hundreds of texts."""
    small: int
    """A story of two."""
    other: int
    """A story of a dozen."""
    article: int
    """A member of the large story, not its lead."""
    merge: int
    """A ruling in force that merged another story into the large one."""
    take_out: int
    """A ruling in force that took a member out of the large one."""
    last: int
    """The last page that the list of stories leads to."""
    word: str
    """A word that some texts have."""
    common: str
    """A word that nearly all have."""


Address = Callable[[Landmarks], str]

PAGES: dict[str, Address] = {
    "stories": lambda at: "/admin/archive/story/",
    "stories, last page": lambda at: f"/admin/archive/story/?p={at.last}",
    "stories of a month": lambda at: "/admin/archive/story/?dated_on__year=2024&dated_on__month=5",
    "stories merged away": lambda at: "/admin/archive/story/?merged=yes",
    "stories by a word": lambda at: f"/admin/archive/story/?q={at.word}",
    "stories by a common word": lambda at: f"/admin/archive/story/?q={at.common}",
    "stories by number": lambda at: f"/admin/archive/story/?q={at.large}",
    "story of 2": lambda at: f"/admin/archive/story/{at.small}/change/",
    "story of 500": lambda at: f"/admin/archive/story/{at.large}/change/",
    "story of 500, page 5": lambda at: f"/admin/archive/story/{at.large}/change/?members=5",
    "history of 2": lambda at: f"/admin/archive/story/{at.small}/history/",
    "history of 500": lambda at: f"/admin/archive/story/{at.large}/history/",
    "merge 2 with 12": lambda at: f"/admin/archive/story/merge/?story={at.small}&story={at.other}",
    "merge 500 with 12": lambda at: f"/admin/archive/story/merge/?story={at.large}&story={at.other}",
    "take out of 500": lambda at: f"/admin/archive/story/{at.large}/take-out/?article={at.article}",
    "weakest cut of 12": lambda at: f"/admin/archive/story/{at.other}/take-out/?weakest=1",
    "weakest cut of 500": lambda at: f"/admin/archive/story/{at.large}/take-out/?weakest=1",
    "find a story to merge": lambda at: f"/admin/archive/story/merge/?story={at.large}&words={at.word}",
    "lead of 500": lambda at: f"/admin/archive/story/{at.large}/lead/",
    "headline of 500": lambda at: f"/admin/archive/story/{at.large}/edit/",
    "mark of 500": lambda at: f"/admin/archive/story/{at.large}/mark/?article={at.article}",
    "pair": lambda at: f"/admin/archive/ruling/pair/?article={at.article}&article={at.article + 1}",
    "review": lambda at: "/admin/archive/review/next/",
    "agreement": lambda at: "/admin/archive/review/agreement/",
    "reviews": lambda at: "/admin/archive/review/",
    "what if": lambda at: "/admin/archive/trial/ask/",
    "trials": lambda at: "/admin/archive/trial/",
    "correct an article": lambda at: f"/admin/archive/article/{at.article}/correct/",
    "merge sources": lambda at: "/admin/archive/source/merge/?row=1&row=2",
    "desk": lambda at: "/admin/",
    "rulings": lambda at: "/admin/archive/ruling/",
    "rulings by a word": lambda at: f"/admin/archive/ruling/?q={at.word}",
    "ruling, merged": lambda at: f"/admin/archive/ruling/{at.merge}/change/",
    "ruling, taken out": lambda at: f"/admin/archive/ruling/{at.take_out}/change/",
    "undo a merge": lambda at: f"/admin/archive/ruling/{at.merge}/undo/",
    "undo a take-out": lambda at: f"/admin/archive/ruling/{at.take_out}/undo/",
    "articles": lambda at: "/admin/archive/article/",
    "articles by a word": lambda at: f"/admin/archive/article/?q={at.word}",
    "article": lambda at: f"/admin/archive/article/{at.article}/change/",
    "sources": lambda at: "/admin/archive/source/",
    "matches": lambda at: "/admin/archive/match/",
    "reading: story of 500": lambda at: f"/stories/{at.large}/",
}
"""Every page that is measured, by what the table calls it: a line here is all that a new one needs."""


class Measured(NamedTuple):
    """Milliseconds of one page, how many queries it asks, and its bytes."""

    name: str
    p50: float
    p95: float
    queries: int
    size: int


def landmarks() -> Landmarks:
    from newsarchive.archive.admin.base import REACH, LookOnly
    from newsarchive.archive.models import Article, Ruling, Story

    living = Story.objects.filter(merged_into=None)
    large = living.order_by("-article_count", "pk")[0]
    member = Article.objects.filter(text__membership__story=large).exclude(pk=large.lead_article_id).order_by("pk")[0]
    ruled = Ruling.objects.filter(undone_at=None, before__stories__has_key=str(large.pk)).order_by("pk")
    return Landmarks(
        large=large.pk,
        small=living.filter(article_count=2).order_by("pk")[0].pk,
        other=living.filter(article_count__gte=12).order_by("article_count", "pk")[0].pk,
        article=member.pk,
        merge=ruled.filter(use="merge")[0].pk,
        take_out=ruled.filter(use="take out")[0].pk,
        last=min(REACH, living.count()) // LookOnly.list_per_page,
        word="harbour",
        common="said",
    )


def editor() -> Any:
    """An editor as administrators make them: in the group, with staff status."""
    from django.conf import settings
    from django.contrib.auth.models import Group, User

    from newsarchive.archive.services import bootstrap

    found, made = User.objects.get_or_create(username=EDITOR, defaults={"is_staff": True})
    if made:
        bootstrap.set_up_archive(settings.VAR / "admin-password.txt")
        found.groups.add(Group.objects.get(name=bootstrap.EDITORS))
    return found


def fill(articles: int, by: Any) -> None:
    """The large archive, unless it is here."""
    from bench import large, large_rulings
    from newsarchive.archive.models import Article

    if Article.objects.exists():
        return
    started = time.monotonic()
    large.fill(articles, processes=large.PROCESSES)
    large_rulings.enter_rulings(by)
    print(f"{articles:,} articles entered in {time.monotonic() - started:.0f} s", flush=True)


def measure(client: Client, pages: Mapping[str, str], requests: int) -> tuple[float, list[Measured]]:
    """The median of `/health/`, asked for beside each page, and the pages."""
    health: list[float] = []
    found = []
    for name, url in pages.items():
        queries, size = _look(client, name, url)
        times = []
        for _ in range(requests):
            health.append(_timed(client, "/health/"))
            times.append(_timed(client, url))
        found.append(Measured(name, statistics.median(times), _percentile(times, 95), queries, size))
    return statistics.median(health), found


def _look(client: Client, name: str, url: str) -> tuple[int, int]:
    """The queries and the bytes of a page, which must be there; templates are read and caches filled on the way."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{name}: {url} answers {answer.status_code}, not 200")
    return len(queries), len(b"".join(answer))


def _timed(client: Client, url: str) -> float:
    started = time.perf_counter()
    client.get(url)
    return (time.perf_counter() - started) * 1000


def _percentile(times: Iterable[float], per_cent: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(len(ordered) * per_cent / 100))]


def table(health: float, measured: Iterable[Measured]) -> str:
    lines = [f"{'page':28} {'p50 ms':>8} {'p95 ms':>8} {'× health':>9} {'queries':>8} {'kB':>7}"]
    for one in measured:
        slow = f"  over {SLOW:.0f} ms" if one.p95 > SLOW else ""
        figures = f"{one.p50:8.1f} {one.p95:8.1f} {one.p50 / health:9.1f} {one.queries:8} {one.size / 1000:7.1f}"
        lines.append(f"{one.name:28} {figures}{slow}")
    return "\n".join([*lines, f"{'/health/':28} {health:8.1f}"])


def summary(articles: int, health: float, measured: Iterable[Measured]) -> str:
    pages = {one.name: {"p50": round(one.p50, 1), "p95": round(one.p95, 1), "queries": one.queries} for one in measured}
    slow = [name for name, one in pages.items() if one["p95"] > SLOW]
    return json.dumps({"articles": articles, "health_ms": round(health, 2), "pages": pages, "slow": slow})


def run(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.test import Client

    from newsarchive.archive.models import Article

    call_command("collectstatic", interactive=False, verbosity=0)
    user = editor()
    fill(options.articles, user)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    at = landmarks()
    wanted = {name: address(at) for name, address in PAGES.items()} | dict(options.page)
    pages = {name: url for name, url in wanted.items() if options.only in name}
    health, measured = measure(client, pages, options.requests)
    print(table(health, measured))
    print(summary(Article.objects.count(), health, measured))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.desk", description="How long the desk's pages take.")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--keep", type=Path, help="a folder that the archive stays in, and is found in again")
    parser.add_argument("--only", default="", help="a part of the names of the pages that are wanted")
    parser.add_argument("--page", type=lambda said: said.split("=", 1), action="append", default=[], help="name=/url")
    return parser.parse_args()


def main() -> None:
    options = _options()
    with archive(options.keep):
        run(options)


if __name__ == "__main__":
    main()
