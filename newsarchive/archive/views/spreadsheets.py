"""Tables as comma-separated values that spreadsheets open without running anything that is written in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsarchive.archive.queries.written_out import CONTENT_TYPES, as_csv
from newsarchive.archive.views.downloads import attachment


def table(headings: Sequence[str], portions: Iterable[Iterable[Sequence[object]]]) -> Iterator[str]:
    """The table, its headings and then the rows of each portion, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff"
    yield from as_csv(headings, (map(_text, row) for rows in portions for row in rows))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def headers(name: str) -> dict[str, str]:
    """Headers of an answer that is saved under ``name``."""
    return {"Content-Type": CONTENT_TYPES["csv"], "Content-Disposition": attachment(name)}
