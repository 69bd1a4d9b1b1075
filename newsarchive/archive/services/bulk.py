"""Many rows at once: COPY, and inserts that meet the same row from another worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows to the model's table with COPY. Values are adapted by psycopg; defaults of Django do not apply."""
    from psycopg import sql

    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def enter_distinct(
    model: type[models.Model], columns: Mapping[str, str], rows: Iterable[Sequence[Any]]
) -> tuple[dict[bytes, int], set[bytes]]:
    """Make sure that a row of every digest exists; the ids of all by digest, and the digests that this call entered.

    ``columns`` maps column names, the digest first, to PostgreSQL types; each row has their values. Rows go in by
    ascending digest, so that two workers with the same ones wait for each other in one order and never in a circle.
    """
    wanted = {bytes(row[0]): row for row in rows}
    known = _ids(model, list(wanted))
    fresh = [wanted[d] for d in sorted(set(wanted) - set(known))]
    entered: dict[bytes, int] = {}
    for start in range(0, len(fresh), 2000):
        entered |= _insert(model, columns, fresh[start : start + 2000])
    by_others = _ids(model, [d for d in wanted if d not in known and d not in entered])
    return known | entered | by_others, set(entered)


def _insert(model: type[models.Model], columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> dict[bytes, int]:
    from psycopg import sql

    statement = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})"
        " ON CONFLICT (digest) DO NOTHING RETURNING digest, id"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        names=sql.SQL(", ").join(map(sql.Identifier, columns)),
        arrays=sql.SQL(", ").join(sql.SQL("%s::" + kind + "[]") for kind in columns.values()),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(values) for values in zip(*rows, strict=True)])
        return {bytes(digest): pk for digest, pk in cursor.fetchall()}


def _ids(model: type[models.Model], digests: Sequence[bytes]) -> dict[bytes, int]:
    found = model._default_manager.filter(digest__in=list(digests)).values_list("digest", "id") if digests else ()
    return {bytes(digest): pk for digest, pk in found}
