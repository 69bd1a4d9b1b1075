"""Which of many texts may be damaged: worked out for all of them at once, since nearly none is.

What is asked of one text, whether enough of its words are odd and in no list of its language, is asked here of a whole
batch in a few calls. The others are looked at one by one (`newsarchive.dedup.noise`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.noise_words import LANGUAGES, UNKNOWN, Bits, lexicon
from newsarchive.dedup.rarity import UNLISTED
from newsarchive.dedup.stretches import Counts, Marks, borders_of
from newsarchive.dedup.vocabulary import Spelled

LEAST_WORDS = 12
"""Words below which a text is never called damaged."""

RARE = 0.05
"""Share of words that are rare in all languages: where there are fewer, nothing else is looked at."""

OF_THE_LANGUAGE = 0.25
"""Share of words that have to be common in a language, for the text to be taken as written in it."""

DAMAGED = 0.02
"""Share of the words that have to be misread ones, and no fewer than `fewest`."""

NO_LANGUAGE = -1

Lengths = npt.NDArray[np.float64]


def fewest(lengths: Counts) -> Lengths:
    """Misread words that texts of so many words have at least: one or two are a slip of the typist's."""
    found: Lengths = np.maximum(2, np.maximum(np.minimum(3, lengths / 10), DAMAGED * lengths))
    return found


def rare(texts: Spelled) -> Marks:
    """The words that no language has often, figures left out."""
    found: Marks = (texts.rarities == UNLISTED) & ~texts.figures
    return found


def suspects(texts: Spelled) -> dict[int, str]:
    """The texts, by index, with as many odd words that their language does not list as a damaged text has at least;
    and their languages.
    """
    some = _with_many_rare(texts)
    if not len(some):
        return {}
    own = texts.some(some)
    odd, spoken = odd_words(own), languages(own)
    many = _enough(odd.texts[_unknown(odd, spoken, own)], own)
    return {i: LANGUAGES[place] for i, place in zip(some[many].tolist(), spoken[many].tolist(), strict=True)}


def _with_many_rare(texts: Spelled) -> Counts:
    many = np.diff(borders_of(rare(texts))[texts.borders]) >= RARE * texts.lengths
    return np.flatnonzero(many & (texts.lengths >= LEAST_WORDS))


class Odd(NamedTuple):
    """Words of two letters or more that are rare in all languages and stand in their text but once: which text, by
    index, and which word, by number.
    """

    texts: Counts
    numbers: Counts


def odd_words(texts: Spelled) -> Odd:
    """The odd words of some texts."""
    at = np.flatnonzero(rare(texts))
    of = np.repeat(np.arange(len(texts.lengths)), texts.lengths)[at]
    every = len(texts.vocabulary.hashes)
    pairs, counts = np.unique(of * every + texts.numbers[at].astype(np.int64), return_counts=True)
    own, numbers = np.divmod(pairs[counts == 1], every)
    letters = texts.vocabulary.letters[numbers]
    return Odd(own[letters], numbers[letters])


def _unknown(odd: Odd, spoken: Counts, texts: Spelled) -> Marks:
    """Which of the odd words their text's language does not list."""
    unknown = np.zeros(len(odd.texts), dtype=bool)
    for language in np.unique(spoken[spoken != NO_LANGUAGE]).tolist():
        own = np.flatnonzero(spoken[odd.texts] == language)
        hashes = texts.vocabulary.hashes[odd.numbers[own]]
        unknown[own] = lexicon(LANGUAGES[language]).known(hashes) == UNKNOWN
    return unknown


def _enough(of: Counts, texts: Spelled) -> Marks:
    """The texts that occur as often as a damaged one has misread words."""
    found: Marks = np.bincount(of, minlength=len(texts.lengths)) >= fewest(texts.lengths)
    return found


def languages(texts: Spelled) -> Counts:
    """For each text the place in `LANGUAGES` of the one that most of its words are common in, else `NO_LANGUAGE`.

    None of the texts may be empty.
    """
    held, starts = texts.common, texts.borders[:-1]
    counts = np.stack([_counted(held, bit, starts) for bit in range(len(LANGUAGES))])
    most = counts.argmax(axis=0)
    return np.where(counts.max(axis=0) > OF_THE_LANGUAGE * texts.lengths, most, NO_LANGUAGE)


def _counted(held: Bits, bit: int, starts: Counts) -> Counts:
    """How many words of each text have a bit."""
    found: Counts = np.add.reduceat((held & np.uint16(1 << bit)) != 0, starts, dtype=np.int64)
    return found
