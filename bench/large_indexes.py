"""Indexes go before a large archive is filled, and come back after: built at once they take a third of the time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

_TABLES = "c.relkind = 'r' AND c.relname LIKE 'archive%%'"
_INDEXES = f"""
SELECT c.relname, i.relname, pg_get_indexdef(i.oid)
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE {_TABLES} AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.oid)
"""
_CONSTRAINTS = f"""
SELECT c.relname, o.conname, pg_get_constraintdef(o.oid)
FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
WHERE {_TABLES} AND o.contype IN ('p', 'u')
AND c.relname NOT IN ('archive_searchentry', 'archive_paragraph', 'archive_article_agencies')
AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = c.oid AND f.conindid = o.conindid)
"""
"""Those that no key of another table points to; search entries are entered by theirs, and look up paragraphs and
agencies of their articles."""

_MEMORY = "384MB"
_AT_ONCE = 2


@contextmanager
def away() -> Iterator[None]:
    """Within the block there are no indexes but the keys that others point to, and nobody vacuums.

    Afterwards all are back as they were, also where the block failed.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_INDEXES)
        indexes = cursor.fetchall()
        cursor.execute(_CONSTRAINTS)
        constraints = cursor.fetchall()
        tables = _tables()
        for _, name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for table, name, _ in constraints:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = false)')
    try:
        yield
    finally:
        made = [f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {said}' for table, name, said in constraints]
        _run(made + [said for _, _, said in indexes], _by_table(constraints, indexes))
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" RESET (autovacuum_enabled)')


def _by_table(constraints: list[tuple[str, ...]], indexes: list[tuple[str, ...]]) -> list[str]:
    return [table for table, _, _ in (*constraints, *indexes)]


def _tables() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.relname FROM pg_class c WHERE {_TABLES.replace('%%', '%')} ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def _run(statements: list[str], tables: list[str]) -> None:
    """Two tables at once, the statements of one table one after the other; in a transaction, all in order."""
    from django.db import connection

    own: dict[str, list[str]] = {}
    for table, statement in zip(tables, statements, strict=True):
        own.setdefault(table, []).append(statement)
    if connection.in_atomic_block:
        _build([statement for each in own.values() for statement in each])
        return
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for done in [pool.submit(_build_and_leave, each) for each in own.values()]:
            done.result()


def _build_and_leave(statements: list[str]) -> None:
    from django.db import connection

    try:
        _build(statements)
    finally:
        connection.close()


def _build(statements: list[str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET maintenance_work_mem = '{_MEMORY}'")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("RESET maintenance_work_mem")


def settle() -> None:
    """Numbers go on after those given here, and the planner knows what there is."""
    from django.core.management.color import no_style
    from django.db import connection, models

    from newsarchive.archive import models as tables

    made = [model for model in vars(tables).values() if isinstance(model, type) and issubclass(model, models.Model)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), made):
            cursor.execute(statement)
        if not connection.in_atomic_block:
            cursor.execute("VACUUM (ANALYZE)")
