"""A page as a row of text blocks, and which stretch of the row is the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement

from newsarchive.wire import furniture
from newsarchive.wire.datelines import opens_story
from newsarchive.wire.html_tree import BLOCKS, DROPPED
from newsarchive.wire.lines import is_prose, words_in
from newsarchive.wire.remembered import remembered

# Worth of a block to the stretch it stands in, in words; the settings that did best on two labelled sets of pages.
_LONGEST = 80.0
_LINK, _NOTICE, _OTHER = -6.0, -8.0, -4.0
_SECOND_VOICE = 6.0
_ONLY_ONE_VOICE = 0.3
_AGREEMENT = 0.6
_DATELINE = 40.0


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between two block boundaries: its tag, the share of its characters that are links, and whether
    the markup says that it belongs to a picture.
    """

    text: str
    tag: str = ""
    linked: float = 0.0
    caption: bool = False


# Classes and ids of what belongs to a picture; one that only says whether there are captions ("no-caption") is none.
_CAPTION = re.compile(
    r"(?!(?:no|has|with|without|hide|show)[-_])"
    r"(?:[\w-]*(?:caption|cutline)(?:[-_]*(?:text|body|inner|credit))?"
    r"|[\w-]*(?:photo|image|img|picture|pic|media)[-_]*(?:credits?|byline))",
    re.I,
)
_MOST_CAPTIONS = 0.5


class _Row:
    """Blocks under construction while the tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0
        self.tag = ""
        self.captions = 0

    def add(self, text: str | None, linked: bool) -> None:
        if text:
            self._parts.append(text)
            if linked:
                self._linked += len(" ".join(text.split()))

    def close(self) -> None:
        if not self._parts:
            return
        text = " ".join("".join(self._parts).split())
        if text:
            # Old pages set small print of all kinds as captions, the story's date among it.
            caption = self.captions > 0 and not furniture.is_date_line(text)
            self.blocks.append(Block(text, self.tag, self._linked / len(text), caption))
        self._parts, self._linked = [], 0


def blocks_in(tree: HtmlElement) -> list[Block]:
    """Every run of text of the page, in order, walked without recursion so that no depth can hurt."""
    row, links, dropped, captions = _Row(), 0, 0, [False]
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event == "start":
            dropped += tag in DROPPED
            links += tag == "a"
            captions.append(_is_caption(element))
            if tag in BLOCKS or tag == "br" or captions[-1]:
                row.close()
                row.tag = tag
            row.captions += captions[-1]
            if not dropped:
                row.add(element.text, links > 0)
            continue
        if event == "end":
            dropped -= tag in DROPPED
            links -= tag == "a"
            caption = captions.pop()
            if tag in BLOCKS or caption:
                row.close()
            row.captions -= caption
        if not dropped:
            row.add(element.tail, links > 0)
    row.close()
    return _with_few_captions(row.blocks)


def _is_caption(element: HtmlElement) -> bool:
    """Whether an element says that it holds the words or the credit of a picture, and is no title."""
    if element.tag == "figcaption":
        return True
    named, own = element.get("class"), element.get("id")
    if not named and not own:
        return False
    return element.tag not in _NEVER_CAPTIONS and _names_caption(f"{named or ''} {own or ''}")


@remembered
def _names_caption(names: str) -> bool:
    return any(map(_CAPTION.fullmatch, names.split()))


_NEVER_CAPTIONS = frozenset(("html", "body", "table", "tbody", "tr", "article", "main", "h1", "h2", "h3"))


def _with_few_captions(blocks: list[Block]) -> list[Block]:
    """The blocks, none of them a caption where captions would be most of the page's prose: then the class lies."""
    prose = [(words_in(block.text), block.caption) for block in blocks if is_prose(block.text)]
    if sum(count for count, caption in prose if caption) <= _MOST_CAPTIONS * sum(count for count, _ in prose):
        return blocks
    return [replace(block, caption=False) for block in blocks]


def stretch(worths: Sequence[float]) -> tuple[int, int]:
    """Start and end of the stretch of blocks whose worths add up to most."""
    best, start, so_far, found = 0.0, 0, 0.0, (0, 0)
    for at, worth in enumerate(worths):
        if so_far <= 0:
            so_far, start = 0.0, at
        so_far += worth
        if so_far > best:
            best, found = so_far, (start, at + 1)
    return found


def _worth(block: Block, seconded: bool) -> float:
    worth = _own_worth(block)
    if worth > 0:
        return worth if seconded else worth * _ONLY_ONE_VOICE
    return worth + _SECOND_VOICE if seconded and worth > _NOTICE else worth


def _own_worth(block: Block) -> float:
    if block.caption:
        return 0.0
    count = words_in(block.text)
    if furniture.is_notice(block.text):
        return _NOTICE
    if block.linked > 0.5:
        return _LINK - min(count, 20) * 0.3
    if is_prose(block.text) and not furniture.is_furniture(block.text):
        return min(float(count), _LONGEST) + (_DATELINE if opens_story(block.text) else 0.0)
    return _OTHER - (1.0 if block.linked > 0.2 else 0.0)


def article(blocks: Sequence[Block], seconded: Sequence[bool]) -> tuple[list[int], tuple[int, int]]:
    """Places of the blocks that are the article, and the stretch they were taken from.

    ``seconded`` marks the blocks that the general extractor took too.
    Captions stand in the stretch but are never of the article.
    Where both readers agree on most of the stretch, the general extractor's choice inside it stands; else the
    stretch itself does, less its links.
    """
    seconded = [ours and not block.caption for block, ours in zip(blocks, seconded, strict=True)]
    worths = [_worth(block, ours) for block, ours in zip(blocks, seconded, strict=True)]
    start, end = stretch(worths)
    prose = [at for at in range(start, end) if worths[at] > 0]
    agreed = sum(words_in(blocks[at].text) for at in prose if seconded[at])
    if agreed >= _AGREEMENT * sum(words_in(blocks[at].text) for at in prose):
        return [at for at in range(start, end) if seconded[at]], (start, end)
    return [at for at in range(start, end) if seconded[at] or _stays(blocks[at])], (start, end)


def _stays(block: Block) -> bool:
    return not block.caption and block.linked <= (0.5 if _own_worth(block) > 0 else 0.2)
