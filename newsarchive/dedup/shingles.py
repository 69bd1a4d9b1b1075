"""Words to sets of hashed shingles."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import xxhash

from newsarchive.dedup.schemes import SignatureScheme

Shingles = npt.NDArray[np.uint64]
"""Distinct 64-bit shingle hashes, ascending."""

_STEP = np.uint64(0x9E3779B97F4A7C15)
_M1, _M2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)


def shingles(wordlist: list[str], size: int) -> Shingles:
    """The distinct runs of ``size`` words, hashed to 64 bits, ascending.

    A list shorter than ``size`` is one shingle of all its words; an empty one has none.
    """
    hashes = np.fromiter((_hash(word) for word in wordlist), dtype=np.uint64, count=len(wordlist))
    return np.unique(runs(hashes, size))


def shingles_of(wordlist: list[str], scheme: SignatureScheme) -> Shingles:
    """The shingles of a scheme's size."""
    return shingles(wordlist, scheme.shingle)


def runs(hashes: npt.NDArray[np.uint64], size: int) -> npt.NDArray[np.uint64]:
    """The hash of every run of ``size`` words, in order, from the words' hashes; one run if there are fewer words.

    A polynomial in the word hashes of each window, then MurmurHash3's 64-bit finaliser, all modulo 2^64.
    """
    size = min(size, len(hashes))
    windows = len(hashes) - size + 1 if size else 0
    mixed = np.zeros(windows, dtype=np.uint64)
    for offset in range(size):
        mixed = mixed * _STEP + hashes[offset : offset + windows]
    mixed = (mixed ^ (mixed >> _SHIFT)) * _M1
    mixed = (mixed ^ (mixed >> _SHIFT)) * _M2
    return mixed ^ (mixed >> _SHIFT)


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    return xxhash.xxh3_64_intdigest(word.encode())
