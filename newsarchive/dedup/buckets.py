"""Which texts of a whole collection are proposed to be compared: those that `crowds` brings together, at once.

What an archive asks its tables text by text as they arrive, here every key is looked at in one go. The pairs are the
same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.crowds import heads
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.stretches import Counts

_AT_ONCE = 1 << 21
"""Pairs that are gathered, with those proposed over and over, before equal ones are made one."""


class Proposed:
    """The pairs of ``count`` texts that keys propose, of which each is kept once.

    Texts are numbered in the order of ``digests``, their digests.
    """

    def __init__(self, digests: Sequence[bytes], scheme: ClusteringScheme) -> None:
        self._digests, self._scheme = digests, scheme
        self._codes: list[Counts] = [np.empty(0, dtype=np.int64)]
        self._load = 0

    def add(self, texts: Counts, keys: npt.NDArray[np.int64]) -> None:
        """Propose what some keys bring together: text ``texts[i]`` has the key ``keys[i]``.

        No text has a key twice, and the texts are in ascending order.
        """
        order = np.argsort(keys, kind="stable")
        texts, keys = texts[order], keys[order]
        starts = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
        sizes = np.diff(starts, append=len(keys))
        for size in np.unique(sizes[(sizes > 1) & (sizes <= self._scheme.crowd)]).tolist():
            self._every_pair(texts[starts[sizes == size][:, None] + np.arange(size)])
        for crowd in np.flatnonzero(sizes > self._scheme.crowd).tolist():
            self._crowd(texts[starts[crowd] : starts[crowd] + sizes[crowd]].tolist())

    def pairs(self) -> Counts:
        """All pairs, shape (pairs, 2), the smaller number first, in ascending order."""
        self._once()
        return np.stack(np.divmod(self._codes[0], max(len(self._digests), 1)), axis=1)

    def _every_pair(self, members: Counts) -> None:
        """Of buckets of one size, shape (buckets, members)."""
        left, right = np.triu_indices(members.shape[1], 1)
        step = max(_AT_ONCE // len(left), 1)
        for first in range(0, len(members), step):
            some = members[first : first + step]
            self._keep(some[:, left].ravel(), some[:, right].ravel())

    def _crowd(self, members: Sequence[int]) -> None:
        digests = {i: self._digests[i] for i in members}
        standing = np.array(heads(members, digests, self._scheme), dtype=np.int64)
        pairs = np.stack(np.meshgrid(standing, members), axis=-1).reshape(-1, 2)
        self._keep(*np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1).T)

    def _keep(self, left: Counts, right: Counts) -> None:
        self._codes.append(left * len(self._digests) + right)
        self._load += len(left)
        if self._load > _AT_ONCE:
            self._once()

    def _once(self) -> None:
        self._codes = [np.unique(np.concatenate(self._codes))]
        self._load = 0
