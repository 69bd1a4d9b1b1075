"""Repeats made from a page's own paragraphs, as scraped pages print them: what, and where.

Each kind is one function of a page and a seeded random.Random; it answers None where the page has nothing to
make that kind of repeat from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from bench.repeats_words import INVENTED_DATELINES, NAMES, ORDINARY, SYNONYMS

LEDE_LEAST, LEDE_MOST = 12, 80
"""Words of a paragraph that repeats are made from."""

CUT_LEAST = 8
"""Words left before the ellipsis of a cut repeat (dashes are none), and words of a standfirst."""

_ELLIPSES = ("…", "...", " …", " ...", " [...]", " […]")
_INITIALISM = re.compile(r"(?:\b\w|\b[A-Z][\w-]{0,4}|\d)\.[\"”’)]*$")
_SENTENCE_END = re.compile(r"[.!?。！？؟][\"”’»)]*$")


@dataclass(frozen=True)
class Page:
    """What was read from a page: its paragraphs without the dateline, and the dateline that its lede printed."""

    name: str
    headline: str
    dateline: str
    paragraphs: tuple[str, ...]
    usable: tuple[int, ...]
    """Paragraphs that repeat nothing and are not repeated, of usual length; the first of them is the lede."""


@dataclass(frozen=True)
class Printed:
    """A block of the file to be read: a paragraph of the page at ``base``, or one that was planted."""

    text: str
    base: int | None = None


@dataclass(frozen=True)
class Planted:
    """A page with a repeat: its blocks, and the places of the two, the fuller first."""

    blocks: tuple[Printed, ...]
    whole: int
    repeat: int
    note: str = ""


Plant = Callable[[Page, Random], Planted | None]


def blocks_of(page: Page) -> list[Printed]:
    """The page as it is, its dateline before the lede."""
    blocks = [Printed(text, at) for at, text in enumerate(page.paragraphs)]
    lede = page.usable[0] if page.usable else 0
    if page.dateline and blocks:
        blocks[lede] = Printed(page.dateline + blocks[lede].text, lede)
    return blocks


def exact(page: Page, choose: Random) -> Planted | None:
    """A paragraph printed twice, perhaps in other type: other quotation marks, dashes, blanks, capitals."""
    at = _target(page, choose, 0.6)
    return _put(page, at, choose.choice(_TYPE)(page.paragraphs[at]), choose)


def cut(page: Page, choose: Random) -> Planted | None:
    """A teaser: the paragraph up to any word, or into the middle of one, and an ellipsis."""
    at = _target(page, choose, 0.75)
    tokens, gap = tokens_of(page.paragraphs[at])
    least = next(n for n in range(len(tokens)) if sum(map(_is_word, tokens[:n])) == CUT_LEAST)
    kept = choose.randrange(least, len(tokens) - 1)
    torn = tokens[kept][: choose.randrange(len(tokens[kept]))] if choose.random() < 0.2 else ""
    beginning = gap.join([*tokens[:kept], torn] if torn else tokens[:kept])
    return _put(page, at, beginning.rstrip(" .,;:-–—") + choose.choice(_ELLIPSES), choose)


def dateline_on_one(page: Page, choose: Random) -> Planted | None:
    """The lede with its dateline and again without, in either order."""
    at = page.usable[0]
    opening = page.dateline or choose.choice(INVENTED_DATELINES)
    blocks = [Printed(text, i) for i, text in enumerate(page.paragraphs)]
    first, second = (opening, "") if choose.random() < 0.5 else ("", opening)
    blocks[at] = Printed(first + page.paragraphs[at], at)
    behind = at + 1 if first or choose.random() < 0.5 else min(at + 1 + choose.randrange(3), len(blocks))
    blocks.insert(behind, Printed(second + page.paragraphs[at]))
    return Planted(tuple(blocks), at, behind)


def changed(count: int) -> Plant:
    """A paragraph printed again with ``count`` words replaced, dropped or put in, any words, names and figures too."""

    def plant(page: Page, choose: Random) -> Planted | None:
        at = _target(page, choose, 0.7)
        text, note = with_changes(page.paragraphs[at], count, choose)
        where = "lede" if at == page.usable[0] else "inside"
        return _put(page, at, text, choose, f"{where} {note}")

    return plant


def standfirst(page: Page, choose: Random) -> Planted | None:
    """The first sentence of the lede above it; a lede of one sentence is given the next paragraph's too."""
    at = page.usable[0]
    first, rest = first_sentence(page.paragraphs[at])
    if not rest and at + 1 in page.usable:
        first, rest = page.paragraphs[at], page.paragraphs[at + 1]
    if not rest or len(tokens_of(first)[0]) < CUT_LEAST or not _SENTENCE_END.search(first):
        return None
    blocks = blocks_of(page)
    blocks[at] = Printed(f"{page.dateline}{first} {rest}", at)
    if rest == "".join(page.paragraphs[at + 1 : at + 2]):
        del blocks[at + 1]
    blocks.insert(at, Printed(first))
    return Planted(tuple(blocks), at + 1, at)


def lede_at_the_end(page: Page, choose: Random) -> Planted | None:
    """The lede once more behind the last paragraph, with its dateline or without."""
    if len(page.paragraphs) < 3:
        return None
    blocks = blocks_of(page)
    at = page.usable[0]
    blocks.append(Printed(blocks[at].text if choose.random() < 0.5 else page.paragraphs[at]))
    return Planted(tuple(blocks), at, len(blocks) - 1)


KINDS: dict[str, Plant] = {
    "exact": exact,
    "cut": cut,
    "dateline on one": dateline_on_one,
    "one word changed": changed(1),
    "two words changed": changed(2),
    "three words changed": changed(3),
    "standfirst": standfirst,
    "lede at the end": lede_at_the_end,
}


def tokens_of(text: str) -> tuple[list[str], str]:
    """The words of a text as printed and what joins them; pairs of characters where no blanks are printed."""
    tokens = text.split()
    if len(text) > 12 * len(tokens):
        return [text[i : i + 2] for i in range(0, len(text), 2)], ""
    return tokens, " "


def first_sentence(text: str) -> tuple[str, str]:
    """A text up to the first stop that is surely the end of a sentence, and what follows, empty where nothing does."""
    for stop in re.finditer(r"[.!?؟][\"”’»)]*\s+(?=[\"“‘«]?\w)|[。！？]”?(?=.)", text):
        head, tail = text[: stop.end()].rstrip(), text[stop.end() :]
        if not _INITIALISM.search(head) and not tail[:1].islower() and head.count("(") == head.count(")"):
            return head, tail
    return text, ""


def with_changes(text: str, count: int, choose: Random) -> tuple[str, str]:
    """``count`` words of a text replaced (mostly), dropped or joined by another; and how many were names or figures."""
    tokens, gap = tokens_of(text)
    places = sorted(choose.sample(range(len(tokens)), count), reverse=True)
    telling = sum(_telling(tokens, at) for at in places)
    for at in places:
        way = choose.random()
        if way < 0.7:
            tokens[at] = _another(tokens, at, choose)
        elif way < 0.85:
            del tokens[at]
        else:
            tokens.insert(at, choose.choice(ORDINARY))
    return gap.join(tokens), f"{telling} of {count} telling"


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


def _telling(tokens: Sequence[str], at: int) -> bool:
    """A figure, or a name as far as a capital within a sentence shows one."""
    token = tokens[at]
    inner = at > 0 and not _SENTENCE_END.search(tokens[at - 1])
    return any(c.isdigit() for c in token) or (inner and any(c.isupper() for c in token))


def _another(tokens: Sequence[str], at: int, choose: Random) -> str:
    """Another word of the kind: figure for figure, name for name, a synonym where one is known."""
    token = tokens[at]
    bare = token.strip("\"“”'‘’«».,;:!?()[]。，、！？؟،")
    if not bare:
        return choose.choice(ORDINARY)
    if any(c.isdigit() for c in bare):
        other = re.sub(r"\d", lambda digit: str((int(digit[0]) + choose.randrange(1, 10)) % 10), bare)
    elif bare[0].isupper() and _telling(tokens, at):
        other = choose.choice(NAMES)
    else:
        other = choose.choice(SYNONYMS.get(bare.casefold(), ORDINARY))
        other = other.capitalize() if bare[0].isupper() else other
    return token.replace(bare, other) if other != bare else choose.choice(ORDINARY)


def _target(page: Page, choose: Random, lede: float) -> int:
    """The lede with probability ``lede``, else any paragraph of usual length."""
    return page.usable[0] if choose.random() < lede else choose.choice(page.usable)


def _put(page: Page, at: int, text: str, choose: Random, note: str = "") -> Planted:
    """The repeat right before its paragraph, right behind, a few paragraphs on, or anywhere below."""
    blocks = blocks_of(page)
    below = len(blocks) - at
    distance = choose.choice((0, 1, 1, min(2, below), min(3, below), choose.randint(1, below)))
    blocks.insert(at + distance, Printed(text))
    return Planted(tuple(blocks), at + (not distance), at + distance, note)


def _curly(text: str) -> str:
    return re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’").replace(" - ", " – ").replace(" -- ", " — ")


def _straight(text: str) -> str:
    return text.translate({0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'", 0x2013: "-", 0x2014: "-"})


_TYPE: tuple[Callable[[str], str], ...] = (
    str,
    str,
    _curly,
    _straight,
    lambda text: text.replace(" ", "\u00a0", 3),
    lambda text: text.replace(",", "", 1).rstrip(".") + ".",
    str.upper,
)
