"""The text of a scraped page, lines of furniture and all."""

from __future__ import annotations

from newsarchive.wire.assemble import Hints, assemble
from newsarchive.wire.items import Item
from newsarchive.wire.lines import blocks_of


def read_text(text: str) -> list[Item]:
    """One item; raises Unreadable where the lines hold no article."""
    return [assemble("text", blocks_of(text), Hints())]
