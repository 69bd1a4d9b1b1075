"""One component of related texts, cut into versions and stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from newsarchive.dedup.groups import Groups, RuledGroups, members_of
from newsarchive.dedup.likeness import UNIT, Related, matrices, related, votes
from newsarchive.dedup.linkage import Apart, Bond, Labels, average_linkage
from newsarchive.dedup.origins import Tie, origins
from newsarchive.dedup.profiles import Profile, lengths_of
from newsarchive.dedup.schemes import ClusteringScheme, Level
from newsarchive.dedup.stretches import Counts, Marks

Edge = tuple[int, int, int]
"""Two texts that are one story as a pair, and how much of the smaller the other has, in millionths."""

Edges = Sequence[Edge] | Counts
"""Edges, or an array of them, shape (edges, 3)."""

ProfilesOf = Callable[[Sequence[int]], Sequence[Profile]]
"""The profiles of some texts, by index."""

RelatedOf = Callable[[Sequence[int], Sequence[Profile]], Related]
"""What there is to say about the pairs of some texts, given by index and by their profiles."""

RUNG = UNIT // 20
"""By how much the containment asked for is raised, again and again, to take an oversized component apart."""

TOP = UNIT - 2 * RUNG
"""The last, and how much texts must have of each other to be all but equal."""


@dataclass(frozen=True)
class Rulings:
    """What editors decided about a component's texts, by index. What is apart by story is apart by version too.

    ``held`` are texts that stand for others which are all but equal: one version from the start, whoever ruled what.
    """

    same_version: Sequence[Sequence[int]] = field(default=())
    same_story: Sequence[Sequence[int]] = field(default=())
    apart_version: Sequence[Apart] = field(default=())
    apart_story: Sequence[Apart] = field(default=())
    held: Sequence[Sequence[int]] = field(default=())

    @property
    def together(self) -> Sequence[Sequence[int]]:
        """What must be in one story, for whatever reason."""
        return (*self.held, *self.same_version, *self.same_story)


@dataclass(frozen=True, slots=True)
class Partition:
    """For each text the smallest index in its version and in its story. Versions lie within stories.

    Where not all texts were compared, but all that stand for others were, ``masses`` has the smallest index in the
    mass of each: a text more in a mass, after those that stand for it, then changes nothing for the others.
    """

    versions: Labels
    stories: Labels
    masses: Labels = field(default_factory=list)


def partition(profiles: Sequence[Profile], edges: Edges, rulings: Rulings, scheme: ClusteringScheme) -> Partition:
    """`cut` of texts whose profiles are all at hand."""
    return cut([p.length for p in profiles], lambda some: [profiles[i] for i in some], edges, rulings, scheme)


def cut(
    lengths: Sequence[int],
    profiles_of: ProfilesOf,
    edges: Edges,
    rulings: Rulings,
    scheme: ClusteringScheme,
    related_of: RelatedOf | None = None,
) -> Partition:
    """Cut one component into versions and, from those on, into stories.

    Give the texts' lengths in words in the order of their digests: then the answer depends on nothing else. Of a
    component of more than ``scheme.most`` texts, each mass of all but equal ones is one version from the start, and
    its first ``scheme.heads`` stand for it (`Masses`). If those that are left are still too many, they are taken
    apart by asking for more likeness (`take_apart`), and the parts never meet again. ``profiles_of`` is asked for
    those only that are compared; ``related_of`` may know already what there is to say about some of these.
    Raises `Contradiction` where rulings cannot all hold.
    """

    def compared(some: Sequence[int], ruled: Rulings) -> Partition:
        profiles = profiles_of(some)
        pairs = related_of(some, profiles) if related_of else related(profiles, scheme)
        return linked(profiles, pairs, ruled, scheme)

    if len(lengths) <= scheme.most:
        return compared(range(len(lengths)), rulings)
    ties = np.asarray(edges, dtype=np.int64).reshape(-1, 3)
    masses = Masses.of(lengths, ties, rulings, scheme)
    standing, ruled = masses.standing, masses.seen_in(rulings)
    between = masses.between(ties)
    versions, stories = list(range(len(standing))), list(range(len(standing)))
    for part in take_apart(len(standing), between, ruled, scheme):
        within = _within(part, ruled)
        if len(part) <= scheme.most:
            found = compared([standing[i] for i in part], within)
        else:
            found = _whole(part, between, within)
        for i, version, story in zip(part, found.versions, found.stories, strict=True):
            versions[i], stories[i] = part[version], part[story]
    known = masses.labels if len(standing) <= scheme.most else []
    return Partition(masses.spread(versions), masses.spread(stories), known)


@dataclass(frozen=True)
class Masses:
    """Texts of an oversized component that are all but equal, gathered, and the few of each that stand for it.

    ``labels`` gives each text the first of its mass, ``standing`` the texts that stand for the masses, in order, and
    ``place`` where in it the first of each text's mass is.
    """

    labels: Labels
    standing: list[int]
    place: list[int]

    @classmethod
    def of(cls, lengths: Sequence[int], edges: Counts, rulings: Rulings, scheme: ClusteringScheme) -> Masses:
        """Tie texts of which each has at least `TOP` of the other, in the order of their numbers."""
        alike = _once(edges[mutual(edges, np.array(lengths, dtype=np.int64))], len(lengths))
        labels = _tied(len(lengths), alike, rulings)[0]
        standing = sorted(i for members in members_of(labels).values() for i in members[: scheme.heads])
        where = {i: k for k, i in enumerate(standing)}
        return cls(labels, standing, [where[label] for label in labels])

    def seen_in(self, rulings: Rulings) -> Rulings:
        """The rulings in the numbering of those that stand for others; a mass is held together by a ruling too."""
        held = [[self.place[i], k] for k, i in enumerate(self.standing) if self.place[i] != k]
        return Rulings(
            [self._named(group) for group in rulings.same_version],
            [self._named(group) for group in rulings.same_story],
            [(self._named(one), self._named(other)) for one, other in rulings.apart_version],
            [(self._named(one), self._named(other)) for one, other in rulings.apart_story],
            held,
        )

    def _named(self, texts: Sequence[int]) -> list[int]:
        return sorted({self.place[i] for i in texts})

    def between(self, edges: Counts) -> Counts:
        """The edges that lead from one mass to another."""
        place = np.array(self.place, dtype=np.int64)
        ends = place[edges[:, :2]]
        found: Counts = np.column_stack([ends, edges[:, 2]])[ends[:, 0] != ends[:, 1]]
        return found

    def spread(self, labels: Labels) -> Labels:
        """Labels of those that stand for others, given to all."""
        first: dict[int, int] = {}
        for i, k in enumerate(self.place):
            first.setdefault(labels[k], i)
        return [first[labels[k]] for k in self.place]


def mutual(edges: Counts, lengths: Counts) -> Marks:
    """Whether the shorter is found in the longer, and makes up so much of it, that each has `TOP` of the other."""
    ends = lengths[edges[:, :2]]
    found: Marks = edges[:, 2] * ends.min(axis=1) >= TOP * ends.max(axis=1)
    return found


def _once(edges: Counts, count: int) -> Counts:
    """The two texts of each edge, of so many, the smaller number first; each pair once, in order."""
    one, other = np.sort(edges[:, :2], axis=1).T
    return np.column_stack(np.divmod(np.unique(one * count + other), count))


def _tied(count: int, ties: Counts, ruled: Rulings) -> tuple[Labels, Labels]:
    """The versions and the stories that ties, each once and in order, make with what is ruled."""
    if ruled.apart_version or ruled.apart_story:
        tied = _Tied.of(count, [(i, j) for i, j in ties.tolist()], ruled)
        for pair in ties.tolist():
            if tied.stories.may_meet(*pair):
                tied.stories.join(pair)
        return tied.versions.labels(), tied.stories.labels()
    versions = joined_by(count, ties, [*ruled.held, *ruled.same_version])
    return versions, joined_by(count, ties, ruled.together)


def joined_by(count: int, ties: Counts, groups: Sequence[Sequence[int]]) -> Labels:
    """For each text the smallest that ties, whose first two columns are texts, and groups connect it with."""
    labels: Labels = connected(count, np.concatenate([ties[:, :2], _spokes(groups)])).tolist()
    return labels


def _spokes(groups: Sequence[Sequence[int]]) -> Counts:
    """Pairs that connect each group's members with its first one."""
    return np.array([(group[0], i) for group in groups if len(group) for i in group], dtype=np.int64).reshape(-1, 2)


def take_apart(count: int, edges: Edges, rulings: Rulings, scheme: ClusteringScheme) -> list[list[int]]:
    """The parts of a component that are each compared pair by pair.

    Only the edges of some containment and more hold a part together: all of them at first, then by `RUNG` less and
    less of them for the parts that are still too large, up to `TOP`.
    Texts that are ruled to be together stay together. Within one rung the order of edges does not matter.
    """
    ties = np.asarray(edges, dtype=np.int64).reshape(-1, 3)
    ruled = _spokes(rulings.together)
    ties = np.concatenate([ties[ties[:, 2] >= 0], np.column_stack([ruled, np.full(len(ruled), UNIT + 1)])])
    labels = np.zeros(count, dtype=np.int64)
    for rung in range(0, TOP + 1, RUNG):
        large = np.bincount(labels, minlength=count)[labels] > scheme.most
        if not large.any():
            break
        ties = ties[(ties[:, 2] >= rung) & large[ties[:, 0]]]
        labels = np.where(large, connected(count, ties), labels + count)
        labels = np.unique(labels, return_inverse=True)[1]
    return sorted(members_of(labels.tolist()).values())


def connected(count: int, ties: Counts) -> Counts:
    """For each text the smallest number among those that the ties connect, whose first two columns are texts.

    Every text points to the smallest of its group as far as known; of two groups that a tie connects, the one with
    the larger numbers is given to the other, all at once, and again (Shiloach and Vishkin, 1982).
    """
    labels = np.arange(count)
    while True:
        one, other = labels[ties[:, 0]], labels[ties[:, 1]]
        apart = one != other
        if not apart.any():
            return labels
        np.minimum.at(labels, np.maximum(one, other)[apart], np.minimum(one, other)[apart])
        while (labels[labels] != labels).any():
            labels = labels[labels]


def _whole(part: Sequence[int], edges: Counts, ruled: Rulings) -> Partition:
    """A part too large to compare pair by pair: what its edges at `TOP` tie together, as far as rulings allow."""
    own = np.array(part, dtype=np.int64)
    ties = edges[(edges[:, 2] >= TOP) & np.isin(edges[:, :2], own).all(axis=1)]
    return Partition(*_tied(len(part), _once(np.searchsorted(own, ties[:, :2]), len(part)), ruled))


def linked(profiles: Sequence[Profile], pairs: Related, ruled: Rulings, scheme: ClusteringScheme) -> Partition:
    """`linked_by` of texts whose profiles are at hand."""
    return linked_by(lengths_of(profiles).tolist(), pairs, ruled, scheme)


def linked_by(lengths: Sequence[int], pairs: Related, ruled: Rulings, scheme: ClusteringScheme) -> Partition:
    """Versions by average linkage of the pairs' votes, from what is tied to its origin, and from those stories.

    What is ruled the same is bound, and put together in the end: likeness alone says who goes along with whom.
    Versions are kept from tying together, directly or through others, what rulings keep in different stories; else
    two harmless merges by likeness could leave the rulings no story to hold in.
    """
    by_version, by_story = matrices(pairs, len(lengths), scheme)
    tied = _Tied.of(len(lengths), origins(lengths, pairs, scheme), ruled)
    alike = average_linkage(by_version, round(scheme.version.cut * UNIT), tied.alike.labels(), bonds=tied.bonds(ruled))
    versions = _contracted(len(lengths), [*members_of(alike).values(), *ruled.same_version])
    together = _contracted(len(lengths), [*members_of(versions).values(), *ruled.same_story])
    bonds = [Bond(together, ruled.apart_story)] if ruled.apart_story else []
    told = average_linkage(by_story, round(scheme.story.cut * UNIT), alike, bonds=bonds)
    return Partition(versions, _contracted(len(lengths), [*members_of(told).values(), *members_of(together).values()]))


def pairs_linked(version: Counts, story: Counts, scheme: ClusteringScheme) -> tuple[Marks, Marks]:
    """What `linked_by` comes to for components of two texts, without rulings: which are one version, which one story.

    Given their odds, of many at once.
    """
    one_version = (version >= scheme.firm * UNIT) | _voted(version, scheme.version)
    return one_version, one_version | _voted(story, scheme.story)


def _voted(odds: Counts, level: Level) -> Marks:
    found = votes(odds, level)
    return (found >= round(level.cut * UNIT)) & (found > 0)


@dataclass(frozen=True)
class _Tied:
    """What ties put together: ``alike`` by themselves, ``versions`` and ``stories`` with what rulings add to that."""

    alike: Groups
    versions: RuledGroups
    stories: RuledGroups

    @classmethod
    def of(cls, count: int, ties: Iterable[Tie], ruled: Rulings) -> _Tied:
        """Those of the ties, one by one, that rulings allow."""
        alike = Groups(count)
        for group in ruled.held:
            alike.join(group)
        versions = RuledGroups(count, (*ruled.held, *ruled.same_version), ruled.apart_version)
        stories = RuledGroups(count, ruled.together, ruled.apart_story)
        for i, j in ties:
            if alike.find(i) != alike.find(j) and versions.may_meet(i, j) and stories.may_meet(i, j):
                for groups in (alike, versions, stories):
                    groups.join((i, j))
        return cls(alike, versions, stories)

    def bonds(self, ruled: Rulings) -> list[Bond]:
        """None where nothing is ruled apart: there is then nothing that they could forbid."""
        if not ruled.apart_version and not ruled.apart_story:
            return []
        return [Bond(self.versions.labels(), ruled.apart_version), Bond(self.stories.labels(), ruled.apart_story)]


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
        [renumber(g) for g in rulings.held],
    )
