"""Two texts laid along each other word by word: what they have in the same order, and what stands in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Indel

from newsarchive.dedup.covered import Runs
from newsarchive.dedup.numbers import value_of
from newsarchive.dedup.vocabulary import spelled

LONGEST = 2500
"""Words of a text that are laid beside another's: of a page with a hundred comments the rest tells nothing more."""

RUN = 4
"""Words in a row that both must have to be the same passage; shorter ones meet by chance."""

LIGHT = 6
"""Words that a sub-editor puts in or takes out without reporting anything."""

_TELLING = 5
"""Rarity from which a word tells what a text is about."""

_WORDS_TO_A_NAME = 160
"""Words at an edge to each telling word that must come back in the rest, lest they be another item of the page."""

_SHORT = 60
"""Words below which too few come back to tell by."""

_HEAD = 60
"""Words among which a new lede brings its news."""

_SWAPPED = 3
"""Words of a name or figure that gives way to another."""

_SPELLING = 0.6
"""Likeness from which two words are one in another spelling: honours and honors."""

Gap = tuple[Sequence[str], Sequence[str]]


class Wording:
    """A text's words, as many as are laid along another's, and which of them tell something."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words[:LONGEST]

    @cached_property
    def telling(self) -> frozenset[str]:
        distinct = list(self.distinct)
        found = spelled([distinct]).rarities.tolist()
        return frozenset(word for word, rarity in zip(distinct, found, strict=True) if rarity >= _TELLING)

    @cached_property
    def runs(self) -> Runs:
        return Runs(self.words)

    def new(self, other: Wording) -> int:
        """Words that tell something and that the other has nowhere."""
        return len(self.telling - other.distinct)

    def news(self, other: Wording) -> int:
        """Words of its beginning that tell something and that the other has nowhere."""
        return len(self.telling.intersection(self.words[:_HEAD]).difference(other.distinct))

    @cached_property
    def distinct(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The numbers that it prints anywhere."""
        return frozenset(value for word in self.distinct if (value := value_of(word)) is not None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one of two texts has where the other has not the same: ``cut`` words where the other has nothing,
    ``rewritten`` where it has others, ``before`` the first and ``after`` the last passage in common, and ``foreign``
    ones at its edges, which are of another item of the page, a comment or a promotion, and count to none of these.
    """

    cut: int
    rewritten: int
    before: int
    after: int
    foreign: int


@dataclass(frozen=True, slots=True)
class Order:
    """Two texts along each other. ``longest`` is the longest passage in common, in words, and ``laid`` the share of the
    shorter text's words that stand in such passages. ``touches`` counts the places where a few words gave way to a few,
    ``touched`` their words; ``inserted`` the places where a few stand that the other has not. ``swaps`` counts the
    places where just a name or figure gave way to another. ``grown`` counts numbers that gave way to larger ones less
    those that did to smaller; ``knows`` those of the one that the other still prints, less the other way round.
    """

    one: Stretch
    other: Stretch
    longest: int
    laid: float
    touches: int
    touched: int
    inserted: int
    swaps: int
    grown: int
    knows: int


Printed = Callable[[Sequence[str]], bool | None]
"""Says of words in a row whether others of the story print them; None where there are too few others to tell."""


def untold(words: Sequence[str]) -> bool | None:
    """What is said where nobody is asked."""


def order_of(one: Wording, other: Wording, printed: Printed = untold) -> Order:
    """Lay two texts along each other, by Indel distance of their words."""
    runs = list(_runs(one.words, other.words))
    first, last, inner = _gaps(one.words, other.words, runs)
    light = [gap for gap in inner if max(map(len, gap)) <= LIGHT]
    swaps = [gap for gap in light if _is_swap(gap, one.telling | other.telling)]
    numbers = [pair for gap in light if (pair := _numbers(*gap))]
    return Order(
        _stretch(0, first, last, inner, one, printed),
        _stretch(1, first, last, inner, other, printed),
        max((length for _, _, length in runs), default=0),
        sum(length for _, _, length in runs) / max(min(len(one.words), len(other.words)), 1),
        len(light),
        sum(max(map(len, gap)) for gap in light),
        sum(max(map(len, gap)) <= LIGHT for gap in inner if not all(gap)),
        len(swaps),
        sum((there > here) - (there < here) for here, there in numbers),
        _knows(numbers, one, other),
    )


def _runs(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where the runs in common begin on both sides, and how long they are, in the order of both."""
    for step in Indel.opcodes(one, other):
        if step.tag == "equal" and step.src_end - step.src_start >= RUN:
            yield step.src_start, step.dest_start, step.src_end - step.src_start


def _gaps(one: Sequence[str], other: Sequence[str], runs: Sequence[tuple[int, int, int]]) -> tuple[Gap, Gap, list[Gap]]:
    """What stands before the first run, behind the last, and between them; all of it before, where there is none."""
    if not runs:
        return (one, other), ((), ()), []
    inner = [(one[a[0] + a[2] : b[0]], other[a[1] + a[2] : b[1]]) for a, b in pairwise(runs)]
    i, j, length = runs[-1]
    return (one[: runs[0][0]], other[: runs[0][1]]), (one[i + length :], other[j + length :]), inner


def _stretch(side: int, first: Gap, last: Gap, inner: Sequence[Gap], text: Wording, printed: Printed) -> Stretch:
    sizes = [(len(gap[side]), len(gap[1 - side])) for gap in inner]
    cut = sum(own for own, other in sizes if max(own, other) > LIGHT >= min(own, other))
    rewritten = sum(own for own, other in sizes if min(own, other) > LIGHT)
    before, after = len(first[side]), len(last[side])
    middle = text.words[before : len(text.words) - after]
    opens = len(first[1 - side]) > LIGHT  # Where both open otherwise it is another lede, whatever it is about.
    strange = [
        0 if kept or _belongs(edge, middle, text.telling, printed) else len(edge)
        for edge, kept in ((first[side], opens), (last[side], False))
    ]
    return Stretch(cut, rewritten, before - strange[0], after - strange[1], sum(strange))


def _belongs(edge: Sequence[str], middle: Sequence[str], telling: frozenset[str], printed: Printed) -> bool:
    """Whether an edge is of the report: others of the story print it, or it is about what the rest is about.

    What nobody else prints and is longer than the rest is not: comments are about it too.
    """
    told = printed(edge) if len(edge) > LIGHT else None
    return told or (_about(edge, middle, telling) and (told is None or len(edge) <= len(middle)))


def _about(edge: Sequence[str], middle: Sequence[str], telling: frozenset[str]) -> bool:
    """Whether an edge is about what the rest is about, as far as words come back. In a short rest few can."""
    back = len(telling.intersection(edge).intersection(middle))
    return len(middle) < _SHORT or back >= 1 + min(len(edge), len(middle)) / _WORDS_TO_A_NAME


def _is_swap(gap: Gap, telling: frozenset[str]) -> bool:
    """Whether names or figures alone gave way to as many others; *12* for *twelve* is no other."""
    mine, theirs = gap
    if len(mine) != len(theirs) or not 0 < len(mine) <= _SWAPPED:
        return False
    others = [(a, b) for a, b in zip(mine, theirs, strict=True) if value_of(a) is None or value_of(a) != value_of(b)]
    return bool(others) and all(
        (_is_figure(a) and _is_figure(b)) or (a in telling and b in telling and not _one_spelling(a, b))
        for a, b in others
    )


def _is_figure(word: str) -> bool:
    return value_of(word) is not None or any(map(str.isdigit, word))


def _one_spelling(a: str, b: str) -> bool:
    return Indel.normalized_similarity(a, b) >= _SPELLING


def _numbers(mine: Sequence[str], theirs: Sequence[str]) -> tuple[float, float] | None:
    """The number that gave way to another in a gap, where there is one on each side."""
    one, other = ([value for word in side if (value := value_of(word)) is not None] for side in (mine, theirs))
    return (one[0], other[0]) if len(one) == len(other) == 1 and one != other else None


def _knows(numbers: Sequence[tuple[float, float]], one: Wording, other: Wording) -> int:
    """In how many of the places the other text prints the one's number somewhere and not the other way round: who
    says from what a figure rose, or which it corrects, is the later.
    """
    return sum((here in other.numbers) - (there in one.numbers) for here, there in numbers)
