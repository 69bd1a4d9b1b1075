"""MinHash signatures in batches, and the index keys cut from them.

The permutations and the layout of the bands are datasketch's; the arithmetic is done for many texts at once, and
gives exactly what ``datasketch.MinHash`` gives for the same hashes. MinHash: Broder, "On the resemblance and
containment of documents", 1997; banding: Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import xxhash
from datasketch import MinHash, MinHashLSH

from newsarchive.dedup.schemes import SignatureScheme
from newsarchive.dedup.shingles import Shingles

Signatures = npt.NDArray[np.uint32]
"""Shape (texts, permutations)."""

_AT_ONCE = 1 << 15
"""Shingles permuted at a time: 16 MB of products at 128 permutations, which stays near the cache."""


class Signer:
    """Computes the signatures and keys of one scheme."""

    def __init__(self, scheme: SignatureScheme) -> None:
        self.scheme = scheme
        minhash = MinHash(num_perm=scheme.permutations, seed=scheme.seed, scheme=scheme.minhash)
        self._permutations = minhash.permutations
        self._multipliers, self._offsets = (row[:, None] for row in minhash.permutations)
        lsh = MinHashLSH(num_perm=scheme.permutations, params=(scheme.bands, scheme.rows))
        self._ranges: list[tuple[int, int]] = list(lsh.hashranges)

    def sign(self, sets: Sequence[Shingles]) -> Signatures:
        """One signature a set, shape (len(sets), permutations); an empty set gets the maximum everywhere."""
        signatures = np.full((len(sets), self.scheme.permutations), np.iinfo(np.uint32).max, dtype=np.uint32)
        for first, last in _batches(sets):
            filled = [i for i in range(first, last) if len(sets[i])]
            if filled:
                signatures[filled] = self._minima([sets[i] for i in filled])
        return signatures

    def keys(self, signatures: Signatures) -> npt.NDArray[np.int64]:
        """The index keys, shape (texts, bands): equal only for equal bands at the same place in the same scheme."""
        keys = np.empty((len(signatures), len(self._ranges)), dtype=np.int64)
        for band, (start, end) in enumerate(self._ranges):
            seed = xxhash.xxh64_intdigest(f"{self.scheme.id}/{band}".encode())
            rows = np.ascontiguousarray(signatures[:, start:end]).astype("<u4")
            keys[:, band] = [_signed(xxhash.xxh64_intdigest(row.tobytes(), seed=seed)) for row in rows]
        return keys

    def minhash(self, signature: npt.NDArray[np.uint32]) -> MinHash:
        """datasketch's own object for one signature, for its in-memory indexes."""
        return MinHash(
            hashvalues=signature,
            permutations=self._permutations,
            seed=self.scheme.seed,
            scheme=self.scheme.minhash,
        )

    def _minima(self, sets: Sequence[Shingles]) -> Signatures:
        hashes = _finalise((np.concatenate(sets) >> np.uint64(32)).astype(np.uint32))
        starts = np.cumsum([0, *(len(s) for s in sets[:-1])])
        permuted = hashes * self._multipliers + self._offsets
        minima: Signatures = np.minimum.reduceat(permuted, starts, axis=1).T
        return minima


@lru_cache(maxsize=8)
def signer(scheme: SignatureScheme) -> Signer:
    """The one signer of a scheme: its permutations are drawn once a process."""
    return Signer(scheme)


def _batches(sets: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    first, load = 0, 0
    for i, one in enumerate(sets):
        if load and load + len(one) > _AT_ONCE:
            yield first, i
            first, load = i, 0
        load += len(one)
    if first < len(sets):
        yield first, len(sets)


def _finalise(hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """MurmurHash3's 32-bit finaliser (Appleby), which datasketch applies before its affine permutations."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))


def _signed(value: int) -> int:
    """PostgreSQL's bigint is signed."""
    return value - (1 << 64) if value >= 1 << 63 else value
