"""Where in a page's blocks the article stands: known by running text, in plain text also by figures and blank lines."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from newsarchive.wire import furniture
from newsarchive.wire.datelines import opens_story
from newsarchive.wire.dates import dates_in
from newsarchive.wire.lines import STOPS, Printed, is_prose, is_title, speaks_for_itself, words_in
from newsarchive.wire.trade import is_note, is_slug

_LIST_WORDS = 60
_FEWEST_ROWS = 2
_FIGURE = re.compile(r"(?<![\w:.,/])[-+(]?[$£€]?\.?\d[\d.,/-]*(?![\w:])")
_CLOCK = re.compile(r"\d[:h]\d\d")


@dataclass(frozen=True, slots=True)
class Extent:
    """The places of an article's first and last block; its headline stands above the first."""

    first: int
    last: int


def of_page(blocks: Sequence[str], trusted: bool) -> Extent | None:
    """First to last block of running text, or None; ``trusted`` blocks may be a list with no sentence beside it."""
    prose = [at for at, block in enumerate(blocks) if _is_body(block)]
    if prose:
        return Extent(prose[0], prose[-1])
    if trusted and sum(words_in(block) for block in blocks) >= _LIST_WORDS:
        return Extent(0, len(blocks) - 1)
    return None


def of_text(page: Printed) -> Extent | None:
    """The same for plain text, where a line with a blank line behind it heads what follows.

    Under such a headline short sentences and rows of figures are the article's as much as running text is, and a table
    of figures alone is an article; in wrapped text all that no blank line parts from the article is of it.
    """
    shouted = bool(shouted_title(page))
    title = 0 if shouted else next((at for at, block in enumerate(page.blocks) if _heads(block)), len(page.blocks))
    prose = [at for at, block in enumerate(page.blocks) if _is_body(block) and not (shouted and at == title)]
    prose = _without_notes_above(title, page, prose)
    rows = [at for at in range(title + 1, len(page.blocks)) if _is_row(page.blocks[at])]
    if not prose and not _is_table(page, rows):
        return None
    certain = sorted({*prose, *rows})
    whole = {*range(len(page.blocks))} if page.wrapped or shouted else {*rows}
    first = _under(title, page, sorted({*certain, *_sentences(page.blocks)}), whole)
    if first is None:
        first = (prose or rows)[0]
    return Extent(first, max(first, _last(page, (certain if page.wrapped or not prose else prose)[-1])))


def _without_notes_above(title: int, page: Printed, prose: list[int]) -> list[int]:
    """Notes to editors above the headline are none of the article, where there is one below it."""
    below = [at for at in prose if at >= title]
    return below if below and all(is_note(page.blocks[at]) for at in prose if at < title) else prose


def _heads(block: str) -> bool:
    """Whether a line may be the headline: neither the slug nor a note of the trade."""
    return is_title(block) and not is_slug(block) and not is_note(block)


def shouted_title(page: Printed) -> str:
    """The line a text opens with where it stands alone, in capitals as a wire prints headlines; else empty.

    Such a line is the headline even where its words could head a list of links (``MORE RAINS IN ...``).
    """
    if len(page.blocks) < 2 or page.groups[0] == page.groups[1] or all(block.isupper() for block in page.blocks):
        return ""
    opening = page.blocks[0] if page.blocks[0].isupper() else ""
    listed = furniture.heads_links(opening) and len(opening.split()) >= 4
    return opening if (is_title(opening) or listed) and not is_slug(opening) and not is_note(opening) else ""


def _is_table(page: Printed, rows: Sequence[int]) -> bool:
    """Whether rows of figures are the bulk of what they begin, and no stray lines of an index."""
    told = sum(not speaks_for_itself(block) for block in page.blocks[rows[0] :]) if rows else 0
    return len(rows) >= _FEWEST_ROWS and len(rows) * 3 >= told


def _under(title: int, page: Printed, marks: Sequence[int], whole: Container[int]) -> int | None:
    """The article's first block where a blank line parts its headline from it, else None.

    ``marks`` are the blocks that may open an article, ``whole`` those whose group is the article's from its start.
    """
    first = next((at for at in marks if at != title), 0)
    if first <= title or page.groups[first] == page.groups[title]:
        return None
    if opens_story(page.blocks[first]) or first not in whole:
        return first
    return page.groups.index(page.groups[first])


def _last(page: Printed, at: int) -> int:
    """The last block of the article: in wrapped text, of its group."""
    if not page.wrapped:
        return at
    while at + 1 < len(page.groups) and page.groups[at + 1] == page.groups[at]:
        at += 1
    return at


def _sentences(blocks: Sequence[str]) -> list[int]:
    return [at for at, block in enumerate(blocks) if _is_sentence(block)]


def _is_sentence(block: str) -> bool:
    bare = block.rstrip("\"'”’)")
    return bare.endswith(STOPS) and words_in(block) >= 4 and not speaks_for_itself(block)


def _is_row(block: str) -> bool:
    """Whether a line is a row of figures: two at least, a fifth of its words, and neither dates nor hours."""
    if len(block) > 200 or _CLOCK.search(block) or furniture.is_furniture(block) or is_note(block) or is_slug(block):
        return False
    figures, count = len(_FIGURE.findall(block)), len(block.split())
    return figures >= 2 and figures * 5 >= count and not dates_in(block)


def _is_body(block: str) -> bool:
    if furniture.is_furniture(block) or furniture.is_date_line(block):
        return False
    return is_prose(block) or (opens_story(block) and words_in(block) > 4)
