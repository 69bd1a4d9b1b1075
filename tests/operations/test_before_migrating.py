"""A database that has no tables yet: whatever is run says what to do first, in a line."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

PROJECT = Path(__file__).resolve().parents[2]
SAID = "The database at DATABASE_URL is not up to date: run `python manage.py migrate` first."


@pytest.fixture
def blank(db: None) -> Iterator[str]:
    """The address of a database without tables, beside that of the tests."""
    given = connection.settings_dict
    server = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    name = f"blank_{os.getpid()}"
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as beside:
        beside.execute(f"CREATE DATABASE {name}")
        signed = quote(given["USER"], safe="") + (f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else "")
        port = f":{given['PORT']}" if given["PORT"] else ""
        yield f"postgres://{signed}@{quote(given['HOST'], safe='')}{port}/{name}"
        beside.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize(
    "command",
    [
        ["setup_archive"],
        ["createsuperuser", "--noinput", "--username", "edda", "--email", "edda@archive.example"],
        ["changepassword", "edda"],
        ["clearsessions"],
        ["ingest", "samples/plainsman"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_before_migrate_says_what_to_do(blank: str, fresh_var: Path, command: list[str]) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCHIVE_")}
    ours = {"DATABASE_URL": blank, "NEWSARCHIVE_VAR": str(fresh_var), "DJANGO_SETTINGS_MODULE": "newsarchive.settings"}
    call = [sys.executable, "manage.py", *command]
    ran = subprocess.run(call, cwd=PROJECT, env=kept | ours, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 1
    assert ran.stderr.strip().partition(": ")[2] == SAID
    assert "Traceback" not in ran.stdout
