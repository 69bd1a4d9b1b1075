"""XXH64 of many short inputs at once.

Collet's xxHash, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md: the part of it for less than 32
bytes, on arrays. Longer inputs are left to the library, one by one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import xxhash

_P1, _P2, _P3, _P4, _P5 = (
    np.uint64(prime)
    for prime in (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)
)
_SHORT = 7
"""Values of 32 bits that are less than 32 bytes."""


def xxh64(values: npt.NDArray[np.uint32], seeds: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """The hash of each row of values, little-endian, as signed numbers, which PostgreSQL's bigint is.

    ``values`` has shape (n, kinds, row), ``seeds`` shape (kinds,), the answer shape (n, kinds).
    """
    count, kinds, row = values.shape
    if row > _SHORT:
        return _one_by_one(values, seeds)
    lanes = values.astype(np.uint64)
    found = np.broadcast_to(seeds + _P5 + np.uint64(4 * row), (count, kinds)).copy()
    for at in range(0, row - 1, 2):
        found ^= _rotated((lanes[:, :, at] | (lanes[:, :, at + 1] << np.uint64(32))) * _P2, 31) * _P1
        found = _rotated(found, 27) * _P1 + _P4
    if row % 2:
        found ^= lanes[:, :, -1] * _P1
        found = _rotated(found, 23) * _P2 + _P3
    return _avalanche(found).view(np.int64)


def _rotated(values: npt.NDArray[np.uint64], by: int) -> npt.NDArray[np.uint64]:
    return (values << np.uint64(by)) | (values >> np.uint64(64 - by))


def _avalanche(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    for shift, prime in ((33, _P2), (29, _P3)):
        values = (values ^ (values >> np.uint64(shift))) * prime
    return values ^ (values >> np.uint64(32))


def _one_by_one(values: npt.NDArray[np.uint32], seeds: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    found = np.empty(values.shape[:2], dtype=np.uint64)
    for (i, kind), _ in np.ndenumerate(found):
        found[i, kind] = xxhash.xxh64_intdigest(values[i, kind].astype("<u4").tobytes(), seed=int(seeds[kind]))
    return found.view(np.int64)
