"""Texts and the pairs of them that are proposed: compared, and what hangs together cut into versions and stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from newsarchive.dedup.clusters import Edge, Partition, Rulings, connected, cut, linked_by, pairs_linked
from newsarchive.dedup.evidence import Comparison
from newsarchive.dedup.groups import members_of
from newsarchive.dedup.likeness import Related, compared
from newsarchive.dedup.profiles import Columns, profiles_of
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.stretches import Counts
from newsarchive.dedup.vocabulary import Spelled

_PAIRS_AT_ONCE = 25_000
_TEXTS_AT_ONCE = 1_000
_SMALL = 30
"""Texts of a component up to which it is compared together with others: what a call costs is then what counts."""


def partition_all(texts: Spelled, pairs: Counts, scheme: ClusteringScheme) -> Partition:
    """Cut texts, given in the order of their digests, into versions and stories.

    ``pairs`` are those to be compared, by index, shape (pairs, 2), the smaller first. Without rulings.
    """
    return _Collection(texts, scheme).partition(pairs)


class _Seen(NamedTuple):
    """Pairs that were compared, by a number for each, ascending; how alike, and the odds by version and by story."""

    codes: Counts
    score: Counts
    version: Counts
    story: Counts


class _Collection:
    """Texts whose profiles are made as they are wanted, or at once where they are not too many."""

    def __init__(self, texts: Spelled, scheme: ClusteringScheme) -> None:
        self.texts, self.scheme = texts, scheme
        self.lengths: list[int] = texts.lengths.tolist()
        self._every = profiles_of(texts) if len(self.lengths) <= _TEXTS_AT_ONCE else None
        self._comparison = None if self._every is None else Comparison(self._every)

    def profiles(self, some: Sequence[int]) -> Columns:
        texts = np.array(some, dtype=np.int64)
        if self._every is not None:
            return self._every.some(texts)
        return profiles_of(self.texts.some(texts))

    def partition(self, pairs: Counts) -> Partition:
        self.seen = self._compared(pairs)
        alike = (self.seen.story >= 0) | (self.seen.version >= 0)
        edges = np.concatenate([pairs[alike], self.seen.score[alike, None]], axis=1)
        labels = connected(len(self.lengths), edges)
        components = [members for members in members_of(labels.tolist()).values() if len(members) > 1]
        versions, stories = list(range(len(labels))), list(range(len(labels)))
        for members, found in self._cut(components, edges, labels):
            for i, version, story in zip(members, found.versions, found.stories, strict=True):
                versions[i], stories[i] = members[version], members[story]
        return Partition(versions, stories)

    def _compared(self, pairs: Counts) -> _Seen:
        found = [_Seen(*(np.empty(0, dtype=np.int64) for _ in range(4)))]
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            some = pairs[start : start + _PAIRS_AT_ONCE]
            score, _, _, version, story = compared(*self._sides(some), self.scheme)
            found.append(_Seen(self._codes(some), score, version, story))
        return _Seen(*map(np.concatenate, zip(*found, strict=True)))

    def _sides(self, pairs: Counts) -> tuple[Comparison, Counts, Counts]:
        """What compares the pairs, and where in it their texts are."""
        if self._comparison is not None:
            return self._comparison, pairs[:, 0], pairs[:, 1]
        texts, places = np.unique(pairs, return_inverse=True)
        left, right = places.reshape(-1, 2).T
        return Comparison(self.profiles(texts.tolist())), left, right

    def _codes(self, pairs: Counts) -> Counts:
        codes: Counts = pairs[:, 0] * len(self.lengths) + pairs[:, 1]
        return codes

    def _cut(
        self, components: Sequence[list[int]], edges: Counts, labels: Counts
    ) -> Iterator[tuple[list[int], Partition]]:
        two = [members for members in components if len(members) == 2]
        yield from zip(two, self._both(two), strict=True)
        for some in _together([members for members in components if 2 < len(members) <= _SMALL]):
            yield from zip(some, self._all_compared(some), strict=True)
        label = labels[edges[:, 0]]
        for members in components:
            if len(members) > max(_SMALL, 2):
                own = [(i, j, score) for i, j, score in edges[label == members[0]].tolist()]
                yield members, self._large(members, own)

    def _both(self, components: Sequence[list[int]]) -> Iterator[Partition]:
        """Components of two texts: the pair of them was proposed, or they would not hang together."""
        at = np.searchsorted(self.seen.codes, self._codes(np.array(components, dtype=np.int64).reshape(-1, 2)))
        found = pairs_linked(self.seen.version[at], self.seen.story[at], self.scheme)
        for one_version, one_story in zip(*(marks.tolist() for marks in found), strict=True):
            yield Partition([0, 0 if one_version else 1], [0, 0 if one_story else 1])

    def _all_compared(self, components: Sequence[list[int]]) -> Iterator[Partition]:
        """Small components, each of whose pairs is compared; those proposed have been before."""
        inside = [_every_pair(len(members)) for members in components]
        pairs = np.concatenate([np.array(own)[at] for own, at in zip(components, inside, strict=True)])
        codes = self._codes(pairs)
        at = np.minimum(np.searchsorted(self.seen.codes, codes), len(self.seen.codes) - 1)
        known = self.seen.codes[at] == codes
        fresh = self._compared(pairs[~known])
        version, story = self.seen.version[at], self.seen.story[at]
        version[~known], story[~known] = fresh.version, fresh.story
        end = 0
        for members, own in zip(components, inside, strict=True):
            start, end = end, end + len(own)
            related = Related(own[:, 0], own[:, 1], version[start:end], story[start:end])
            yield linked_by([self.lengths[i] for i in members], related, Rulings(), self.scheme)

    def _large(self, members: list[int], edges: Sequence[Edge]) -> Partition:
        place = {i: k for k, i in enumerate(members)}
        own = sorted((place[i], place[j], score) for i, j, score in edges)
        lengths = [self.lengths[i] for i in members]
        return cut(lengths, lambda some: self.profiles([members[k] for k in some]), own, Rulings(), self.scheme)


@lru_cache(maxsize=_SMALL)
def _every_pair(count: int) -> Counts:
    return np.stack(np.triu_indices(count, 1), axis=1)


def _together(components: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """Components in portions of not too many texts."""
    portion: list[list[int]] = []
    load = 0
    for members in components:
        if load + len(members) > _TEXTS_AT_ONCE:
            yield portion
            portion, load = [], 0
        portion.append(members)
        load += len(members)
    if portion:
        yield portion
