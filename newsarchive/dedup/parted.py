"""Paragraphs of one article that another prints in several, or runs together: the same words, other breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

from newsarchive.dedup.families import PART, found_in

Wordlists = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Parted:
    """The paragraphs of each side, by their places, with those of the other side that they were parted into.

    Each has at least two parts, neighbours in their order; no paragraph is in two.
    """

    of_one: Mapping[int, range] = field(default_factory=dict)
    of_other: Mapping[int, range] = field(default_factory=dict)


def parted(mine: Wordlists, theirs: Wordlists, pairs: Sequence[tuple[int, int]], moved: Mapping[int, int]) -> Parted:
    """What was parted on the way, of two articles whose paragraphs answer each other by ``pairs``.

    What has ``moved`` is left alone, and so are paragraphs that answer each other word for word.
    """
    changed = [(a, b) for a, b in pairs if mine[a] != theirs[b]]
    of_one = _parts(mine, theirs, changed, set(range(len(theirs))) - {b for _, b in pairs} - set(moved.values()))
    back = [(b, a) for a, b in changed if a not in of_one]
    of_other = _parts(theirs, mine, back, set(range(len(mine))) - {a for a, _ in pairs} - set(moved))
    return Parted(of_one, of_other)


def _parts(wholes: Wordlists, parts: Wordlists, pairs: Sequence[tuple[int, int]], free: set[int]) -> dict[int, range]:
    """For each whole that was parted the run of its parts: the one that it is paired with, and ``free`` ones."""
    found = {}
    for whole, at in pairs:
        run = _around(at, wholes[whole], parts, free)
        if len(run) > 1 and _add_up(wholes[whole], parts, at, run):
            found[whole] = run
            free = free.difference(run)
    return found


def _around(at: int, own: Sequence[str], parts: Wordlists, free: set[int]) -> range:
    """The run of parts about one of them that are found in the whole."""
    first = last = at
    while first - 1 in free and found_in(parts[first - 1], own):
        first -= 1
    while last + 1 in free and found_in(parts[last + 1], own):
        last += 1
    return range(first, last + 1)


def _add_up(own: Sequence[str], parts: Wordlists, at: int, run: range) -> bool:
    """Whether the others are found in the whole besides the one that it is paired with, and not where that one is."""
    together = [word for n in run for word in parts[n]]
    more = len(together) - len(parts[at])
    return LCSseq.similarity(own, together) >= LCSseq.similarity(own, parts[at]) + PART * more
