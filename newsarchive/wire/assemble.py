"""Blocks of a page, and what is known of it besides, to one item: the part all page formats share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from newsarchive.wire import furniture, people
from newsarchive.wire.clocks import PageDate, page_dates, settle
from newsarchive.wire.credit_lines import in_credit_line
from newsarchive.wire.credits import Surroundings, agencies_of, credits_of
from newsarchive.wire.datelines import Opening, opening_of
from newsarchive.wire.embargoes import end_of
from newsarchive.wire.extent import Extent, of_page
from newsarchive.wire.headlines import choose, key, without_site
from newsarchive.wire.items import Dateline, Item, Paragraph, Unreadable
from newsarchive.wire.lines import is_prose, speaks_for_itself, words_in
from newsarchive.wire.trade import is_note, is_slug, with_trade

_SIGN_OFF = re.compile(
    r"^[(\[]?(?:(?:additional |with )?(?:reporting|writing|editing) by|compiled by|contributed)\b", re.I
)
_SECTION_END = re.compile(
    r"^(?:related|more|other|top|latest|most (?:read|viewed|popular|e-?mailed|recent)|"
    r"recent|popular|comments?|share|tags|you may also like|"
    r"story tools|article tools|read more|see also|advertisement)\b.{0,60}$",
    re.I,
)


_LONGEST_HEADLINE = 600
_MOST_CANDIDATES = 100
_MOST_BLOCKS = 30_000
# Headings that only ever stand behind an article.
_CLOSING = re.compile(
    r"^\W*(?:(?:internal|external|related|useful|web) (?:links?|stories|articles?|coverage|headlines)|"
    r"more (?:\w+ )*(?:headlines|news|stories)|(?:reader )?comments?(?: \(\d+\)| policy)?|opinions and feedback|"
    r"(?:\d+|no) comments?(?: .*)?|most (?:popular|read|viewed|e-?mailed)|top (?:stories|headlines)|"
    r"(?:post|add|leave) (?:a|your) comment|recent (?:comments|posts))\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page says of itself outside its printed text; ``headlines`` and ``dates`` best first.

    ``trusted`` blocks were chosen as article text: lists among them count even where no sentence stands beside them.
    """

    headlines: tuple[str, ...] = ()
    dates: tuple[PageDate, ...] = ()
    byline: str = ""
    around: Surroundings = field(default_factory=Surroundings)
    site: str = ""
    url: str = ""
    language: str = ""
    day_first: bool | None = None
    trusted: bool = False


@dataclass(slots=True)
class _Sorted:
    """The blocks of a page while they are being told apart."""

    body: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    byline: str = ""
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)

    def leave_out(self, block: str, closed: bool) -> None:
        """Note page text; ``closed`` where a heading of links or comments stands before it."""
        self.furniture.append(block)
        (self.far if closed else self.below if self.body else self.above).append(block)

    @property
    def around(self) -> Surroundings:
        return Surroundings(above=tuple(self.above), below=tuple(self.below), far=tuple(self.far))


Place = Callable[[Sequence[str], bool], Extent | None]
"""Finds the article among blocks, given whether they are trusted to be one; None where there is none."""


def assemble(format_name: str, blocks: Sequence[str], hints: Hints, place: Place = of_page) -> Item:
    """One item from a page's blocks, of which ``place`` finds the article; raises Unreadable where there is none."""
    _refuse_masses(blocks)
    extent = place(blocks, hints.trusted)
    if not extent:
        raise _no_article()
    headline = choose(_candidates(blocks[: extent.first]), blocks, hints.headlines)
    sorted_blocks = _sort(blocks, extent, headline)
    if not sorted_blocks.body:
        raise _no_article()
    openings = _openings(sorted_blocks.body)
    item = Item(
        number=1,
        format=format_name,
        paragraphs=_paragraphs(sorted_blocks.body, openings),
        headline=headline,
        byline=sorted_blocks.byline or hints.byline,
        site=hints.site,
        url=hints.url,
        declared=hints.language,
        furniture=tuple(sorted_blocks.furniture),
    )
    item = with_trade(item, blocks[: extent.first], blocks[extent.last + 1 :])
    return _with_clocks(item, openings, sorted_blocks, hints)


def _refuse_masses(blocks: Sequence[str]) -> None:
    """Raise Unreadable for what has more lines than any story: it is a list, a log or many stories in one file."""
    if len(blocks) > _MOST_BLOCKS:
        reason = (
            f"This is no single story: it has more than {_MOST_BLOCKS:,} lines or paragraphs. Save each story alone."
        )
        raise Unreadable("no-article", reason)


def _candidates(head: Sequence[str]) -> list[str]:
    """The lines nearest above the article that could be its headline, in the order printed.

    A slug, or a line that says who wrote it, is one only where nothing else could be.
    """
    fitting = (line for line in reversed(head) if len(line) <= _LONGEST_HEADLINE and _may_head(line))
    nearest = list(islice(fitting, _MOST_CANDIDATES))[::-1]
    return [line for line in nearest if not (is_slug(line) or in_credit_line(line))] or nearest


def _may_head(line: str) -> bool:
    return not (speaks_for_itself(line) or is_note(line) or _SIGN_OFF.match(line))


def _no_article() -> Unreadable:
    return Unreadable(
        "no-article",
        "No article was found in this file: it has no paragraph of running text. Save the page of the story itself.",
    )


def _with_clocks(item: Item, openings: Sequence[Opening | None], found: _Sorted, hints: Hints) -> Item:
    opening = _leading(openings)
    dates = (*hints.dates, *page_dates(found.dates))
    clocks = settle(opening.on if opening else None, dates, hints.day_first, partial(end_of, item))
    dateline = Dateline(opening.printed, opening.place, clocks.dateline, opening.agency) if opening else None
    credits = credits_of(opening, found.body, hints.around.joined(found.around))
    return replace(
        item,
        dateline=dateline,
        published=clocks.published,
        retrieved=clocks.retrieved,
        agencies=agencies_of(credits),
        credits=credits,
    )


def _sort(blocks: Sequence[str], extent: Extent, headline: str) -> _Sorted:
    """Tell the blocks apart, in order; behind the article a heading of links or comments closes it for good."""
    found = _Sorted()
    ends, wanted = _late(blocks), key(headline)
    closed = False
    for at, block in enumerate(blocks):
        closed = closed or (at > extent.last and bool(_SECTION_END.match(block))) or (at > ends and _closes(block))
        used = _note(found, block, blocks[at - 1 : at]) or _same(block, headline, wanted)
        if used or closed or at < extent.first or _is_tail(block, at - extent.last):
            found.leave_out(block, closed)
        else:
            found.body.append(block)
    return found


def _late(blocks: Sequence[str]) -> int:
    """The place by which three fifths of all words are printed: headings behind it may close the article."""
    left = 0.6 * sum(words_in(block) for block in blocks)
    for at, block in enumerate(blocks):
        left -= words_in(block)
        if left <= 0:
            return at
    return len(blocks)


def _closes(block: str) -> bool:
    return len(block) <= _LONGEST_HEADLINE and len(block.split()) <= 8 and bool(_CLOSING.match(block))


def _is_tail(block: str, behind: int) -> bool:
    """A title-like line behind the last running text is a link to something else; a sign-off or a table line is not."""
    return behind > 0 and not _SIGN_OFF.match(block) and not _FIGURE_OR_END.search(block)


_FIGURE_OR_END = re.compile(r"\d|[.;]$")


def _note(found: _Sorted, block: str, before: Sequence[str]) -> bool:
    """Take what a non-article line tells (its dates, its people); False where it is article text."""
    if furniture.is_date_line(block):
        found.dates.append(block)
    elif people.is_byline(block):
        found.byline = found.byline or people.byline_of(block)
    elif people.is_writer_title(block) or people.is_credit(block):
        _name_above(found, block, before)
    else:
        return furniture.is_furniture(block)
    return True


def _name_above(found: _Sorted, block: str, before: Sequence[str]) -> None:
    """A bare name over ``Associated Press Writer`` is the byline, not the article's first words."""
    who = people.name_over_title(before[0], block) if before and not found.byline else ""
    found.byline = found.byline or who
    if who and found.body[-1:] == list(before):
        found.furniture.append(found.body.pop())


def _same(block: str, headline: str, wanted: str) -> bool:
    """Whether a block is the headline (whose key is ``wanted``) again: alone, behind a breadcrumb or with the site."""
    if not headline or len(block) > 2 * len(headline) + _LONGEST_HEADLINE or not _may_be_same(block, wanted):
        return False
    printed = key(block)
    if printed == wanted:
        return True
    if len(wanted) < 15 or len(printed) > len(wanted) + 100 or is_prose(block):
        return False
    return printed.endswith(wanted) or key(without_site(block, headline)) == wanted


def _may_be_same(block: str, wanted: str) -> bool:
    """Running text is the headline only where it begins alike: its first letter tells most paragraphs apart."""
    first = _LETTER.search(block)
    return not is_prose(block) or (first[0].casefold()[:1] if first else "") == wanted[:1]


_LETTER = re.compile(r"[^\W_]")


def _openings(body: Sequence[str]) -> list[Opening | None]:
    """The dateline of each paragraph; a shouted place alone counts only where a story opens."""
    found = [opening_of(block) for block in body]
    return [each if _certain(each) or at < 3 else None for at, each in enumerate(found)]


def _certain(opening: Opening | None) -> bool:
    return opening is not None and bool(opening.on or opening.agency)


def _leading(openings: Sequence[Opening | None]) -> Opening | None:
    early = openings[:6]
    return next((each for each in early if _certain(each)), None) or next((each for each in early if each), None)


def _paragraphs(body: Sequence[str], openings: Sequence[Opening | None]) -> tuple[Paragraph, ...]:
    pairs = zip(body, openings, strict=True)
    return tuple(Paragraph(text, opening.length if opening else 0) for text, opening in pairs)
