"""Looking at embedded servers from outside."""

from typing import Any

import psycopg

from newsarchive.embedded import Place
from newsarchive.embedded.places import DATABASE, ROLE
from newsarchive.embedded.processes import all_working_in


def running_in(place: Place) -> list[int]:
    """The numbers of the server processes that live on `place`'s data."""
    found = [*all_working_in(place.data, "postgres"), *all_working_in(place.valkey, "valkey")]
    return [process.pid for process in found]


def query(place: Place, statement: str) -> Any:
    """The first column of the first row; None of a statement without rows."""
    with psycopg.connect(host=str(place.run), user=ROLE, dbname=DATABASE, connect_timeout=5) as connection:
        cursor = connection.execute(statement)  # type: ignore[arg-type]
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None
