"""Where words of one text gave way to others in another: the places, and the figures and names that changed in them.

Paragraphs are laid side by side (`newsarchive.dedup.alignment`), and within those that answer each other the words.
Both ask here what changed: `newsarchive.dedup.changes`, which tells it, and `newsarchive.dedup.put_right`, which looks
for it in other copies. They differ in two things alone. A correction may put a name's spelling right, while between two
reports that is no change; and a correction may put any words right, where two reports are just written otherwise.
"""

# ruff: noqa: SIM905 (lists of words read best as text)

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel

from newsarchive.dedup.alignment import Kind, Row
from newsarchive.dedup.figures import EDGES, Span, figures, value
from newsarchive.dedup.words import words

Where = tuple[int | None, int | None]
"""The places of two paragraphs that answer each other, from 0; None where a side has none."""

REPLACED = 6
"""Words beyond which a stretch was rewritten, so that a name in it gave way to no other."""

_LONGEST_NAME = 5

_SPELLING = 0.7
"""Likeness of letters from which two names are one in another spelling: Centre and Center."""

_POSSESSIVE = re.compile(r"['’‘]s?$")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of words of one paragraph and the stretch of the other's that stands in its stead; one may be empty."""

    one: Sequence[str]
    other: Sequence[str]
    mine: Span
    theirs: Span
    where: Where = (None, None)

    @property
    def longest(self) -> int:
        return max(self.mine[1] - self.mine[0], self.theirs[1] - self.theirs[0])


class Pair(NamedTuple):
    """A figure or a name and what stands in its stead, by their tokens in both paragraphs."""

    mine: Span
    theirs: Span


def placed(rows: Sequence[Row]) -> Iterator[tuple[Row, Where]]:
    """Each row of two texts laid side by side, with the places of its paragraphs."""
    i = j = -1
    for row in rows:
        i, j = i + bool(row.one), j + bool(row.other)
        yield row, (i if row.one else None, j if row.other else None)


def places(row: Row, where: Where = (None, None), bridged: bool = False) -> list[Place]:
    """The places at which two paragraphs that answer each other differ.

    ``bridged``: a single word that stayed between two stretches is no border.
    """
    if row.kind != Kind.CHANGED:
        return []
    one, other = (" ".join(piece.text for piece in side).split() for side in (row.one, row.other))
    found: list[tuple[Span, Span]] = []
    for step in Indel.opcodes([_plain(token) for token in one], [_plain(token) for token in other]):
        span = (step.src_start, step.src_end), (step.dest_start, step.dest_end)
        if step.tag != "equal":
            found.append(_joined(found.pop(), span) if found and _near(found[-1], span, bridged) else span)
    return [Place(one, other, mine, theirs, where) for mine, theirs in found]


def _near(one: tuple[Span, Span], other: tuple[Span, Span], bridged: bool) -> bool:
    """Whether nothing, or one word at most, stayed between two stretches."""
    return max(other[0][0] - one[0][1], other[1][0] - one[1][1]) <= bridged


def _joined(one: tuple[Span, Span], other: tuple[Span, Span]) -> tuple[Span, Span]:
    return (one[0][0], other[0][1]), (one[1][0], other[1][1])


def _plain(token: str) -> str:
    return " ".join(words(token)) or token


def figures_changed(place: Place) -> list[Pair]:
    """Numbers that gave way to numbers of another value, in order."""
    return [pair for pair in _figures(place) if _worth(place.one, pair.mine) != _worth(place.other, pair.theirs)]


def only_written_otherwise(place: Place) -> bool:
    """Whether all that differs is how numbers are written: ``four`` and ``4``."""
    pairs = _figures(place)
    whole = [sum(end - start for start, end in side) for side in zip(*pairs, strict=True)] if pairs else []
    return bool(whole) and not figures_changed(place) and whole == [_length(place.mine), _length(place.theirs)]


def _figures(place: Place) -> list[Pair]:
    mine, theirs = figures(place.one, *place.mine), figures(place.other, *place.theirs)
    return [Pair(*pair) for pair in zip(mine, theirs, strict=False)]


def _worth(tokens: Sequence[str], span: Span) -> float | str:
    return value(tokens[slice(*span)])


def _length(span: Span) -> int:
    return span[1] - span[0]


def printed(tokens: Sequence[str], span: Span) -> str:
    """Some tokens as they are printed, without the signs around them."""
    return " ".join(tokens[slice(*span)]).strip(EDGES + " ")


def names_changed(place: Place, respelled: bool = False) -> list[Pair]:
    """Names that gave way to names, in order: not one and the same put otherwise, nor what the other paragraph prints
    elsewhere. ``respelled``: another spelling of a name is another name. None in a stretch that was rewritten.
    """
    if place.longest > REPLACED:
        return []
    here, there = ({word for token in tokens for word in words(token)} for tokens in (place.one, place.other))
    gone = [name for name in _names(place.one, *place.mine) if not _known(place.one, name, there)]
    come = [name for name in _names(place.other, *place.theirs) if not _known(place.other, name, here)]
    pairs = (Pair(*pair) for pair in zip(gone, come, strict=False))
    return [pair for pair in pairs if max(map(_length, pair)) <= _LONGEST_NAME and _another(place, pair, respelled)]


def _known(tokens: Sequence[str], name: Span, elsewhere: set[str]) -> bool:
    return set(words(printed(tokens, name))) <= elsewhere


def _another(place: Place, pair: Pair, respelled: bool) -> bool:
    before, after = printed(place.one, pair.mine), printed(place.other, pair.theirs)
    return words(before) != words(after) if respelled else not one_name(before, after)


def _names(tokens: Sequence[str], first: int, last: int) -> list[Span]:
    """The names among some tokens: capitals not at the head of a sentence, side by side."""
    found: list[Span] = []
    begun: int | None = None
    for at in range(first, last + 1):
        inside = at < last and _is_name(tokens, at)
        if begun is not None and (not inside or _breaks(tokens[at - 1])):
            found.append((begun, at))
            begun = None
        if inside and begun is None:
            begun = at
    return found


def _breaks(token: str) -> bool:
    return token[-1] in ",.;:!?" and not (token.endswith(".") and len(token) <= 3)


def _is_name(tokens: Sequence[str], at: int) -> bool:
    bare = tokens[at].strip(EDGES)
    if not bare[:1].isupper() or bare.lower() in DAYS or bare.lower() in SMALL or any(map(str.isdigit, bare)):
        return False
    opens = at == 0 or tokens[at - 1][-1:] in '.!?:"”' or tokens[at][:1] in '"“‘'
    return not opens or (at + 1 < len(tokens) and tokens[at + 1][:1].isupper())


DAYS = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow january february "
        "march april may june july august september october november december "
    ).split()
)
SMALL = frozenset(
    ("a an the of and or in on at to from for by with as is was were had has have not but that it ").split()
)


def one_name(before: str, after: str) -> bool:
    """Whether it is the same name: longer or shorter, a possessive, an abbreviation, or spelled otherwise."""
    before, after = (_POSSESSIVE.sub("", name) for name in (before, after))
    a, b = words(before), words(after)
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    one, other = "".join(a), "".join(b)
    return _short_for(one, other) or _short_for(other, one) or Indel.normalized_similarity(one, other) >= _SPELLING


def _short_for(short: str, name: str) -> bool:
    """``ky`` for ``kentucky``: it begins alike, and its letters come in the same order."""
    letters = iter(name)
    return len(short) <= 4 and short[:1] == name[:1] and all(letter in letters for letter in short)
