"""Words to sets of hashed shingles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.schemes import SignatureScheme
from newsarchive.dedup.vocabulary import Counts, borders_of, spelled

Shingles = npt.NDArray[np.uint64]
"""Distinct 64-bit shingle hashes, ascending."""

_STEP = np.uint64(0x9E3779B97F4A7C15)
_M1, _M2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)


def shingles(wordlist: Sequence[str], size: int) -> Shingles:
    """The distinct runs of ``size`` words, hashed to 64 bits, ascending.

    A list shorter than ``size`` is one shingle of all its words; an empty one has none.
    """
    return np.unique(runs(spelled([wordlist]).hashes, size))


def shingles_of(wordlist: Sequence[str], scheme: SignatureScheme) -> Shingles:
    """The shingles of a scheme's size."""
    return shingles(wordlist, scheme.shingle)


def runs(hashes: npt.NDArray[np.uint64], size: int) -> npt.NDArray[np.uint64]:
    """The hash of every run of ``size`` words of a text, in order, from the words' hashes (`runs_within`)."""
    return runs_within(hashes, borders_of(np.array([len(hashes)])), size)[0]


def runs_within(hashes: npt.NDArray[np.uint64], borders: Counts, size: int) -> tuple[npt.NDArray[np.uint64], Counts]:
    """The hash of every run of ``size`` words of some texts, in order, and where each text's runs begin and end.

    ``hashes`` are those of the texts' words, one text after the other, ``borders`` where each begins, and where the
    last one ends. A text of fewer words has one run of all of them, an empty one none.
    A polynomial in the word hashes of each window, then MurmurHash3's 64-bit finaliser, all modulo 2^64.
    """
    lengths = np.diff(borders)
    padded = np.concatenate([hashes, np.zeros(size, dtype=np.uint64)])
    mixed, inside = hashes.copy(), np.ones(len(hashes), dtype=bool)
    short = []
    for words in range(1, size):
        ended = borders[:-1][lengths == words]
        short.append((ended, mixed[ended]))
        mixed *= _STEP
        mixed += padded[words : words + len(mixed)]
        inside[borders[1:][lengths > words] - words] = False
    for first, whole in short:
        mixed[first] = whole
    counts = np.where(lengths < size, np.minimum(lengths, 1), lengths - size + 1)
    return _finalised(mixed[inside]), borders_of(counts)


def _finalised(mixed: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    for factor in (_M1, _M2):
        mixed ^= mixed >> _SHIFT
        mixed *= factor
    mixed ^= mixed >> _SHIFT
    return mixed
