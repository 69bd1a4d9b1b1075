"""Bytes in, articles out. Pure: knows neither Django nor the comparing of texts."""

from newsarchive.wire.datelines import open_dateline
from newsarchive.wire.formats import read
from newsarchive.wire.items import Dateline, Item, Moment, Paragraph, TradeMark, Unreadable

__all__ = ["Dateline", "Item", "Moment", "Paragraph", "TradeMark", "Unreadable", "open_dateline", "read"]
