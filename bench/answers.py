"""Whether the same files make the same versions and stories, whatever the order, the portions and the workers."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from bench.archive import Archive, Files, Partition, incoming
from bench.gold import Gold
from bench.invented import forms_only
from bench.invented_article import Invented

PROJECT = Path(__file__).resolve().parent.parent
SEED, PAGES, FORMS, WORKERS = 20070812, 120, 60, 3
_PATIENCE = 900.0


def bag(gold: Gold, pages: int = PAGES, forms: int = FORMS, seed: int = SEED) -> dict[str, bytes | Path]:
    """Labelled pages, evenly from all of them, and invented articles in forms."""
    every = max(1, len(gold.versions) // pages)
    chosen = dict(list(gold.files().items())[::every][:pages])
    return {**chosen, **{f"{article.name}.txt": printed(article) for article in forms_only(forms, seed)}}


def printed(article: Invented) -> bytes:
    """An invented article as a text file."""
    return ("\n\n".join((article.headline, *article.paragraphs)) + "\n").encode()


def same_answer(own: Archive, files: Files, seed: int = SEED, workers: int = WORKERS) -> dict[str, Any]:
    """Both partitions of an empty archive that took the files in, in several ways; whether each is that of the first.

    The archive is emptied for the workers, who are processes of their own.
    """
    names, random = sorted(files), Random(seed)
    mixed = random.sample(names, len(names))
    ways = {"backwards": [names[::-1]], "shuffled": [mixed], "in portions": _portions(mixed, random)}
    first = _taken_in(own, files, [names])
    same = {way: _taken_in(own, files, portions) == first for way, portions in ways.items()}
    if workers:
        same[f"{workers} workers"] = _by_workers(own, files, _portions(mixed, random), workers) == first
    return {
        "seed": seed,
        "files": len(files),
        "versions": len(first[0]),
        "stories": len(first[1]),
        "answer": hashlib.sha256(repr([sorted(map(sorted, level)) for level in first]).encode()).hexdigest()[:16],
        "same": same,
    }


def _portions(names: Sequence[str], random: Random) -> list[Sequence[str]]:
    """In their order, by ones, twos and up to thirty."""
    portions, start = [], 0
    while start < len(names):
        size = random.choice((1, 1, 2, 5, 10, 30))
        portions.append(names[start : start + size])
        start += size
    return portions


def _taken_in(own: Archive, files: Files, portions: Sequence[Sequence[str]]) -> tuple[Partition, Partition]:
    with own.for_now():
        for portion in portions:
            own.take_in({name: files[name] for name in portion})
        return own.partitions()


def _by_workers(
    own: Archive, files: Mapping[str, bytes | Path], portions: Sequence[Sequence[str]], workers: int
) -> tuple[Partition, Partition]:
    from newsarchive.archive.models import Upload, UploadedFile
    from newsarchive.archive.services.intake import receive

    own.empty()
    with _celery(workers) as worker:
        for portion in portions:
            receive([incoming(name, files[name]) for name in portion], via=Upload.Via.COMMAND)
        unsettled = UploadedFile.objects.filter(state__in=[UploadedFile.State.WAITING, UploadedFile.State.READ])
        _wait(lambda: not unsettled.exists(), worker)
        found = own.partitions()
    own.empty()
    return found


@contextmanager
def _celery(workers: int) -> Iterator[subprocess.Popen[bytes]]:
    """A running Celery worker of so many processes, with the clock that rings for what a lost message left lying."""
    from newsarchive.celery import app

    command = [sys.executable, "-m", "celery", "--app", "newsarchive.celery", "worker", "--beat"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    worker = subprocess.Popen([*command, "--concurrency", str(workers)], cwd=PROJECT, **quiet)
    try:
        _wait(lambda: bool(app.control.ping(timeout=1)), worker)
        yield worker
    finally:
        worker.terminate()
        worker.wait(60)


def _wait(happened: Callable[[], bool], worker: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not happened():
        if worker.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("The workers did not finish.")
        time.sleep(0.2)
