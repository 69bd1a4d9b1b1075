"""The floor of storing: the very rows of the archive, put back by COPY on one connection into the same tables.

Every table of the archive is written out in the order in which its rows came, emptied, and read in again with all its
indexes and foreign keys in force, in one transaction. The search vector is timed apart, since there are two ways to
have it: copied as it is, or made by PostgreSQL from the words, as the archive has to.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

_SAID = """
COPY (SELECT article.id, article.headline, string_agg(coalesce(p.printed, passage.text), E'\\n' ORDER BY p.position)
      FROM archive_article article JOIN archive_paragraph p ON p.article_id = article.id AND p.repeats_id IS NULL
      JOIN archive_passage passage ON passage.id = p.passage_id GROUP BY article.id ORDER BY article.id) TO STDOUT
"""
_MADE = """
INSERT INTO archive_searchentry (article_id, vector)
SELECT article, setweight(to_tsvector('english', headline), 'A') || setweight(to_tsvector('english', body), 'B')
FROM said
"""
_SEARCH = "archive_searchentry"


@dataclass(frozen=True)
class Floor:
    """Seconds that COPY took: all tables but the search entries; these as they are; these made from their words."""

    tables: float
    vectors_copied: float
    vectors_made: float
    megabytes: float


def floor(folder: Path) -> Floor:
    """Empty the archive and time how it is filled again; ``folder`` takes the rows meanwhile."""
    names = _tables()
    size = sum(_write(f"COPY {name} TO STDOUT", folder / name) for name in names)
    _write(_SAID, folder / "said")
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(names)}")
    tables = _timed(lambda: [_read(name, folder / name) for name in names if name != _SEARCH])
    copied = _timed(lambda: _read(_SEARCH, folder / _SEARCH))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_SEARCH}")
    return Floor(tables, copied, _timed(lambda: _made(folder / "said")), size / 1e6)


def _tables() -> list[str]:
    """All that the archive's models are kept in, the links between them too."""
    models = apps.get_app_config("archive").get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy})


def _timed(work: Any) -> float:
    started = time.perf_counter()
    with transaction.atomic():
        work()
    return time.perf_counter() - started


def _made(said: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE said (article bigint, headline text, body text) ON COMMIT DROP")
        _read("said", said)
        cursor.execute(_MADE)


def _write(statement: str, path: Path) -> int:
    with path.open("wb") as file, connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for block in copy:
            file.write(block)
    return path.stat().st_size


def _read(table: str, path: Path) -> None:
    with (
        path.open("rb") as file,
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY {table} FROM STDIN") as copy,
    ):
        while block := file.read(256 * 1024):
            copy.write(block)
