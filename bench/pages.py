"""How long reading pages take for eight readers at once: `make bench-pages`.

    python -m bench.pages [--articles 100000] [--requests 200] [--readers 8] [--pause 0] [--keep folder]
        [--only part of a name]

The web server runs as `make run` starts it. Eight readers, who are signed in and keep their connections, ask for pages
of one kind after the other, and at last for all kinds mixed. They never rest; with `--pause` each looks at every page
for about so many milliseconds before the next. Times are taken by the readers, on the same machine, from
the request to the last byte; beside each kind the same readers ask for `/health/`, and ratios are of the medians. With
`--keep` the archive stays in the folder, and the next run finds it there.
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import urlencode

from bench.archive import archive
from bench.figures import Figures, tell
from bench.flat_spent import postgres

ARTICLES, SMALL = 100_000, 20_000
REQUESTS, FEW = 200, 64
READERS = 8
SLOW = 100.0
"""Milliseconds in which nineteen of twenty requests are to be answered."""

COMMON = ("people", "time", "new", "year", "make", "government")
LARGE = 520
"""Members of the large story at the most."""

ASKED = 12
"""Different questions of a kind, so that no reader only asks what another just asked."""

Pages = Mapping[str, Sequence[str]]


class Measured(NamedTuple):
    """Milliseconds of one kind of page, and how many queries it asks at the most.

    ``cost`` is what an answer takes of a processor, in the web server and in PostgreSQL together; ``kb`` are the
    kilobytes of the largest answer, compressed as they go out.
    """

    name: str
    p50: float
    p95: float
    health: float
    cost: float
    queries: int
    kb: float


def pages(seed: int = 20261127) -> dict[str, list[str]]:
    """Addresses of every kind of page in the archive that is open."""
    from newsarchive.archive.models import Article, Story

    dice = Random(seed)
    some = _some_articles(dice)
    phrases = [f'"{" ".join(a.text.words.split()[at : at + 4])}"' for a in some for at in [dice.randrange(20)]]
    large = Story.objects.filter(merged_into=None, article_count__lte=LARGE).order_by("-article_count", "pk")[0]
    last = Article.objects.order_by("-dated_on").values_list("dated_on", flat=True)[0].year
    months = [f"{year}-{month:02}" for year in (last - 2, last - 1) for month in range(1, 13)]
    agencies, outlets, rare = _names()
    return {
        "list": ["/"],
        "list, further down": [f"/?at=older_at{a.dated_on.isoformat()}.{a.pk}" for a in some],
        "list of a month": [_asked(since=f"{month}-01", until=f"{month}-28") for month in months],
        "agency": [_asked(agency=name) for name in agencies],
        "large source": [_asked(source=name) for name in outlets],
        "small source": [_asked(source=name) for name in rare],
        "agency and source": [_asked(agency=agency, source=source) for agency in agencies for source in outlets[:3]],
        "agency, source, month": [
            _asked(agency=dice.choice(agencies), source=outlets[0], since=f"{m}-01", until=f"{m}-28") for m in months
        ],
        "rare phrase": [_asked(q=phrase) for phrase in phrases],
        "no hit": [_asked(q=f"unheardof{n} {word}") for n, word in enumerate(COMMON)],
        "common word": [_asked(q=word) for word in COMMON],
        "common word, newest": [_asked(q=word, order="newest") for word in COMMON],
        "common word, agency": [_asked(q=word, agency=agencies[n % len(agencies)]) for n, word in enumerate(COMMON)],
        "story of 40": [f"/stories/{pk}/" for pk in _of_forty()],
        "story of 40, matrix": [f"/stories/{pk}/matrix/" for pk in _of_forty()],
        "story of 500": [f"/stories/{large.pk}/"],
        "story of 500, by date": [f"/stories/{large.pk}/?order=date"],
        "story of 500, matrix": [f"/stories/{large.pk}/matrix/"],
        "story of 500, further down": [f"/stories/{large.pk}/?after={pk}" for pk in _members(large, dice)],
        "two compared": [f"/compare/{large.lead_article_id}/{pk}/" for pk in _others(large, dice)],
        "article": [f"/articles/{a.pk}/" for a in some],
        "article of 500": [f"/articles/{pk}/" for pk in _members(large, dice)],
    }


def _some_articles(dice: Random) -> list:
    from django.db.models import Max

    from newsarchive.archive.models import Article

    last = Article.objects.aggregate(last=Max("pk"))["last"]
    wanted = dice.sample(range(1, last + 1), min(2 * ASKED, last))
    return list(Article.objects.exclude(text=None).filter(pk__in=wanted).select_related("text"))


def _names() -> tuple[list[str], list[str], list[str]]:
    """Agencies, the outlets that ran most of the newest articles, and those that ran least of them."""
    from newsarchive.archive.models import Agency, Article

    newest = Article.objects.order_by("-pk")[:20_000]
    ran = Counter(name for name in newest.values_list("source__name", flat=True) if name)
    outlets = [name for name, _ in sorted(ran.items(), key=lambda item: (-item[1], item[0]))]
    agencies = Agency.objects.order_by("pk").values_list("name", flat=True)[:ASKED]
    return list(agencies), outlets[:ASKED], outlets[-ASKED:]


def _members(story: object, dice: Random) -> list[int]:
    from newsarchive.archive.models import Article

    members = Article.objects.filter(text__membership__story=story).order_by("pk").values_list("pk", flat=True)
    return dice.sample(list(members), min(ASKED, len(members)))


def _others(story: object, dice: Random) -> list[int]:
    """Members of a story besides its lead."""
    return [pk for pk in _members(story, dice) if pk != story.lead_article_id]


def _of_forty() -> list[int]:
    """The stories that come nearest to forty members."""
    from django.db.models import F
    from django.db.models.functions import Abs

    from newsarchive.archive.models import Story

    near = Story.objects.filter(merged_into=None).order_by(Abs(F("article_count") - 40), "pk")
    return list(near.values_list("pk", flat=True)[:ASKED])


def _asked(**fields: str) -> str:
    return f"/?{urlencode(fields)}"


@contextmanager
def server(var: Path) -> Iterator[tuple[int, int]]:
    """The web server as `make run` starts it, on a free port of this machine alone; yields the port and its process."""
    from django.conf import settings

    from newsarchive.run import serve

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    plan = serve.Plan(settings.BASE_DIR, var, "127.0.0.1", port, settings.WEB_WORKERS, settings.REDIS_ADDRESS)
    command = dict(serve._commands(plan))["web"]
    said = subprocess.Popen(command, cwd=plan.project, env=os.environ, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not serve.answers("127.0.0.1", port):
            if said.poll() is not None or time.monotonic() > until:
                raise SystemExit("The web server does not start.")
            time.sleep(0.1)
        yield port, said.pid
    finally:
        said.terminate()
        said.wait(20)


class Reader:
    """One who is signed in and asks for one page after the other, looking at each for about ``pause`` milliseconds."""

    def __init__(self, port: int, cookie: str, pause: float = 0, seed: int = 0) -> None:
        self._pause, self._dice = pause / 1000, Random(seed)
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": cookie, "Host": "localhost", "Accept-Encoding": "gzip"}
        self.largest = 0

    def read(self, urls: Sequence[str]) -> list[float]:
        """Milliseconds that each took."""
        return [self._looked(self._timed(url)) for url in urls]

    def _looked(self, took: float) -> float:
        """The same, when the page was looked at: so that readers do not go in step, from no time to twice the pause."""
        time.sleep(self._dice.uniform(0, 2 * self._pause))
        return took

    def _timed(self, url: str) -> float:
        try:
            return self._asked(url)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server closes a connection that lies idle; a browser opens another one too.
            self._line.close()
            return self._asked(url)

    def _asked(self, url: str) -> float:
        started = time.perf_counter()
        self._line.request("GET", url, headers=self._headers)
        answer = self._line.getresponse()
        self.largest = max(self.largest, len(answer.read()))
        if answer.status != 200:
            raise SystemExit(f"{url} answers {answer.status}, not 200")
        return (time.perf_counter() - started) * 1000


def readers(port: int, many: int, pause: float = 0) -> list[Reader]:
    client = _client()
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return [Reader(port, cookie, pause, seed) for seed in range(many)]


def _client() -> object:
    from django.test import Client

    from bench.desk import editor

    client = Client(SERVER_NAME="localhost")
    client.force_login(editor())
    return client


def ask(those: Sequence[Reader], urls: Sequence[str], requests: int, dice: Random) -> list[float]:
    """What so many requests took, shared among the readers, who ask at once."""
    orders = [[dice.choice(urls) for _ in range(max(1, requests // len(those)))] for _ in those]
    with ThreadPoolExecutor(len(those)) as pool:
        return [took for own in pool.map(Reader.read, those, orders) for took in own]


def look(those: Sequence[Reader], web: int, wanted: Pages, requests: int) -> list[Measured]:
    """Ask for pages of each kind; ``web`` is the web server's process."""
    dice = Random(1)
    every = [url for urls in wanted.values() for url in urls]
    kinds = {**wanted, "all kinds": every} if len(wanted) > 1 else wanted
    found = []
    for name, urls in kinds.items():
        ask(those, urls, 2 * len(those), dice)
        health = statistics.median(ask(those, ["/health/"], requests, dice))
        for reader in those:
            reader.largest = 0
        before = _spent(web)
        times = ask(those, urls, requests, dice)
        cost = (_spent(web) - before) / len(times)
        most = max(_queries(url) for url in urls[:4])
        kb = max(reader.largest for reader in those) / 1024
        found.append(Measured(name, statistics.median(times), _percentile(times, 95), health, cost, most, kb))
        print(_line(found[-1]), file=sys.stderr, flush=True)
    return found


def _spent(web: int) -> float:
    """Milliseconds of processor that the web server and PostgreSQL have taken so far."""
    import psutil

    served = psutil.Process(web)
    times = [process.cpu_times() for process in (served, *served.children())]
    return 1000 * (postgres() + sum(spent.user + spent.system for spent in times))


def _queries(url: str) -> int:
    """How many queries a page asks."""
    from django.db import connection

    client, asked = _client(), 0

    def counting(execute, *about):  # type: ignore[no-untyped-def]
        nonlocal asked
        asked += 1
        return execute(*about)

    client.get(url)
    with connection.execute_wrapper(counting):
        client.get(url)
    return asked


def _percentile(times: Sequence[float], per_cent: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(len(ordered) * per_cent / 100))]


def _line(one: Measured) -> str:
    slow = f"  over {SLOW:.0f} ms" if one.p95 > SLOW else ""
    times = f"p50 {one.p50:7.1f} ms  p95 {one.p95:7.1f} ms  {one.p50 / one.health:6.1f} x health"
    return f"{one.name:28} {times}  {one.cost:5.1f} ms of processor  {one.queries:3} queries  {one.kb:5.1f} kB{slow}"


def run(var: Path, articles: int, requests: int, only: str = "", many: int = READERS, pause: float = 0) -> Figures:
    """Measure in the archive that is open, which is filled where it is empty."""
    from django.core.management import call_command

    from bench import large
    from newsarchive.archive.models import Article

    call_command("collectstatic", interactive=False, verbosity=0)
    if not Article.objects.exists():
        large.fill(articles)
    wanted = {name: urls for name, urls in pages().items() if only in name}
    with server(var) as (port, web):
        found = look(readers(port, many, pause), web, wanted, requests)
    return Figures(
        bench="pages",
        ratios={},
        costs={f"{one.name} / health": one.p50 / one.health for one in found},
        seconds={f"{one.name}, p95": one.p95 / 1000 for one in found},
        about={
            "articles": Article.objects.count(),
            "readers": many,
            "pause ms": pause,
            "requests a kind": requests,
            "health ms": round(statistics.median(one.health for one in found), 2),
            "processor ms": {one.name: round(one.cost, 1) for one in found},
            "queries": {one.name: one.queries for one in found},
            "kB compressed": {one.name: round(one.kb, 1) for one in found},
            "over the limit": [one.name for one in found if one.p95 > SLOW],
        },
    )


def measure(
    small: bool,
    keep: Path | None = None,
    articles: int = 0,
    requests: int = 0,
    only: str = "",
    many: int = READERS,
    pause: float = 0,
) -> Figures:
    """What pages take; ``small`` in an archive of 20,000 articles, with fewer requests."""
    from django.conf import settings

    with archive(keep) if not settings.configured else nullcontext():
        return run(
            settings.VAR,
            articles or (SMALL if small else ARTICLES),
            requests or (FEW if small else REQUESTS),
            only,
            many,
            pause,
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.pages", description="How long reading pages take for eight readers.")
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--requests", type=int, default=0, help="of each kind")
    parser.add_argument("--readers", type=int, default=READERS, help="who ask at once")
    parser.add_argument("--pause", type=float, default=0, help="milliseconds for which each looks at a page")
    parser.add_argument("--keep", type=Path, help="a folder that the archive stays in, and is found in again")
    parser.add_argument("--only", default="", help="a part of the names of the kinds that are wanted")
    parser.add_argument("--small", action="store_true", help="20,000 articles, fewer requests")
    return parser.parse_args()


def main() -> None:
    o = _options()
    tell(measure(o.small, o.keep, o.articles, o.requests, o.only, o.readers, o.pause))


if __name__ == "__main__":
    main()
