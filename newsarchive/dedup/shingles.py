"""Words to sets of hashed shingles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.schemes import SignatureScheme
from newsarchive.dedup.stretches import Stretches, borders_of
from newsarchive.dedup.vocabulary import spelled

Shingles = npt.NDArray[np.uint64]
"""Distinct 64-bit shingle hashes, ascending."""

STEP = np.uint64(0x9E3779B97F4A7C15)
_M1, _M2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)


def shingles(wordlist: Sequence[str], size: int) -> Shingles:
    """The distinct runs of ``size`` words, hashed to 64 bits, ascending.

    A list shorter than ``size`` is one shingle of all its words; an empty one has none.
    """
    return np.unique(runs(spelled([wordlist]).hashes.values, size))


def shingles_of(wordlist: Sequence[str], scheme: SignatureScheme) -> Shingles:
    """The shingles of a scheme's size."""
    return shingles(wordlist, scheme.shingle)


def runs(hashes: npt.NDArray[np.uint64], size: int) -> npt.NDArray[np.uint64]:
    """The hash of every run of ``size`` words of a text, in order, from the words' hashes (`runs_within`)."""
    found: npt.NDArray[np.uint64] = runs_within(Stretches(hashes, borders_of(np.array([len(hashes)]))), size).values
    return found


def runs_within(words: Stretches, size: int) -> Stretches:
    """The hash of every run of ``size`` words of each text, in order, given the words' hashes.

    A text of fewer words has one run of all of them, an empty one none.
    A polynomial in the word hashes of each window, then MurmurHash3's 64-bit finaliser, all modulo 2^64.
    """
    hashes, borders, lengths = words.values, words.borders, words.lengths
    padded = np.concatenate([hashes, np.zeros(size, dtype=np.uint64)])
    mixed, inside = hashes.copy(), np.ones(len(hashes), dtype=bool)
    short = []
    for count in range(1, size):
        ended = borders[:-1][lengths == count]
        short.append((ended, mixed[ended]))
        mixed *= STEP
        mixed += padded[count : count + len(mixed)]
        inside[borders[1:][lengths > count] - count] = False
    for first, whole in short:
        mixed[first] = whole
    found = Stretches(mixed, borders).only(inside)
    return Stretches(finalised(found.values), found.borders)


def finalised(mixed: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Mixes the hashes given, in place."""
    for factor in (_M1, _M2):
        mixed ^= mixed >> _SHIFT
        mixed *= factor
    mixed ^= mixed >> _SHIFT
    return mixed
