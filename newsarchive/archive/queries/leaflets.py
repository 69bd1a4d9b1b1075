"""Articles with no more at hand than what pages say of them in a line: no furniture, no doubts, no addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import connection

from newsarchive.archive.models import Article, Source

_COLUMNS = (
    *("id", "original_id", "item", "text_id", "source_id"),
    *("headline", "byline", "dateline", "dated_on", "dated_by", "site", "language"),
)
"""In the order in which the model has them, as `from_db` wants it."""

SELECTED = ", ".join([*(f"article.{column}" for column in _COLUMNS), "source.name"])
"""What `read` needs of ``article`` and ``source``, which is joined where there is one; further columns may follow."""


def read(statement: str, given: Mapping[str, object]) -> Iterator[tuple[Article, list[object]]]:
    """The articles that a statement finds, with their sources, and what further columns it has."""
    width = len(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        for row in cursor.fetchall():
            article = Article.from_db(connection.alias, _COLUMNS, row[:width])
            if article.source_id is not None:
                article.source = Source.from_db(connection.alias, ("id", "name"), (article.source_id, row[width]))
            yield article, list(row[width + 1 :])
