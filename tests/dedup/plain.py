"""Texts as bare sets of runs, and the plain decision by containment: for tests of what is made of likeness."""

from dataclasses import replace

import numpy as np

from newsarchive.dedup.profiles import Profile
from newsarchive.dedup.schemes import CLUSTERING, Level, Weights
from newsarchive.dedup.shingles import Shingles
from newsarchive.dedup.slots import Slots

NONE = np.empty(0, dtype=np.uint64)
NOWHERE = Slots(NONE, NONE)

PLAIN = replace(
    CLUSTERING,
    least=0,
    firm=100,
    version=Level(Weights(bias=-3.5, contained=10), cut=0.35, sure=6.5, doubt=3.5),
    story=Level(Weights(bias=-2, contained=10), cut=0.2, sure=8, doubt=2),
)
"""A pair's vote is how much of the smaller text the other has; versions at .35, stories at .2, and no origins."""


def of(shingles: Shingles) -> Profile:
    """A text of which nothing else is known."""
    shingles = shingles.astype(np.uint64)
    weights = np.empty(0, dtype=np.int64)
    head = shingles[:28]
    return Profile(
        len(shingles) + 2, shingles, shingles, NONE, head, NONE, weights, NOWHERE, NOWHERE, NONE, NONE, NONE, NONE
    )
