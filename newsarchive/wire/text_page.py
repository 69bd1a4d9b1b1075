"""The text of a scraped page, lines of furniture and all."""

from __future__ import annotations

from newsarchive.wire.assemble import Hints, assemble
from newsarchive.wire.extent import of_text, shouted_title
from newsarchive.wire.items import Item
from newsarchive.wire.lines import printed


def read_text(text: str) -> list[Item]:
    """One item; raises Unreadable where the lines hold no article."""
    page = printed(text)
    hints = Hints(headlines=(shouted_title(page),))
    return [assemble("text", page.blocks, hints, lambda blocks, trusted: of_text(page))]
