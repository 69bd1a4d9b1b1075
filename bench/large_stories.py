"""What becomes of the texts of a report: their matches, and the versions and stories that these make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from newsarchive.archive.services.wording import digest_of
from newsarchive.dedup.clusters import Edge, Rulings, linked, partition
from newsarchive.dedup.crowds import heads, ordered
from newsarchive.dedup.groups import Groups, members_of
from newsarchive.dedup.likeness import UNIT, Likeness, Related, compare_pairs
from newsarchive.dedup.profiles import Profile, profile
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.dedup.shingles import shingles_of
from newsarchive.dedup.signatures import signer

Pair = tuple[int, int]
Texts = Sequence[tuple[int, Sequence[tuple[int, Sequence[str]]]]]
"""The texts of a report by number, each with its passages by number and their words."""


@dataclass(frozen=True)
class Told:
    """The rows of a report."""

    matches: list[tuple[Any, ...]]
    stories: list[tuple[Any, ...]]
    versions: list[tuple[Any, ...]]
    members: list[tuple[Any, ...]]


@dataclass(frozen=True)
class _Text:
    number: int
    words: list[str]
    digest: bytes
    passages: list[int]


@dataclass
class _Compared:
    """A report's texts in the order of their digests, their profiles, and what was compared of them, by index."""

    texts: list[_Text]
    profiles: list[Profile]
    likenesses: dict[Pair, Likeness]

    @property
    def matches(self) -> dict[Pair, Likeness]:
        return {pair: like for pair, like in self.likenesses.items() if like.story >= 0 or like.version >= 0}


def told(reports: Sequence[tuple[Texts, Sequence[tuple[Any, ...]]]]) -> list[Told]:
    """The rows of reports: of each its texts, and of its articles number, text, outlet, headline, day and lede."""
    compared = _compared([_in_order(texts) for texts, _ in reports])
    return [_told(one, articles) for one, (_, articles) in zip(compared, reports, strict=True)]


def _in_order(texts: Texts) -> list[_Text]:
    return sorted((_text(number, passages) for number, passages in texts), key=lambda text: text.digest)


def _text(number: int, passages: Sequence[tuple[int, Sequence[str]]]) -> _Text:
    body = [word for _, printed in passages for word in printed]
    return _Text(number, body, digest_of(body), [passage for passage, _ in passages])


def _compared(reports: Sequence[list[_Text]]) -> list[_Compared]:
    """All that is to be compared within each report, in one go: a comparison alone costs as much as fifty together."""
    found = [_Compared(own, [profile(t.words) for t in own] if len(own) > 1 else [], {}) for own in reports]
    profiles: list[Profile] = []
    pairs: list[tuple[_Compared, Pair, Pair]] = []
    for one in found:
        first = len(profiles)
        profiles += one.profiles
        pairs += [(one, (i, j), (first + i, first + j)) for i, j in _pairs(one.texts)]
    likenesses = compare_pairs(profiles, [place for _, _, place in pairs], CLUSTERING)
    for (one, pair, _), like in zip(pairs, likenesses, strict=True):
        one.likenesses[pair] = like
    return found


def _pairs(own: Sequence[_Text]) -> Iterable[Pair]:
    return sorted(_proposed(own)) if len(own) > CLUSTERING.crowd else combinations(range(len(own)), 2)


def _told(one: _Compared, articles: Sequence[tuple[Any, ...]]) -> Told:
    matches = one.matches
    stories = [story for part in _components(len(one.texts), matches) for story in _cut(part, one, matches)]
    rows = [_rows([[one.texts[i] for i in version] for version in story], articles) for story in stories]
    return Told(
        [_match(one.texts, pair, like) for pair, like in matches.items()],
        [story for story, _, _ in rows],
        [version for _, versions, _ in rows for version in versions],
        [member for _, _, members in rows for member in members],
    )


def _proposed(own: Sequence[_Text]) -> set[Pair]:
    """In a report of many texts: those that agree in a band or share a passage, and in a crowd those with its heads."""
    signing = signer(CLUSTERING.texts)
    keys = signing.keys(signing.sign([shingles_of(text.words, CLUSTERING.texts) for text in own]))
    buckets: dict[int, set[int]] = defaultdict(set)
    for i, (row, text) in enumerate(zip(keys.tolist(), own, strict=True)):
        for key in (*row, *text.passages):
            buckets[key].add(i)
    digests = {i: text.digest for i, text in enumerate(own)}
    found: set[Pair] = set()
    for members in buckets.values():
        leading = heads(members, digests, CLUSTERING) or members
        found.update(ordered(i, j) for i in leading for j in members if i != j)
    return found


def _components(count: int, matches: Iterable[Pair]) -> Iterable[list[int]]:
    groups = Groups(count)
    for pair in matches:
        groups.join(pair)
    return members_of(groups.labels()).values()


def _cut(part: Sequence[int], one: _Compared, matches: dict[Pair, Likeness]) -> list[list[list[int]]]:
    """The stories of a component, each a list of versions, each a list of indices."""
    if len(part) == 1:
        return [[list(part)]]
    place = {i: k for k, i in enumerate(part)}
    profiles = [one.profiles[i] for i in part]
    if len(one.texts) > CLUSTERING.crowd:
        edges: list[Edge] = [(place[i], place[j], like.score) for (i, j), like in matches.items() if i in place]
        found = partition(profiles, edges, Rulings(), CLUSTERING)
    else:
        found = linked(profiles, _related(one, place), Rulings(), CLUSTERING)
    stories = []
    for story in members_of(found.stories).values():
        versions = members_of([found.versions[k] for k in story])
        stories.append([[part[story[k]] for k in members] for members in versions.values()])
    return stories


def _related(one: _Compared, place: dict[int, int]) -> Related:
    """What `newsarchive.dedup.likeness.related` finds: here every pair was compared already."""
    inside = [(place[i], place[j], like) for (i, j), like in one.likenesses.items() if i in place and j in place]
    rows = sorted((i, j, like.version, like.story) for i, j, like in inside if like.score)
    left, right, version, story = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Related(left, right, version, story)


def _match(own: Sequence[_Text], pair: Pair, like: Likeness) -> tuple[Any, ...]:
    one, other = (own[i].number for i in pair)
    contained = (like.contained, like.other_contained)
    if one > other:
        one, other, contained = other, one, contained[::-1]
    return one, other, CLUSTERING.id, like.score / UNIT, *contained, like.version / UNIT, like.story / UNIT


def _rows(story: Sequence[Sequence[_Text]], articles: Sequence[tuple[Any, ...]]) -> tuple[Any, list[Any], list[Any]]:
    """A story with the number of its first text, its versions with the number of theirs, and who is in them.

    The version that most articles ran leads, and in it the longest text, as far as that is all there is to say.
    """
    ran = Counter(text for _, text, *_ in articles)
    leads = [min(version, key=lambda t: (-len(t.words), t.digest)) for version in story]
    number = min(text.number for version in story for text in version)
    numbers = [min(text.number for text in version) for version in story]
    most = [-sum(ran[text.number] for text in version) for version in story]
    lead = min(zip(most, leads, strict=True), key=lambda each: (each[0], -len(each[1].words), each[1].digest))[1]
    texts = {text.number for version in story for text in version}
    own = [a for a in articles if a[1] in texts]
    article, _, _, headline, day, lede = next(a for a in own if a[1] == lead.number)
    days = [a[4] for a in own]
    counts = (len(own), len(story), len({outlet for _, _, outlet, *_ in own}), (max(days) - min(days)).days)
    row = (number, lead.number, article, headline, lede[:600], day, "dateline", *counts)
    versions = [(pk, number, text.number) for pk, text in zip(numbers, leads, strict=True)]
    return row, versions, [(t.number, pk, number) for pk, v in zip(numbers, story, strict=True) for t in v]
