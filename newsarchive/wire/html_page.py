"""A raw HTML page."""

from __future__ import annotations

import trafilatura

from newsarchive.wire.assemble import Hints, assemble
from newsarchive.wire.items import Item
from newsarchive.wire.lines import blocks_of


def read_html(text: str) -> list[Item]:
    """One item; raises Unreadable where the page holds no article."""
    body = trafilatura.extract(text, deduplicate=False, with_metadata=False, include_comments=False) or ""
    return [assemble("html", blocks_of(body), Hints())]
