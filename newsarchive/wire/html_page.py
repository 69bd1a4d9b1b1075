"""A raw HTML page: two readers find its body, its markup and printed lines the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from lxml import etree
from lxml.html import HtmlElement

from newsarchive.wire import furniture, people
from newsarchive.wire.agencies import named_in
from newsarchive.wire.assemble import Hints, assemble
from newsarchive.wire.clocks import PageDate, hint, page_dates
from newsarchive.wire.headlines import key, of_page
from newsarchive.wire.html_blocks import Block, article, blocks_in
from newsarchive.wire.html_meta import PageMeta
from newsarchive.wire.html_second import general_text
from newsarchive.wire.html_tree import modernise, tree_of
from newsarchive.wire.items import Item, Moment, Unreadable
from newsarchive.wire.lines import speaks_for_itself
from newsarchive.wire.trade import with_trade

_MOST_ELEMENTS = 10_000
_MOST_TEXT = 2_000_000
_TEXT_LENGTH = etree.XPath("string-length(string())")
_RUN = 4
_LONGEST_LINE = 600
_NO_CHOICE = 0.7
_BEFORE, _AFTER = 25, 8
# htmldate bounds its guesses by the current day unless told otherwise; a fixed bound keeps the reading reproducible.
_FIRST_DAY, _LAST_DAY = "1980-01-01", "2049-12-31"


def read_html(text: str) -> list[Item]:
    """One item; raises Unreadable where the page holds no article."""
    tree = tree_of(text)
    blocks = blocks_in(tree) if tree is not None else []
    if tree is None or not blocks:
        raise Unreadable("no-article", "The page holds no text. Save the page of the story itself.")
    meta = PageMeta(tree)
    chosen, (start, end) = article(blocks, _seconded(tree, blocks))
    around = _printed(blocks[max(0, start - _BEFORE) : start])
    after = _printed(blocks[end : end + _AFTER])
    body = [blocks[at].text for at in chosen]
    taken = set(chosen)
    left = _printed([blocks[at] for at in range(start, end) if at not in taken])
    hints = _hints(meta, blocks, (start, end), around, [*left, *after])
    item = with_trade(assemble("html", body, hints), around, after)
    captions = [block.text for block in blocks[max(0, start - _BEFORE) : end + _AFTER] if block.caption]
    item = replace(item, furniture=(*_told(around), *item.furniture, *left, *captions))
    return [item if item.published or hints.dates else _with_guess(item, tree_of(text))]


def _printed(blocks: Sequence[Block]) -> list[str]:
    """The texts of blocks that speak of the story; a picture's dates and credits are the picture's."""
    return [block.text for block in blocks if not block.caption]


def _seconded(tree: HtmlElement, blocks: Sequence[Block]) -> list[bool]:
    """Which blocks trafilatura takes for the article too; none where it took the page whole: that is no choice.

    Changes ``tree``, which costs less than a copy.
    """
    taken = _Taken(_extracted(tree))
    found = [taken.holds(block.text) for block in blocks]
    chosen = sum(len(block.text) for block, ours in zip(blocks, found, strict=True) if ours)
    return found if chosen < _NO_CHOICE * sum(len(block.text) for block in blocks) else [False] * len(blocks)


class _Taken:
    """Whether a text holds a block's words in a row, told from their runs: a page may have very many blocks."""

    def __init__(self, text: str) -> None:
        self._words = key(text).split()
        self._known: dict[int, set[str]] = {}

    def holds(self, block: str) -> bool:
        words = key(block).split() if self._words else []
        length = min(len(words), _RUN)
        return bool(words) and all(run in self._runs(length) for run in _runs(words, length))

    def _runs(self, length: int) -> set[str]:
        if length not in self._known:
            self._known[length] = set(_runs(self._words, length))
        return self._known[length]


def _runs(words: Sequence[str], length: int) -> Iterator[str]:
    return map(" ".join, zip(*(words[at:] for at in range(length)), strict=False))


def _extracted(tree: HtmlElement) -> str:
    """Trafilatura's text of the page, empty where the page is too much for it."""
    if not _modest(tree):
        return ""
    try:
        modernise(tree)
        return general_text(tree)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, IndexError, AssertionError, RecursionError):
        return ""


def _modest(tree: HtmlElement) -> bool:
    """Whether a page is of a size that general extractors can be asked about: their work grows faster than it."""
    elements = sum(1 for _ in islice(tree.iter(), _MOST_ELEMENTS + 1))
    return elements <= _MOST_ELEMENTS and _TEXT_LENGTH(tree) <= _MOST_TEXT


def _hints(meta: PageMeta, blocks: Sequence[Block], at: tuple[int, int], around: list[str], after: list[str]) -> Hints:
    body = " ".join(block.text for block in blocks[at[0] : at[1]])
    near = blocks[max(0, at[0] - 60) : at[0] + 4]
    near_lines = [(block.text, block.tag) for block in near if _could_head(block)]
    lines = [line for line in (*around, *after) if furniture.is_date_line(line)] or _far_dates(blocks[: at[0]])
    return Hints(
        headlines=tuple(of_page(meta.headlines, meta.title, meta.site, near_lines, body)),
        dates=(*meta.dates, *page_dates(lines)),
        byline=_printed_byline(around) or _declared_byline(meta),
        agencies=_credits(around, after),
        site=meta.site,
        url=meta.url,
        language=meta.language,
        day_first=meta.day_first,
        trusted=True,
    )


def _could_head(block: Block) -> bool:
    short = len(block.text) <= _LONGEST_LINE and block.linked < 0.9
    return short and not block.caption and not speaks_for_itself(block.text)


def _far_dates(before: Sequence[Block]) -> list[str]:
    """Date lines anywhere above the article, for a page that prints none beside it."""
    printed = _printed([block for block in before if block.linked < 0.5])
    return [line for line in printed if furniture.is_date_line(line)][:2]


def _printed_byline(around: Sequence[str]) -> str:
    """The byline printed nearest above the article."""
    above = ["", *around]
    pairs = reversed(list(pairwise(above)))
    names = (people.byline_of(line) or people.name_over_title(before, line) for before, line in pairs)
    return next((name for name in names if name), "")


def _declared_byline(meta: PageMeta) -> str:
    """The markup's author where it is a person: old pages put the outlet there."""
    names = people.persons(meta.byline)
    return names if len(names.split()) >= 2 and names.casefold() not in meta.site.casefold() else ""


def _credits(around: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    lines = [
        line for line in around[-8:] if people.is_credit(line) or people.is_writer_title(line) or people.is_byline(line)
    ]
    lines += [line for line in after if furniture.is_notice(line) or people.is_credit(line)]
    return tuple(name for line in lines for name in named_in(line))


def _told(around: Sequence[str]) -> list[str]:
    """Of the lines above the article those that were used: dates, people, credits."""
    return [line for line in around if furniture.is_date_line(line) or people.is_byline(line) or people.is_credit(line)]


def _with_guess(item: Item, tree: HtmlElement | None) -> Item:
    """htmldate's guess from the document, for a page that says nothing of its date itself."""
    from htmldate import find_date

    if tree is None or not _modest(tree):
        return item
    try:
        found = find_date(tree, original_date=True, extensive_search=False, min_date=_FIRST_DAY, max_date=_LAST_DAY)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, IndexError, OverflowError, re.error):
        return item
    days: list[PageDate] = hint(found or "")
    return (
        replace(item, published=Moment(days[0].readings[0], doubt="guessed from the page's markup")) if days else item
    )
