"""What a second worker brings, with each worker a host of its own on one PostgreSQL and one Valkey.

    python -m bench.workers [--files N] [--small]

Two measurements, each with one worker and with two. *Signing*: processes of their own fetch texts from the database and
sign them; nothing is written. *Reading and filing*: Celery workers with host names of their own take files from the
queue; the clustering lane is held meanwhile, so that it does not count, and let go at the end to settle the files.
Every file must be settled then, and none entered twice. PostgreSQL runs on the same cores as the workers.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bench.archive import archive, incoming
from bench.figures import Figures, tell

FILES, SMALL_FILES = 8000, 2500
PROJECT = Path(__file__).resolve().parent.parent
WORKERS = (1, 2)
LIMIT = 120.0
PORTION = 250
"""Texts that are fetched and signed at a time."""


def measure(small: bool, files: int = 0) -> Figures:
    """Ratios are throughput of two workers to that of one: 2 would be perfect."""
    from bench.traffic import Traffic

    traffic = {copy.name: copy.data for copy in islice(Traffic(), files or (SMALL_FILES if small else FILES))}
    with archive() as own:
        reading = {}
        for workers in WORKERS:
            own.empty()
            reading[workers] = _reading(traffic, workers)
        signing = {workers: _signing(workers, 4 if small else 10) for workers in WORKERS}
    return Figures(
        "workers",
        ratios={
            "signing, 2 workers to 1": signing[1] / signing[2],
            "reading and filing, 2 workers to 1": reading[1] / reading[2],
        },
        seconds={f"signing, {n}": signing[n] for n in WORKERS}
        | {f"reading and filing, {n}": reading[n] for n in WORKERS},
        about={"files": len(traffic), "files a second, 2 workers": round(len(traffic) / reading[2], 1)},
    )


def _reading(files: Mapping[str, bytes], workers: int) -> float:
    """Seconds from the first ring until the last file is read; all are settled after that."""
    from newsarchive.archive.models import Upload, UploadedFile
    from newsarchive.archive.services import intake
    from newsarchive.celery import app

    items = [incoming(name, data) for name, data in files.items()]
    for start in range(0, len(items), 500):
        intake.receive(items[start : start + 500], via=Upload.Via.COMMAND, first=start + 1)
    app.control.purge()
    with _hosts(workers):
        with _lane_held():
            started = time.perf_counter()
            for _ in range(workers):
                app.send_task("archive.read")
            _until(lambda: not UploadedFile.objects.filter(state="waiting").exists())
            seconds = time.perf_counter() - started
        app.send_task("archive.cluster")
        _until(lambda: not UploadedFile.objects.filter(state="read").exists())
    _check(files)
    print(f"{workers} workers read {len(files)} files in {seconds:.1f} s", file=sys.stderr)
    return seconds


def _check(files: Mapping[str, bytes]) -> None:
    """Every file is settled, with one receipt, and every distinct content is one article."""
    from newsarchive.archive.models import Article, Receipt, UploadedFile

    found = (UploadedFile.objects.filter(state="settled").count(), Receipt.objects.count(), Article.objects.count())
    if found != (len(files), len(files), len(set(files.values()))):
        raise RuntimeError(f"settled, receipts, articles: {found} of {len(files)}")


@contextmanager
def _hosts(workers: int) -> Iterator[None]:
    """Celery workers as on hosts of their own, up and waiting."""
    from newsarchive.celery import app

    command = [sys.executable, "-m", "celery", "--app", "newsarchive.celery", "worker", "--concurrency", "1"]
    with tempfile.TemporaryFile() as log:
        started = [
            subprocess.Popen([*command, "--hostname", f"host{n}@desk"], cwd=PROJECT, stdout=log, stderr=log)
            for n in range(workers)
        ]
        try:
            _until(lambda: len(app.control.ping(timeout=1.0)) == workers)
            yield
        finally:
            for worker in started:
                worker.terminate()
            for worker in started:
                worker.wait(30)


@contextmanager
def _lane_held() -> Iterator[None]:
    from django.db import transaction

    from newsarchive.archive.services.clustering import enter_lane

    with transaction.atomic():
        enter_lane()
        yield


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT
    while not happened():
        if time.monotonic() > deadline:
            raise RuntimeError("the workers do not get on")
        time.sleep(0.02)


def _signing(workers: int, rounds: int) -> float:
    """Seconds in which so many processes sign all texts so many times over, each its share."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.workers", "--sign", str(part), str(workers), str(rounds)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(workers)
    ]
    for process in started:
        process.stdout.readline()
    clock = time.perf_counter()
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    if any(process.wait() for process in started):
        raise RuntimeError("a signing process failed")
    return time.perf_counter() - clock


def _sign(part: int, parts: int, rounds: int) -> None:
    """What a signing process does: say that it is ready, wait to be told, fetch and sign its share."""
    import django

    django.setup()
    from newsarchive.archive.models import Text
    from newsarchive.archive.services import fingerprinting
    from newsarchive.dedup.schemes import TEXTS

    ids = list(Text.objects.order_by("id").values_list("id", flat=True))
    portions = [ids[at : at + PORTION] for at in range(0, len(ids), PORTION)][part::parts]

    def sign(some: list[int]) -> None:
        words = {pk: spelled.split() for pk, spelled in Text.objects.filter(id__in=some).values_list("id", "words")}
        fingerprinting._signed(words, TEXTS)

    sign(portions[0])
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(rounds):
        for some in portions:
            sign(some)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.workers", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--files", type=int, default=0, help=f"text files, else {FILES}")
    parser.add_argument("--small", action="store_true", help=f"{SMALL_FILES} files")
    parser.add_argument("--sign", type=int, nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sign:
        _sign(*asked.sign)
        return
    figures = measure(asked.small, asked.files)
    for name, ratio in figures.ratios.items():
        print(f"{ratio:6.2f}  {name}", file=sys.stderr)
    tell(figures)


if __name__ == "__main__":
    main()
