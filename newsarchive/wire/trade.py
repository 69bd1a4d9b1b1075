"""Trade marks, read where they stand: in the headline, on the slug line, in notes, where a story opens and ends.

Nothing is taken out of what was read: a mark says where its words stand. A line counts only near the story, and in the
forms that agencies print: ``UPDATE 2-`` is a mark, ``Update on the talks`` a headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsarchive.wire import trade_words as table
from newsarchive.wire.denials import denied, denies, taking_back
from newsarchive.wire.furniture import is_date_line, is_furniture
from newsarchive.wire.headline_marks import in_front, marks_in
from newsarchive.wire.holding import HOLDING, holdings, says_no_more
from newsarchive.wire.instead import put_right
from newsarchive.wire.items import Item, TradeMark
from newsarchive.wire.remembered import remembered
from newsarchive.wire.trade_signs import may_be_note, may_hold, may_kill

HEADLINE, SLUG, HEAD, OPENING, END = "headline", "slug", "head", "opening", "end"
"""Where a mark stands: in the headline, on the slug line, on another line above the story, in its first paragraphs, and
in its last or below them."""

_HEAD_LINES, _END_LINES, _OPENINGS = 12, 4, 3
_LONGEST_LINE, _LONGEST_NOTE = 160, 900
_NOTICE_WORDS = 170
_WITHDRAWING = (table.KILL, table.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Lines:
    """What is looked at: the headline, the lines above the body (the nearest last), the body, the lines below it.

    ``wire`` says that the file is an agency's text and no web page: there ``FLASH`` on a line may head anything.
    ``offsets`` are the lengths of the paragraphs' datelines.
    """

    headline: str
    head: Sequence[str]
    body: Sequence[str]
    tail: Sequence[str]
    wire: bool
    offsets: Sequence[int]


def with_trade(item: Item, head: Sequence[str], tail: Sequence[str]) -> Item:
    """The item with its trade marks, slug and number; ``head`` and ``tail`` are the lines around its body."""
    lines = Lines(
        item.headline,
        head,
        [paragraph.text for paragraph in item.paragraphs],
        tail,
        item.format != "html",
        [paragraph.dateline_length for paragraph in item.paragraphs],
    )
    return replace(item, trade=marks_of(lines), slug=slug_of(lines), serial=serial_of(lines))


def marks_of(lines: Lines) -> tuple[TradeMark, ...]:
    """Every mark, in the order headline, head, body, tail; each place of a line once, and each line once."""
    found = [
        *_of_headline(lines.headline, HEADLINE),
        *_nothing_else(lines),
        *_of_head(lines),
        *_of_openings(lines),
        *_of_ends(lines),
    ]
    seen: dict[tuple[object, ...], TradeMark] = {}
    for mark in _without_denied(found, lines):
        seen.setdefault((mark.kind, mark.line, mark.start, mark.paragraph), mark)
    return tuple(seen.values())


def _without_denied(found: Sequence[TradeMark], lines: Lines) -> Sequence[TradeMark]:
    """No kill on a line of its own counts where the sentences say that nothing is killed, and none says otherwise."""
    if any(mark.kind in _WITHDRAWING and _in_words(mark) for mark in found):
        return [mark for mark in found if mark.kind != table.REINSTATED]
    notes = [*lines.head[-_HEAD_LINES:], *lines.body[:_OPENINGS]]
    told = any(mark.kind in (*_WITHDRAWING, table.REINSTATED) for mark in found)
    if told and sum(len(text.split()) for text in lines.body) <= _NOTICE_WORDS and any(map(denies, notes)):
        return [mark for mark in found if mark.kind not in _WITHDRAWING]
    return found


def _in_words(mark: TradeMark) -> bool:
    """Whether a mark is a sentence that withdraws, rather than a line that says KILL."""
    return mark.where in (HEAD, OPENING) and any(form.search(mark.words) for _, form in _KILLS)


def of_notice(blocks: Sequence[str]) -> tuple[int, int] | None:
    """The first and last line of a short notice that withdraws something, where no line of it is running text."""
    if len(blocks) > _HEAD_LINES or sum(len(block.split()) for block in blocks) > _NOTICE_WORDS:
        return None
    said = [at for at, block in enumerate(blocks) if len(block.split()) > 2 and not _heads(block)]
    if not said or not (any(map(_kills_above, blocks[: said[0]])) or any(_kills_in(blocks[at]) for at in said)):
        return None
    return said[0], said[-1]


def _heads(block: str) -> bool:
    marked = _whole_line(block, _LINE) or _slug_line(block, True) or _SERIAL.match(block)
    return bool(marked) or is_furniture(block) or is_date_line(block)


def _kills_above(line: str) -> bool:
    """Whether a line above a notice says KILL, on its own or behind a slug."""
    slug = _slug_line(line, True)
    marks = _behind_slug(line, slug[0]) if slug else _of_headline(line, HEAD)
    return _whole_line(line, _LINE) in _WITHDRAWING or any(mark.kind in _WITHDRAWING for mark in marks)


def _kills_in(line: str) -> bool:
    return any(mark.kind in (*_WITHDRAWING, table.REINSTATED) for mark in _killing(line, 0, HEAD, None))


def slug_of(lines: Lines) -> str:
    """The slug as printed, without its desk's prefix and what stands behind it; empty where none is."""
    found = (parts[1] for line in lines.head[-_HEAD_LINES:] if (parts := _slug_line(line, lines.wire)))
    return next(found, "")


def serial_of(lines: Lines) -> str:
    """The number under which the provider sent it (``NORTHWIRE 0991``, ``a0412``), empty where none is printed."""
    near = [*lines.head[-_HEAD_LINES:], *lines.tail[:_END_LINES]] if lines.wire else []
    found = (each for line in near if (each := _SERIAL.match(line)))
    return next((" ".join(each["id"].split()) for each in found), "")


def slug_key(slug: str) -> str:
    """What makes two slugs one: words in small letters, without a desk's prefix and a lead's number."""
    bare = _VERSION_TAIL.sub("", _PREFIX.sub("", slug.strip()))
    return "-".join(re.split(r"[\W_]+", bare.casefold().strip(" -/,.^")))[:80]


_PREFIX = re.compile(r"^\^?(?:[a-z]\d{4}\s+)?(?:(?:BC|AM|PM|EU|XX)-+)+", re.I)
_VERSION_TAIL = re.compile(
    r"(?:[\s,(/-]+(?:\d{1,2}(?:st|nd|rd|th)?[ -]?(?:ld|lead|add|take)(?:-?writethru)?|lead|leadall|urgent|bjt"
    r"|writethru|kill|corrected|update ?\d*)\)?)+$",
    re.I,
)
_SERIAL = re.compile(r"^(?P<id>[A-Z]{2,15}[ -]?\d{3,6}|[a-z]\d{4})(?=$|\s+(?:BC|AM|PM)-)")
_SLUG = re.compile(
    r"^\^?(?:[a-z]\d{4}\s+)?(?:BC|AM|PM|AM-PM|EU)-+(?P<slug>[^\W_][\w.&'’+/-]*?)(?P<rest>-?-?(?:[\s,(].*)?)$"
)
_LABELLED = re.compile(r"^(?:Slug(?:line)?|SLUG(?:LINE)?)\s*:\s*(?P<slug>\S[^,()|]{0,60}?)(?P<rest>\s*[,(|].*)?$")
_BARE = re.compile(r"^(?P<slug>[A-Z][A-Za-z0-9]+(?:[-/][A-Za-z][A-Za-z0-9]*){1,5})(?P<rest>(?:,\s?|\s\().*)?$")
_SHOUTED = re.compile(r"[A-Z]{2,}(?:[-/][A-Z0-9]{2,}){1,4}")
_LEAD_SLUG = re.compile(r".+-(?:\d{0,2}lead|leadall|urgent)")


def _any(rows: table.Table) -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(form)) for kind, form in rows]


_BEHIND_SLUG = [(kind, re.compile(rf"(?<![A-Za-z0-9])(?:{form})(?![A-Za-z0-9])")) for kind, form in table.BEHIND_SLUG]
_LINE = [(kind, re.compile(rf"[(\[*]*(?:{form})[)\]*.!]*")) for kind, form in table.LINE]
_END_LINE = _any(table.END_LINE)
_VERBS = [(kind, re.compile(rf"(?:{form})(?![\w-])")) for kind, form in table.NOTE_VERBS]
_KILLS = _any(table.KILL_SENTENCES)
_STANDING_IN = re.compile(table.STANDING_IN)


def _of_headline(headline: str, where: str) -> Iterator[TradeMark]:
    for kind, start, stop in marks_in(headline):
        yield _mark(kind, headline, where, start, stop)


def _nothing_else(lines: Lines) -> Iterator[TradeMark]:
    """The mark of a headline that says nothing else: BULLETIN KILL."""
    kind = _whole_line(lines.headline, _LINE) if lines.wire else None
    if kind and not any(_of_headline(lines.headline, HEADLINE)):
        yield _mark(kind, lines.headline, HEADLINE, 0, len(lines.headline))


def _of_head(lines: Lines) -> Iterator[TradeMark]:
    """Marks on the lines above the body: slug, notes, lines that say nothing else."""
    for line in lines.head[-_HEAD_LINES:]:
        if line == lines.headline or len(line) > _LONGEST_NOTE:
            continue
        slug = _slug_line(line, lines.wire)
        if slug:
            yield from _behind_slug(line, slug[0])
            yield from _holdings(line, slug[0], HEAD)
            continue
        yield from _of_note(line, 0, HEAD, None)
        yield from _of_headline(line, HEAD) if lines.wire else ()
        whole = _whole_line(line, _LINE) if lines.wire else None
        if whole:
            yield _mark(whole, line, HEAD, 0, len(line))


def _slug_line(line: str, wire: bool) -> tuple[int, str] | None:
    """Where the slug of a slug line ends, and the slug; None where the line is none."""
    if len(line) > _LONGEST_LINE:
        return None
    found = _SLUG.match(line) or _LABELLED.match(line)
    if not found and wire:
        found = _BARE.match(line)
        if found and not (_versioned(found["rest"] or "") or _LEAD_SLUG.fullmatch(line) or _SHOUTED.fullmatch(line)):
            found = None
    if not found:
        return None
    lead = _LEAD_SLUG.fullmatch(found["slug"])
    return (found.start("slug") if lead else found.end("slug")), found["slug"]


def _versioned(rest: str) -> bool:
    return any(form.search(rest) for _, form in _BEHIND_SLUG)


def _behind_slug(line: str, at: int) -> Iterator[TradeMark]:
    for kind, form in _BEHIND_SLUG:
        found = form.search(line, at)
        if found:
            yield _mark(kind, line, SLUG, *found.span())


def _whole_line(line: str, rows: Sequence[tuple[str, re.Pattern[str]]]) -> str | None:
    if len(line) > _LONGEST_LINE:
        return None
    bare = line.strip()
    return next((kind for kind, form in rows if form.fullmatch(bare)), None)


def _of_note(line: str, at: int, where: str, paragraph: int | None) -> Iterator[TradeMark]:
    """Marks of a line that is a note from ``at`` on: in brackets, to the editors, or holding the story back."""
    if len(line) - at > _LONGEST_NOTE:
        return
    begin = at + len(line[at:]) - len(line[at:].lstrip())
    start = at + len(line[at:]) - len(line[at:].lstrip(" (（"))
    if not (may_be_note(line, begin) or may_be_note(line, start) or may_hold(line)):
        return
    bracketed = line.startswith(("(", "（"), begin)
    to_editors = _to_editors(line, at)
    if to_editors:
        yield _mark(table.NOTE, line, where, *to_editors.span(), paragraph)
        yield from _told_to_editors(line, to_editors.end(), where, paragraph)
    elif bracketed and line.rstrip(" .").endswith((")", "）")):
        yield from _begun(line, start, where, paragraph)
    else:
        yield from _corrects(line, start, where, paragraph)
    yield from _holdings(line, at, where, paragraph, bool(to_editors))


def _holdings(
    line: str, at: int, where: str, paragraph: int | None = None, to_editors: bool = False
) -> Iterator[TradeMark]:
    for kind, first, last in holdings(line, at, to_editors):
        yield _mark(kind, line, where, first, last, paragraph)


def _to_editors(line: str, at: int) -> re.Match[str] | None:
    found = table.TO_EDITORS.match(line, at + len(line[at:]) - len(line[at:].lstrip()))
    rest = line[found.end() :] if found else ""
    short = found is not None and found.group().lstrip("([")[:3] in ("Eds", "EDS", "Ed:")
    return found if short or len([word for word in rest.split() if word.islower()]) >= 3 else None


def _told_to_editors(line: str, at: int, where: str, paragraph: int | None) -> Iterator[TradeMark]:
    """What a note to the editors says is the case: each sentence or part of it may begin with such a verb."""
    for gap in re.finditer(r"(?:^|[.;:—,]|--)\s*", line[at:]):
        yield from _begun(line, at + gap.end(), where, paragraph)
    yield from _killing(line, at, where, paragraph)


def _begun(line: str, at: int, where: str, paragraph: int | None) -> Iterator[TradeMark]:
    for kind, form in _VERBS:
        found = form.match(line, at)
        if found:
            yield _mark(kind, line, where, *found.span(), paragraph)


_CORRECTS = re.compile(
    r"CORRECTS:?\s(?=\S)|Corrects(?::|\s+(?:to\b|that\b|in\b|throughout|spelling|name|figures?|byline|dateline|headline|day|date"
    r"|title|toll|quote|attribution|number|paragraphs?|para|grafs?|first|second|third|\w+ (?:graf|paragraph)))"
)


def _corrects(line: str, at: int, where: str, paragraph: int | None) -> Iterator[TradeMark]:
    found = _CORRECTS.match(line, at)
    if found:
        yield _mark(table.CORRECTION, line, where, at, at + len("Corrects"), paragraph)


def _of_openings(lines: Lines) -> Iterator[TradeMark]:
    terse = sum(len(text.split()) for text in lines.body) <= _NOTICE_WORDS
    for n, text in enumerate(lines.body[:_OPENINGS]):
        at = lines.offsets[n]
        found = [*_of_note(text, at, OPENING, n)] or ([*_of_note(text, 0, OPENING, n)] if at else [])
        yield from found
        if terse and not any(mark.kind in _WITHDRAWING for mark in found):
            yield from _killing(text, at, OPENING, n)
        whole = _whole_line(text, _LINE) if lines.wire else None
        if whole:
            yield _mark(whole, text, OPENING, 0, len(text), n)


def _killing(text: str, at: int, where: str, paragraph: int | None) -> Iterator[TradeMark]:
    """What a notice's sentences do: the first that withdraws, or that takes a kill back; none where that is denied."""
    if not may_kill(text):
        return
    for kind, form in _KILLS:
        for found in form.finditer(text[at:]):
            start, end = at + found.start(), at + found.end()
            if not _spoken(text, start) and not denied(text, start, end):
                yield _mark(kind, text, where, start, end, paragraph)
                return
    taking = taking_back(text, at)
    if taking and not _spoken(text, taking[0]):
        yield _mark(table.REINSTATED, text, where, *taking, paragraph)


def _spoken(text: str, at: int) -> bool:
    """Whether a place stands in a quote that is open there: people say such words too."""
    before = text[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _of_ends(lines: Lines) -> Iterator[TradeMark]:
    if not lines.wire:
        return
    below = [(line, None) for line in lines.tail[:_END_LINES]]
    for line, paragraph in [*[(text, len(lines.body) - 1) for text in lines.body[-1:]], *below]:
        if _whole_line(line, _END_LINE):
            yield _mark(table.TAKE, line, END, 0, len(line), paragraph)
        elif line.endswith(("(more)", "(MORE)")):
            yield _mark(table.TAKE, line, END, len(line) - 6, len(line), paragraph)


def _mark(kind: str, line: str, where: str, start: int, end: int, paragraph: int | None = None) -> TradeMark:
    words = line[start:end]
    number = re.search(r"\d{1,2}(?!\d)", words) if kind in _NUMBERED else None
    return TradeMark(kind, words, where, start, end, line, int(number[0]) if number else None, paragraph)


_NUMBERED = {table.LEAD, table.UPDATE, table.REFILE, table.REPEAT, table.TAKE}


@remembered
def is_note(line: str) -> bool:
    """Whether a line is a note in brackets or to the editors, tells a correction, or holds the story back: no headline.

    A headline may stand behind what holds it back: *EMBARGOED - Harbour board closes pier*.
    """
    marks = [*_of_note(line, 0, HEAD, None)]
    if all(mark.kind in HOLDING for mark in marks) and _titled(line):
        return False
    return bool(marks) or any(form.fullmatch(line) for form in (_FREE, _STANDING_IN)) or _tells_correction(line)


def _tells_correction(line: str) -> bool:
    """``KORREKTUR: 19 Tote statt 12``: a mark, and behind it what was wrong and is right."""
    return len(line) <= _LONGEST_LINE and any(True for _ in marks_in(line)) and bool(put_right(line))


_FREE = re.compile(
    r"\W*(?:for immediate (?:release|publication|use)|(?:zur )?sofort(?:igen)? (?:frei|veröffentlichung)"
    r"|pour diffusion immédiate|para (?:su )?(?:publicación|difusión) inmediata|para divulgação imediata"
    r"|per (?:la )?pubblicazione immediata)\W*",
    re.I,
)


def _titled(line: str) -> bool:
    """Whether a headline stands behind what holds it back."""
    marked = in_front(line, 0)
    return (
        marked is not None and marked[0] in HOLDING and len(line[marked[3] :].split()) >= 3 and not says_no_more(line)
    )


@remembered
def is_slug(line: str) -> bool:
    """Whether a line is a slug, with what may stand behind one, and no headline (*EU-China summit opens*)."""
    found = _slug_line(line, True)
    if not found:
        return False
    if any(True for _ in holdings(line, found[0], to_editors=False)):
        return True
    behind = line[found[0] :]
    for _, form in _BEHIND_SLUG:
        behind = form.sub("", behind)
    return len([word for word in re.split(r"[\W_]+", behind) if word.isalpha()]) <= 1
