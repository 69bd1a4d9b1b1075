"""What hangs together: texts linked by being one story as a pair, or by rulings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from newsarchive.archive.models import Match, Ruling, Text
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.force import RuledTexts, rulings_about
from newsarchive.dedup.clusters import Edge
from newsarchive.dedup.groups import Groups, members_of
from newsarchive.dedup.likeness import UNIT
from newsarchive.dedup.schemes import ClusteringScheme


@dataclass(frozen=True)
class Component:
    """Texts in the order of their digests, their lengths in words, and the edges between them by index."""

    text_ids: list[int]
    lengths: list[int]
    digests: list[bytes]
    edges: list[Edge]


def components_of(text_ids: Iterable[int], rulings: Sequence[RuledTexts], scheme: ClusteringScheme) -> list[Component]:
    """The whole components under the scheme that hold the named texts."""
    edges: dict[tuple[int, int], int] = {}
    linked = _linked_by_rulings(rulings)
    reached: set[int] = set()
    frontier = set(text_ids)
    while frontier:
        reached |= frontier
        found = _edges_at(frontier, scheme)
        edges |= found
        ruled = {group for t in frontier for group in linked.get(t, ())}
        frontier = {i for group in (*found, *ruled) for i in group} - reached
    return _components(reached, edges, rulings)


def around(
    text_ids: Iterable[int], scheme: ClusteringScheme, without: int | None = None, more: Sequence[RuledTexts] = ()
) -> tuple[list[Component], list[RuledTexts]]:
    """The whole components that hold the texts, and all rulings in force that name any text of them.

    Rulings lead to texts, and texts to rulings, until nothing new is reached. ``without`` is a ruling to leave out,
    ``more`` what a ruling that is not made yet would ask for.
    """
    texts = set(text_ids)
    while True:
        rulings = [*rulings_about(texts, without), *more]
        components = components_of(texts, rulings, scheme)
        reached = {text for component in components for text in component.text_ids}
        if reached <= texts:
            return components, rulings
        texts |= reached


def _edges_at(text_ids: Iterable[int], scheme: ClusteringScheme) -> dict[tuple[int, int], int]:
    ids = sorted(text_ids)
    columns = ("text_id", "other_id", "likeness")
    return {
        (text, other): round(likeness * UNIT)
        for end in ("text_id", "other_id")
        for text, other, likeness in rows(Match, columns, end, ids, scheme=scheme.id)
    }


def _linked_by_rulings(rulings: Iterable[RuledTexts]) -> dict[int, list[tuple[int, ...]]]:
    """For each text the groups that rulings hold it in; a group is shared by all its texts, not copied for each."""
    linked: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for ruling in rulings:
        if ruling.kind == Ruling.Kind.SAME:
            for text in ruling.a:
                linked[text].append(ruling.a)
    return linked


def _components(reached: set[int], edges: dict[tuple[int, int], int], rulings: Sequence[RuledTexts]) -> list[Component]:
    known = rows(Text, ("id", "length", "digest"), "id", reached)
    ordered = sorted(((pk, length, bytes(digest)) for pk, length, digest in known), key=itemgetter(2))
    place = {pk: i for i, (pk, *_) in enumerate(ordered)}
    groups = Groups(len(ordered))
    for pair in edges:
        groups.join(place[t] for t in pair)
    for ruling in rulings:
        if ruling.kind == Ruling.Kind.SAME:
            groups.join(place[t] for t in ruling.a if t in place)
    labels = groups.labels()
    own_edges: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for (text, other), score in edges.items():
        own_edges[labels[place[text]]].append((place[text], place[other], score))
    return [_component(ordered, part, own_edges[label]) for label, part in members_of(labels).items()]


def _component(ordered: Sequence[tuple[int, int, bytes]], part: Sequence[int], edges: Iterable[Edge]) -> Component:
    inside = {i: k for k, i in enumerate(part)}
    text_ids, lengths, digests = map(list, zip(*(ordered[i] for i in part), strict=True))
    return Component(text_ids, lengths, digests, sorted((inside[i], inside[j], score) for i, j, score in edges))
