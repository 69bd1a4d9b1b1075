"""Which text of a version stands for it: the fullest clean copy of the report.

The longest page is often long by what is its own: its readers' comments, its other headlines, a block that it prints
twice. What the wire says others print too. So a run of words counts by how many others print it, and every word costs
something. What a text has alone may be news that it was first to have, or the end that all others cut: the fewer others
there are, the more it counts, where it is about what the report is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.profiles import SHORT, Profile, lengths_of, part_of
from newsarchive.dedup.shingles import Shingles, runs_within
from newsarchive.dedup.stretches import Counts, Marks, Stretches, borders_of
from newsarchive.dedup.vocabulary import Spelled, spelled_lines

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

_FEW = 3
"""Others that cannot tell whether a paragraph or two about something else are news or furniture."""

_BELIEVED, _LINE = 60, 12
"""Words about something else that a text is believed where others are few, unless they are a line of so few."""

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
    worth: Counts = -others * lengths_of(texts)
    worth += _COST * _sums(Stretches(np.minimum(_WHOLE * (printed - 1), others)[places], shingles.borders))
    if others < _ALONE:  # Among more its own words would bring less than they cost.
        some = np.flatnonzero(_sums(Stretches((printed == 1)[places], shingles.borders)) > _LINE)
        worth[some] += _ALONE * _own([texts[i] for i in some.tolist()], distinct[printed > 1], others <= _FEW)
    return worth


def _sums(values: Stretches) -> Counts:
    """Of each text's values."""
    return np.diff(borders_of(values.values)[values.borders])


def _own(texts: Sequence[Profile], shared: Shingles, few: bool) -> Counts:
    """How many words each text has alone that are about the report: within a few of them a name comes back that stands
    in what it shares. Where others are ``few``, some that are not are believed too.
    """
    words = spelled_lines([text.line.tobytes() for text in texts])
    return np.array([_own_words(words.stretch(i, i + 1), shared, few) for i in range(len(texts))], dtype=np.int64)


def _own_words(text: Spelled, shared: Shingles, few: bool) -> int:
    both = _printed(text, shared)
    if both.all() or not both.any():
        return 0
    telling = (text.rarities >= _TELLING) & ~text.figures
    named = (telling & _found(text.numbers, np.unique(text.numbers[both & telling])))[~both]
    length = min(max(_STRETCH * _NAMED // int(both.sum()), _STRETCH), _LONGEST)
    stretches = (named[first : first + length] for first in range(0, len(named), length))
    about = sum(len(stretch) for stretch in stretches if stretch.any())
    return about + (_believed(len(named) - about, about) if few else 0)


def _believed(strange: int, about: int) -> int:
    """How many of the words about something else are taken for news: the less, the more there are of them."""
    if strange <= _LINE:
        return 0
    return max(min(strange, _BELIEVED) - max(strange - about - _BELIEVED, 0), 0)


def _printed(text: Spelled, runs: Shingles) -> Marks:
    """Which words of a text stand in one of the runs."""
    found = _found(runs_within(text.hashes, SHORT).values, runs)
    marks = np.zeros(len(text.numbers), dtype=bool)
    for offset in range(SHORT):
        marks[offset : offset + len(found)] |= found[: len(marks) - offset]
    return marks


def _found(values: npt.NDArray[Any], among: npt.NDArray[Any]) -> Marks:
    """Which of the values are among others, distinct and ascending."""
    if not len(among):
        return np.zeros(len(values), dtype=bool)
    found: Marks = among[np.minimum(np.searchsorted(among, values), len(among) - 1)] == values
    return found
