"""The evidence on pairs of which one text at least is damaged: counted once they are agreed on what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from newsarchive.dedup.evidence import Comparison, Counts, Evidence
from newsarchive.dedup.noise_pairs import Line, agreed
from newsarchive.dedup.profiles import Bytes, Profile, part_of, profiles_as_given
from newsarchive.dedup.stretches import Stretches
from newsarchive.dedup.vocabulary import spelled

_LEAST = 0.15
"""Containment below which a pair is not looked at again: what shares so little as it is read is another report."""

_AT_ONCE = 200
"""Pairs."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Some pairs with what can be said of them once damaged words are taken for the other text's.

    ``at`` says which of the pairs that were asked about they are, ``runs`` how many short runs each has in common, and
    ``sizes`` how many the left and the right one have, shape (2, pairs).
    """

    at: Counts
    evidence: Evidence
    runs: Counts
    sizes: Counts


def agreed_pairs(comparison: Comparison, left: Counts, right: Counts, runs: Counts) -> Iterator[Agreed]:
    """In portions those of the pairs that have a damaged text and are not altogether unlike."""
    damaged = part_of(comparison.profiles, "printed").lengths > 0
    if not damaged.any():
        return
    some = np.flatnonzero(damaged[left] | damaged[right])
    some = some[comparison.contained(left[some], right[some], runs[some]) >= _LEAST]
    texts = _Texts(comparison)
    for start in range(0, len(some), _AT_ONCE):
        at = some[start : start + _AT_ONCE]
        yield _compared(at, texts.agreed(left[at].tolist(), right[at].tolist()))


def agreed_words(one: Profile, other: Profile) -> tuple[list[str], list[str]] | None:
    """The words of two texts once damaged ones are taken for the other text's; None where neither is damaged."""
    if not (len(one.printed) or len(other.printed)):
        return None
    return agreed(*(Line(_parted(each.line), _parted(each.printed)) for each in (one, other)))


def _compared(at: Counts, texts: Sequence[list[str]]) -> Agreed:
    """Of pairs whose texts come one after the other."""
    own = Comparison(profiles_as_given(spelled(texts)))
    left = np.arange(0, 2 * len(at), 2, dtype=np.int64)
    runs = own.shared(left, left + 1)
    sizes = own.sizes().reshape(-1, 2).T
    return Agreed(at, own.evidence(left, left + 1, runs), runs, sizes)


class _Texts:
    """The words of the texts of a comparison, as far as they are asked for."""

    def __init__(self, comparison: Comparison) -> None:
        self._words = part_of(comparison.profiles, "line")
        self._printed = part_of(comparison.profiles, "printed")
        self._known: dict[int, Line] = {}

    def agreed(self, left: Sequence[int], right: Sequence[int]) -> list[list[str]]:
        pairs = (agreed(self._line(i), self._line(j)) for i, j in zip(left, right, strict=True))
        return list(chain.from_iterable(pairs))

    def _line(self, i: int) -> Line:
        if i not in self._known:
            self._known[i] = Line(_split(self._words, i), _split(self._printed, i))
        return self._known[i]


def _split(lines: Stretches, i: int) -> list[str]:
    return _parted(lines.values[lines.borders[i] : lines.borders[i + 1]])


def _parted(line: Bytes) -> list[str]:
    """Every blank parts two words: where nothing was in doubt, nothing stands."""
    own = line.tobytes().decode()
    return own.split(" ") if own else []
