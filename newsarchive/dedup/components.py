"""Texts and the pairs of them that are proposed: compared, and what hangs together cut into versions and stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from newsarchive.dedup.clusters import Edge, Partition, Rulings, cut, linked
from newsarchive.dedup.groups import Groups, members_of
from newsarchive.dedup.likeness import compare_pairs, related_within
from newsarchive.dedup.linkage import Labels
from newsarchive.dedup.profiles import Profile, profiles
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.stretches import Counts

_PAIRS_AT_ONCE = 25_000
_TEXTS_AT_ONCE = 1_000
_SMALL = 30
"""Texts of a component up to which it is compared together with others: what a call costs is then what counts."""


def partition_all(wordlists: Sequence[Sequence[str]], pairs: Counts, scheme: ClusteringScheme) -> Partition:
    """Cut texts, given by their words in the order of their digests, into versions and stories.

    ``pairs`` are those to be compared, by index, shape (pairs, 2), the smaller first. Without rulings.
    """
    return _Collection(wordlists, scheme).partition(pairs)


class _Collection:
    """Texts whose profiles are made as they are wanted, and kept where they are not too many."""

    def __init__(self, wordlists: Sequence[Sequence[str]], scheme: ClusteringScheme) -> None:
        self.wordlists, self.scheme = wordlists, scheme
        self._kept = profiles(wordlists) if len(wordlists) <= _TEXTS_AT_ONCE else None

    def profiles(self, some: Sequence[int]) -> list[Profile]:
        if self._kept is not None:
            return [self._kept[i] for i in some]
        return profiles([self.wordlists[i] for i in some])

    def partition(self, pairs: Counts) -> Partition:
        edges = self._edges(pairs)
        groups = Groups(len(self.wordlists))
        for i, j, _ in edges:
            groups.join((i, j))
        labels = groups.labels()
        components = [members for members in members_of(labels).values() if len(members) > 1]
        versions, stories = list(range(len(labels))), list(range(len(labels)))
        for members, found in self._cut(components, edges, labels):
            for i, version, story in zip(members, found.versions, found.stories, strict=True):
                versions[i], stories[i] = members[version], members[story]
        return Partition(versions, stories)

    def _edges(self, pairs: Counts) -> list[Edge]:
        """The pairs that are one version or one story."""
        found: list[Edge] = []
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            some = pairs[start : start + _PAIRS_AT_ONCE]
            texts, places = np.unique(some, return_inverse=True)
            own = [(i, j) for i, j in places.reshape(-1, 2).tolist()]
            alike = compare_pairs(self.profiles(texts.tolist()), own, self.scheme)
            rows = zip(some.tolist(), alike, strict=True)
            found += [(i, j, like.score) for (i, j), like in rows if like.story >= 0 or like.version >= 0]
        return found

    def _cut(
        self, components: Sequence[list[int]], edges: Sequence[Edge], labels: Labels
    ) -> Iterator[tuple[list[int], Partition]]:
        small = [members for members in components if len(members) <= _SMALL]
        for some in _together(small):
            yield from zip(some, self._all_compared(some), strict=True)
        large = {members[0]: members for members in components if len(members) > _SMALL}
        own: dict[int, list[Edge]] = {label: [] for label in large}
        for edge in edges:
            if labels[edge[0]] in own:
                own[labels[edge[0]]].append(edge)
        for label, members in large.items():
            yield members, self._large(members, own[label])

    def _all_compared(self, components: Sequence[list[int]]) -> list[Partition]:
        texts = [i for members in components for i in members]
        of, ends = self.profiles(texts), np.cumsum([len(members) for members in components]).tolist()
        parts = [range(end - len(members), end) for members, end in zip(components, ends, strict=True)]
        pairs = related_within(of, parts, self.scheme)
        own = [[of[i] for i in part] for part in parts]
        return [linked(p, r, Rulings(), self.scheme) for p, r in zip(own, pairs, strict=True)]

    def _large(self, members: list[int], edges: Sequence[Edge]) -> Partition:
        place = {i: k for k, i in enumerate(members)}
        own = sorted((place[i], place[j], score) for i, j, score in edges)
        lengths = [len(self.wordlists[i]) for i in members]
        return cut(lengths, lambda some: self.profiles([members[k] for k in some]), own, Rulings(), self.scheme)


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
