"""What the tests share: servers of their own, a worker, a browser, the folder of shared data."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT.parent / "shared" / "data"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]

# Playwright runs an event loop in this thread, and Django takes any loop for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_unhurried = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("dev", max_examples=50, **_unhurried)
hypothesis_settings.register_profile("ci", max_examples=60, **_unhurried)
hypothesis_settings.register_profile("long", max_examples=3000, **_unhurried)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_unconfigure() -> None:
    """Remove the tests' working folder; its servers were stopped by their fixture, or else by whoever outlives them."""
    from django.conf import settings

    if settings.configured and not os.environ.get("NEWSARCHIVE_TESTS_VAR"):
        shutil.rmtree(settings.TESTS_VAR, ignore_errors=True)
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        _clear_after_killed_runs()


@pytest.fixture(scope="session")
def servers() -> Iterator[None]:
    """PostgreSQL and Valkey for the session, unless DATABASE_URL and REDIS_URL name others."""
    from django.conf import settings

    from newsarchive import embedded

    with embedded.for_command(settings.TESTS_VAR, embedded.wanted_from_environment()):
        yield


def _clear_after_killed_runs() -> None:
    """Stop and remove what killed processes of test runs left; a folder's name says whose it was.

    Left to the process that ends last, so that of several with tests to run none clears under another's hands.
    """
    import psutil

    from newsarchive import embedded

    for folder in Path("/tmp").glob("newsarchive-tests-*-*"):
        pid = folder.name.split("-")[2]
        ours = folder.is_dir() and folder.stat().st_uid == os.geteuid()
        if ours and pid.isdigit() and not psutil.pid_exists(int(pid)) and embedded.stop_unused(folder):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: None) -> None:
    """pytest-django calls this before it makes the test database: the moment the servers are needed."""


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of labelled data beside the project."""
    if not DATA.is_dir():
        pytest.skip(f"the shared data are not here: {DATA}")
    return DATA


@dataclass
class Worker:
    """A Celery worker in processes of its own, on the tests' database and broker."""

    environment: dict[str, str]
    log: Path
    concurrency: int = 2
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        """Start it and wait until it takes tasks."""
        ready_before = self._times_ready()
        command = [sys.executable, "-m", "celery", "--app", "newsarchive.celery", "worker"]
        command += [
            "--concurrency",
            str(self.concurrency),
            "--loglevel",
            "INFO",
            "--without-gossip",
            "--without-mingle",
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=PROJECT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.wait_for(lambda: self._times_ready() > ready_before, 60)

    def kill(self) -> None:
        """What a power cut does: kill -9, its children with it."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
            self.process = None
        except subprocess.TimeoutExpired:
            self.kill()

    def wait_for(self, happened: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until `happened()`; fail with the worker's log when it does not, or when the worker dies."""
        deadline = time.monotonic() + seconds
        while not happened():
            dead = self.process is not None and self.process.poll() is not None
            if dead or time.monotonic() > deadline:
                pytest.fail(f"{'the worker died' if dead else 'it never happened'}; its log:\n{self.log.read_text()}")
            time.sleep(0.05)

    def _times_ready(self) -> int:
        return self.log.read_text("utf-8", "replace").count(" ready.") if self.log.exists() else 0


@pytest.fixture
def outside(transactional_db: None) -> dict[str, str]:
    """The environment in which a process of its own finds the tests' database and broker, the latter empty."""
    import redis
    from django.conf import settings as django_settings
    from django.db import connection

    redis.Redis.from_url(django_settings.REDIS_ADDRESS).flushdb()
    environment = dict(os.environ, DATABASE_URL=_database_url(connection.settings_dict))
    return environment | {
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "REDIS_URL": django_settings.REDIS_ADDRESS,
    }


@pytest.fixture
def idle_worker(outside: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    """A worker not yet started, its broker empty: `.start()`, `.kill()`, `.stop()`, `.wait_for(condition)`."""
    worker = Worker(outside, tmp_path / "worker.log")
    yield worker
    worker.stop()


@pytest.fixture
def worker(idle_worker: Worker) -> Worker:
    """A running Celery worker."""
    idle_worker.start()
    return idle_worker


def _database_url(described: dict[str, object]) -> str:
    from urllib.parse import quote

    secret = f":{quote(str(described['PASSWORD']), safe='')}" if described["PASSWORD"] else ""
    port = f":{described['PORT']}" if described["PORT"] else ""
    host = quote(str(described["HOST"]), safe="")
    return f"postgres://{described['USER']}{secret}@{host}{port}/{described['NAME']}"


def _no_browser(why: str) -> None:
    """Skip, saying so; where a browser is required, fail."""
    if os.environ.get("NEWSARCHIVE_REQUIRE_BROWSER"):
        pytest.fail(f"a browser is required here, but {why}")
    pytest.skip(why)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """The machine's Chromium, driven by Playwright; nothing is downloaded."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        _no_browser("this machine has no Chromium")
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        except Error as trouble:
            _no_browser(f"{program} does not start: {trouble}")
        yield running
        running.close()


@pytest.fixture
def page(browser) -> Iterator[object]:  # type: ignore[no-untyped-def]
    """A fresh page; the test fails when its scripts do, or when anything on it breaks the Content Security Policy."""
    complaints: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def live_site(live_server) -> str:  # type: ignore[no-untyped-def]
    """The address of the site, served from this process with its static files, on the test database."""
    return str(live_server.url)
