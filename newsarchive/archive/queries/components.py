"""What hangs together: texts linked by being one story as a pair, or by rulings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from newsarchive.archive.models import Ruling, Text
from newsarchive.archive.queries import bonds
from newsarchive.archive.queries.arrays import Ints, rows
from newsarchive.archive.queries.force import RuledTexts, rulings_about
from newsarchive.archive.queries.matches import scores_of
from newsarchive.dedup.clusters import joined_by
from newsarchive.dedup.likeness import UNIT
from newsarchive.dedup.schemes import ClusteringScheme


@dataclass(frozen=True)
class Component:
    """Texts in the order of their digests, their lengths in words, and the edges between them by index."""

    text_ids: list[int]
    lengths: list[int]
    digests: list[bytes]
    edges: Ints


def components_of(text_ids: Iterable[int], rulings: Sequence[RuledTexts], scheme: ClusteringScheme) -> list[Component]:
    """The whole components under the scheme that hold the named texts."""
    linked = _linked_by_rulings(rulings)
    reached, frontier = _ids([]), np.unique(_ids(text_ids))
    edges = [_ids([]).reshape(0, 3)]
    while frontier.size:
        reached = np.union1d(reached, frontier)
        edges.append(edges_at(frontier, scheme))
        ruled = {t for text in frontier.tolist() for group in linked.get(text, ()) for t in group} if linked else ()
        frontier = np.setdiff1d(np.concatenate([edges[-1][:, :2].ravel(), _ids(ruled)]), reached)
    return _components(reached, np.concatenate(edges), rulings)


def _ids(texts: Iterable[int]) -> Ints:
    return np.array(list(texts), dtype=np.int64)


def around(
    text_ids: Iterable[int], scheme: ClusteringScheme, without: int | None = None, more: Sequence[RuledTexts] = ()
) -> tuple[list[Component], list[RuledTexts]]:
    """The whole components that hold the texts, and all rulings in force that name any text of them, as well as what
    binds corrections to what they correct.

    Rulings lead to texts, and texts to rulings, until nothing new is reached. ``without`` is a ruling to leave out,
    ``more`` what a ruling that is not made yet would ask for.
    """
    texts = set(text_ids)
    rulings = _asked_of(texts, scheme, without, more)
    while True:
        components = components_of(texts, rulings, scheme)
        reached = {text for component in components for text in component.text_ids}
        if reached <= texts:
            return components, rulings
        texts |= reached
        known, rulings = rulings, _asked_of(texts, scheme, without, more)
        if rulings == known:
            return components, rulings


def _asked_of(
    texts: set[int], scheme: ClusteringScheme, without: int | None, more: Sequence[RuledTexts]
) -> list[RuledTexts]:
    ruled = [*rulings_about(texts, without), *more]
    return [*ruled, *bonds.holding(texts, ruled, scheme)]


def edges_at(text_ids: Ints, scheme: ClusteringScheme) -> Ints:
    """The edges that begin or end at the texts, shape (edges, 3), as `Edge` has them; one with two of them twice."""
    edges = np.array(scores_of(text_ids, scheme), dtype=np.float64).reshape(-1, 3)
    edges[:, 2] *= UNIT
    return np.rint(edges).astype(np.int64)


def _linked_by_rulings(rulings: Iterable[RuledTexts]) -> dict[int, list[tuple[int, ...]]]:
    """For each text the groups that rulings hold it in; a group is shared by all its texts, not copied for each."""
    linked: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for ruling in rulings:
        if ruling.kind == Ruling.Kind.SAME:
            for text in ruling.a:
                linked[text].append(ruling.a)
    return linked


def _components(reached: Ints, edges: Ints, rulings: Sequence[RuledTexts]) -> list[Component]:
    """The components in the order of their first texts, by digest."""
    known = rows(Text, ("id", "length", "digest"), "id", reached)
    ordered = sorted(((pk, length, bytes(digest)) for pk, length, digest in known), key=itemgetter(2))
    ids = _ids(pk for pk, *_ in ordered)
    edges[:, :2] = _places(ids, edges[:, :2])
    edges = edges[np.unique(edges[:, 0] * len(ids) + edges[:, 1], return_index=True)[1]]
    held = [_ids(r.a) for r in rulings if r.kind == Ruling.Kind.SAME]
    groups = [_places(ids, texts[np.isin(texts, ids)]).tolist() for texts in held]
    labels = np.array(joined_by(len(ids), edges, groups), dtype=np.int64)
    starts, number, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    order = np.argsort(number, kind="stable")
    rank = np.empty(len(ids), dtype=np.int64)
    rank[order] = np.arange(len(ids)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    owner = number[edges[:, 0]]
    edges[:, :2] = rank[edges[:, :2]]
    edges = edges[np.argsort(owner, kind="stable")]
    ends = np.searchsorted(np.sort(owner), np.arange(len(starts) + 1))
    parts = np.split(order, np.cumsum(sizes)[:-1])
    return [
        _component([ordered[i] for i in part.tolist()], edges[first:last])
        for part, first, last in zip(parts, ends.tolist(), ends[1:].tolist(), strict=False)
    ]


def _places(ids: Ints, texts: Ints) -> Ints:
    """Where each of the texts stands among the ids."""
    order = np.argsort(ids)
    return order[np.searchsorted(ids, texts, sorter=order)]


def _component(texts: Sequence[tuple[int, int, bytes]], edges: Ints) -> Component:
    ids, lengths, digests = map(list, zip(*texts, strict=True))
    return Component(ids, lengths, digests, edges)
