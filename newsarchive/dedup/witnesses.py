"""What the other texts of a story say of two of them.

Two texts alone hardly tell a cut from an update, nor an outlet's own lines from the agency's. The texts beside them do:
what a third one prints too is the wire's, and wordings that no third one has together are two versions of it. When a
wording ran shows in the middle of the clocks of all who print it, where the clocks of two pages tell nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.profiles import SHORT, Profile, part_of
from newsarchive.dedup.shingles import Shingles, runs_within
from newsarchive.dedup.vocabulary import spelled

MOST = 60
"""Texts of a story that are asked, those of the lowest digests: more tell hardly more."""

_A_WORDING, _PART = 6, 0.3
"""Short runs of a wording that a text must print to tell when it ran, and what part of those that anybody prints."""

_ENOUGH = 2
"""Texts that must be asked before what none of them prints is taken for an outlet's own."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Own:
    """What one of two texts has and the other has not, in distinct short runs: ``own`` of its ``runs``, of which a
    third text prints ``seen``. ``hours`` is the middle of the clocks of those who print them and little of what the
    other has of its own; None where fewer than two are known.
    """

    runs: int = 0
    own: int = 0
    seen: int = 0
    hours: float | None = None

    @property
    def alone(self) -> int:
        """What nobody else prints."""
        return self.own - self.seen


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Two texts as the ``asked`` others show them. ``together`` counts the own runs of both that one text has, the
    fewer of the two sides, of the text that has most.
    """

    one: Own = Own()
    other: Own = Own()
    together: int = 0
    asked: int = 0

    @property
    def exclusive(self) -> int:
        """Runs of each that others print, but none with those of the other side."""
        return min(self.one.seen, self.other.seen) - self.together


UNSEEN = Witnessed()
"""Of two texts that nobody else prints."""


class Witnesses:
    """Some texts in one table of their short runs, and the hours at which they went out."""

    def __init__(self, profiles: Sequence[Profile], hours: Sequence[float | None]) -> None:
        shingles = part_of(profiles, "shingles")
        order = np.argsort(shingles.values, kind="stable")
        self.runs: Shingles = shingles.values[order]
        self.texts: Counts = np.repeat(np.arange(len(profiles)), shingles.lengths)[order]
        self.hours = np.array([np.nan if each is None else each for each in hours], dtype=np.float64)

    def of(
        self, one: Profile, other: Profile, hours: tuple[float | None, float | None], but: Collection[int] = ()
    ) -> Witnessed:
        """What they say of two texts with the hours at which these went out; ``but`` some, which are the texts
        themselves.
        """
        asked = np.ones(len(self.hours), dtype=bool)
        asked[list(but)] = False
        if not asked.any():
            return UNSEEN
        mine, theirs = (
            np.setdiff1d(a.shingles, b.shingles, assume_unique=True) for a, b in ((one, other), (other, one))
        )
        (seen, printed), (other_seen, other_printed) = self._found(mine, asked), self._found(theirs, asked)
        ran = self._middle(printed, other_printed, hours[0]), self._middle(other_printed, printed, hours[1])
        return Witnessed(
            Own(len(one.shingles), len(mine), seen, ran[0]),
            Own(len(other.shingles), len(theirs), other_seen, ran[1]),
            int(np.minimum(printed, other_printed).max()),
            int(asked.sum()),
        )

    def print(self, words: Sequence[str], but: Collection[int] = ()) -> bool | None:
        """Whether others print most of some words in a row; None where too few are asked to tell."""
        asked = np.ones(len(self.hours), dtype=bool)
        asked[list(but)] = False
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

    def _middle(self, printed: Counts, others: Counts, at: float | None) -> float | None:
        """The middle of the hours of those who print a wording and hardly its ``others``, the text itself too."""
        enough = (printed >= max(_A_WORDING, _PART * printed.max())) & (2 * others <= printed)
        known = self.hours[enough & ~np.isnan(self.hours)].tolist() + ([] if at is None else [at])
        return float(np.median(known)) if len(known) > 1 else None
