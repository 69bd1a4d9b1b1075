"""`manage.py ingest` in several processes leaves what one process leaves, whatever happens to them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psutil
import pytest
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Replace

from newsarchive.archive.models import Article, Receipt, UploadedFile
from newsarchive.archive.services import clustering
from tests.archive import pipeline
from tests.archive.wirecopy import mixed_bag

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

BAGS = range(7000, 7015)
"""Seeds of so many files that it takes several chunks to read them."""

Answer = tuple[pipeline.Partition, pipeline.Partition, set[tuple[str, int, str]]]


def _works(child: psutil.Process) -> bool:
    """Whether it is a worker that lives; one that was killed has no command line any more."""
    try:
        return "work" in child.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


class Ingest:
    """The command as an operator starts it, in the folder whose files it takes in."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        program = [sys.executable, str(pipeline.PROJECT / "manage.py"), "ingest", "."]
        self._log = (folder.parent / "ingest.log").open("a+")
        self.process = psutil.Popen(
            [*program, "--processes", "2"], cwd=folder, env=dict(environment), stdout=self._log, stderr=self._log
        )

    def workers(self) -> list[psutil.Process]:
        return [child for child in self.process.children() if _works(child)]

    def wait_for(self, happened: Callable[[], object], seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < deadline, f"it never happened: {self.said()}"
            time.sleep(0.05)

    def ended(self) -> int:
        self.wait_for(lambda: self.process.poll() is not None)
        return self.process.returncode

    def said(self) -> str:
        self._log.seek(0)
        return self._log.read()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    inside.mkdir()
    for name, content in files().items():
        (inside / name).write_bytes(content)
    return inside


@pytest.fixture
def start(outside, folder) -> Iterator[Callable[[], Ingest]]:
    started: list[Ingest] = []

    def begin() -> Ingest:
        started.append(Ingest(outside, folder))
        return started[-1]

    yield begin
    for one in started:
        if one.process.poll() is None:
            one.process.send_signal(signal.SIGINT)
            try:
                one.process.wait(30)
            except subprocess.TimeoutExpired:
                one.process.kill()


def files() -> dict[str, bytes]:
    return {f"{seed}-{name}": content for seed in BAGS for name, content in mixed_bag(seed, reports=8).items()}


@pytest.fixture
def expected(transactional_db) -> Answer:
    return undisturbed()


@cache
def undisturbed() -> Answer:
    """What one process makes of the files, in an archive that is emptied again."""
    from django.db import transaction

    with transaction.atomic():
        pipeline.take_in(files())
        found = answer()
        transaction.set_rollback(True)
    return found


def answer() -> Answer:
    """Versions and stories by the files' names, and which original each file's receipt is about."""
    receipts = Receipt.objects.values_list("file__name", "item", "article__original_id")
    return pipeline.versions(), pipeline.stories(), set(receipts)


@contextmanager
def nothing_settles() -> Iterator[None]:
    """Whoever reads gets on, but the lane is taken: so the load is in its middle for as long as this lasts."""
    from django.db import transaction

    with transaction.atomic():
        clustering.enter_lane()
        yield


def leases_run_out() -> None:
    """A minute later."""
    UploadedFile.objects.filter(state="waiting", leased_until__isnull=False).update(leased_until="2001-01-01T00:00Z")


def packed_up(folder: Path) -> None:
    """Every second file of the folder is in a zip archive instead."""
    with zipfile.ZipFile(folder / "half.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir())[::2]:
            if path.suffix != ".zip":
                archive.write(path, path.name)
                path.unlink()


def test_two_processes_come_to_what_one_comes_to(expected, start) -> None:
    ingest = start()
    assert ingest.ended() == 0, ingest.said()
    assert answer() == expected
    assert Receipt.objects.count() == Article.objects.count() == len(files())
    assert not UploadedFile.objects.exclude(state="settled").exists()


def test_a_worker_killed_in_the_middle_is_replaced_and_loses_nothing(expected, start) -> None:
    with nothing_settles():
        ingest = start()
        ingest.wait_for(lambda: UploadedFile.objects.filter(leased_until__isnull=False).exists())
        first = ingest.workers()[0]
        first.kill()
        ingest.wait_for(lambda: len(ingest.workers()) == 2 and first not in ingest.workers())
    leases_run_out()
    assert ingest.ended() == 0, ingest.said()
    assert answer() == expected


def test_broken_off_it_says_what_waits_and_goes_on_when_started_again(expected, start) -> None:
    with nothing_settles():
        ingest = start()
        ingest.wait_for(lambda: UploadedFile.objects.filter(state="read").exists())
        workers = ingest.workers()
        ingest.process.send_signal(signal.SIGINT)
        assert ingest.ended() == 130
    assert "are kept and wait" in ingest.said()
    assert not any(worker.is_running() for worker in workers)
    assert not UploadedFile.objects.filter(state="waiting", leased_until__isnull=False).exists()
    again = start()
    assert again.ended() == 0, again.said()
    assert answer() == expected
    assert Article.objects.count() == len(files())


def test_killed_over_a_zip_it_goes_on_and_takes_nothing_in_twice(expected, start, folder) -> None:
    packed_up(folder)
    with nothing_settles():
        ingest = start()
        ingest.wait_for(lambda: UploadedFile.objects.filter(state="read").exists())
        workers = ingest.workers()
        for killed in (ingest.process, *workers):
            killed.kill()
        ingest.ended()
    leases_run_out()
    again = start()
    assert again.ended() == 0, again.said()
    inside = UploadedFile.objects.filter(name__startswith="half.zip/")
    assert inside.values("name").distinct().count() == len(files()) // 2
    inside.update(name=Replace("name", Value("half.zip/")))
    assert answer() == expected
    assert Article.objects.count() == len(files())
    call_command("work")
    assert not UploadedFile.objects.exclude(state="settled").exists(), "what the first left waiting is worked off"
