"""Running the servers' programs, and telling our processes from others that happen to have their number."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from newsarchive.embedded.errors import EmbeddedError
from newsarchive.embedded.places import Account, Place, reachable

START_TIMEOUT = 60.0
STOP_TIMEOUT = 60.0


def run_program(command: Sequence[str | Path], place: Place, timeout: float) -> tuple[int, str]:
    """Run `command` as the servers' account; its exit status and what it said.

    Its output goes to a file, not a pipe: a server left running would hold the pipe open for ever.
    """
    with tempfile.TemporaryFile("w+b") as said:
        try:
            status = subprocess.run(  # noqa: S603 - the programs of the two wheels, no shell
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=place.home,
                env=_environment(place),
                timeout=timeout,
                start_new_session=True,
                check=False,
                **_identity(place.account),
            ).returncode
        except subprocess.TimeoutExpired:
            status = -1
        except OSError as trouble:
            raise EmbeddedError(f"The program {command[0]} cannot be run ({trouble.strerror}).") from trouble
        said.seek(0)
        return status, said.read().decode("utf-8", "replace").strip()


def _identity(account: Account) -> dict[str, Any]:
    if not account.switch:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def _environment(place: Place) -> dict[str, str]:
    """Neither the caller's locale nor its PG… variables may shape a server that others will use."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(place.home), "LC_ALL": "C", "TZ": "UTC"}


def programs(package: Path, libraries: Path | None, place: Place) -> Path:
    """The folder of programs `package`, as the servers' account can run it: itself, or a copy beside the data."""
    if not place.account.switch or (reachable(package / "x", place.account)):
        return package
    # By its age as well: another version of the wheel gets a copy of its own.
    copy = place.home / "programs" / f"{package.name}-{package.stat().st_mtime_ns}"
    if not copy.exists():
        copy.parent.mkdir(exist_ok=True)
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(package, draft, symlinks=True)
        if libraries and libraries.is_dir():
            shutil.copytree(libraries, place.home / libraries.name, dirs_exist_ok=True)
        draft.rename(copy)
    return copy


def works_in(pid: int, folder: Path, name: str) -> bool:
    """Whether process `pid` lives, is named `name`… and works in `folder`: then it is the server of that folder."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith(name):
            return False
        return Path(process.cwd()).resolve() == folder.resolve()
    except (psutil.Error, OSError, ValueError):
        return False


def all_working_in(folder: Path, name: str) -> Iterator[psutil.Process]:
    """Every process named `name`… that works in `folder`."""
    return (process for process in psutil.process_iter() if works_in(process.pid, folder, name))


def end(process: psutil.Process, patience: float = 10.0) -> None:
    """Ask `process` to end; insist when it does not."""
    with suppress(psutil.NoSuchProcess):
        process.terminate()
        if not wait_until(lambda: has_ended(process), patience):
            process.kill()
            wait_until(lambda: has_ended(process), patience)


def has_ended(process: psutil.Process) -> bool:
    """Whether `process` is gone, or dead and only not yet collected by whoever inherited it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(happened: Callable[[], bool], seconds: float) -> bool:
    """Wait for `happened()`, at most `seconds`; whether it did."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def last_lines(log: Path, count: int = 3) -> str:
    """The end of a server's log, in one line, for an error message."""
    try:
        return " / ".join(log.read_text("utf-8", "replace").splitlines()[-count:])
    except OSError:
        return "no log was written"
