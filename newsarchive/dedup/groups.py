"""Disjoint sets: what hangs together by links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


class Groups:
    """Indices 0 to n-1 in disjoint groups, each known by its smallest member (union-find, path halving)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, i: int) -> int:
        """The smallest member of the group that holds ``i``."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, members: Iterable[int]) -> None:
        """Put all the members' groups together."""
        roots = {self.find(i) for i in members}
        if roots:
            smallest = min(roots)
            for root in roots:
                self._parent[root] = smallest

    def labels(self) -> list[int]:
        """For each index the smallest member of its group."""
        return [self.find(i) for i in range(len(self._parent))]


def members_of(labels: Sequence[int]) -> dict[int, list[int]]:
    """The indices that carry each label, ascending, in the order of first appearance."""
    found: dict[int, list[int]] = defaultdict(list)
    for i, label in enumerate(labels):
        found[label].append(i)
    return dict(found)
