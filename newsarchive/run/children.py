"""The processes of a running archive: started on a leash, their logs streamed, ended with all they started."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

from newsarchive.embedded.processes import end

KEPT_LINES = 5
# Deaths within this many seconds of a start count as failed starts, and so many in a row are enough.
YOUNG = 60.0
MOST_FAILURES = 5


class Child:
    """One long-running program, in a process group of its own so that Ctrl-C reaches its supervisor alone."""

    def __init__(self, name: str, command: Sequence[str], folder: Path, notes: Path, out: IO[str]) -> None:
        self.name = name
        self.failures = 0
        self._command = list(command)
        self._folder = folder
        self._note = notes / f"{name}.pid"
        self._out = out
        self._process: subprocess.Popen[str] | None = None
        self._asked = False
        self._started = 0.0
        self._last: deque[str] = deque(maxlen=KEPT_LINES)

    def start(self) -> None:
        """Start the program and stream what it says, each line behind the child's name."""
        leash = [sys.executable, "-m", "newsarchive.run.leash", str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            leash + self._command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self._started = time.monotonic()
        write_note(self._note, self._process.pid)
        threading.Thread(target=self._stream, args=(self._process,), daemon=True).start()

    def died(self) -> bool:
        """Whether the program has ended by itself; what it left of its group is ended then."""
        if self._process is None or self._process.poll() is None:
            return False
        self.failures = self.failures + 1 if time.monotonic() - self._started < YOUNG else 1
        self._end_group()
        return True

    @property
    def hopeless(self) -> bool:
        return self.failures >= MOST_FAILURES

    def why(self) -> str:
        """How it ended, with the last it said."""
        status = self._process.returncode if self._process else None
        how = f"signal {-status}" if status is not None and status < 0 else f"status {status}"
        return f"{how}; its last words: {' / '.join(self._last) or 'none'}"

    def ask_to_stop(self) -> None:
        """Ask once only: a second request makes a Celery worker drop what it is doing."""
        if self._process is not None and self._process.poll() is None and not self._asked:
            self._asked = True
            self._process.terminate()

    def stop(self, patience: float) -> None:
        """Ask it to end, wait `patience` seconds, then end whatever is left of its group."""
        if self._process is None:
            return
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self._end_group()
        self._process.wait(10)
        self._process = None
        self._note.unlink(missing_ok=True)

    def _end_group(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _stream(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._last.append(line.strip())
            with suppress(OSError, ValueError):  # the terminal may be gone before its programs are
                self._out.write(f"{self.name:<6} | {line}")
                self._out.flush()


def write_note(note: Path, pid: int) -> None:
    """Note a process by number and birth, so that another one with its number is never taken for it."""
    with suppress(psutil.NoSuchProcess):
        note.write_text(f"{pid} {psutil.Process(pid).create_time()}")


def end_leftovers(notes: Path) -> list[str]:
    """End what a killed supervisor left running, with all of its group; the names of what was found."""
    found = []
    for note in notes.glob("*.pid"):
        with suppress(OSError, ValueError, psutil.Error):
            pid, born = note.read_text().split()
            process = psutil.Process(int(pid))
            if process.create_time() == float(born):
                found.append(note.stem)
                end(process, patience=15)
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(int(pid), signal.SIGKILL)
        note.unlink(missing_ok=True)
    return found
