"""Tables as comma-separated values that spreadsheets open without running anything that is written in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from newsarchive.archive.views.downloads import attachment

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell begins with that spreadsheets take for a formula, full-width signs among it."""


def table(headings: Sequence[str], portions: Iterable[Iterable[Sequence[object]]]) -> Iterator[str]:
    """The table, its headings and then the rows of each portion, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff" + _written([headings])
    for rows in portions:
        yield _written(rows)


def _written(rows: Iterable[Sequence[object]]) -> str:
    into = io.StringIO()
    csv.writer(into).writerows([cell(value) for value in row] for row in rows)
    return into.getvalue()


def cell(value: object) -> str:
    """A value as text; what would be a formula stands behind an apostrophe. Numbers stay numbers."""
    if value is None:
        return ""
    text = str(value)
    harmless = isinstance(value, int | float) or not text.lstrip(" ").startswith(_FORMULA)
    return text if harmless else f"'{text}"


def headers(name: str) -> dict[str, str]:
    """Headers of an answer that is saved under ``name``."""
    return {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": attachment(name)}
