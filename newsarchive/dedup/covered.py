"""Which of a text's words stand in another one too, wherever: passages are found again that were moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

RUN = 5
"""Words in a row that the other text must have."""

GAP = 9
"""Words in a row from which on they count as absent and not as touched up: about half a sentence. Of a text of a few
lines it is a fifth.
"""

_MARKUP = frozenset(
    ("href", "img", "src", "http", "https", "doubleclick", "javascript", "nbsp", "gt", "lt", "htm", "html")
)
"""Of advertisements that were scraped as text: what runs over these is no passage."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What of one text the other has: ``share`` of its words; ``longest`` is the longest passage in words. ``absent``
    is the share of words in gaps of half a sentence and more.
    """

    share: float
    longest: int
    absent: float


class Runs:
    """The runs of a text's words, which tell what others have of it."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    @cached_property
    def in_order(self) -> list[tuple[str, ...]]:
        return list(zip(*(self.words[k:] for k in range(RUN)), strict=False))

    @cached_property
    def distinct(self) -> frozenset[tuple[str, ...]]:
        return frozenset(run for run in self.in_order if _MARKUP.isdisjoint(run))


def covered(one: Runs, other: Runs) -> Covered:
    """What of the one text the other has."""
    marks = _marks(one, other)
    borders = [0, *(np.flatnonzero(np.diff(marks)) + 1).tolist(), len(marks)]
    parts = [(bool(marks[start]), start, end) for start, end in pairwise(borders) if start < end]
    there = [end - start for kept, start, end in parts if kept]
    length = max(len(marks), 1)
    least = min(GAP, max(length // 5, 3))
    gaps = [end - start for kept, start, end in parts if not kept and end - start >= least]
    return Covered(
        share=float(marks.sum()) / length,
        longest=max(there, default=0),
        absent=sum(gaps) / length,
    )


def _marks(one: Runs, other: Runs) -> npt.NDArray[np.bool_]:
    """For each word of the one whether it stands in a run that the other has."""
    marks = np.zeros(len(one.words), dtype=bool)
    found = np.array([run in other.distinct for run in one.in_order], dtype=bool)
    for offset in range(RUN):
        marks[offset : offset + len(found)] |= found
    return marks
