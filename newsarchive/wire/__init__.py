"""Bytes in, articles out. Pure: knows neither Django nor the comparing of texts."""

from newsarchive.wire.datelines import open_dateline
from newsarchive.wire.encodings import decoded
from newsarchive.wire.formats import VERSION, read
from newsarchive.wire.items import Credit, Dateline, Item, Moment, Paragraph, TradeMark, Unreadable

__all__ = [
    "VERSION",
    "Credit",
    "Dateline",
    "Item",
    "Moment",
    "Paragraph",
    "TradeMark",
    "Unreadable",
    "decoded",
    "open_dateline",
    "read",
]
