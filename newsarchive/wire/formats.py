"""The formats that can be read: one row each, the first that recognises a file reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from newsarchive.wire import other_formats
from newsarchive.wire.encodings import decode
from newsarchive.wire.html_page import read_html
from newsarchive.wire.items import Item, Unreadable
from newsarchive.wire.languages import spoken
from newsarchive.wire.scrub import scrubbed
from newsarchive.wire.text_page import read_text

VERSION = "formats-2"
"""Of what can be read, and of what counts as an article. Raised where a file that was refused may be read now: what was
refused under another version is worth trying again.
"""


@dataclass(frozen=True)
class Document:
    """A file's bytes, and their text once a format asks for it."""

    data: bytes

    @cached_property
    def text(self) -> str:
        """The decoded text; raises Unreadable where there is none."""
        return decode(self.data)

    @cached_property
    def head(self) -> str:
        """The first few thousand characters, where a format shows itself."""
        return self.text[:20_000]


@dataclass(frozen=True)
class Format:
    """One row: a name, whether a document is of this format, and its items (numbered from 1)."""

    name: str
    recognises: Callable[[Document], bool]
    parse: Callable[[Document], list[Item]]


_HTML = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:p|br|div|table|h1)\b[^<>]{0,200}>.*?</?(?:p|br|div|table|h1)\b",
    re.I | re.S,
)


def _named(document: Document) -> str:
    """What a document plainly is that has no reader yet, empty for all else; bytes that mix text and others first."""
    return other_formats.of_bytes(document.data) or other_formats.of_text(document.text)


def _refuse(document: Document) -> list[Item]:
    raise other_formats.refusal(_named(document))


FORMATS: tuple[Format, ...] = (
    Format("not read yet", lambda document: bool(_named(document)), _refuse),
    Format("html", lambda document: bool(_HTML.search(document.head)), lambda document: read_html(document.text)),
    Format("text", lambda document: True, lambda document: read_text(document.text)),
)


def read(data: bytes, name: str) -> list[Item]:
    """The articles in ``data``, at least one, each with at least one paragraph, and the language that each is in.

    ``name`` is what the file was called and decides nothing. Raises Unreadable, whose reason is fit to be shown, for
    whatever holds no article that can be read.
    """
    return [_with_language(item) for item in items_in(data)]


def items_in(data: bytes) -> list[Item]:
    """The same, with such languages as pages declare."""
    document = Document(data)
    items = next(row for row in FORMATS if row.recognises(document)).parse(document)
    if not items:
        raise Unreadable("no-article", "No article was found in this file. Save the page of the story itself.")
    return [scrubbed(item) for item in items]


def _with_language(item: Item) -> Item:
    found = spoken([each.text[each.dateline_length :] for each in item.paragraphs], item.declared)
    return replace(item, language=found.code, language_by=found.by)
