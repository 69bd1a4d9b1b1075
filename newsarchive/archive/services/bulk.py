"""Many rows at once: COPY, updates from arrays, and inserts that meet the same row from another worker.

Columns are named as the tables name them (``text_id``). No default of Django applies: every column that must have a
value is given one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

AT_ONCE = 5000
"""Rows in one statement, so that its arrays stay within some megabytes."""


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows to the model's table with COPY. Values are adapted by psycopg."""
    with connection.cursor() as cursor, cursor.cursor.copy(_copying(model._meta.db_table, tuple(columns))) as copy:
        for row in rows:
            copy.write_row(row)


@lru_cache(maxsize=64)
def _copying(table: str, columns: Sequence[str]) -> str:
    """Statements are kept, because putting one together takes longer than writing a few rows."""
    from psycopg import sql

    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return _spelled(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names))


def fresh_ids(model: type[models.Model], count: int) -> list[int]:
    """New primary keys from the table's sequence, ascending, so that rows copied together can name each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def enter_missing(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows, in their order, but for those that a unique constraint knows already. Returns how many were new.

    Values are as the model's attributes have them. Two workers with the same rows wait for each other in one order
    where both bring theirs sorted.
    """
    fields = [model._meta.get_field(column) for column in columns]
    return _in_portions(_inserting(model, tuple(columns), "ON CONFLICT DO NOTHING"), fields, rows)


@lru_cache(maxsize=64)
def _inserting(model: type[models.Model], columns: Sequence[str], more: str) -> str:
    from psycopg import sql

    fields = [model._meta.get_field(column) for column in columns]
    parts = (sql.Identifier(model._meta.db_table), _names(fields), _cast(fields), _given(fields), sql.SQL(more))
    return _spelled(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} {}").format(*parts))


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Set columns of many rows that exist, each to values of its own. Returns how many rows were there.

    Each row is its primary key, then the values in the order of ``columns``, as the model's attributes have them.
    """
    fields = [model._meta.pk, *(model._meta.get_field(column) for column in columns)]
    return _in_portions(_updating(model, tuple(columns)), fields, rows)


@lru_cache(maxsize=64)
def _updating(model: type[models.Model], columns: Sequence[str]) -> str:
    from psycopg import sql

    changed = [model._meta.get_field(column) for column in columns]
    statement = sql.SQL("UPDATE {0} SET ({1}) = ROW({2}) FROM {3} WHERE {0}.{4} = given.{4}").format(
        sql.Identifier(model._meta.db_table),
        _names(changed),
        _cast(changed),
        _given([model._meta.pk, *changed]),
        sql.Identifier(model._meta.pk.column),
    )
    return _spelled(statement)


def _spelled(statement: Any) -> str:
    """As it is sent; psycopg replaces no parameters in it but ``%s``."""
    return str(statement.as_string(None))


def _in_portions(statement: Any, fields: Sequence[models.Field], rows: Iterable[Sequence[Any]]) -> int:
    """Run the statement with the rows. Returns how many it wrote."""
    written = 0
    with connection.cursor() as cursor:
        for portion in _portions(fields, rows):
            cursor.execute(statement, portion)
            written += cursor.rowcount
    return written


def _portions(fields: Sequence[models.Field], rows: Iterable[Sequence[Any]]) -> Iterator[list[list[Any]]]:
    """Some thousands of rows at a time, as an array a field."""
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        columns = zip(fields, zip(*some, strict=True), strict=True)
        yield [_prepared(field, values) for field, values in columns]


def _names(fields: Sequence[models.Field]) -> Any:
    from psycopg import sql

    return sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)


def _given(fields: Sequence[models.Field]) -> Any:
    """One array a column, unnested side by side. Lists come as text, since an array of arrays would fall apart."""
    from psycopg import sql

    kinds = ["text" if isinstance(field, ArrayField) else field.db_type(connection) for field in fields]
    arrays = sql.SQL(", ").join(sql.SQL(f"%s::{kind}[]") for kind in kinds)
    return sql.SQL("unnest({}) AS given ({})").format(arrays, _names(fields))


def _cast(fields: Sequence[models.Field]) -> Any:
    from psycopg import sql

    return sql.SQL(", ").join(
        sql.SQL(f"given.{{}}::{field.db_type(connection)}").format(sql.Identifier(field.column)) for field in fields
    )


_CONVERTED = (models.FloatField, models.JSONField, ArrayField)


def _prepared(field: models.Field, values: Iterable[Any]) -> list[Any]:
    """The values as one array, in which all are of one type, as psycopg wants it; lists as their literals."""
    plain = [value.value if isinstance(value, Enum) else value for value in values]
    if isinstance(field, _CONVERTED):
        plain = [field.get_db_prep_save(value, connection) for value in plain]
    return [_literal(value) for value in plain] if isinstance(field, ArrayField) else plain


def _literal(value: list[Any] | None) -> str | None:
    from psycopg.adapt import PyFormat, Transformer

    if value is None:
        return None
    spelled = Transformer(connection.connection).get_dumper(value, PyFormat.TEXT).dump(value)
    return bytes(spelled or b"").decode()


def enter_distinct(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[dict[bytes, int], set[bytes]]:
    """Make sure that a row of every digest exists; the ids of all by digest, and the digests that this call entered.

    Each row has the values of ``columns``, the digest first. Rows go in by ascending digest, so that two workers with
    the same ones wait for each other in one order and never in a circle.
    """
    wanted = {bytes(row[0]): row for row in rows}
    known = _ids(model, list(wanted))
    entered = _entered(model, columns, [wanted[d] for d in sorted(wanted.keys() - known.keys())])
    by_others = _ids(model, [d for d in wanted if d not in known and d not in entered])
    return known | entered | by_others, set(entered)


def _entered(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[bytes, int]:
    fields = [model._meta.get_field(column) for column in columns]
    statement = _inserting(model, tuple(columns), "ON CONFLICT (digest) DO NOTHING RETURNING digest, id")
    entered: dict[bytes, int] = {}
    with connection.cursor() as cursor:
        for portion in _portions(fields, rows):
            cursor.execute(statement, portion)
            entered |= {bytes(digest): pk for digest, pk in cursor.fetchall()}
    return entered


def _ids(model: type[models.Model], digests: Sequence[bytes]) -> dict[bytes, int]:
    from psycopg import sql

    statement = sql.SQL("SELECT digest, id FROM {} WHERE digest = ANY(%s)").format(sql.Identifier(model._meta.db_table))
    if not digests:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [digests])
        return {bytes(digest): pk for digest, pk in cursor.fetchall()}
