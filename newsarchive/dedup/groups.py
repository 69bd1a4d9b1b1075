"""Disjoint sets: what hangs together by links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsarchive.dedup.linkage import Apart, Contradiction


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


class RuledGroups(Groups):
    """Groups under rulings: ``same`` are together from the start, the two sides of each ``apart`` never meet.

    Each group carries the sides of rulings that its members are on, which costs as much as the rulings are long and
    not as many pairs as they forbid. Raises `Contradiction` where the rulings cannot all hold.
    """

    def __init__(self, count: int, same: Iterable[Iterable[int]], apart: Iterable[Apart]) -> None:
        super().__init__(count)
        self._sides: dict[int, set[tuple[int, int]]] = {}
        for members in same:
            self.join(members)
        for ruling, sides in enumerate(apart):
            for side, members in enumerate(sides):
                for i in members:
                    self._sides.setdefault(self.find(i), set()).add((ruling, side))
        if any(_opposed(held, held) for held in self._sides.values()):
            raise Contradiction("the same texts are ruled to be together and apart")

    def may_meet(self, i: int, j: int) -> bool:
        """Whether no ruling keeps apart what the two's groups hold."""
        nothing: set[tuple[int, int]] = set()
        return not _opposed(self._sides.get(self.find(i), nothing), self._sides.get(self.find(j), nothing))

    def join(self, members: Iterable[int]) -> None:
        """Put all the members' groups together, with the sides that they are on. Asks no ruling."""
        roots = {self.find(i) for i in members}
        super().join(roots)
        sides = [self._sides.pop(root) for root in roots if root in self._sides]
        if sides:
            self._sides[min(roots)] = set().union(*sides)


def _opposed(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> bool:
    return any((ruling, 1 - side) in other for ruling, side in one)


def members_of(labels: Sequence[int]) -> dict[int, list[int]]:
    """The indices that carry each label, ascending, in the order of first appearance."""
    found: dict[int, list[int]] = defaultdict(list)
    for i, label in enumerate(labels):
        found[label].append(i)
    return dict(found)
