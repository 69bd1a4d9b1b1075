"""`manage.py run` as someone at a terminal meets it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from newsarchive.embedded import Place
from tests.operations.helpers import running_in

PROJECT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Run:
    """A `manage.py run` on a working folder of its own, without samples."""

    def __init__(self, var: Path, port: int | None = None) -> None:
        self.var, self.port = var, port or free_port()
        self.log = var / "run.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it says where it is; the seconds that took."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCHIVE_")}
        kept = {name: value for name, value in kept.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        ours = {"NEWSARCHIVE_VAR": str(self.var), "NEWSARCHIVE_PORT": str(self.port), "NEWSARCHIVE_SAMPLES": "false"}
        ours |= {"DJANGO_SETTINGS_MODULE": "newsarchive.settings", "NEWSARCHIVE_WEB_WORKERS": "1"}
        started = time.monotonic()
        with self.log.open("wb") as log:
            command = [sys.executable, "manage.py", "run"]
            self.process = subprocess.Popen(command, cwd=PROJECT, env=kept | ours, stdout=log, stderr=log)
        self.wait_for(lambda: "The archive is at" in self.said() or self.process.poll() is not None)
        return time.monotonic() - started

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def family(self) -> list[psutil.Process]:
        """Its children and theirs, and the servers."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children(recursive=True)
        return children + [psutil.Process(pid) for pid in running_in(Place.of(self.var))]

    def wait_for(self, happened: Callable[[], bool], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)


def alive(processes: list[psutil.Process]) -> list[str]:
    """Those that still run; one that is dead and merely not collected does not."""
    found = []
    for process in processes:
        try:
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(f"{process.pid} {process.name()}")
        except psutil.NoSuchProcess:
            continue
    return found


@pytest.fixture
def site(fresh_var: Path) -> Iterator[Run]:
    run = Run(fresh_var)
    yield run
    if run.process is not None and run.process.poll() is None:
        run.process.terminate()
        run.process.wait(60)


@pytest.mark.slow
def test_it_answers_and_leaves_nothing_then_comes_up_again_even_after_a_crash(site: Run) -> None:
    site.start()
    assert site.process is not None
    with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/accounts/login/", timeout=10) as answer:
        assert answer.status == 200
    password = (site.var / "admin-password.txt").read_text().strip()
    assert f"Log in as admin, password {password}" in site.said()
    family = site.family()
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(40) == 0, site.said()
    assert alive(family) == []
    assert "Traceback" not in site.said()

    assert site.start() < 20
    assert password not in site.said()
    family = site.family()
    programs = [process for process in family if process.name() not in ("postgres", "valkey-server")]
    site.process.kill()
    site.process.wait(10)
    if sys.platform == "linux":
        site.wait_for(lambda: alive(programs) == [], 30)

    site.start()
    assert "The archive is at" in site.said()
    family += site.family()
    site.process.terminate()
    assert site.process.wait(40) == 0
    assert alive(family) == []


@pytest.mark.slow
def test_a_dead_part_is_started_again(site: Run) -> None:
    site.start()
    beat = int((site.var / "running" / "beat.pid").read_text().split()[0])
    os.kill(beat, signal.SIGKILL)
    site.wait_for(lambda: "The beat process died (signal 9" in site.said(), 20)
    site.wait_for(lambda: (site.var / "running" / "beat.pid").read_text().split()[0] != str(beat), 20)


def test_a_port_in_use_is_told_in_one_sentence(fresh_var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = Run(fresh_var, taken.getsockname()[1])
        run.start()
        assert run.process is not None
        assert run.process.wait(20) == 1
    assert f"Port {run.port} on 127.0.0.1 cannot be had" in run.said()
    assert "set NEWSARCHIVE_PORT" in run.said()
    assert "Traceback" not in run.said()
    assert running_in(Place.of(fresh_var)) == []
