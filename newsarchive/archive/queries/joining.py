"""Texts that come to a story of thousands and change nothing there but its number.

Of a component with more texts than are compared pair by pair, the heads of its masses stand for all
(`newsarchive.dedup.clusters.Masses`): while masses and heads stay what they are, so do versions and stories. Whether
they do is seen from the matches that came and went. So a text that is all but equal to some of one mass, follows its
heads by digest, and is like nothing outside the component, goes where its mass is, and the others need not be read.
Where that is not certain, the component is cut anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from newsarchive.archive.models import Mass, Text, Tie
from newsarchive.archive.queries.arrays import Ints, rows, table
from newsarchive.archive.queries.candidates import as_links
from newsarchive.archive.queries.components import edges_at
from newsarchive.archive.queries.kept import FixedQuestion
from newsarchive.dedup.clusters import joined_by, mutual
from newsarchive.dedup.groups import members_of
from newsarchive.dedup.schemes import ClusteringScheme


class Coming(NamedTuple):
    """What a pass brings: the texts that are to be put in their place, those of them that are in no story yet, those
    about which more is to be said than their matches do, and the pairs that match no longer.
    """

    touched: Collection[int]
    fresh: Collection[int]
    odd: Collection[int]
    parted: Ints


class Joining(NamedTuple):
    """The mass that fresh texts join and a text of it that each is tied to, in the order in which they do; by which
    other text one of a mass is tied to it now; and all the texts that stay, or go, where their mass is.
    """

    ties: Mapping[int, tuple[int, int]]
    moved: Mapping[int, int]
    settled: set[int]


_NOTHING = Joining({}, {}, set())

ANY_MASS = FixedQuestion(lambda: Mass.objects.values("pk")[:1])


def merely_joining(coming: Coming, scheme: ClusteringScheme) -> Joining:
    """Those of the texts that change nothing. Nearly always there are no masses to join, which is seen at once."""
    if not ANY_MASS.any():
        return _NOTHING
    loose = _loosened(coming.parted)
    edges = edges_at(np.unique(table([(t,) for t in {*coming.fresh, *coming.odd, *loose}], 1)), scheme)
    known = _Known.around({*coming.touched, *edges[:, :2].ravel().tolist(), *coming.parted.ravel().tolist()})
    if not known.component:
        return _NOTHING
    came = edges[np.isin(edges[:, :2], [*coming.fresh, *coming.odd]).any(axis=1)]
    homes, moved = _homes(came, known), _tied_anew(loose, edges, known)
    spoiled = _spoiled(came, homes, coming, known, scheme) | _torn(coming.parted, edges, moved, known)
    kept = {text for text, mass in {**known.mass_of, **homes}.items() if known.component[mass] not in spoiled}
    ties = _tied({t: homes[t] for t in coming.fresh if t in homes and t in kept}, came, known)
    moved = {text: via for text, via in moved.items() if text in kept}
    return Joining(ties, moved, {*coming.touched} & kept)


def _loosened(parted: Ints) -> set[int]:
    """Of pairs that match no longer, the texts that were tied to the other, and of two masses that in the smaller."""
    ties = {text: of for text, *of in rows(Tie, ("text_id", "mass", "via"), "text_id", np.unique(parted))}
    sizes = dict(rows(Mass, ("id", "size"), "id", {mass for mass, _ in ties.values()}))
    loose = set()
    for a, b in parted.tolist():
        (mass, via), (other, other_via) = ties.get(a, (0, 0)), ties.get(b, (0, 0))
        if mass != other:
            loose.add(a if sizes.get(mass, 0) < sizes.get(other, 0) else b)
        elif via == b:
            loose.add(a)
        elif other_via == a:
            loose.add(b)
    return loose


@dataclass(frozen=True)
class _Known:
    """The masses of some texts, by what each is tied to it, and its rank there; the component and the heads of each
    mass; lengths and digests of texts.
    """

    mass_of: Mapping[int, int]
    via: Mapping[int, int]
    rank: Mapping[int, int]
    component: Mapping[int, int]
    heads: Mapping[int, list[int]]
    lengths: Mapping[int, int]
    digests: Mapping[int, bytes]

    @classmethod
    def around(cls, text_ids: Collection[int]) -> _Known:
        ties = rows(Tie, ("text_id", "mass", "via", "rank"), "text_id", text_ids)
        masses = rows(Mass, ("id", "component", "heads"), "id", {mass for _, mass, *_ in ties})
        heads = {pk: held for pk, _, held in masses}
        wanted = {*text_ids, *(t for held in heads.values() for t in held)} if heads else ()
        texts = rows(Text, ("id", "length", "digest"), "id", wanted)
        return cls(
            {text: mass for text, mass, *_ in ties if mass in heads},
            {text: via for text, _, via, _ in ties},
            {text: rank for text, *_, rank in ties},
            {pk: component for pk, component, _ in masses},
            heads,
            {pk: length for pk, length, _ in texts},
            {pk: bytes(digest) for pk, _, digest in texts},
        )

    def node(self, text: int) -> int:
        """What a text is when masses are single things: its mass, as a number below 0, or itself."""
        return -self.mass_of[text] if text in self.mass_of else text

    def alike(self, edges: Ints) -> Ints:
        """The edges that tie texts to a mass."""
        ids, places = np.unique(edges[:, :2], return_inverse=True)
        lengths = np.array([self.lengths[pk] for pk in ids.tolist()], dtype=np.int64)
        return edges[mutual(np.column_stack([places.reshape(-1, 2), edges[:, 2]]), lengths)]

    def components(self, nodes: Iterable[int]) -> set[int]:
        return {self.component[-node] for node in nodes if node < 0}


def _hanging_together(edges: Ints, known: _Known) -> list[list[int]]:
    """Nodes in groups that edges connect."""
    pairs = [(known.node(a), known.node(b)) for a, b in edges[:, :2].tolist()]
    nodes, places = np.unique(table(pairs, 2), return_inverse=True)
    labels = joined_by(len(nodes), places.reshape(-1, 2), [])
    return [nodes[members].tolist() for members in members_of(labels).values()]


def _homes(edges: Ints, known: _Known) -> dict[int, int]:
    """The one mass that each text is tied to, directly or through others; none where it is two, or none."""
    homes = {}
    for nodes in _hanging_together(known.alike(edges), known):
        masses = [-node for node in nodes if node < 0]
        if len(masses) == 1:
            homes |= dict.fromkeys((node for node in nodes if node > 0), masses[0])
    return homes


def _spoiled(
    edges: Ints, homes: Mapping[int, int], coming: Coming, known: _Known, scheme: ClusteringScheme
) -> set[int]:
    """The components that change with what came."""
    odd = {known.node(text) for text in coming.odd}
    spoiled = known.components(odd)

    def follows(node: int) -> bool:
        """Whether it is a text that comes after the heads of its mass."""
        heads = known.heads[homes[node]] if node in homes and node in coming.fresh else []
        return len(heads) == scheme.heads and known.digests[node] > known.digests[heads[-1]]

    for nodes in _hanging_together(edges, known):
        components = known.components(nodes)
        if len(components) > 1 or not odd.isdisjoint(nodes) or not all(n < 0 or follows(n) for n in nodes):
            spoiled |= components
    return spoiled


def _tied(joining: Mapping[int, int], edges: Ints, known: _Known) -> dict[int, tuple[int, int]]:
    """The mass of each text that joins one, and the first text by digest that it can be tied to: one that is there, or
    joins before it.
    """
    near = _neighbours(known.alike(edges))
    tied: dict[int, tuple[int, int]] = {}
    for _ in joining:
        for text in sorted(joining.keys() - tied.keys()):
            found = [t for t in near[text] if t in tied or t in known.mass_of]
            if found:
                tied[text] = joining[text], min(found, key=known.digests.__getitem__)
        if len(tied) == len(joining):
            break
    return tied


def _tied_anew(loose: Collection[int], edges: Ints, known: _Known) -> dict[int, int]:
    """By which other text each that came loose is tied to its mass, where there is one of smaller rank."""
    near = _neighbours(known.alike(edges[np.isin(edges[:, :2], [*loose]).any(axis=1)]))
    found = {}
    for text in loose & known.mass_of.keys():
        mass, rank = known.mass_of[text], known.rank[text]
        before = [t for t in near[text] if known.mass_of.get(t) == mass and known.rank[t] < rank]
        if before:
            found[text] = min(before, key=known.digests.__getitem__)
    return found


def _neighbours(edges: Ints) -> Mapping[int, set[int]]:
    return as_links(np.concatenate([edges[:, :2], edges[:, 1::-1]]))


def _torn(parted: Ints, edges: Ints, moved: Mapping[int, int], known: _Known) -> set[int]:
    """The components of which it is not certain that they still hang together, and their masses in themselves.

    Two texts of a mass that match no longer do not matter, unless the one was tied to the other and to nothing else;
    two of different masses do not while one of them still matches another text of the other's mass.
    """
    still = {(a, known.mass_of.get(b, 0)) for a, b in np.concatenate([edges[:, :2], edges[:, 1::-1]]).tolist()}
    torn: set[int] = set()
    for a, b in parted.tolist():
        mass, other = known.mass_of.get(a, 0), known.mass_of.get(b, 0)
        if mass and mass == other:
            held = all(text in moved or known.via[text] != via for text, via in ((a, b), (b, a)))
        else:
            together = mass and other and known.component[mass] == known.component[other]
            held = bool(together) and not still.isdisjoint([(a, other), (b, mass)])
        if not held:
            torn |= {known.component[m] for m in (mass, other) if m}
    return torn
