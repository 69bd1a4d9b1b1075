"""Which paragraphs of an article print again what it has already said.

Equal paragraphs are found by their words; edited ones are proposed by MinHash and disposed of by
rapidfuzz; cut ones and standfirsts open with the same words as the paragraph they are taken from. Short lines are
left alone whatever they say: refrains, labels, list items and quoted answers repeat on purpose. So are lines of one
form filled in anew, and other words quoted from the same speaker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from datasketch import MinHashLSH
from rapidfuzz.distance import Indel

from newsarchive.dedup.schemes import PASSAGES
from newsarchive.dedup.shingles import shingles_of
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.specifics import names, quoted, replaced, specific
from newsarchive.dedup.words import words

SAME_LEAST = 9
"""Words from which a paragraph counts as more than a refrain or a label."""

CUT_LEAST = 8
"""Words that a cut paragraph or standfirst must still have."""

EDITED_LEAST = 12
"""Words from which two nearly equal paragraphs are taken for one that was edited."""

EDITED = 0.75
"""Word-level Indel similarity of an edited repeat; three words changed in a lede of 15 leave .8."""

EDITED_SPECIFIC = 0.85
"""The same where a name or figure gave way to another among other changes; three of 20 words leave .85."""

ONE_NAME = 0.95
"""The same of a lede in which one name alone is another, such as the day of the week."""

BEGINNING = 0.9
"""The same of a cut paragraph or standfirst and the beginning of its whole."""

QUOTE_LEAST = 4
"""Words in quotation marks from which paragraphs are two quotes, if less than half of them stay the same."""

OPENING = 4
"""Words by which a cut paragraph and its whole are brought together."""

_NEVER = 2.0
NEAREST = 8
"""How many of the first and of the last lines that are alike a line is compared with."""

_ELLIPSIS = ("…", "...", "[…]", "[...]", ". . .")
_FULL_STOPS = (".", "!", "?", "。", "！", "？", "؟", "।")
_LOOSE_BANDS = (24, 2)


class Fold(StrEnum):
    """Why a paragraph is folded."""

    SAME = "same"
    CUT = "cut"
    EDITED = "edited"
    STANDFIRST = "standfirst"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A paragraph repeats the one at index ``of``; ``likeness`` is of the words they share the place of, 0 to 1."""

    of: int
    fold: Fold
    likeness: float


@dataclass(frozen=True, slots=True)
class _Line:
    index: int
    text: str
    words: list[str]
    cut: bool
    whole_sentence: bool


def fold(paragraphs: Sequence[str]) -> list[Repeat | None]:
    """For each paragraph, given without its dateline, what it repeats, or None.

    The fuller of two is kept, the earlier of two equal ones; what a repeat points to is never itself a repeat.
    """
    lines = [_line(i, text) for i, text in enumerate(paragraphs)]
    lede = next((line.index for line in lines if len(line.words) >= EDITED_LEAST), 0)
    found = _printed_before(lines)
    for a, b in sorted(_candidates([line for line in lines if found[line.index] is None])):
        if found[a] is None and found[b] is None:
            repeat = _beginning(lines[a], lines[b]) or _edited(lines[a], lines[b], lede)
            if repeat:
                found[b if repeat.of == a else a] = repeat
    return [_settled(repeat, found) for repeat in found]


def _printed_before(lines: Sequence[_Line]) -> list[Repeat | None]:
    """Equal paragraphs, each pointing at the first; settled before all else, whatever becomes of the first."""
    first: dict[tuple[str, ...], int] = {}
    of = [first.setdefault(tuple(line.words), line.index) for line in lines]
    return [
        Repeat(i, Fold.SAME, 1.0) if i != line.index and len(line.words) >= SAME_LEAST else None
        for i, line in zip(of, lines, strict=True)
    ]


def _settled(repeat: Repeat | None, found: Sequence[Repeat | None]) -> Repeat | None:
    """Follow a repeat of a repeat to the paragraph that stays."""
    while repeat and (further := found[repeat.of]):
        repeat = Repeat(further.of, repeat.fold, min(repeat.likeness, further.likeness))
    return repeat


def _line(index: int, text: str) -> _Line:
    ending = text.strip().rstrip("\"'”’»)")
    cut = ending.endswith(_ELLIPSIS)
    return _Line(index, text, words(text), cut, ending.endswith(_FULL_STOPS) and not cut)


def _candidates(lines: Sequence[_Line]) -> set[tuple[int, int]]:
    return {(min(p), max(p)) for p in (*_same_opening(lines), *_alike(lines))}


def _same_opening(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Pairs that open with the same words: cut ones, standfirsts, those edited further on."""
    openings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for line in lines:
        if len(line.words) >= CUT_LEAST:
            bucket = openings[tuple(line.words[:OPENING])]
            yield from ((other, line.index) for other in _few(bucket))
            bucket.append(line.index)


def _few(bucket: Sequence[int]) -> Sequence[int]:
    """The first and the last of a bucket: a repeat is of the lede or of a neighbour.

    A table whose thousand rows open alike would else be a million comparisons.
    """
    return bucket if len(bucket) <= 2 * NEAREST else [*bucket[:NEAREST], *bucket[-NEAREST:]]


def _alike(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a band of their MinHash signatures: edited ones, wherever the edit is."""
    long = [line for line in lines if len(line.words) >= EDITED_LEAST]
    signing = signer(PASSAGES)
    signatures = signing.sign([shingles_of(line.words, PASSAGES) for line in long])
    index = MinHashLSH(num_perm=PASSAGES.permutations, params=_LOOSE_BANDS)
    for line, signature in zip(long, signatures, strict=True):
        minhash = signing.minhash(signature)
        yield from ((other, line.index) for other in _few(sorted(index.query(minhash))))
        index.insert(line.index, minhash)


def _beginning(a: _Line, b: _Line) -> Repeat | None:
    """The shorter is the beginning of the longer: cut with an ellipsis, or its first sentences."""
    short, full = sorted((a, b), key=lambda line: len(line.words))
    opening = short.words[:-1] if short.cut else short.words
    if not CUT_LEAST <= len(opening) < len(full.words) or not (short.cut or short.whole_sentence):
        return None
    beginning = full.words[: len(opening)]
    likeness = _likeness(opening, beginning)
    if likeness < BEGINNING or all(_specifics(a, b, *replaced(opening, beginning))):
        return None
    return Repeat(full.index, Fold.CUT if short.cut else Fold.STANDFIRST, likeness)


def _edited(a: _Line, b: _Line, lede: int) -> Repeat | None:
    if min(len(a.words), len(b.words)) < EDITED_LEAST:
        return None
    likeness = _likeness(a.words, b.words)
    if likeness < EDITED or likeness < _least(a, b, lede) or _two_quotes(a, b):
        return None
    return Repeat(a.index, Fold.EDITED, likeness)


def _least(a: _Line, b: _Line, lede: int) -> float:
    """The likeness asked of two edited paragraphs, by what it is that differs.

    Where names and figures gave way to others and little else changed, a form was filled in anew, as in lines of
    results and prices: no likeness makes that a repeat. Only the lede may come again with one of them changed,
    brought up to date.
    """
    mine, theirs = replaced(a.words, b.words)
    my_specifics, their_specifics = _specifics(a, b, mine, theirs)
    if not my_specifics or not their_specifics:
        return EDITED
    if a.index == lede and len(mine) == len(theirs) == 1:
        return EDITED_SPECIFIC if mine[0].isdigit() else ONE_NAME
    form = 2 * len(my_specifics) >= len(mine) and 2 * len(their_specifics) >= len(theirs)
    return _NEVER if form else EDITED_SPECIFIC


def _specifics(a: _Line, b: _Line, mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str]]:
    known = names(a.text) | names(b.text)
    return specific(mine, known), specific(theirs, known)


def _two_quotes(a: _Line, b: _Line) -> bool:
    one, other = quoted(a.text), quoted(b.text)
    return min(len(one), len(other)) >= QUOTE_LEAST and _likeness(one, other) < 0.5


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of words that stay when one is edited into the other (rapidfuzz's Indel, on words)."""
    return float(Indel.normalized_similarity(one, other))
