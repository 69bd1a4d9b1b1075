"""Two texts of which one at least is damaged: where both have about the same word at the same place, it is the same.

What a damaged text says is in doubt where its words are rare, misread or torn. The texts are laid side by side, and
such words are taken for the other text's where they are near in spelling. Figures are never taken for other figures,
and words that are sure in both texts stay apart: what an update changed is still changed. Long figures that differ in
one figure are no evidence either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import Indel, Levenshtein

from newsarchive.dedup.noise_reading import AS_FIGURES
from newsarchive.dedup.noise_words import shape

_MOST_AT_ONCE = 8
"""Words of a stretch that differs; where more differ in a row, the texts say different things."""

_GROUPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""How many words of one text may be how many of the other: they come apart and run together."""

_FARTHEST = 5
"""Letters that one has more than the other, beyond which they are not near: read or printed, three are their utmost."""

_LETTERS = 3
"""Characters from which on a word may have a letter that was taken for a figure."""

_LONG_FIGURE = 3

_NOTHING = ("the", "of")
"""Two words that tell nothing and differ: they stand for figures of which it is not known whether they do."""

_SHORT, _LONG = 4, 8
"""Letters up to which words may differ in one, and from which on in three; else it is two."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text's words as they are read; ``printed`` has beside each that is in doubt what stood there, else "".

    Of a text that is not damaged ``printed`` is empty.
    """

    words: Sequence[str]
    printed: Sequence[str]

    def doubted(self, span: Span) -> bool:
        """Whether one of some words is in doubt."""
        return any(self.printed[span[0] : span[1]])

    def as_printed(self, span: Span) -> str:
        """Some words run together as they were printed, if they are in doubt; else ""."""
        printed = self.printed[span[0] : span[1]]
        if not any(printed):
            return ""
        return "".join(p or w for w, p in zip(self.words[span[0] : span[1]], printed, strict=True))


Span = tuple[int, int]
"""From one word to the one before another."""

_Step = tuple[int, tuple[Span, Span] | None, tuple[int, int]]
"""Letters that are settled from here on, the words that are settled here, if any, and where it goes on."""


def agreed(one: Line, other: Line) -> tuple[list[str], list[str]]:
    """The words of both texts, equal wherever they are about equal at the same place; alike in either order."""
    if (list(other.words), list(other.printed)) < (list(one.words), list(one.printed)):
        theirs, mine = agreed(other, one)
        return mine, theirs
    mine, theirs = list(one.words), list(other.words)
    for a, b in reversed(list(_gaps(one, other))):
        for first, second in reversed(_settled(one, a, other, b)):
            mine[first[0] : first[1]], theirs[second[0] : second[1]] = _taken_for(one, first, other, second)
    return mine, theirs


def _gaps(one: Line, other: Line) -> Iterator[tuple[Span, Span]]:
    """Where both have other words between words that they have in common."""
    i = j = 0
    for block in Indel.editops(one.words, other.words).as_matching_blocks():
        if i < block.a and j < block.b and max(block.a - i, block.b - j) <= _MOST_AT_ONCE:
            yield (i, block.a), (j, block.b)
        i, j = block.a + block.size, block.b + block.size


def _settled(one: Line, a: Span, other: Line, b: Span) -> list[tuple[Span, Span]]:
    """The words of a gap that are about the same in both, in order: as many letters of them as can be."""
    best: dict[Span, _Step] = {}
    for i, j in product(range(a[1], a[0] - 1, -1), range(b[1], b[0] - 1, -1)):
        options: list[_Step] = [(best[at][0], None, at) for at in ((i + 1, j), (i, j + 1)) if at in best]
        for m, n in _GROUPS:
            if (i + m, j + n) in best and _near(one, (i, i + m), other, (j, j + n)):
                letters = sum(map(len, other.words[j : j + n])) + sum(map(len, one.words[i : i + m]))
                at = (i + m, j + n)
                options.append((best[at][0] + letters, ((i, i + m), (j, j + n)), at))
        best[i, j] = max(options, key=lambda option: option[0], default=(0, None, (i, j)))
    found, here = [], (a[0], b[0])
    while here != (a[1], b[1]):
        _, pair, here = best[here]
        if pair:
            found.append(pair)
    return found


def _near(one: Line, a: Span, other: Line, b: Span) -> bool:
    """Whether some words may be the others: near in spelling, and in doubt, or the same but for their borders."""
    mine, theirs = "".join(one.words[a[0] : a[1]]), "".join(other.words[b[0] : b[1]])
    if mine == theirs:
        return True
    if abs(len(mine) - len(theirs)) > _FARTHEST:
        return False
    printed, other_printed = one.as_printed(a), other.as_printed(b)
    if not (printed or other_printed):
        return _no_evidence(mine, theirs)
    return (
        (bool(printed) and _may_be(printed, mine, theirs))
        or (bool(other_printed) and _may_be(other_printed, theirs, mine))
        or (bool(printed and other_printed) and _may_be(printed, mine, other_printed))
    )


def _may_be(printed: str, read: str, other: str) -> bool:
    """Whether what is printed may be the other text's word, where by itself it was read so.

    It is to be hardly farther from that than from what it was read as: *negativ* is not *positive*.
    """
    if printed == other:
        return True
    if other.isdigit() or printed.isdigit():
        return _may_be_figure(printed, other)
    if _figures(printed) != _figures(other):
        return False
    size = max(len(printed), len(other))
    most = 1 if size <= _SHORT else 3 if size >= _LONG else 2
    if read != printed:
        most = min(most, Levenshtein.distance(shape(printed), shape(read)) + 1)
    apart = Levenshtein.distance(shape(printed), shape(other), score_cutoff=most)
    return min(len(printed), len(other)) > most >= apart


def _no_evidence(one: str, other: str) -> bool:
    """Whether two long figures differ in one figure only, misread or not."""
    long = one.isdigit() and other.isdigit() and max(len(one), len(other)) >= _LONG_FIGURE
    return long and Levenshtein.distance(one, other, score_cutoff=1) == 1


def _may_be_figure(printed: str, figure: str) -> bool:
    """Whether a figure may be what some figures and letters stand for: each letter may be a figure, or none.

    What holds fewer figures than letters is one only where its letters are like those of the figure.
    """
    if printed.isdigit() or not figure.isdigit():
        return False
    if 2 * sum(map(str.isdigit, printed)) < len(printed):
        return printed.translate(AS_FIGURES) == figure
    return bool(re.fullmatch("".join(c if c.isdigit() else r"\d?" for c in printed), figure))


def _figures(word: str) -> str:
    """The figures of what is one in part; a single one among letters is a letter misread."""
    figures = "".join(filter(str.isdigit, word))
    return figures if len(figures) > 1 or len(word) < _LETTERS else ""


def _taken_for(one: Line, a: Span, other: Line, b: Span) -> tuple[list[str], list[str]]:
    """What both are taken for: what is in no doubt, else what comes first in the alphabet."""
    mine, theirs = list(one.words[a[0] : a[1]]), list(other.words[b[0] : b[1]])
    if len(mine) == len(theirs) == 1 and _no_evidence(mine[0], theirs[0]):
        return [_NOTHING[mine > theirs]], [_NOTHING[mine < theirs]]
    same = min((one.doubted(a), mine), (other.doubted(b), theirs))[1]
    return same, same
