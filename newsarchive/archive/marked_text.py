"""Where the words of a question stand in a text as it is printed, though the index knows it only as it is prepared.

A text is prepared character by character, each remembering where it came from (`traced`). PostgreSQL puts marks around
the words that it found there, and the marks are carried back (`spans_of`). Nothing is taken for markup on the way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from newsarchive.archive.search_text import KEPT_LETTERS, UNIT, UNSPACED, fold_accents, straight_quotes

START, STOP = "\x02", "\x03"
"""Put around what was found: no text that is traced has them."""

ELLIPSIS = "…"

Span = tuple[int, int]
"""From a character of the text to the one after the last."""


class Piece(NamedTuple):
    """A stretch of text; a ``hit`` where it is one of the words asked for."""

    text: str
    hit: bool = False


class Traced(NamedTuple):
    """A prepared text, and for each of its characters which one of the printed text it stands for.

    ``origins`` is None where each stands for the one at its own place.
    """

    text: str
    origins: Sequence[int] | None = None


def traced(printed: str, configuration: str = "") -> Traced:
    """A text as `search_text.prepared_as` prepares it, but for blanks, with where its characters came from."""
    bare = straight_quotes(printed).translate(_CONTROL)
    if bare.isascii():
        return Traced(bare)
    kept = KEPT_LETTERS.get(configuration, "")
    folded, origins = [], []
    for at, character in enumerate(bare):
        said = character if character in kept else _folded(character)
        folded.append(said)
        origins += [at] * len(said)
    return _in_pairs("".join(folded), origins)


_CONTROL = {ord(START): " ", ord(STOP): " ", 0: " "}


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    """What stands for a character in the index: nothing for an accent, a blank for a sign."""
    folded = fold_accents(character)
    return "".join(c if c.isascii() or unicodedata.category(c)[0] in "LMN" else " " for c in folded)


def _in_pairs(folded: str, origins: Sequence[int]) -> Traced:
    """Runs of scripts without blanks as overlapping pairs, as in the index."""
    text: list[str] = []
    come: list[int] = []
    done = 0
    for run in UNSPACED.finditer(folded):
        parts = [folded[done : run.start()], *_pairs(run)]
        places = [range(done, run.start()), *_pair_places(run)]
        for part, place in zip(parts, places, strict=True):
            text.append(part)
            come += [origins[at] for at in place]
        done = run.end()
    text.append(folded[done:])
    return Traced("".join(text), [*come, *origins[done:]])


def _pair_places(run: re.Match[str]) -> list[Sequence[int]]:
    units = [range(u.start(), u.end()) for u in UNIT.finditer(run.string, run.start(), run.end())]
    if len(units) == 1:
        return [[units[0][0], *units[0], units[0][-1]]]
    return [[one[0], *one, *other, other[-1]] for one, other in pairwise(units)]


def _pairs(run: re.Match[str]) -> list[str]:
    return [f" {''.join(run.string[at] for at in place[1:-1])} " for place in _pair_places(run)]


def units_in(text: str, wanted: Collection[str]) -> list[Span]:
    """Where single characters of scripts without blanks stand, with the signs printed around them."""
    return [unit.span() for unit in UNIT.finditer(text) if unit.group() in wanted] if wanted else []


def spans_of(marked: str, of: Traced) -> list[Span]:
    """The places in the printed text of what is marked in the prepared one; nothing where the two do not agree."""
    parts = re.split(f"[{START}{STOP}]", marked)
    if "".join(parts) != of.text:
        return []
    found, at = [], 0
    for number, part in enumerate(parts):
        if number % 2 and part:
            found.append(_printed(at, at + len(part), of.origins))
        at += len(part)
    return found


def _printed(start: int, end: int, origins: Sequence[int] | None) -> Span:
    return (start, end) if origins is None else (origins[start], origins[end - 1] + 1)


def joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Spans in order, those that overlap as one, each with the accents that are printed behind its last letter."""
    found: list[Span] = []
    for start, end in sorted(spans):
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def pieces(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> tuple[Piece, ...]:
    """The text, or a stretch of it, as pieces, parted where spans begin and end."""
    end = len(text) if end is None else end
    found, at = [], start
    for first, last in spans:
        first, last = max(first, start), min(last, end)
        if first < last:
            found += [Piece(text[at:first]), Piece(text[first:last], True)]
            at = last
    return tuple(piece for piece in [*found, Piece(text[at:end])] if piece.text)


def excerpt(text: str, spans: Sequence[Span], length: int) -> tuple[Piece, ...]:
    """About so many characters of a text: where most different words that were asked for stand together.

    Begins and ends with whole words, and an ellipsis where there is more. Lines are joined.
    """
    first = _densest(text, spans, length * 2 // 3) if spans else 0
    start = _beginning(text, first, length)
    end = min(start + length, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), start + length // 2)
    end = max([end, *(b for a, b in spans if a == first or a < end <= b)])
    found = [Piece(p.text.replace("\n", " "), p.hit) for p in pieces(text, spans, start, end)]
    before = [Piece(ELLIPSIS)] if start else []
    return (*before, *found, *([Piece(ELLIPSIS)] if end < len(text) else []))


def _beginning(text: str, first: int, length: int) -> int:
    """Where an excerpt begins: with the paragraph, if the ``first`` hit is near that, else some words before."""
    line = text.rfind("\n", 0, first) + 1
    if first - line <= length // 3:
        return line
    blank = text.find(" ", first - length // 4, first)
    return blank + 1 if blank >= 0 else first


def _densest(text: str, spans: Sequence[Span], within: int) -> int:
    """Where the span begins from which on most different words stand within so many characters."""
    best, at, last = (0, 0), spans[0][0], 0
    words = [text[a:b].casefold() for a, b in spans]
    counted: Counter[str] = Counter()
    for n, (start, _) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + within:
            counted[words[last]] += 1
            last += 1
        worth = (len(+counted), counted.total())
        if worth > best:
            best, at = worth, start
        if last > n:
            counted[words[n]] -= 1
        last = max(last, n + 1)
    return at
