"""Rows as files have them: tables for spreadsheets, and a line of JSON each for other programs; some at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}

_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
FORMULAS = (*_SIGNS, "\t", "\r", "\n")
"""Cells that begin like this are computed by spreadsheets, not shown: they get an apostrophe in front."""

Row = Mapping[str, Any]


def as_jsonl(found: Iterable[Row]) -> Iterator[str]:
    """A line a row. What JSON may leave as it is and some readers take for the end of a line is escaped."""
    for row in found:
        line = json.dumps(row, ensure_ascii=False)
        yield line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"


def as_csv(columns: Sequence[str], cells: Iterable[Iterable[str]]) -> Iterator[str]:
    """The names of the columns, then a row each, none of its cells a formula."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield writer.writerow(columns)
    for row in cells:
        yield writer.writerow([guarded(cell) for cell in row])


class _Line:
    """The csv module writes to something; this hands each line back."""

    def write(self, line: str) -> str:
        return line


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) or cell.lstrip().startswith(_SIGNS) else cell
