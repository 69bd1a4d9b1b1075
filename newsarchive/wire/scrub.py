"""The last thing done to an item: characters no database and no other program would take are replaced.

Markup and JSON write characters as escapes, which are decoded long after the file's own were cleaned.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from operator import is_not
from typing import Any

from newsarchive.wire.items import Credit, Dateline, Item, Moment, Paragraph

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_HALVES = re.compile(r"[\ud800-\udfff]")


def scrubbed(item: Item) -> Item:
    """The item with every string in it fit to be stored and sent.

    One character stands for one: the lengths of datelines and the places of credits keep their meaning.
    """
    clean: Item = _scrubbed(item)
    return clean


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isprintable() else _HALVES.sub("\ufffd", _CONTROLS.sub(" ", value))
    if isinstance(value, tuple):
        clean = tuple(map(_scrubbed, value))
        return clean if any(map(is_not, clean, value)) else value
    if isinstance(value, (Item, Paragraph, Dateline, Moment, Credit)):
        return _scrubbed_parts(value)
    return value


def _scrubbed_parts(value: Any) -> Any:
    """The value itself where all of its parts are clean, as nearly always."""
    kind: Any = type(value)
    parts = {name: part for name in _names(kind) if isinstance(part := getattr(value, name), _MAY_HOLD_TEXT)}
    changed = {name: clean for name, part in parts.items() if (clean := _scrubbed(part)) is not part}
    return replace(value, **changed) if changed else value


_MAY_HOLD_TEXT = (str, tuple, Dateline, Moment)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
