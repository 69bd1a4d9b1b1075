"""One size of `bench.flat`: fill, or find, an archive of so many articles, take in the next ones, and say what it cost.

    python -m bench.flat_spent 50000 5000 folder

One line of JSON: for each part the milliseconds an article of this process, of all of PostgreSQL, and on the clock; and
the thousands of bytes of log that it writes, and of pages that PostgreSQL has to fetch from the system.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.archive import archive, incoming
from bench.large import PROCESSES, fill
from bench.traffic import Copy, Traffic

if TYPE_CHECKING:
    from newsarchive.archive.services.intake import Incoming

UPLOAD = 500

_COPY = "newsarchive_flat"


class Spent:
    """Seconds by part and kind, and millions of bytes."""

    def __init__(self) -> None:
        self.seconds: dict[str, dict[str, float]] = {}

    @contextmanager
    def on(self, part: str) -> Iterator[None]:
        before = _now()
        yield
        spent = self.seconds.setdefault(part, dict.fromkeys(before, 0.0))
        for kind, now in _now().items():
            spent[kind] += now - before[kind]

    def an_article(self, count: int) -> dict[str, dict[str, float]]:
        """Milliseconds, and thousands of bytes."""
        return {
            part: {kind: round(seconds * 1000 / count, 3) for kind, seconds in spent.items()}
            for part, spent in self.seconds.items()
        }


def _now() -> dict[str, float]:
    seconds = {"python": time.process_time(), "postgres": postgres(), "clock": time.perf_counter()}
    return seconds | _megabytes()


def _megabytes() -> dict[str, float]:
    """Of log that was written, and of pages that were not among PostgreSQL's own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') / 1e6, blks_read * 8192 / 1e6"
            " FROM pg_stat_database WHERE datname = current_database()"
        )
        log, fetched = cursor.fetchone()
    return {"log": float(log), "fetched": float(fetched)}


def postgres() -> float:
    """Seconds of processor of the server with all its processes, those that ended too."""
    import psutil

    from newsarchive.embedded import processes
    from newsarchive.embedded.places import Place
    from newsarchive.settings import VAR

    lines = (Place.of(VAR).data / "postmaster.pid").read_text().splitlines()
    server = psutil.Process(int(lines[0]))
    assert processes.works_in(server.pid, Place.of(VAR).data, "postgres")
    own = server.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in server.children():
        try:
            spent = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total


@contextmanager
def copied() -> Iterator[None]:
    """Within the block the archive is a copy of what it was, which nobody sees afterwards."""
    from django.db import connection

    kept = connection.settings_dict["NAME"]
    connection.close()
    _maintain(f'DROP DATABASE IF EXISTS "{_COPY}"', f'CREATE DATABASE "{_COPY}" TEMPLATE "{kept}" STRATEGY file_copy')
    connection.settings_dict["NAME"] = _COPY
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept
        _maintain(f'DROP DATABASE "{_COPY}" WITH (FORCE)')


def _maintain(*statements: str) -> None:
    import psycopg
    from django.db import connection

    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def take_in(copies: Sequence[Copy], spent: Spent) -> None:
    """An upload from its files to its receipts."""
    from newsarchive.archive.models import Upload
    from newsarchive.archive.services import clustering, intake, reading

    with spent.on("reading and filing"):
        intake.receive([_handed_in(copy) for copy in copies], via=Upload.Via.COMMAND)
        _until_none(reading.read_some)
    with spent.on("clustering"):
        _until_none(clustering.cluster_some)


def _handed_in(copy: Copy) -> Incoming:
    from dataclasses import replace

    return replace(incoming(copy.name, copy.data), source=copy.outlet)


def _until_none(step: Callable[[], int]) -> None:
    while step():
        pass


def measured(size: int, count: int) -> dict[str, Any]:
    """Fill the archive where it is empty, and take in what comes next in a copy.

    As many before are not counted: then the larger archive has what it works with at hand too.
    """
    from django.db import connection

    from newsarchive.archive.models import Article

    if not Article.objects.exists():
        fill(size, processes=PROCESSES)
    coming = list(islice(Traffic(), size, size + 2 * count))
    warm = count // UPLOAD
    uploads = [coming[start : start + UPLOAD] for start in range(0, len(coming), UPLOAD)]
    with copied():
        for upload in uploads[:warm]:
            take_in(upload, Spent())
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
        spent = Spent()
        for upload in uploads[warm:]:
            take_in(upload, spent)
    return spent.an_article(count)


def main() -> None:
    size, count, keep = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    with archive(keep / str(size)):
        print(json.dumps(measured(size, count)), flush=True)


if __name__ == "__main__":
    main()
