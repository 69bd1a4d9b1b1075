"""Who is compared with whom among the texts that have an index key in common.

In a small bucket all are compared with all. In a crowd, as thousands of copies make it or one form filled in every
day, that would be millions of pairs: there each is compared with a few that stand for the rest. Copies find each
other through these, and what hides in a form through the keys that it shares with few. Which texts stand for a crowd
depends on its members alone, so the pairs are the same in whatever order the members came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations

from newsarchive.dedup.schemes import ClusteringScheme

Pair = tuple[int, int]
"""Two texts, the smaller number first."""

Heads = tuple[int, ...]
"""The texts that stand for a crowd, those with the smallest digests, in that order; none where there is no crowd."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A bucket to which some texts came: its members now, those that came, and its heads before and now.

    Where the heads of a crowd stayed the same, ``members`` need hold no others than those that came.
    """

    members: Collection[int]
    came: Collection[int]
    before: Heads
    heads: Heads

    def pairs(self) -> Iterator[Pair]:
        """What the bucket proposes now, as far as it did not before."""
        if not self.heads:
            yield from (ordered(one, other) for one in self.came for other in self.members if one != other)
        for head in self.heads:
            fresh = self.members if head in self.came and head not in self.before else self.came
            yield from (ordered(head, other) for other in fresh if other != head)

    def exposed(self, everyone: Collection[int]) -> set[int]:
        """Of all with the key, those whose pairs it may have proposed before and does no longer: heads that gave way
        to others, and all but the heads where a bucket became a crowd.
        """
        if self.heads == self.before:
            return set()
        return set(self.before or everyone) - set(self.heads)


@dataclass(frozen=True, slots=True)
class Loss:
    """A crowd that some texts left: the members that stay, and its heads before and now; none where it is no crowd
    any more.
    """

    members: Collection[int]
    before: Heads
    heads: Heads

    def pairs(self) -> Iterator[Pair]:
        """What the bucket proposes now, as far as it did not before."""
        if not self.heads:
            yield from combinations(sorted(self.members), 2)
        for head in self.heads:
            if head not in self.before:
                yield from (ordered(head, other) for other in self.members if other != head)


def heads(members: Collection[int], digests: Mapping[int, bytes], scheme: ClusteringScheme) -> Heads:
    """The members that stand for the others, if they are more than ``scheme.crowd``."""
    if len(members) <= scheme.crowd:
        return ()
    return tuple(nsmallest(scheme.heads, members, key=digests.__getitem__))


def still_proposed(
    pairs: Iterable[Pair], keys: Mapping[int, AbstractSet[int]], crowds: Mapping[int, Sequence[int]]
) -> set[Pair]:
    """Those of the pairs that share a key which proposes them. ``crowds`` maps the keys of crowds to their heads."""
    few = {text: own - crowds.keys() for text, own in keys.items()}
    headed: dict[int, set[int]] = defaultdict(set)
    for key, held in crowds.items():
        for head in held:
            headed[head].add(key)

    def meet(one: Mapping[int, AbstractSet[int]], a: int, other: Mapping[int, AbstractSet[int]], b: int) -> bool:
        return not one.get(a, _NONE).isdisjoint(other.get(b, _NONE))

    return {(a, b) for a, b in pairs if meet(few, a, few, b) or meet(headed, a, keys, b) or meet(headed, b, keys, a)}


_NONE: frozenset[int] = frozenset()


def ordered(one: int, other: int) -> Pair:
    """The pair of the two."""
    return (one, other) if one < other else (other, one)
