"""An original as text: the bytes read as the archive read them, in numbered lines, a page of them at a time."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsarchive.archive.models import Article
from newsarchive.archive.queries.articles import Printed
from newsarchive.archive.queries.veil import Veil
from newsarchive.wire.encodings import Decoded, decoded

LINES_A_PAGE = 500
CHARACTERS_A_PAGE = 60_000
"""Lines of a page, and the characters that it may have: a saved page often has all of its text in one line."""

LOOKED_THROUGH = 4_000_000
"""Characters of a file in which it is looked for the article's first line."""

PIECE = 2_000
"""Characters of a line shown in one piece; a longer one goes on in the next."""

_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
}
_BREAKS = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_TAGS = re.compile(r"<[^<>]{0,2000}>|^[^<>]{0,2000}>|<[^<>]{0,2000}$")
_LEAST = 12
"""Characters from which a line is known again in an article."""


class Line(NamedTuple):
    """Some of a line of a file, ``number`` from 1; ``goes_on`` where it is not its beginning, ``own`` where it prints
    the article.
    """

    number: int
    text: str
    goes_on: bool
    own: bool


@dataclass(frozen=True)
class Pages:
    """A page of a file as text, and where it stands. ``own`` is the page on which the article begins, 0 where it is
    not known again in its file, and ``own_line`` that line's number; ``bounded`` where not all of the file was looked
    through for it. ``lost`` counts characters that could not be read.
    """

    encoding: str
    why: str
    lines: Sequence[Line]
    number: int
    last: int
    line_count: int
    own: int
    own_line: int
    bounded: bool
    lost: int


def hidden_beside(article: Article, veil: Veil) -> Article | None:
    """An article of the same file that may not be seen yet, so that the file may not either."""
    if not veil:
        return None
    return Article.objects.filter(original=article.original_id, pk__in=veil.articles).order_by("item").first()


def pages(data: bytes, printed: Sequence[Printed], page: int = 1, line: int = 0) -> Pages:
    """The page of that number, or the one that has a line; the nearest there is. Raises `Unreadable`."""
    read = decoded(data)
    lines = _BREAKS.split(read.text)
    starts = list(_starts(lines))
    number = _page_of(line, starts) if line else min(max(page, 1), len(starts))
    known = _Known(printed)
    found = _first_of(known, lines)
    return Pages(
        _name(read),
        read.why,
        list(known.marked(_pieces(lines, starts, number))),
        number,
        len(starts),
        len(lines),
        _page_of(found, starts) if found else 0,
        found,
        not found and len(read.text) > LOOKED_THROUGH,
        read.text.count("\ufffd"),
    )


def _name(read: Decoded) -> str:
    return _NAMES.get(read.encoding, read.encoding.replace("_", "-"))


class _Start(NamedTuple):
    """Where a page begins: the number of a line, from 1, and how many of its characters came before."""

    line: int
    at: int


def _starts(lines: Sequence[str]) -> Iterator[_Start]:
    """Where the pages of a file begin."""
    yield _Start(1, 0)
    shown = characters = 0
    for number, text in enumerate(lines, 1):
        for at in range(0, max(len(text), 1), PIECE):
            size = min(PIECE, len(text) - at)
            if shown and (shown == LINES_A_PAGE or characters + size > CHARACTERS_A_PAGE):
                yield _Start(number, at)
                shown = characters = 0
            shown, characters = shown + 1, characters + size


def _page_of(line: int, starts: Sequence[_Start]) -> int:
    """The page on which a line begins."""
    return max(sum(1 for start in starts if start <= (line, 0)), 1)


def _pieces(lines: Sequence[str], starts: Sequence[_Start], page: int) -> Iterator[Line]:
    """The lines of a page, long ones in pieces."""
    first = starts[page - 1]
    end = starts[page] if page < len(starts) else _Start(len(lines) + 1, 0)
    for number in range(first.line, min(end.line, len(lines)) + 1):
        text = lines[number - 1]
        for at in range(first.at if number == first.line else 0, max(len(text), 1), PIECE):
            if (number, at) < end:
                yield Line(number, text[at : at + PIECE], at > 0, False)


class _Known:
    """What an article prints, to know it again in its file, whatever the file's line breaks and markup."""

    def __init__(self, printed: Iterable[Printed]) -> None:
        paragraphs = [_bare(each.dateline + each.body) for each in printed]
        self._whole = " ".join(paragraphs)
        self._ends: dict[str, set[str]] = defaultdict(set)
        for end in (end for p in paragraphs if len(p) >= _LEAST for end in (p[:60], p[-60:])):
            self._ends[_inner(end)].add(end)

    def prints(self, text: str) -> bool:
        """Whether a line prints words of the article, and not a few that might be of anything."""
        bare = _bare(_TAGS.sub(" ", text)) if len(text) >= _LEAST else ""
        return len(bare) >= _LEAST and (bare in self._whole or self._has_an_end(bare))

    def _has_an_end(self, bare: str) -> bool:
        """Whether a paragraph begins or ends in it: only those are looked for of which it has a whole word."""
        near = (self._ends[word] for word in {"", *bare.split()} & self._ends.keys())
        return any(end in bare for ends in near for end in ends)

    def marked(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines with the article's own told apart; what of a paragraph is left for a last short line, too."""
        before = False
        for line in lines:
            short = before and 0 < len(line.text.strip()) < _LEAST and _bare(line.text) in self._whole
            before = short or self.prints(line.text)
            yield line._replace(own=before)


def _inner(end: str) -> str:
    """The longest of its words that have a blank on both sides; empty where there are none."""
    return max(end.split(" ")[1:-1], key=len, default="")


def _first_of(known: _Known, lines: Sequence[str]) -> int:
    """The number of the first line that prints the article; 0 where there is none."""
    left = LOOKED_THROUGH
    for number, text in enumerate(lines, 1):
        if known.prints(text[:left]):
            return number
        left -= len(text) + 1
        if left <= 0:
            break
    return 0


def _bare(text: str) -> str:
    """Words with a blank between them, as a page that is shown has them."""
    return " ".join(html.unescape(text).replace("\u00ad", "").split())
