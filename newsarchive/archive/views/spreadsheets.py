"""Tables as comma-separated values that spreadsheets open without running anything that is written in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from newsarchive.archive.views.downloads import attachment

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell begins with that spreadsheets take for a formula, full-width signs among it."""


class _Line:
    """What csv writes to: hands back each line."""

    def write(self, line: str) -> str:
        return line


def lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The table, line by line, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


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
