"""Where a text has its figures and names, each known by its neighbours, and what stands there.

A form filled in anew has the same places and other fillings; an update of a report has other places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsarchive.dedup.shingles import STEP, Shingles, finalised
from newsarchive.dedup.stretches import Counts, Marks, Stretches

_EDGE = np.array([0x5EED0FED6E000001, 0x5EED0FED6E000002], dtype=np.uint64)
"""Stands for the two words beyond either end of a text."""

_AFTER = np.uint64(0x9E3779B97F4A7C15)
"""Parts the words that follow a place from the same words before one."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Hashes, distinct and ascending: ``places`` by the two words before or after, ``fills`` with the word there.

    A place that occurs more often counts with its first filling, so that there are as many fillings as places.
    """

    places: Shingles
    fills: Shingles


def slots(words: Stretches, marks: Marks) -> tuple[Stretches, Stretches]:
    """The places of the marked words of each text, two for each, given the hashes of all its words in order, and
    their fillings: what `Slots` has, text by text."""
    padded, at = _padded(words, marks)
    two_before, before, own, after, two_after = (padded[at.values + step] for step in range(-2, 3))
    places = _interleaved(at.borders, _run(two_before, before), _run(after, two_after) ^ _AFTER)
    fills = _interleaved(at.borders, _run(two_before, before, own), _run(own, after, two_after) ^ _AFTER)
    first = places.firsts()
    filled = Stretches(fills.values[first.values], first.borders).ordered()
    return Stretches(places.values[first.values], first.borders), filled


def _padded(words: Stretches, marks: Marks) -> tuple[Shingles, Stretches]:
    """The words with both edges of each text, and where among them the marked ones are."""
    ends = words.borders + 4 * np.arange(len(words.borders))
    padded = np.empty(ends[-1], dtype=np.uint64)
    for offset in (0, 1):
        padded[ends[:-1] + offset] = padded[ends[1:] - 2 + offset] = _EDGE[offset]
    inside = np.arange(len(words.values)) + np.repeat(4 * np.arange(len(ends) - 1) + 2, words.lengths)
    padded[inside] = words.values
    return padded, Stretches(inside, words.borders).only(marks)


def _run(*words: Shingles) -> Shingles:
    """The hashes of runs of these words, as `runs` has them."""
    mixed = words[0].copy()
    for following in words[1:]:
        mixed *= STEP
        mixed += following
    return finalised(mixed)


def _interleaved(borders: Counts, before: Shingles, after: Shingles) -> Stretches:
    """Of each text first the values ``before`` and then those ``after``."""
    at = np.arange(len(before)) + np.repeat(borders[:-1], np.diff(borders))
    values = np.empty(2 * len(before), dtype=np.uint64)
    values[at] = before
    values[at + np.repeat(np.diff(borders), np.diff(borders))] = after
    return Stretches(values, 2 * borders)
