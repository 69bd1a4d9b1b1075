"""Which paragraphs of an article print again what it has already said.

Equal paragraphs are found by their words; edited ones are proposed by MinHash, in bands of two, and disposed of by
rapidfuzz; cut ones and standfirsts open with the same words as the paragraph they are taken from. Short lines are
left alone whatever they say: refrains, labels, list items and quoted answers repeat on purpose. So are lines of one
form filled in anew, and other words quoted from the same speaker. A form is told from an edit by how much was filled
in: an edited paragraph keeps most of its names and figures, or changes one among many words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from newsarchive.dedup.printed import Line, line_of, on_purpose
from newsarchive.dedup.schemes import PASSAGES
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.specifics import Difference, Known, quoted
from newsarchive.dedup.words import words

SAME_LEAST = 9
"""Words from which a paragraph counts as more than a refrain or a label."""

CUT_LEAST = 8
"""Words that a cut paragraph or standfirst must still have."""

EDITED_LEAST = 12
"""Words of the longer from which two nearly equal paragraphs are taken for one that was edited."""

EDITED = 0.75
"""Word-level Indel similarity of an edited repeat; three words changed in a lede of 15 leave .8."""

EDITED_SPECIFIC = 0.85
"""The same where a name or figure gave way to another among other changes; three of 20 words leave .85."""

LEDE_SPECIFIC = 0.8
"""The same of a long lede that kept as many names and figures as gave way."""

ONE_NAME = 0.93
"""The same of a lede in which one name alone is another, such as the day of the week."""

FILLED_IN = 20
"""Words to each name or figure that gave way, from which no form is supposed."""

FILLED_IN_KEPT = 13
"""The same where twice as many names and figures stayed."""

BEGINNING = 0.9
"""The same of a cut paragraph or standfirst and the beginning of its whole; and from which quotes are one quote."""

QUOTE_LEAST = 4
"""Words in quotation marks from which paragraphs are two quotes, if less than half of them stay the same."""

OPENING = 4
"""Words by which a cut paragraph and its whole are brought together."""

_NEVER = 2.0
NEAREST = 8
"""How many of the first and of the last lines that are alike a line is compared with."""

_APART = np.uint64(0x9E3779B97F4A7C15)
"""Keeps the bands of one article apart from those of the next."""


class Fold(StrEnum):
    """Why a paragraph is folded."""

    SAME = "same"
    CUT = "cut"
    EDITED = "edited"
    STANDFIRST = "standfirst"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A paragraph repeats the one at index ``of``; ``likeness`` is of the words they share the place of, 0 to 1."""

    of: int
    fold: Fold
    likeness: float


def fold(paragraphs: Sequence[str], wordlists: Sequence[list[str]] | None = None) -> list[Repeat | None]:
    """For each paragraph, given without its dateline, what it repeats, or None.

    The fuller of two is kept, the earlier of two equal ones; what a repeat points to is never itself a repeat.
    ``wordlists`` are the paragraphs' words (`newsarchive.dedup.words`), for callers that have them.
    """
    return folds([paragraphs], None if wordlists is None else [wordlists])[0]


def folds(
    articles: Sequence[Sequence[str]], wordlists: Sequence[Sequence[list[str]]] | None = None
) -> list[list[Repeat | None]]:
    """`fold` of many articles, which costs less than one after the other."""
    every = wordlists or [[words(text) for text in paragraphs] for paragraphs in articles]
    pages = [
        [line_of(i, text, own) for i, (text, own) in enumerate(zip(paragraphs, lists, strict=True))]
        for paragraphs, lists in zip(articles, every, strict=True)
    ]
    before = [_printed_before(lines) for lines in pages]
    left = [
        [line for line, repeat in zip(lines, found, strict=True) if repeat is None]
        for lines, found in zip(pages, before, strict=True)
    ]
    pairs = [set(_same_opening(lines)) for lines in left]
    for page, *pair in _alike(left):
        pairs[page].add((pair[0], pair[1]))
    return [_folded(*page) for page in zip(pages, before, pairs, strict=True)]


def _folded(lines: Sequence[Line], found: list[Repeat | None], pairs: set[tuple[int, int]]) -> list[Repeat | None]:
    """What becomes of one article: most have no two lines to compare."""
    lede = next((line.index for line in lines if line.size >= EDITED_LEAST), 0)
    known = Known([line.text for line in lines])
    for a, b in sorted(pairs):
        if found[a] is None and found[b] is None:
            repeat = _beginning(lines[a], lines[b], known) or _edited(lines[a], lines[b], known, lede)
            if repeat:
                found[b if repeat.of == a else a] = repeat
    found = _without_forms(found)
    return [_settled(repeat, found) for repeat in found]


def overruled(
    folds: Sequence[Repeat | None], words: Sequence[Sequence[str]], said: Iterable[tuple[int, int | None]]
) -> list[Repeat | None]:
    """The folds as an editor changed them: of each index said, in this order, what it repeats, or None.

    What a paragraph is said to repeat stays itself. As in `fold`, what a repeat points to is never a repeat.
    """
    found = list(folds)
    for index, of in said:
        found[index] = None if of is None else Repeat(of, Fold.EDITOR, _likeness(words[index], words[of]))
        if of is not None:
            found[of] = None
    return [_settled(repeat, found) for repeat in found]


def _printed_before(lines: Sequence[Line]) -> list[Repeat | None]:
    """Equal paragraphs, each pointing at the first; settled before all else, whatever becomes of the first."""
    first: dict[tuple[str, ...], int] = {}
    of = [lines[first.setdefault(tuple(line.words), line.index)] for line in lines]
    return [
        Repeat(one.index, Fold.SAME, 1.0)
        if one is not line and line.size >= SAME_LEAST and not on_purpose(one, line)
        else None
        for one, line in zip(of, lines, strict=True)
    ]


def _without_forms(found: Sequence[Repeat | None]) -> list[Repeat | None]:
    """Without the edited ones of which several are alike, no two of them equal: lines of one form, not edits."""
    edits = Counter(repeat.of for repeat in found if repeat and repeat.fold is Fold.EDITED)
    return [None if repeat and repeat.fold is Fold.EDITED and edits[repeat.of] > 1 else repeat for repeat in found]


def _settled(repeat: Repeat | None, found: Sequence[Repeat | None]) -> Repeat | None:
    """Follow a repeat of a repeat to the paragraph that stays."""
    while repeat and (further := found[repeat.of]):
        repeat = Repeat(further.of, repeat.fold, min(repeat.likeness, further.likeness))
    return repeat


def _same_opening(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Pairs that open with the same words: cut ones, standfirsts, those edited further on."""
    openings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for line in lines:
        for opening in {tuple(line.words[:OPENING]), tuple(line.behind[:OPENING])}:
            if line.size >= CUT_LEAST and len(opening) == OPENING:
                bucket = openings[opening]
                yield from ((other, line.index) for other in _few(bucket))
                bucket.append(line.index)


def _few(bucket: Sequence[int]) -> Sequence[int]:
    """The first and the last of a bucket: a repeat is of the lede or of a neighbour.

    A table whose thousand rows open alike would else be a million comparisons.
    """
    return bucket if len(bucket) <= 2 * NEAREST else [*bucket[:NEAREST], *bucket[-NEAREST:]]


def _alike(pages: Sequence[Sequence[Line]]) -> Iterator[tuple[int, int, int]]:
    """Pairs that agree in a band of their MinHash signatures, each after the number of its article: edited ones,
    wherever the edit is.
    """
    long = [(page, line) for page, lines in enumerate(pages) for line in lines if line.size >= SAME_LEAST]
    signatures = signer(PASSAGES).sign_words([line.words for _, line in long])
    bands = signatures.view(np.uint64)
    some = _agreeing(bands, np.array([page for page, _ in long], dtype=np.uint64))
    buckets: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for (page, line), values in zip((long[i] for i in some), bands[some].tolist(), strict=True):
        own = [buckets[page, band, value] for band, value in enumerate(values)]
        yield from ((page, other, line.index) for other in _few(sorted({i for bucket in own for i in bucket})))
        for bucket in own:
            bucket.append(line.index)


def _agreeing(bands: npt.NDArray[np.uint64], page: npt.NDArray[np.uint64]) -> list[int]:
    """The lines, in order, that have a band in common with another of their article, and by a rare chance others."""
    keys = np.ascontiguousarray((bands + (page * _APART)[:, None]).T)
    order = np.argsort(keys, axis=1)
    ranked = np.take_along_axis(keys, order, axis=1)
    band, at = np.nonzero(ranked[:, 1:] == ranked[:, :-1])
    found: list[int] = np.unique(np.concatenate([order[band, at], order[band, at + 1]])).tolist()
    return found


def _beginning(a: Line, b: Line, known: Known) -> Repeat | None:
    """The shorter is the beginning of the longer: cut with an ellipsis, or its first sentences."""
    short, full = sorted((a, b), key=lambda line: len(line.words))
    if not (short.cut or short.stopped):
        return None
    for opening, whole in _readings(short, full):
        kept = max(len(opening) - _torn(short, opening, whole), 1)
        likeness = _likeness(opening[:kept], whole[:kept])
        if len(opening) < CUT_LEAST or len(opening) >= len(whole) or likeness < BEGINNING:
            continue
        if not known.difference(a.text, b.text, opening[:kept], whole[:kept]).both_ways:
            return Repeat(full.index, Fold.CUT if short.cut else Fold.STANDFIRST, likeness)
    return None


def _torn(short: Line, opening: Sequence[str], whole: Sequence[str]) -> int:
    """How many words stand for the torn one before an ellipsis: one, or the two that are left of a figure."""
    if not short.cut or opening[-1] == whole[: len(opening)][-1]:
        return 0
    return 2 if opening[-1].isdigit() and opening[-2:-1] != whole[: len(opening)][-2:-1] else 1


def _readings(a: Line, b: Line) -> Iterator[tuple[list[str], list[str]]]:
    """The words of both, and of one without what is before its dash: a dateline that nobody read, or a label."""
    yield a.words, b.words
    if a.behind and not b.behind:
        yield a.behind, b.words
    elif b.behind and not a.behind:
        yield a.words, b.behind


def _edited(a: Line, b: Line, known: Known, lede: int) -> Repeat | None:
    one, other = max(_readings(a, b), key=lambda reading: _likeness(*reading))
    likeness = _likeness(one, other)
    least, most = sorted((len(one), len(other)))
    if least < SAME_LEAST or most < EDITED_LEAST or likeness < EDITED or on_purpose(a, b):
        return None
    if likeness < BEGINNING and _two_quotes(a, b):
        return None
    difference = known.difference(a.text, b.text, one, other)
    return Repeat(a.index, Fold.EDITED, likeness) if likeness >= _least(difference, least, a.index == lede) else None


def _least(difference: Difference, size: int, is_lede: bool) -> float:
    """The likeness asked of two edited paragraphs, by what it is that differs.

    Where names and figures gave way to others and little else changed, a form was filled in anew, as in lines of
    results and prices: no likeness makes that a repeat, unless more of them stayed and the paragraph is long.
    The lede may come again with one of them changed, brought up to date.
    """
    if not difference.both_ways:
        return EDITED
    slots = difference.slots
    kept = size >= FILLED_IN_KEPT * slots and difference.kept >= (slots if is_lede else 2 * slots + 1)
    if is_lede and kept:
        return LEDE_SPECIFIC
    if is_lede and difference.one_word:
        return EDITED_SPECIFIC if difference.mine[0].isdigit() else ONE_NAME
    form = difference.specific and not kept and size < FILLED_IN * slots
    return _NEVER if form else EDITED_SPECIFIC


def _two_quotes(a: Line, b: Line) -> bool:
    one, other = quoted(a.text), quoted(b.text)
    return min(len(one), len(other)) >= QUOTE_LEAST and _likeness(one, other) < 0.5


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of words that stay when one is edited into the other (rapidfuzz's Indel, on words)."""
    return float(Indel.normalized_similarity(one, other))
