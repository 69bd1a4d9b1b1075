"""What the other texts of a story say of two of them.

Two texts alone hardly tell a cut from an update, nor an outlet's own lines from the agency's. The texts beside them do:
what a third one prints too is the wire's, and wordings that no third one has together are two versions of it. When a
wording ran shows in the middle of the clocks of all who print it, where the clocks of two pages tell nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.profiles import SHORT, part_of
from newsarchive.dedup.shingles import Shingles, runs_within
from newsarchive.dedup.told import Clock, Told
from newsarchive.dedup.vocabulary import spelled

MOST = 60
"""Texts of a story that are asked, those of the lowest digests: more tell hardly more."""

_A_WORDING, _PART = 6, 0.2
"""Short runs of a wording that a text must print to tell when it ran, and what part of those that anybody prints."""

_NEARLY_ALL = 0.8
"""Share of the own runs of two texts, as far as anybody prints them, from which a text holds both wordings."""

_ENOUGH = 2
"""Texts that must be asked before what none of them prints is taken for an outlet's own."""

Counts = npt.NDArray[np.int64]

Ran = Sequence[Sequence[Clock]]
"""When some texts went out: for each the clocks of all who printed it, that of its first printing first."""


@dataclass(frozen=True, slots=True)
class Own:
    """What one of two texts has and the other has not, in distinct short runs: ``own`` of its ``runs``, of which a
    third text prints ``seen``.
    """

    runs: int = 0
    own: int = 0
    seen: int = 0

    @property
    def alone(self) -> int:
        """What nobody else prints."""
        return self.own - self.seen


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Two texts as the ``asked`` others show them. ``together`` counts the own runs of both that one text has, the
    fewer of the two sides, of the text that has most; ``joined`` is what share of either side's that is, the smaller
    of the two. ``wholes`` counts the texts that have nearly all of what is printed of both. ``later`` is by how many
    hours those who print the other's own runs went out later than those who print the one's, in the middle of either;
    None where few clocks are known.
    """

    one: Own = Own()
    other: Own = Own()
    together: int = 0
    joined: float = 0.0
    wholes: int = 0
    asked: int = 0
    later: float | None = None


UNSEEN = Witnessed()
"""Of two texts that nobody else prints."""


class Witnesses:
    """Some texts in one table of their short runs, and when they went out."""

    def __init__(self, texts: Sequence[Told]) -> None:
        shingles = part_of([text.profile for text in texts], "shingles")
        order = np.argsort(shingles.values, kind="stable")
        self.runs: Shingles = shingles.values[order]
        self.texts: Counts = np.repeat(np.arange(len(texts)), shingles.lengths)[order]
        self.clocks = [text.clocks for text in texts]

    def of(self, one: Told, other: Told, but: Collection[int] = ()) -> Witnessed:
        """What they say of two texts; ``but`` some, which are these themselves."""
        asked = self._but(but)
        if not asked.any():
            return UNSEEN
        runs, others = one.profile.shingles, other.profile.shingles
        mine, theirs = (np.setdiff1d(a, b, assume_unique=True) for a, b in ((runs, others), (others, runs)))
        (seen, printed), (other_seen, other_printed) = self._found(mine, asked), self._found(theirs, asked)
        ran, other_ran = self._ran(printed, other_printed, one), self._ran(other_printed, printed, other)
        return Witnessed(
            Own(len(runs), len(mine), seen),
            Own(len(others), len(theirs), other_seen),
            int(np.minimum(printed, other_printed).max()),
            float(_of_both(printed, len(mine), other_printed, len(theirs)).max()),
            int((_of_both(printed, seen, other_printed, other_seen) >= _NEARLY_ALL).sum()),
            int(asked.sum()),
            _later(ran, other_ran),
        )

    def _but(self, some: Collection[int]) -> npt.NDArray[np.bool_]:
        asked = np.ones(len(self.clocks), dtype=bool)
        asked[list(some)] = False
        return asked

    def print(self, words: Sequence[str], but: Collection[int] = ()) -> bool | None:
        """Whether others print most of some words in a row; None where too few are asked to tell."""
        asked = self._but(but)
        if asked.sum() < _ENOUGH:
            return None
        own = runs_within(spelled([words]).hashes, SHORT).distinct().values
        return 2 * self._found(own, asked)[0] >= len(own)

    def _found(self, own: Shingles, asked: npt.NDArray[np.bool_]) -> tuple[int, Counts]:
        """How many of a text's own runs another prints, and how many each prints."""
        first, last = (np.searchsorted(self.runs, own, side) for side in ("left", "right"))
        many = last - first
        run = np.repeat(np.arange(len(own)), many)
        within = np.arange(len(run)) - np.repeat(np.cumsum(many) - many, many)
        texts = self.texts[first[run] + within]
        kept = asked[texts]
        seen = len(np.unique(run[kept]))
        return seen, np.bincount(texts[kept], minlength=len(asked))

    def _ran(self, printed: Counts, others: Counts, text: Told) -> Ran:
        """The clocks of the texts that print a wording and hardly its ``others``, the text itself among them."""
        enough = (printed >= max(_A_WORDING, _PART * printed.max())) & (2 * others <= printed)
        return [*(self.clocks[i] for i in np.flatnonzero(enough)), text.clocks]


def _of_both(printed: Counts, own: int, other_printed: Counts, other_own: int) -> npt.NDArray[np.float64]:
    """What share of either side's runs each text prints, the smaller of the two."""
    shares: npt.NDArray[np.float64] = np.minimum(printed / max(own, 1), other_printed / max(other_own, 1))
    return shares


def _later(mine: Ran, theirs: Ran) -> float | None:
    """Hours from the middle of the one clocks to that of the others. Each text has one voice, that of its first
    printing, since a chain of papers prints one text in the same minute. Where hours are too few, all who printed it
    with a zone are heard, and days tell only after these.
    """
    first, every = ([[*texts(side)] for side in (mine, theirs)] for texts in (_first, chain.from_iterable))
    for sides, told in ((first, _zoned), (first, _timed), (every, _zoned), (first, _day)):
        one, other = ([hours for clock in side if (hours := told(clock)) is not None] for side in sides)
        if min(len(one), len(other)) > 1:
            return float(np.median(other) - np.median(one))
    return None


def _first(texts: Ran) -> Iterator[Clock]:
    return (clocks[0] for clocks in texts if clocks)


def _zoned(clock: Clock) -> float | None:
    return clock.hours if clock.timed and clock.zoned else None


def _timed(clock: Clock) -> float | None:
    return clock.hours if clock.timed else None


def _day(clock: Clock) -> float | None:
    return clock.hours // 24 * 24
