"""The words that credit agencies are written down when an article is filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsarchive import wire
from newsarchive.archive.models import Agency, Credit
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.archive.services.names import LONGEST

_CREDIT = ("article_id", "name", "where", "line", "begins", "ends")


def names_read(item: wire.Item) -> list[str]:
    """The agencies that an item credits, as articles keep them."""
    return [name[: LONGEST[Agency]] for name in item.agencies]


def rows_of(credits: Sequence[wire.Credit]) -> list[tuple[object, ...]]:
    """The credits of an article as they are kept, the strongest first."""
    return [(c.agency[: LONGEST[Agency]], c.where, c.line, c.start, c.end) for c in credits]


def enter(credited: Iterable[tuple[int, Sequence[wire.Credit]]]) -> None:
    """Copy in the credits of articles that have none yet, by article, the strongest of each first."""
    rows = [(article, *row) for article, credits in credited for row in rows_of(credits)]
    if rows:
        copy_rows(Credit, _CREDIT, rows)
