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

from newsarchive.dedup.profiles import Profile, lengths_of, part_of
from newsarchive.dedup.sets import Sets, shared
from newsarchive.dedup.stretches import borders_of

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
        self._known: dict[str, Sets] = {}

    def __len__(self) -> int:
        return len(self.profiles)

    def _sets(self, name: str) -> Sets:
        """One part of all the profiles (`newsarchive.dedup.profiles.part_of`)."""
        if name not in self._known:
            weights = part_of(self.profiles, "weights").values if name == "words" else None
            self._known[name] = Sets(part_of(self.profiles, name), weights)
        return self._known[name]

    def shared(self, left: Counts, right: Counts) -> Counts:
        """How many short runs each pair of indices has in common."""
        return shared(self._shingles, self._shingles, left, right)

    @cached_property
    def _shingles(self) -> Sets:
        return self._sets("shingles")

    def sizes(self) -> Counts:
        """Short runs in each text."""
        return self._shingles.sizes

    def related(self) -> tuple[Counts, Counts, Counts]:
        """All pairs of indices, the smaller first, that have a short run in common, and how many they have."""
        return self._shingles.met()

    def contained(self, left: Counts, right: Counts, runs: Counts) -> Floats:
        """Share of the smaller text's short runs that the other has; ``runs`` is what `shared` says of the pairs."""
        found: Floats = runs / np.maximum(_both(self.sizes(), left, right)[0], FLOOR)
        return found

    def evidence(self, left: Counts, right: Counts, runs: Counts | None = None) -> Evidence:
        """The evidence on each pair of indices; ``runs`` is what `shared` said of them, if that was asked before."""
        runs = self.shared(left, right) if runs is None else runs
        shorter, longer = _both(lengths_of(self.profiles), left, right)
        head, other_head = self._begins(left, right)
        begins = np.maximum(head, other_head)
        new, other_new = self._new_in_ledes(left, right)
        changed, changed_share = self._changed(left, right)
        return Evidence(
            contained=self.contained(left, right, runs),
            passages=self._passages(left, right),
            words=self._words(left, right),
            head=begins**2,
            length=np.minimum(shorter / _LONG_ENOUGH, 1),
            ratio=np.log((longer + _WORDS_OF_A_LEDE) / (shorter + _WORDS_OF_A_LEDE)),
            figures_differ=begins * np.log1p(changed),
            names_missing=self._missing(left, right),
            refilled=changed_share,
            refilled_alike=begins * changed_share,
            lede_differs=np.maximum(new, other_new) * (head + other_head) / 2,
            ledes_differ=np.minimum(new * head, other_new * other_head),
        )

    def told(self, left: Counts, right: Counts) -> tuple[tuple[Counts | Floats, ...], tuple[Counts | Floats, ...]]:
        """What `newsarchive.dedup.traits.Side` says of the left one of each pair, up to its ``named``; then of the
        right one. What both have in common is counted once.
        """
        lengths = np.asarray(lengths_of(self.profiles), dtype=np.int64)
        passages, heads, wholes = self._sets("passages"), self._sets("head"), self._sets("specifics")
        beginning, names = self._sets("head_specifics"), self._sets("names")
        runs, in_passages = self.shared(left, right), shared(passages, passages, left, right)
        tops, specifics = shared(heads, heads, left, right), shared(wholes, wholes, left, right)
        named = shared(names, names, left, right)
        both, others = np.concatenate([left, right]), np.concatenate([right, left])
        head, fresh = shared(heads, self._shingles, both, others), shared(beginning, wholes, both, others)
        one, other = (
            (
                lengths[own],
                runs / np.maximum(self.sizes()[own], 1),
                in_passages / np.maximum(passages.sizes[own], 1),
                head_of / np.maximum(heads.sizes[own], 1),
                tops / np.maximum(heads.sizes[own], 1),
                beginning.sizes[own] - fresh_of,
                wholes.sizes[own] - specifics,
                wholes.sizes[own],
                named,
            )
            for own, head_of, fresh_of in zip((left, right), np.split(head, 2), np.split(fresh, 2), strict=True)
        )
        return one, other

    def places(self, kind: Literal["figure_slots", "name_slots"], left: Counts, right: Counts) -> tuple[Counts, Counts]:
        """How many places each pair has in common, and how many of these with the same word there."""
        return self._slots(kind, left, right)

    def _changed(self, left: Counts, right: Counts) -> tuple[Counts, Floats]:
        """How many places with a figure have another in each text, and what share of those with a figure or a name."""
        figures, figures_kept = self._slots("figure_slots", left, right)
        names, names_kept = self._slots("name_slots", left, right)
        changed = figures - figures_kept
        share: Floats = (changed + names - names_kept) / (figures + names + _FEW_SLOTS)
        return changed, share

    def _slots(self, kind: Literal["figure_slots", "name_slots"], left: Counts, right: Counts) -> tuple[Counts, Counts]:
        """How many places each pair has in common, and how many of these with the same word there."""
        places, fills = self._sets(f"{kind}.places"), self._sets(f"{kind}.fills")
        return shared(places, places, left, right), shared(fills, fills, left, right)

    def _begins(self, left: Counts, right: Counts) -> tuple[Floats, Floats]:
        """Share of the left one's beginning found anywhere in the right one, and of the right one's in the left one."""
        heads = self._sets("head")
        sizes = np.maximum(heads.sizes, 1)
        in_right, in_left = shared(heads, self._shingles, left, right), shared(heads, self._shingles, right, left)
        return in_right / sizes[left], in_left / sizes[right]

    def _new_in_ledes(self, left: Counts, right: Counts) -> tuple[Floats, Floats]:
        """Log of 1 and the figures and rare words in the left beginning that the right text lacks, and vice versa."""
        heads, wholes = self._sets("head_specifics"), self._sets("specifics")
        in_right, in_left = shared(heads, wholes, left, right), shared(heads, wholes, right, left)
        return np.log1p(heads.sizes[left] - in_right), np.log1p(heads.sizes[right] - in_left)

    def _passages(self, left: Counts, right: Counts) -> Floats:
        sets = self._sets("passages")
        smaller = _both(sets.sizes, left, right)[0]
        found: Floats = shared(sets, sets, left, right) / np.maximum(smaller, PASSAGE_FLOOR)
        return found

    def _words(self, left: Counts, right: Counts) -> Floats:
        """The share of the weight of the smaller text's words that the other has."""
        sets = self._sets("words")
        own = np.diff(borders_of(sets.weights)[sets.borders])
        share: Floats = (shared(sets, sets, left, right) + _DOUBT / 2) / (_both(own, left, right)[0] + _DOUBT)
        return share

    def _missing(self, left: Counts, right: Counts) -> Floats:
        sets = self._sets("names")
        found: Floats = np.log1p(_both(sets.sizes, left, right)[0] - shared(sets, sets, left, right))
        return found


def _both(sizes: Counts, left: Counts, right: Counts) -> tuple[Counts, Counts]:
    """The smaller and the larger size of each pair."""
    return np.minimum(sizes[left], sizes[right]), np.maximum(sizes[left], sizes[right])
