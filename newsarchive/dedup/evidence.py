"""What there is to say about whether two texts are one: a handful of figures for each pair, all from whole counts.

Texts of one form agree in stock wording and differ in names and figures; updates of a report agree in names and in
whole passages; trims are short and wholly contained. So containment is taken over short runs of words and over long
ones, weighed by how rare words are, and beside it stand what figures and names are missing and whether the two begin
alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from newsarchive.dedup.profiles import Profile
from newsarchive.dedup.slots import Slots

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

FLOOR = 24
"""Short runs that the smaller text counts as having at least: a stray sentence does not join what quotes it."""

PASSAGE_FLOOR = 20
"""The same of long runs."""

_DOUBT = 40
"""Weight of the words that nothing is known of, half of them shared: with few words, overlap says little."""

_LONG_ENOUGH = 230
"""Words from which on being longer tells nothing more."""

_WORDS_OF_A_LEDE = 20

_FEW_SLOTS = 4
"""Places that both texts are counted as having in any case, filled alike: of one or two a share says little."""

_AT_ONCE = 5_000
_DENSE = 8
"""Where more than one in so many of all pairs is wanted, the whole product is quicker than pair by pair."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures for each of some pairs, shape (pairs,); the same whichever of the two comes first.

    ``contained`` and ``passages``: share of the smaller text's runs of three and of eight words that the other has.
    ``words``: share of what tells something in its words, weighed by rarity. ``head``: share of the beginning of one
    found anywhere in the other, of whichever has more, squared, since half a lede is found in many texts of one form.
    ``length``: the smaller's words against 230, 1 at most; ``ratio``: log of the larger's over the smaller's.
    ``names_missing``: log of 1 and the runs with a rare word, of whichever has fewer, that the other lacks.
    ``figures_differ``: log of 1 and the places that both have with another figure in each, times the share of the
    beginning: what begins alike and has other figures is a form filled in anew, while an update under a new lede has
    other figures by right.
    ``refilled``: share of the places of figures and rare words in both that have another in each, and
    ``refilled_alike`` the same times the share of the beginning. ``lede_differs``: log of 1 and the figures and rare
    words in a beginning that the other text has nowhere, of whichever has more, times the mean share of both
    beginnings. ``ledes_differ``: the same of whichever has less, each times the share of its own beginning: an update
    of a report names something else in its lede and drops something too, while a trim under a desk's own first words
    differs one way only.
    """

    contained: Floats
    passages: Floats
    words: Floats
    head: Floats
    length: Floats
    ratio: Floats
    figures_differ: Floats
    names_missing: Floats
    refilled: Floats
    refilled_alike: Floats
    lede_differs: Floats
    ledes_differ: Floats

    @classmethod
    def names(cls) -> list[str]:
        return [field.name for field in fields(cls)]


class Comparison:
    """Some profiles side by side, ready to be compared in many pairs at once."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles

    def shared(self, left: Counts, right: Counts) -> Counts:
        """How many short runs each pair of indices has in common."""
        return _shared(self._shingles, self._shingles, left, right)

    @cached_property
    def _shingles(self) -> csr_array:
        return _incidence([p.shingles for p in self.profiles])

    def sizes(self) -> Counts:
        """Short runs in each text."""
        return _sizes([p.shingles for p in self.profiles])

    def related(self) -> tuple[Counts, Counts]:
        """All pairs of indices, the smaller first, that have a short run in common."""
        common = (self._shingles @ self._shingles.T).tocoo()
        above = common.row < common.col
        return common.row[above].astype(np.int64), common.col[above].astype(np.int64)

    def evidence(self, left: Counts, right: Counts) -> Evidence:
        """The evidence on each pair of indices."""
        of = self.profiles
        shared, sizes = self.shared(left, right), self.sizes()
        shorter, longer = _both(np.array([p.length for p in of], dtype=np.int64), left, right)
        head, other_head = self._begins(left, right)
        begins = np.maximum(head, other_head)
        new, other_new = self._new_in_ledes(left, right)
        changed, changed_share = self._changed(left, right)
        return Evidence(
            contained=shared / np.maximum(_both(sizes, left, right)[0], FLOOR),
            passages=self._passages(left, right),
            words=self._words(left, right),
            head=begins**2,
            length=np.minimum(shorter / _LONG_ENOUGH, 1),
            ratio=np.log((longer + _WORDS_OF_A_LEDE) / (shorter + _WORDS_OF_A_LEDE)),
            figures_differ=begins * np.log1p(changed),
            names_missing=_missing([p.names for p in of], left, right),
            refilled=changed_share,
            refilled_alike=begins * changed_share,
            lede_differs=np.maximum(new, other_new) * (head + other_head) / 2,
            ledes_differ=np.minimum(new * head, other_new * other_head),
        )

    def _changed(self, left: Counts, right: Counts) -> tuple[Counts, Floats]:
        """How many places with a figure have another in each text, and what share of those with a figure or a name."""
        figures, figures_kept = self._slots("figure_slots", left, right)
        names, names_kept = self._slots("name_slots", left, right)
        changed = figures - figures_kept
        share: Floats = (changed + names - names_kept) / (figures + names + _FEW_SLOTS)
        return changed, share

    def _slots(self, kind: Literal["figure_slots", "name_slots"], left: Counts, right: Counts) -> tuple[Counts, Counts]:
        """How many places each pair has in common, and how many of these with the same word there."""
        found: list[Slots] = [getattr(p, kind) for p in self.profiles]
        places, fills = _incidence([s.places for s in found]), _incidence([s.fills for s in found])
        return _shared(places, places, left, right), _shared(fills, fills, left, right)

    def _begins(self, left: Counts, right: Counts) -> tuple[Floats, Floats]:
        """Share of the left one's beginning found anywhere in the right one, and of the right one's in the left one."""
        heads = [p.head for p in self.profiles]
        sizes = np.maximum(_sizes(heads), 1)
        in_right, in_left = _both_ways(heads, [p.shingles for p in self.profiles], left, right)
        return in_right / sizes[left], in_left / sizes[right]

    def _new_in_ledes(self, left: Counts, right: Counts) -> tuple[Floats, Floats]:
        """Log of 1 and the figures and rare words in the left beginning that the right text lacks, and vice versa."""
        heads = [p.head_specifics for p in self.profiles]
        sizes = _sizes(heads)
        in_right, in_left = _both_ways(heads, [p.specifics for p in self.profiles], left, right)
        return np.log1p(sizes[left] - in_right), np.log1p(sizes[right] - in_left)

    def _passages(self, left: Counts, right: Counts) -> Floats:
        sets = [p.passages for p in self.profiles]
        incidence = _incidence(sets)
        smaller = _both(_sizes(sets), left, right)[0]
        found: Floats = _shared(incidence, incidence, left, right) / np.maximum(smaller, PASSAGE_FLOOR)
        return found

    def _words(self, left: Counts, right: Counts) -> Floats:
        """The share of the weight of the smaller text's words that the other has."""
        plain = _incidence([p.words for p in self.profiles])
        weighed = plain.copy()
        weighed.data = np.concatenate([np.empty(0, dtype=np.int64), *(p.weights for p in self.profiles)])
        own = np.array([p.weights.sum() for p in self.profiles], dtype=np.int64)
        shared = _shared(weighed, plain, left, right)
        share: Floats = (shared + _DOUBT / 2) / (_both(own, left, right)[0] + _DOUBT)
        return share


def _missing(sets: Sequence[npt.NDArray[np.uint64]], left: Counts, right: Counts) -> Floats:
    incidence = _incidence(sets)
    fewer = _both(_sizes(sets), left, right)[0]
    found: Floats = np.log1p(fewer - _shared(incidence, incidence, left, right))
    return found


def _both_ways(
    parts: Sequence[npt.NDArray[np.uint64]], wholes: Sequence[npt.NDArray[np.uint64]], left: Counts, right: Counts
) -> tuple[Counts, Counts]:
    """How much of the left one's part the right one's whole has, and how much of the right one's the left one's."""
    stacked = _incidence([*parts, *wholes])
    part, whole = stacked[: len(parts)], stacked[len(parts) :]
    return _shared(part, whole, left, right), _shared(part, whole, right, left)


def _both(sizes: Counts, left: Counts, right: Counts) -> tuple[Counts, Counts]:
    """The smaller and the larger size of each pair."""
    return np.minimum(sizes[left], sizes[right]), np.maximum(sizes[left], sizes[right])


def _sizes(sets: Sequence[npt.NDArray[np.uint64]]) -> Counts:
    return np.array([len(s) for s in sets], dtype=np.int64)


def _shared(one: csr_array, other: csr_array, left: Counts, right: Counts) -> Counts:
    """Row by row products: over the whole matrix where most pairs are wanted, else pair by pair."""
    if _DENSE * len(left) > one.shape[0] ** 2:
        whole: Counts = (one @ other.T).toarray()[left, right]
        return whole
    found = np.zeros(len(left), dtype=np.int64)
    for start in range(0, len(left), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        found[some] = one[left[some]].multiply(other[right[some]]).sum(axis=1)
    return found


def _incidence(sets: Sequence[npt.NDArray[np.uint64]]) -> csr_array:
    """A sparse matrix of ones, shape (sets, distinct hashes): products of its rows count what is shared."""
    flat = np.concatenate([np.empty(0, dtype=np.uint64), *sets])
    _, columns = np.unique(flat, return_inverse=True)
    ends = np.cumsum([0, *(len(s) for s in sets)])
    shape = (len(sets), int(columns.max(initial=-1)) + 1)
    return csr_array((np.ones(len(flat), dtype=np.int64), columns, ends), shape=shape)
