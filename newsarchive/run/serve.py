"""The whole archive in one terminal: prepare, start web server, worker and beat, watch them, end them in order."""

import fcntl
import http.client
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from newsarchive.run import preflight
from newsarchive.run.children import Child, end_leftovers
from newsarchive.run.trouble import RunError

ANSWER_TIMEOUT = 60.0
# How long each child may take to finish what it is doing, in the order in which they are ended.
PATIENCE = {"web": 5.0, "beat": 5.0, "worker": 12.0}


@dataclass(frozen=True)
class Plan:
    """What to run: `project` holds manage.py, `var` everything that is written."""

    project: Path
    var: Path
    bind: str
    port: int
    web_workers: int
    redis_url: str

    @property
    def listen(self) -> str:
        return f"[{self.bind}]:{self.port}" if ":" in self.bind else f"{self.bind}:{self.port}"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the site."""
        return f"http://{self.reachable_host}:{self.port}/"

    @property
    def reachable_host(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.bind, self.bind)  # noqa: S104 - compared, not bound
        return f"[{host}]" if ":" in host else host


def run(plan: Plan, prepare: Callable[[], str], out: IO[str]) -> None:
    """Run the archive until told to stop (SIGINT, SIGTERM or SIGHUP), then leave no process behind.

    `prepare` is called once the servers are known to answer; what it returns is shown with the site's address.
    Raises RunError when the archive cannot start, or when a part of it dies again and again.
    """
    with _only_one(plan.var), stop_by_signal():
        end_leftovers(_notes(plan))
        preflight.check_space(plan.var)
        preflight.check_port(plan.bind, plan.port)
        preflight.check_servers(plan.redis_url)
        login = prepare()
        children = [Child(name, command, plan.project, _notes(plan), out) for name, command in _commands(plan)]
        try:
            # The site first: three programs that load at once all come up later.
            children[0].start()
            _wait_for_answer(plan, children[0])
            for child in children[1:]:
                child.start()
            out.write(f"\nThe archive is at {plan.address}\n{login}\nCtrl-C ends it.\n\n")
            out.flush()
            _watch(children, out)
        except KeyboardInterrupt:
            out.write("\nEnding …\n")
        finally:
            _end(children)


@contextmanager
def stop_by_signal() -> Iterator[None]:
    """Take SIGTERM and SIGHUP as Ctrl-C: every `finally` runs, nothing is left."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    kept = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _commands(plan: Plan) -> list[tuple[str, Sequence[str]]]:
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "newsarchive.celery", "--quiet"]
    web = [*python, "gunicorn", "newsarchive.wsgi:application", "--bind", plan.listen]
    web += ["--workers", str(plan.web_workers), "--worker-class", "gthread", "--threads", "4"]
    web += ["--timeout", "120", "--graceful-timeout", "4", "--no-control-socket", "--access-logfile", "-"]
    # An address has all that was searched for, and each letter beyond ASCII takes it six characters.
    web += ["--limit-request-line", "8190"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""]
    return [("web", web), ("worker", worker), ("beat", beat)]


def _notes(plan: Plan) -> Path:
    folder = plan.var / "running"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def _only_one(var: Path) -> Iterator[None]:
    lock = os.open(var / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise RunError(
            f"The archive in {var} is running already: end that one first (Ctrl-C in its terminal)."
        ) from None
    finally:
        os.close(lock)


def _wait_for_answer(plan: Plan, web: Child) -> None:
    deadline = time.monotonic() + ANSWER_TIMEOUT
    while not answers(plan.reachable_host.strip("[]"), plan.port):
        if web.died():
            raise RunError(f"The web server does not start ({web.why()}).")
        if time.monotonic() > deadline:
            raise RunError(
                f"The site does not answer at {plan.address} after {ANSWER_TIMEOUT:.0f} seconds; see its log above."
            )
        time.sleep(0.2)


def answers(host: str, port: int) -> bool:
    """Whether anything but a server error comes back from the site."""
    line = http.client.HTTPConnection(host, port, timeout=10)
    try:
        line.request("GET", "/admin/login/")
        return line.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _watch(children: Sequence[Child], out: IO[str]) -> None:
    """Restart what dies, later each time; give up on what keeps dying. Ends by KeyboardInterrupt only."""
    due: dict[str, float] = {}
    while True:
        for child in children:
            if child.name in due:
                if time.monotonic() >= due[child.name]:
                    del due[child.name]
                    child.start()
            elif child.died():
                if child.hopeless:
                    raise RunError(f"The {child.name} process keeps dying ({child.why()}); everything was ended.")
                pause = 2.0 ** (child.failures - 1)
                due[child.name] = time.monotonic() + pause
                out.write(f"The {child.name} process died ({child.why()}); it is started again in {pause:.0f} s.\n")
        time.sleep(0.2)


def _end(children: Sequence[Child]) -> None:
    """End all at once, wait for each in turn; a second Ctrl-C ends the waiting."""
    hurry = False
    for child in children:
        child.ask_to_stop()
    for child in sorted(children, key=lambda child: list(PATIENCE).index(child.name)):
        try:
            child.stop(0 if hurry else PATIENCE[child.name])
        except KeyboardInterrupt:
            hurry = True
            child.stop(0)
