"""The last thing done to an item: characters no database and no other program would take are replaced.

Markup and JSON write characters as escapes, which are decoded long after the file's own were cleaned.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

from newsarchive.wire.items import Item

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_HALVES = re.compile(r"[\ud800-\udfff]")


def scrubbed(item: Item) -> Item:
    """The item with every string in it fit to be stored and sent.

    One character stands for one: the lengths of datelines keep their meaning.
    """
    clean: Item = _scrubbed(item)
    return clean


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isprintable() else _HALVES.sub("\ufffd", _CONTROLS.sub(" ", value))
    if isinstance(value, tuple):
        return tuple(_scrubbed(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{each.name: _scrubbed(getattr(value, each.name)) for each in fields(value)})
    return value
