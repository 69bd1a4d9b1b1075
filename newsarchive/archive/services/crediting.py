"""The words that credit agencies: written when an article is filed, and read again from the originals on demand."""

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


def enter(credited: Iterable[tuple[int, Sequence[wire.Credit]]]) -> None:
    """Copy in the credits of articles that have none yet, by article, the strongest of each first."""
    rows = [
        (article, credit.agency[: LONGEST[Agency]], credit.where, credit.line, credit.start, credit.end)
        for article, credits in credited
        for credit in credits
    ]
    if rows:
        copy_rows(Credit, _CREDIT, rows)
