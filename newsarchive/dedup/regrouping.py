"""How two groupings of the same things differ: what stays, what is joined, what falls apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsarchive.dedup.groups import Groups, members_of


class Kind(StrEnum):
    """What becomes of some groups."""

    KEPT = "kept"
    JOINED = "joined"
    SPLIT = "split"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Groups before and after that hold the same things between them, and no fewer would: nothing goes in or out.

    ``before`` has the groups' labels, ``after`` the new groups' indices.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def kind(self) -> Kind:
        if len(self.before) <= 1:
            return Kind.KEPT if len(self.after) == 1 else Kind.SPLIT
        return Kind.JOINED if len(self.after) == 1 else Kind.MIXED


def regroupings(befores: Sequence[Mapping[int, int]], after: Sequence[Sequence[int]]) -> list[Regrouping]:
    """The smallest sets of groups between which nothing is exchanged, in the order of their first new group.

    ``befores`` map things to the labels of their groups before; with several, groups of all of them are kept
    together, and the labels told are those of the first. A thing that a mapping leaves out is new to it.
    """
    groups = Groups(len(after))
    for before in befores:
        for met in _met(before, after).values():
            groups.join(met)
    labels: dict[int, set[int]] = defaultdict(set)
    label_of = groups.labels()
    for index, members in enumerate(after):
        labels[label_of[index]] |= {befores[0][member] for member in members if member in befores[0]}
    return [Regrouping(tuple(sorted(labels[first])), tuple(all_)) for first, all_ in members_of(label_of).items()]


def _met(before: Mapping[int, int], after: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """For each group before the new groups that its members are in."""
    met: dict[int, list[int]] = defaultdict(list)
    for index, members in enumerate(after):
        for label in {before[member] for member in members if member in before}:
            met[label].append(index)
    return met
