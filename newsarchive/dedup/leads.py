"""Which text of a version stands for it: the fullest clean copy of the report.

The longest page is often long by what is its own: its readers' comments, its other headlines, a block that it prints
twice. What the wire says others print too. So a run of words counts by how many others print it, and every word costs
something. What a text has alone may be news that it was first to have, or the end that all others cut: the fewer others
there are, the more it counts, where it is about what the report is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from newsarchive.dedup.profiles import SHORT, Profile, lengths_of, part_of, words_of
from newsarchive.dedup.shingles import Shingles, runs_within
from newsarchive.dedup.stretches import Counts, Marks
from newsarchive.dedup.vocabulary import Spelled, spelled

ASKED = 60
"""Texts of a version among which its lead is looked for, those of the lowest digests: more tell hardly more."""

_WHOLE = 2
"""A run of words that one in so many of the others print counts in full: a trim says nothing of what it left out."""

_COST = 10
"""So many words cost as much as one run brings: what fewer than one in twenty of the others print costs more."""

_ALONE = 8
"""Tenths of a run that a word is worth to which nobody else bears witness, shared out among all the others."""

_STRETCH, _LONGEST = 30, 120
"""Words in which a name of the report must come back for them to be about it: about a paragraph, and four."""

_NAMED = 150
"""Words that others print too from which a paragraph is enough; where they are fewer, so are the names to come back."""

_TELLING = 5
"""Rarity from which a word tells what a text is about."""


def lead_of(texts: Sequence[Profile]) -> int:
    """The index of the text that stands for these, which are one version; of equals the first. Where they have nothing
    in common, as an editor may have ruled, it is the longest.
    """
    worth = _worth(texts) if len(texts) > 1 else lengths_of(texts)
    return int(np.argmax(worth if worth.max() > 0 else lengths_of(texts)))


def _worth(texts: Sequence[Profile]) -> Counts:
    """What each text has of what the others print, less what its words cost; in whole numbers."""
    shingles, others = part_of(texts, "shingles"), len(texts) - 1
    distinct, places, printed = np.unique(shingles.values, return_inverse=True, return_counts=True)
    gained = np.minimum(_WHOLE * (printed - 1), others)[places]
    sums = np.array([gained[first:last].sum() for first, last in pairwise(shingles.borders.tolist())])
    worth: Counts = _COST * sums - others * lengths_of(texts)
    if others < _ALONE:  # Among more its own words would bring less than they cost.
        worth += _ALONE * np.array([_own(text, distinct[printed > 1]) for text in texts])
    return worth


def _own(text: Profile, shared: Shingles) -> int:
    """How many words a text has alone that are about the report: within a few of them a name comes back that stands
    in what it shares.
    """
    own = spelled([words_of(text)])
    both = _printed(own, shared)
    if both.all():
        return 0
    telling = (own.rarities >= _TELLING) & ~own.figures
    named = (telling & np.isin(own.numbers, own.numbers[both & telling]))[~both]
    length = min(max(_STRETCH * _NAMED // max(int(both.sum()), 1), _STRETCH), _LONGEST)
    stretches = (named[first : first + length] for first in range(0, len(named), length))
    return sum(len(stretch) for stretch in stretches if stretch.any())


def _printed(text: Spelled, runs: Shingles) -> Marks:
    """Which words of a text stand in one of the runs."""
    found = np.isin(runs_within(text.hashes, SHORT).values, runs)
    marks = np.zeros(len(text.numbers), dtype=bool)
    for offset in range(SHORT):
        marks[offset : offset + len(found)] |= found[: len(marks) - offset]
    return marks
