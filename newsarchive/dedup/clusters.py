"""One component of related texts, cut into versions and stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsarchive.dedup.groups import Groups, RuledGroups, members_of
from newsarchive.dedup.likeness import UNIT, matrix
from newsarchive.dedup.linkage import Apart, Labels, average_linkage
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.shingles import Shingles

Edge = tuple[int, int, int]
"""Two texts and their likeness in millionths."""

RUNG = UNIT // 20
"""By how much the cut is raised, again and again, to take an oversized component apart."""

TOP = UNIT - RUNG
"""The last cut: what is still too large there is a mass of all but equal texts."""


@dataclass(frozen=True)
class Rulings:
    """What editors decided about a component's texts, by index. What is apart by story is apart by version too."""

    same_version: Sequence[Sequence[int]] = field(default=())
    same_story: Sequence[Sequence[int]] = field(default=())
    apart_version: Sequence[Apart] = field(default=())
    apart_story: Sequence[Apart] = field(default=())


@dataclass(frozen=True, slots=True)
class Partition:
    """For each text the smallest index in its version and in its story. Versions lie within stories."""

    versions: Labels
    stories: Labels


def partition(sets: Sequence[Shingles], edges: Sequence[Edge], rulings: Rulings, scheme: ClusteringScheme) -> Partition:
    """Cut one component into versions and, from those on, into stories.

    Give the texts in the order of their digests: then the answer depends on nothing else. A component of more than
    ``scheme.most`` texts is first taken apart by raising the cut (`take_apart`), and its parts never meet again.
    Raises `Contradiction` where rulings cannot all hold.
    """
    versions, stories = list(range(len(sets))), list(range(len(sets)))
    for part in take_apart(len(sets), edges, rulings, scheme):
        ruled = _within(part, rulings)
        cut = _whole(part, edges, ruled) if len(part) > scheme.most else _linked([sets[i] for i in part], ruled, scheme)
        for i, version, story in zip(part, cut.versions, cut.stories, strict=True):
            versions[i], stories[i] = part[version], part[story]
    return Partition(versions, stories)


def take_apart(count: int, edges: Sequence[Edge], rulings: Rulings, scheme: ClusteringScheme) -> list[list[int]]:
    """The parts of a component that are each compared pair by pair.

    Only the edges at or above a cut hold a part together; the cut rises by `RUNG` from the story cut for the parts
    that are still too large, up to `TOP`. What is too large even then is a mass of all but equal texts.
    Texts that are ruled to be together stay together. Within one rung the order of edges does not matter.
    """
    done: list[list[int]] = []
    large = [list(range(count))]
    for cut in (*range(round(scheme.story_cut * UNIT), TOP, RUNG), TOP):
        parts = [p for members in large for p in _connected(members, edges, rulings, cut)]
        done += [p for p in parts if len(p) <= scheme.most]
        large = [p for p in parts if len(p) > scheme.most]
    return sorted(done + large)


def _connected(members: Sequence[int], edges: Sequence[Edge], rulings: Rulings, cut: int) -> list[list[int]]:
    inside = {i: k for k, i in enumerate(members)}
    groups = Groups(len(members))
    for i, j, score in edges:
        if score >= cut and i in inside and j in inside:
            groups.join((inside[i], inside[j]))
    for group in (*rulings.same_version, *rulings.same_story):
        groups.join(inside[i] for i in group if i in inside)
    return [[members[k] for k in part] for part in members_of(groups.labels()).values()]


def _whole(part: Sequence[int], edges: Sequence[Edge], ruled: Rulings) -> Partition:
    """A part too large to compare pair by pair: what its edges at `TOP` tie together, as far as rulings allow.

    The rulings' groups come first, then the edges in the order of their texts, each asked whether it may join.
    """
    stories = RuledGroups(len(part), (*ruled.same_version, *ruled.same_story), ruled.apart_story)
    versions = RuledGroups(len(part), ruled.same_version, ruled.apart_version)
    ties = _ties(part, edges)
    for i, j in ties:
        if versions.may_meet(i, j) and stories.may_meet(i, j):
            versions.join((i, j))
            stories.join((i, j))
    for i, j in ties:
        if stories.may_meet(i, j):
            stories.join((i, j))
    return Partition(versions.labels(), stories.labels())


def _ties(part: Sequence[int], edges: Sequence[Edge]) -> list[tuple[int, int]]:
    inside = {i: k for k, i in enumerate(part)}
    tied = ((inside[i], inside[j]) for i, j, score in edges if score >= TOP and i in inside and j in inside)
    return sorted({(min(pair), max(pair)) for pair in tied})


def _linked(sets: Sequence[Shingles], ruled: Rulings, scheme: ClusteringScheme) -> Partition:
    """Versions by average linkage, and from those stories.

    Versions are kept from tying together, directly or through others, what rulings keep in different stories; else
    two harmless merges by likeness could leave the rulings no story to hold in.
    """
    scores = matrix(sets, scheme)
    versions = average_linkage(
        scores,
        round(scheme.version_cut * UNIT),
        _contracted(len(sets), ruled.same_version),
        ruled.apart_version,
        _contracted(len(sets), [*ruled.same_version, *ruled.same_story]),
        ruled.apart_story,
    )
    together = _contracted(len(sets), [*members_of(versions).values(), *ruled.same_story])
    stories = average_linkage(scores, round(scheme.story_cut * UNIT), together, ruled.apart_story)
    return Partition(versions, stories)


def _contracted(count: int, same: Sequence[Sequence[int]]) -> Labels:
    groups = Groups(count)
    for members in same:
        groups.join(members)
    return groups.labels()


def _within(part: Sequence[int], rulings: Rulings) -> Rulings:
    """The rulings in the part's own numbering; members elsewhere are left out."""
    inside = {i: k for k, i in enumerate(part)}

    def renumber(members: Sequence[int]) -> list[int]:
        return [inside[i] for i in members if i in inside]

    def sides(pairs: Sequence[Apart]) -> list[Apart]:
        renumbered = ((renumber(one), renumber(other)) for one, other in pairs)
        return [(one, other) for one, other in renumbered if one and other]

    return Rulings(
        [renumber(g) for g in rulings.same_version],
        [renumber(g) for g in rulings.same_story],
        sides(rulings.apart_version),
        sides(rulings.apart_story),
    )
