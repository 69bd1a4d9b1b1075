"""Worker processes of a command's own, each a `manage.py work` that lives no longer than the command."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from newsarchive.run.trouble import RunError

PATIENCE = 15.0
# So many deaths with nothing done in between are no accident. One file may take three workers with it.
MOST_DEATHS = 10


class Crew:
    """So many workers, for the length of a `with` block. In sessions of their own, so that Ctrl-C reaches the command
    alone, which then tells them to stop: what they hold waits again at once.
    """

    def __init__(self, workers: int, project: Path) -> None:
        self._command = [sys.executable, str(project / "manage.py"), "work", "--for", str(os.getpid())]
        self._project = project
        self._wanted = workers
        self._workers: list[subprocess.Popen[bytes]] = []
        self._deaths = 0

    def __enter__(self) -> "Crew":
        self._workers = [self._start() for _ in range(self._wanted)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.terminate()
        deadline = time.monotonic() + PATIENCE
        for worker in self._workers:
            try:
                worker.wait(max(0.1, deadline - time.monotonic()))
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                worker.kill()
                worker.wait(10)

    def look(self) -> int:
        """Start others for workers that died. Returns 0, since it does no work itself.

        Raises RunError where they die again and again.
        """
        for at, worker in enumerate(self._workers):
            if worker.poll() is not None:
                self._deaths += 1
                if self._deaths >= MOST_DEATHS:
                    raise RunError(f"The workers keep dying ({_how(worker.returncode)}); what they said stands above.")
                self._workers[at] = self._start()
        return 0

    def got_on(self) -> None:
        """Something was done: deaths until now are forgiven."""
        self._deaths = 0

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own command, no shell
            self._command,
            cwd=self._project,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )


def _how(status: int) -> str:
    return f"{signal.Signals(-status).name}" if status < 0 else f"status {status}"
