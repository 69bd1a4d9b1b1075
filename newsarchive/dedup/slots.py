"""Where a text has its figures and names, each known by its neighbours, and what stands there.

A form filled in anew has the same places and other fillings; an update of a report has other places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.shingles import Shingles, runs

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


def slots(hashes: npt.NDArray[np.uint64], marks: npt.NDArray[np.bool_]) -> Slots:
    """The places of the marked words of a text, two for each, given the hashes of all its words in order."""
    padded = np.concatenate([_EDGE, hashes, _EDGE])
    two, three = runs(padded, 2), runs(padded, 3)
    at = np.flatnonzero(marks)
    places, first = np.unique(np.concatenate([two[at], two[at + 3] ^ _AFTER]), return_index=True)
    fills = np.concatenate([three[at], three[at + 2] ^ _AFTER])[first]
    return Slots(places, np.sort(fills))
