"""What must hold before anything is started, each with its sentence."""

import os
import shutil
import socket
from pathlib import Path

from newsarchive.run.trouble import RunError

LEAST_FREE_MB = 200
OLDEST_POSTGRES = 15


def check_port(host: str, port: int) -> None:
    """Raise RunError when nobody could listen on `host` and `port`."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # As gunicorn does: a connection of the last run that still lingers is no reason to refuse.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except PermissionError:
        raise RunError(f"Port {port} needs rights this user has not: set NEWSARCHIVE_PORT to one above 1023.") from None
    except OSError as trouble:
        if isinstance(trouble, socket.gaierror):
            raise RunError(f"NEWSARCHIVE_BIND is {host!r}, which is no address of this machine.") from None
        raise RunError(
            f"Port {port} on {host} cannot be had ({os.strerror(trouble.errno or 0)}): "
            "end what listens there, or set NEWSARCHIVE_PORT to another."
        ) from None


def check_space(folder: Path) -> None:
    """Raise RunError when the disk under `folder` is nearly full: PostgreSQL would stop in the middle of something."""
    free = shutil.disk_usage(folder).free // 2**20
    if free < LEAST_FREE_MB:
        raise RunError(
            f"Only {free} MB are free under {folder}, and the archive needs {LEAST_FREE_MB} MB to start: "
            "make room, or set NEWSARCHIVE_VAR to a folder on another disk."
        )


def no_database(trouble: Exception) -> RunError:
    """What to tell a person when no connection to the database comes about."""
    reason = " ".join(str(trouble).split())
    return RunError(f"The database does not answer ({reason}): see that DATABASE_URL is right.")


def check_servers(redis_url: str) -> None:
    """Raise RunError when the database or the broker does not answer, or is too old."""
    import redis
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as trouble:
        raise no_database(trouble) from None
    if connection.pg_version < OLDEST_POSTGRES * 10_000:
        have = connection.pg_version // 10_000
        raise RunError(f"The database is PostgreSQL {have}; the archive needs PostgreSQL {OLDEST_POSTGRES} or newer.")
    try:
        redis.Redis.from_url(redis_url, socket_connect_timeout=10).ping()
    except (redis.RedisError, ValueError) as trouble:
        raise RunError(f"The message broker does not answer ({trouble}): see that REDIS_URL is right.") from None
