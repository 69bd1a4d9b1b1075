"""MinHash signatures in batches, and the index keys cut from them.

The permutations and the layout of the bands are datasketch's; the arithmetic is done for many texts at once, and
gives exactly what ``datasketch.MinHash`` gives for the same hashes. MinHash: Broder, "On the resemblance and
containment of documents", 1997; banding: Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import xxhash

from newsarchive.dedup.noise import mended
from newsarchive.dedup.schemes import SignatureScheme
from newsarchive.dedup.shingles import Shingles, runs_within
from newsarchive.dedup.stretches import Counts, Stretches, borders_of
from newsarchive.dedup.vocabulary import Spelled, spelled
from newsarchive.dedup.xxh64 import xxh64

if TYPE_CHECKING:
    from datasketch import MinHash

OF_SCANS = 2
"""Values in the bands that damaged texts have besides."""

_DAMAGED = np.uint32(0xFFFFFFFF)
"""In the place of a signature's last value: no text of words has it there but by an accident in four thousand million.
"""

Signatures = npt.NDArray[np.uint32]
"""Shape (texts, permutations)."""

_AT_ONCE = 1 << 16
"""Shingles permuted at a time: a quarter of a megabyte, which stays in the cache for all permutations."""

_FEW = 1 << 11
"""Shingles up to which the products of all permutations stay in the cache."""


class Signer:
    """Computes the signatures and keys of one scheme."""

    def __init__(self, scheme: SignatureScheme) -> None:
        self.scheme = scheme
        self._permutations = _permutations(scheme)
        seeds = [xxhash.xxh64_intdigest(f"{scheme.id}/{band}".encode()) for band in range(scheme.bands)]
        self._seeds = np.array(seeds, dtype=np.uint64)
        spare = scheme.permutations > scheme.bands * scheme.rows
        scans = range((scheme.permutations - 1) // OF_SCANS if spare else 0)
        self._scans = np.array(
            [xxhash.xxh64_intdigest(f"{scheme.id}/scan {band}".encode()) for band in scans], np.uint64
        )

    def sign(self, sets: Sequence[Shingles]) -> Signatures:
        """One signature a set, shape (len(sets), permutations); an empty set gets the maximum everywhere."""
        lengths = np.fromiter(map(len, sets), np.int64, len(sets))
        found = [
            self._signed(Stretches(np.concatenate(sets[first:last]), borders_of(lengths[first:last])))
            for first, last in _batches(lengths)
        ]
        return np.concatenate([self._none, *found])

    def sign_words(self, wordlists: Sequence[Sequence[str]]) -> Signatures:
        """The signatures of texts, given their normalised words, shape (len(wordlists), permutations).

        What `sign` gives for the texts' shingles; a text without words gets the maximum everywhere.
        """
        return self.sign_spelled(spelled(wordlists))

    def sign_spelled(self, texts: Spelled) -> Signatures:
        """The same of texts whose words are numbered."""
        parts = (texts.stretch(first, last) for first, last in _batches(texts.lengths))
        found = [self._signed(runs_within(part.hashes, self.scheme.shingle)) for part in parts]
        return np.concatenate([self._none, *found])

    def sign_read(self, texts: Spelled) -> Signatures:
        """The same of texts as they are read (`newsarchive.dedup.noise`). Where a signature has a value to spare,
        which no band is cut from, the last one says whether the text is damaged.
        """
        own, printed = mended(texts)
        found = self.sign_spelled(own)
        if len(self._scans):
            found[printed.lengths > 0, -1] = _DAMAGED
        return found

    def keys_of(self, signatures: Signatures) -> list[list[int]]:
        """All distinct keys by which each text is found, ascending."""
        found = [set(row) for row in self.keys(signatures).tolist()]
        for i, more in zip(*(part.tolist() for part in self.keys_of_scans(signatures)), strict=True):
            found[i].update(more)
        return [sorted(own) for own in found]

    def keys_of_scans(self, signatures: Signatures) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Which of the texts are damaged, by index, and the keys that these have besides, a row each.

        Two damaged copies have little in common as they are read, a fifth of their runs at 10 % of misread characters:
        they meet in bands of `OF_SCANS` values. Nothing else has these keys.
        """
        marked = np.flatnonzero(signatures[:, -1] == _DAMAGED) if len(self._scans) else np.empty(0, dtype=np.int64)
        some = np.ascontiguousarray(signatures[marked, : len(self._scans) * OF_SCANS])
        return marked, xxh64(some.reshape(len(marked), len(self._scans), OF_SCANS), self._scans)

    def keys(self, signatures: Signatures) -> npt.NDArray[np.int64]:
        """The index keys, shape (texts, bands): equal only for equal bands at the same place in the same scheme.

        XXH64 of a band's values, little-endian, under a seed of its own.
        """
        bands, rows = self.scheme.bands, self.scheme.rows
        return xxh64(signatures[:, : bands * rows].reshape(-1, bands, rows), self._seeds)

    def minhash(self, signature: npt.NDArray[np.uint32]) -> MinHash:
        """datasketch's own object for one signature, for its in-memory indexes."""
        # Only here: with all that it brings along it takes longer to import than a thousand texts to sign.
        from datasketch import MinHash

        return MinHash(
            hashvalues=signature,
            permutations=self._permutations,
            seed=self.scheme.seed,
            scheme=self.scheme.minhash,
        )

    @property
    def _none(self) -> Signatures:
        return np.empty((0, self.scheme.permutations), dtype=np.uint32)

    def _signed(self, runs: Stretches) -> Signatures:
        """The least of each permutation over each text's runs; they need not be distinct."""
        hashes = _finalise((runs.values >> np.uint64(32)).astype(np.uint32))
        filled = np.flatnonzero(runs.lengths)
        least = np.full((self.scheme.permutations, len(runs.lengths)), np.iinfo(np.uint32).max, dtype=np.uint32)
        if len(filled):
            least[:, filled] = self._minima(hashes, runs.borders[filled])
        return np.ascontiguousarray(least.T)

    def _minima(self, hashes: npt.NDArray[np.uint32], starts: Counts) -> Signatures:
        """Shape (permutations, texts). Few hashes are permuted all at once, many by one permutation after the other."""
        multipliers, offsets = self._permutations
        if len(hashes) <= _FEW:
            permuted = hashes * multipliers[:, None] + offsets[:, None]
            return np.minimum.reduceat(permuted, starts, axis=1)
        least = np.empty((len(multipliers), len(starts)), dtype=np.uint32)
        permuted = np.empty_like(hashes)
        for row, multiplier, offset in zip(least, multipliers, offsets, strict=True):
            np.multiply(hashes, multiplier, out=permuted)
            np.add(permuted, offset, out=permuted)
            np.minimum.reduceat(permuted, starts, out=row)
        return least


def _permutations(scheme: SignatureScheme) -> npt.NDArray[np.uint32]:
    """Multipliers and offsets, shape (2, permutations), as datasketch 2 draws them for its scheme ``affine32``."""
    if scheme.minhash != "affine32":
        raise ValueError(f"there are no permutations named {scheme.minhash!r}")
    drawn = np.random.RandomState(scheme.seed)
    multipliers = drawn.randint(0, 1 << 31, scheme.permutations, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return np.array([multipliers, drawn.randint(0, 1 << 32, scheme.permutations, dtype=np.uint32)])


@lru_cache(maxsize=8)
def signer(scheme: SignatureScheme) -> Signer:
    """The one signer of a scheme: its permutations are drawn once a process."""
    return Signer(scheme)


def _batches(lengths: Counts) -> Iterator[tuple[int, int]]:
    """Stretches of neighbours that have together no more than is permuted at a time, if they are not one alone."""
    first, load = 0, 0
    for i, length in enumerate(lengths.tolist()):
        if load and load + length > _AT_ONCE:
            yield first, i
            first, load = i, 0
        load += length
    if first < len(lengths):
        yield first, len(lengths)


def _finalise(hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """MurmurHash3's 32-bit finaliser (Appleby), which datasketch applies before its affine permutations."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))
