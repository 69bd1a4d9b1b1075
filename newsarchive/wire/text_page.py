"""The text of a scraped page, lines of furniture and all."""

from __future__ import annotations

from newsarchive.wire.assemble import Hints, assemble
from newsarchive.wire.extent import Extent, of_text, shouted_title
from newsarchive.wire.items import Item
from newsarchive.wire.lines import Printed, printed
from newsarchive.wire.trade import of_notice


def read_text(text: str) -> list[Item]:
    """One item; raises Unreadable where the lines hold no article."""
    page = printed(text)
    hints = Hints(headlines=(shouted_title(page),))
    return [assemble("text", page.blocks, hints, lambda blocks, trusted: of_text(page) or _notice(page))]


def _notice(page: Printed) -> Extent | None:
    """A kill is an article, however short: a line or two under BULLETIN KILL."""
    found = of_notice(page.blocks)
    return Extent(*found) if found else None
