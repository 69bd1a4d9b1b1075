"""Which stories some texts fall into: read, and computed; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import NamedTuple

import numpy as np

from newsarchive.archive.models import Story
from newsarchive.archive.queries import odds
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.components import Component, around, components_of
from newsarchive.archive.queries.earliest import first_of_stories
from newsarchive.archive.queries.force import RuledTexts
from newsarchive.archive.queries.profiles import profiles_known
from newsarchive.dedup.clusters import Partition, Rulings, cut, linked, mutual
from newsarchive.dedup.groups import members_of
from newsarchive.dedup.likeness import Related, related_within
from newsarchive.dedup.profiles import Profile
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.spanning import spanning

Cluster = list[list[int]]
"""A story as it should be: its versions, each a list of text ids."""


class Held(NamedTuple):
    """A text of a mass: by which other one it is held there, None for the first, and where that puts it."""

    text: int
    via: int | None
    rank: int


@dataclass(frozen=True)
class Cut:
    """What becomes of a component: its stories, and where it is too large to compare all its texts, the masses of
    these, each in the order of their digests; none where rulings or their number have a say.
    """

    clusters: list[Cluster]
    masses: list[list[Held]] = field(default_factory=list)


Compared = tuple[list[Profile], Related]
"""The texts of a component, in the order of their digests, and what there is to say about their pairs."""

_TOGETHER = 200
"""Components compared in one call."""

Claim = tuple[int, int, int]
"""How many texts of a cluster a row held before (negated, to sort), the row's id, the cluster's index."""


def cut_anew(text_ids: Iterable[int], rulings: Sequence[RuledTexts], scheme: ClusteringScheme) -> list[Cluster]:
    """The stories that the whole components of the named texts fall into under the scheme; nothing is written.

    Raises `newsarchive.dedup.linkage.Contradiction`.
    """
    return _flat(_cut_all(components_of(text_ids, rulings, scheme), rulings, scheme))


def cut_around(
    text_ids: Iterable[int], scheme: ClusteringScheme, without: int | None = None, more: Sequence[RuledTexts] = ()
) -> list[Cluster]:
    """`cut_anew` under the rulings in force that have to do with the texts (`around`), however many others."""
    return _flat(cuts_around(text_ids, scheme, without, more))


def cuts_around(
    text_ids: Iterable[int], scheme: ClusteringScheme, without: int | None = None, more: Sequence[RuledTexts] = ()
) -> list[Cut]:
    """The same, a component each."""
    return _cut_all(*around(text_ids, scheme, without, more), scheme)


def _flat(cuts: Iterable[Cut]) -> list[Cluster]:
    return [cluster for cut in cuts for cluster in cut.clusters]


def _cut_all(components: Sequence[Component], rulings: Sequence[RuledTexts], scheme: ClusteringScheme) -> list[Cut]:
    """What becomes of the components, in their order."""
    told = _compared_together([c for c in components if 1 < len(c.text_ids) < min(odds.LEAST, scheme.most)], scheme)
    return [_cut(c, rulings, scheme, told.get(c.text_ids[0])) for c in components]


def _compared_together(components: Sequence[Component], scheme: ClusteringScheme) -> dict[int, Compared]:
    """What there is to say about small components, by their first texts: nearly all are small, and calls cost."""
    found: dict[int, Compared] = {}
    for start in range(0, len(components), _TOGETHER):
        some = components[start : start + _TOGETHER]
        profiles = profiles_known({pk: d for c in some for pk, d in zip(c.text_ids, c.digests, strict=True)}, scheme)
        groups = [[profiles[pk] for pk in c.text_ids] for c in some]
        told = zip(groups, related_within(groups, scheme), strict=True)
        found |= zip((c.text_ids[0] for c in some), told, strict=True)
    return found


def _cut(component: Component, rulings: Sequence[RuledTexts], scheme: ClusteringScheme, told: Compared | None) -> Cut:
    if len(component.text_ids) == 1:
        return Cut([[component.text_ids]])
    ruled = _by_index(component, rulings)
    found = linked(*told, ruled, scheme) if told else _cut_large(component, ruled, scheme)
    stories = [_versions(story, found, component) for story in members_of(found.stories).values()]
    return Cut(stories, _masses(component, found) if found.masses and not any(astuple(ruled)) else [])


def _masses(component: Component, found: Partition) -> list[list[Held]]:
    ties = component.edges[mutual(component.edges, np.array(component.lengths, dtype=np.int64))]
    rank, via = (of.tolist() for of in spanning(found.masses, ties))
    ids = [*component.text_ids, None]
    return [[Held(component.text_ids[i], ids[via[i]], rank[i]) for i in m] for m in members_of(found.masses).values()]


def _cut_large(component: Component, ruled: Rulings, scheme: ClusteringScheme) -> Partition:
    def profiles_of(some: Sequence[int]) -> list[Profile]:
        profiles = profiles_known({component.text_ids[i]: component.digests[i] for i in some}, scheme)
        return [profiles[component.text_ids[i]] for i in some]

    def related_of(some: Sequence[int], profiles: Sequence[Profile]) -> Related:
        return odds.related_texts([component.digests[i] for i in some], profiles, scheme)

    return cut(component.lengths, profiles_of, component.edges, ruled, scheme, related_of)


def _versions(story: Sequence[int], found: Partition, component: Component) -> Cluster:
    versions = members_of([found.versions[i] for i in story])
    return [[component.text_ids[story[k]] for k in members] for members in versions.values()]


def _by_index(component: Component, rulings: Sequence[RuledTexts]) -> Rulings:
    place = {pk: i for i, pk in enumerate(component.text_ids)}

    def side(text_ids: Sequence[int]) -> list[int]:
        return [place[t] for t in text_ids if t in place]

    same = [(r.level, side(r.a)) for r in rulings if r.kind == "same"]
    apart = [(r.level, (side(r.a), side(r.b))) for r in rulings if r.kind == "different"]
    return Rulings(
        same_version=[group for level, group in same if level == "version" and group],
        same_story=[group for level, group in same if level == "story" and group],
        apart_version=[sides for level, sides in apart if level == "version" and all(sides)],
        apart_story=[sides for level, sides in apart if level == "story" and all(sides)],
    )


def numbers_kept(
    flat: Sequence[Sequence[int]], held: Mapping[int, int], claims: Mapping[int, Sequence[int]]
) -> dict[int, int]:
    """Which cluster of texts has which story's number; what is not named here is a new story.

    ``held`` is the story each text is in, ``claims`` the texts that a story stood for where that is not what it
    holds. Stories that once stood alone for a text and were merged away are called back.
    """
    before = {text: story for text, story in held.items() if story not in claims}
    for story, texts in claims.items():
        before |= dict.fromkeys(texts, story)
    given = ids_kept(flat, before)
    # A story that nobody claims keeps its number where only its texts were claimed: later rulings may have made it.
    taken = set(given.values())
    free = {text: story for text, story in held.items() if story not in taken}
    given |= ids_kept([() if i in given else texts for i, texts in enumerate(flat)], free)
    return _with_called_back(flat, given)


def ids_kept(groups: Sequence[Sequence[int]], held: Mapping[int, int]) -> dict[int, int]:
    """Which group gets which id: most texts in common first, then the smaller id, then the first group."""
    claims: list[Claim] = []
    for i, texts in enumerate(groups):
        counted = Counter(held[t] for t in texts if t in held)
        claims += [(-count, pk, i) for pk, count in counted.items()]
    given: dict[int, int] = {}
    taken: set[int] = set()
    for _, pk, i in sorted(claims):
        if i not in given and pk not in taken:
            given[i] = pk
            taken.add(pk)
    return given


def _with_called_back(flat: Sequence[Sequence[int]], given: Mapping[int, int]) -> dict[int, int]:
    """The same, with the numbers of stories that were merged away, or left empty, for clusters without one that hold
    their leads.
    """
    found = dict(given)
    open_texts = {t: i for i, texts in enumerate(flat) if i not in given for t in texts}
    led = rows(Story, ("id", "lead_id", "merged_into_id"), "lead_id", open_texts)
    held = first_of_stories([pk for pk, *_ in led], 1) if led else {}
    retired = [(pk, lead) for pk, lead, merged_into in led if merged_into or pk not in held]
    for pk, lead in sorted(retired):
        if pk not in given.values():
            found.setdefault(open_texts[lead], pk)
    return found
