"""What it costs to add one article to a large archive, alone and beside a bulk load.

    python -m bench.adding [--articles 1000000] [--keep folder] [--times 200] [--beside 10000]

The archive holds the first articles of `bench.traffic`; with `--keep` it stays in the folder, and one that is there is
used. Then the next ones are added one at a time, each handed in, read and clustered in this process as an upload of
its own. It is done twice: with nothing beside it, and while two processes take in a bulk load of other files.

``work`` is what this process and its database computed for an article: of a pass that took other files along, its
share. Where a process of the load took the article along, it is not known, and only the clock counts. ``wall`` is the
time by the clock from handing it in until its receipt says what it is, whoever did the work. Costs are against
`/health/`, asked for just before.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil

from bench.archive import archive, incoming
from bench.figures import Figures, tell
from bench.traffic import SEED, Copy, Traffic

if TYPE_CHECKING:
    from django.test import Client

ARTICLES, TIMES, BESIDE = 1_000_000, 200, 10_000
FEW_ARTICLES, FEW_TIMES, FEW_BESIDE = 2_000, 20, 300

LOADERS = 2
"""Processes of the bulk load, as many as two shared cores have."""

_OTHER_SEED = SEED + 1
_PAUSE = 0.002
_PATIENCE = 60.0
"""Seconds in which an article must be clustered."""


class Added(NamedTuple):
    """Seconds that one article took; ``work`` is None where it was done elsewhere."""

    work: float | None
    wall: float


def measure(small: bool) -> Figures:
    """The measurement, in an archive of its own."""
    sizes = (FEW_ARTICLES, FEW_TIMES, FEW_BESIDE) if small else (ARTICLES, TIMES, BESIDE)
    with archive():
        return measured(*sizes)


def measured(articles: int, times: int, beside: int) -> Figures:
    """Fill the archive that is open, unless it is full, and add so many articles alone and as many beside a load."""
    from bench import large
    from newsarchive.archive.models import Article

    if not Article.objects.exists():
        large.fill(articles)
    held = Article.objects.count()
    coming = itertools.islice(Traffic(), held, None)
    health = _health()
    _add(next(coming))
    alone = [_add(copy) for copy in itertools.islice(coming, times)]
    with _load(beside, Article.objects.count()) as running:
        under_load = [_add(copy) for copy in itertools.islice(coming, times) if running()]
    return _figures(held, beside, statistics.median(health), {"alone": alone, "beside a load": under_load})


def _add(copy: Copy) -> Added:
    """Hand an article in and work until it is clustered, as the workers would for it."""
    from newsarchive.archive.models import Upload, UploadedFile
    from newsarchive.archive.services import clustering, intake, reading

    used, started = _processor_seconds(), time.perf_counter()
    one = [incoming(f"added-{copy.number}.txt", copy.data)]
    upload = intake.receive(one, via=Upload.Via.COMMAND, source=copy.outlet)
    shares: list[float | None] = [_processor_seconds() - used]
    file = UploadedFile.objects.filter(upload=upload).values_list("state", flat=True)
    for step, state in ((reading.read_some, "waiting"), (clustering.cluster_some, "read")):
        shares.append(_share(step, lambda state=state: file.get() != state, started))
    if file.get() != UploadedFile.State.SETTLED:
        raise RuntimeError(f"{copy.number} was not clustered: {list(upload.files.values('state', 'reason'))}")
    known = [share for share in shares if share is not None]
    return Added(sum(known) if len(known) == len(shares) else None, time.perf_counter() - started)


def _share(step: Callable[[], int], done: Callable[[], bool], started: float) -> float | None:
    """Take steps until it is done: what the last cost a file; None where another process did it."""
    while not done():
        used = _processor_seconds()
        files = step()
        used = _processor_seconds() - used
        if files and done():
            return used / files
        if not files:
            time.sleep(_PAUSE)
        if time.perf_counter() - started > _PATIENCE:
            raise RuntimeError("An article was not clustered in time.")
    return None


def _processor_seconds() -> float:
    """Of this process and of the one that serves it at the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    used = time.process_time()
    with suppress(psutil.Error):
        times = psutil.Process(backend).cpu_times()
        used += times.user + times.system
    return used


def _health(asked: int = 40) -> list[float]:
    """Seconds that `/health/` takes."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.get("/health/")
    return [_timed(client, "/health/") for _ in range(asked)]


def _timed(client: Client, url: str) -> float:
    started = time.perf_counter()
    client.get(url)
    return time.perf_counter() - started


@contextmanager
def _load(files: int, held: int) -> Iterator[Callable[[], bool]]:
    """A bulk load in processes of its own; what is yielded says whether it still runs. It is ended at the end.

    Its files depend on how many articles are ``held``: an archive that is kept has none of them from the last time.
    """
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    loaders = [
        context.Process(target=_take_in, args=(held + number, files // LOADERS, started), daemon=True)
        for number in range(LOADERS)
    ]
    for loader in loaders:
        loader.start()
    started.wait(_PATIENCE)
    try:
        yield lambda: any(loader.is_alive() for loader in loaders)
    finally:
        for loader in loaders:
            loader.terminate()
            loader.join()


def _take_in(number: int, files: int, started: object) -> None:
    """Take files in as `manage.py ingest` does. The settings' environment came with the process."""
    import django

    django.setup()
    from newsarchive.archive.models import Upload
    from newsarchive.archive.services import clustering, intake, reading

    stream = itertools.islice(Traffic(_OTHER_SEED + number), files)
    handed = [incoming(f"load-{number}-{copy.number}.txt", copy.data) for copy in stream]
    intake.receive(handed, via=Upload.Via.COMMAND, source="")
    started.set()  # type: ignore[attr-defined]
    while reading.read_some() or clustering.cluster_some():
        pass


def _figures(articles: int, beside: int, health: float, found: dict[str, Sequence[Added]]) -> Figures:
    seconds = {"health": health}
    for name, added in found.items():
        for kind in Added._fields:
            taken = [value for one in added if (value := getattr(one, kind)) is not None]
            seconds[f"{name}, {kind}, median"] = statistics.median(taken) if taken else 0.0
            seconds[f"{name}, {kind}, p99"] = _p99(taken) if taken else 0.0
    costs = {f"{name}, to health": value / health for name, value in seconds.items() if name != "health" and value}
    counted = {
        name: {kind: sum(getattr(o, kind) is not None for o in a) for kind in Added._fields}
        for name, a in found.items()
    }
    about = {"articles": articles, "added": counted, "load": beside}
    return Figures("adding", ratios={}, costs=costs, seconds=seconds, about=about)


def _p99(taken: Sequence[float]) -> float:
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]


def main() -> None:
    written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m bench.adding", description=__doc__, formatter_class=written)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--beside", type=int, default=BESIDE, help="files of the bulk load")
    parser.add_argument("--keep", type=Path, help="a folder that the archive stays in, and is found in again")
    options = parser.parse_args()
    with archive(options.keep):
        figures = measured(options.articles, options.times, options.beside)
    for name, value in figures.seconds.items():
        print(f"{name:36} {value * 1000:8.1f} ms", file=sys.stderr)
    tell(figures)


if __name__ == "__main__":
    main()
