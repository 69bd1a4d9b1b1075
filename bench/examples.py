"""Labelled pairs to learn from: gold pages, strangers, their trims, invented forms and chains."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench import invented
from bench.answers import printed
from bench.gold import ONE_STORY, read_gold
from bench.strangers import Strangers
from newsarchive import wire
from newsarchive.dedup.evidence import Comparison, Counts, Evidence, Floats
from newsarchive.dedup.folding import fold
from newsarchive.dedup.groups import Groups
from newsarchive.dedup.profiles import Profile, profile
from newsarchive.dedup.words import words

LEAST = 0.05
"""Containment from which a pair is looked at at all; from `TAUGHT` it is learnt from."""

TAUGHT = 0.12
FOLDS = 5
PAGES = 1.5
"""Weight of labelled pages: equal ones count once, so there are fewer pairs of them than of pages as they lie."""

OWN = Path(__file__).with_name("labels.csv")
_MERGED = {name: group[0] for group in ONE_STORY for name in group}


@dataclass(frozen=True)
class Pairs:
    """Related pairs of some texts with their evidence, shape (pairs, pieces).

    As in the archive, equal texts count once: ``first`` gives each text the first that is equal to it, and pairs are
    of first ones only.
    """

    left: Counts
    right: Counts
    evidence: Floats
    first: Counts

    @property
    def contained(self) -> Floats:
        return self.evidence[:, Evidence.names().index("contained")]


@dataclass(frozen=True)
class Examples:
    """Evidence, truth by version and by story (nan: not to be learnt), weight and fold (-1: in every training)."""

    evidence: Floats
    version: Floats
    story: Floats
    weight: Floats
    fold: npt.NDArray[np.int64]


def pairs_of(profiles: Sequence[Profile]) -> Pairs:
    """All pairs of distinct texts of at least `LEAST` containment."""
    comparison, first = Comparison(profiles), firsts(profiles)
    left, right, runs = comparison.related()
    distinct = (first[left] == left) & (first[right] == right)
    left, right, runs = left[distinct], right[distinct], runs[distinct]
    sizes = comparison.sizes()
    enough = runs >= LEAST * np.minimum(sizes[left], sizes[right])
    left, right = left[enough], right[enough]
    found = comparison.evidence(left, right)
    return Pairs(left, right, np.column_stack([getattr(found, name) for name in Evidence.names()]), first)


def firsts(profiles: Sequence[Profile]) -> Counts:
    """For each text the index of the first with the same runs of words."""
    seen: dict[tuple[int, bytes, bytes], int] = {}
    keys = ((p.length, p.shingles.tobytes(), p.passages.tobytes()) for p in profiles)
    return np.array([seen.setdefault(key, i) for i, key in enumerate(keys)], dtype=np.int64)


@dataclass(frozen=True)
class Corpus:
    """Gold pages first, strangers after them; the gold pages' clusters, and the labelled pairs of strangers."""

    names: list[str]
    paragraphs: list[list[str]]
    clusters: list[str]
    labels: Mapping[tuple[int, int], tuple[str, int, str]]

    @property
    def stories(self) -> list[str]:
        return [_MERGED.get(cluster, cluster) for cluster in self.clusters]

    def profiles(self) -> list[Profile]:
        return [profile(words("\n".join(text))) for text in self.paragraphs]

    def folds(self, seed: int = 0) -> tuple[npt.NDArray[np.int64], dict[tuple[int, int], int]]:
        """The fold of each gold page, whole stories at a time, and of each labelled pair, whole groups at a time."""
        random = np.random.default_rng(seed)
        by_story = _dealt(sorted(set(self.stories)), random)
        groups = Groups(len(self.names))
        for pair in self.labels:
            groups.join(pair)
        by_group = _dealt(sorted({groups.find(i) for i, _ in self.labels}), random)
        return np.array([by_story[s] for s in self.stories]), {p: by_group[groups.find(p[0])] for p in self.labels}


def _dealt(things: Sequence[Any], random: np.random.Generator) -> dict[Any, int]:
    return dict(zip(things, (random.permutation(len(things)) % FOLDS).tolist(), strict=True))


def read_corpus(data: Path) -> Corpus:
    """From the folder that holds spotsigs/ and strangers/."""
    gold = read_gold(data / "spotsigs")
    pages = sorted(gold.versions)
    with ProcessPoolExecutor() as workers:
        bodies = list(workers.map(_page, [data / "spotsigs" / page for page in pages], chunksize=20))
    others = Strangers(data / "strangers").files()
    names = [*pages, *(name.removesuffix(".txt") for name in others)]
    texts = [*bodies, *(_body(content, name) for name, content in others.items())]
    place = {name: i for i, name in enumerate(names)}
    labels = {**_labels(OWN, place, "own"), **_labels(data / "strangers" / "pairs.csv", place, "given")}
    return Corpus(names, texts, [gold.versions[page] for page in pages], labels)


def _page(path: Path) -> list[str]:
    return _body(path.read_bytes(), path.name)


def _body(content: bytes, name: str) -> list[str]:
    """A file's paragraphs as they are compared: without headline, repeats and datelines; none where it is refused."""
    try:
        item = next(iter(wire.read(content, name)))
    except wire.Unreadable:
        return []
    bodies = [p.text[p.dateline_length :] for p in item.paragraphs]
    return [body for body, repeat in zip(bodies, fold(bodies), strict=True) if repeat is None]


def _labels(path: Path, place: Mapping[str, int], source: str) -> dict[tuple[int, int], tuple[str, int, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [tuple(sorted((place[row["a"]], place[row["b"]]))) for row in rows]
    return {(i, j): (r["label"], int(r["confidence"]), source) for (i, j), r in zip(pairs, rows, strict=True)}


def from_corpus(corpus: Corpus, pairs: Pairs) -> Examples:
    """Gold pairs, each cluster weighing as the root of its size; gold against strangers; labelled strangers.

    Pairs of gold clusters that overlap in wording are learnt from by story only.
    """
    gold = len(corpus.clusters)
    versions = np.array([*corpus.clusters, *[""] * (len(corpus.names) - gold)])
    stories = np.array([*corpus.stories, *[""] * (len(corpus.names) - gold)])
    pages, labels = corpus.folds()
    left, right = pairs.left, pairs.right
    both, mixed = right < gold, (left < gold) & (right >= gold)
    story = (stories[left] == stories[right]).astype(float)
    version = np.where((story == 1) & (versions[left] != versions[right]), np.nan, story)
    weight = np.where(both, _per_cluster(stories[left], story == 1, both & (pairs.contained >= TAUGHT)), mixed * 0.5)
    weight[pairs.contained < TAUGHT] = 0
    fold = np.where(left < gold, pages[np.minimum(left, gold - 1)], -1)
    for k, label, of in _labelled(pairs, corpus, labels):
        version[k], story[k] = label[0] == "version", label[0] != "different"
        weight[k], fold[k] = 2 * (0.4, 0.8, 1.0)[label[1] - 1], of
    return Examples(pairs.evidence, version, story, weight, fold)


def _per_cluster(clusters: npt.NDArray[Any], same: npt.NDArray[np.bool_], taught: npt.NDArray[np.bool_]) -> Floats:
    """What each pair of labelled pages counts; `PAGES` sets all of them against the labelled strangers."""
    size = Counter(clusters[taught & same].tolist())
    other = Counter(clusters[taught & ~same].tolist())
    return PAGES * np.array(
        [
            min(1.0, np.sqrt(np.sqrt(2 * size[c])) / max(size[c], 1)) if s else min(1.0, 20 / max(other[c], 1))
            for c, s in zip(clusters.tolist(), same.tolist(), strict=True)
        ]
    )


def _labelled(pairs: Pairs, corpus: Corpus, folds: Mapping[tuple[int, int], int]) -> Iterator[tuple[int, Any, int]]:
    of = pairs.first
    named = {tuple(sorted((int(of[i]), int(of[j])))): ((i, j), label) for (i, j), label in corpus.labels.items()}
    keys = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    return ((k, named[key][1], folds[named[key][0]]) for k, key in enumerate(keys) if key in named)


def trims(corpus: Corpus, shares: Iterable[float] = (0.2, 0.35), weight: float = 15.0) -> Examples:
    """Gold pages of eight or more paragraphs against their own first paragraphs with a sign-off: one version."""
    pages, _ = corpus.folds()
    chosen = [i for i in range(len(corpus.clusters)) if len(corpus.paragraphs[i]) >= 8]
    found = [_trimmed(corpus, chosen, share) for share in shares]
    evidence = np.concatenate(found)
    one, fold = np.ones(len(evidence)), np.tile(pages[chosen], len(found))
    return Examples(evidence, one, one, np.full(len(evidence), weight * len(found) / len(evidence)), fold)


_SIGN_OFF = "More from our own desk on this and other matters in tomorrow's paper."


def _trimmed(corpus: Corpus, chosen: Sequence[int], share: float) -> Floats:
    cut = [[*corpus.paragraphs[i][: max(2, round(share * len(corpus.paragraphs[i])))], _SIGN_OFF] for i in chosen]
    profiles = [profile(words("\n".join(text))) for text in (*(corpus.paragraphs[i] for i in chosen), *cut)]
    count = np.arange(len(chosen), dtype=np.int64)
    found = Comparison(profiles).evidence(count, count + len(chosen))
    return np.column_stack([getattr(found, name) for name in Evidence.names()])


def from_invented(seed: int = 77) -> list[Examples]:
    """Forms filled in anew (the most alike of each form count 70 times as much as all others), prose, chains."""
    forms = list(invented.forms_only(3200, seed))
    pairs, alike = _invented(forms)
    kind = np.array([article.form for article in forms])
    hardest = np.concatenate([_most_alike(pairs, kind, form) for form in sorted(set(kind.tolist()))])
    none = np.zeros(len(pairs.left))
    found = [
        _some(pairs, np.flatnonzero(pairs.contained >= 0.45), none, none, 150),
        _some(pairs, hardest, none, none, 10_240),
    ]
    prose, _ = _invented(list(invented.prose_only(1500, seed)))
    none = np.zeros(len(prose.left))
    chains, same = _invented(list(invented.chains(120, seed)))
    version, story = same(lambda a: a.version), same(lambda a: a.story)
    unlike = np.flatnonzero((story == 0) & (chains.contained >= TAUGHT))
    alike = np.flatnonzero((story == 1) & ((version == 1) | (chains.contained >= 0.3)))
    return [
        *found,
        _some(prose, np.flatnonzero(prose.contained >= TAUGHT), none, none, 100),
        _some(chains, alike, np.where(version == 1, 1.0, np.nan), story, 270),
        _some(chains, unlike, story, story, 270),
    ]


def _invented(articles: Sequence[Any]) -> tuple[Pairs, Callable[[Callable[[Any], str]], Floats]]:
    pairs = pairs_of([profile(words("\n".join(_body(printed(article), "article.txt")))) for article in articles])

    def same(of: Callable[[Any], str]) -> Floats:
        names = np.array([of(article) for article in articles])
        return (names[pairs.left] == names[pairs.right]).astype(float)

    return pairs, same


def _most_alike(pairs: Pairs, kind: npt.NDArray[Any], form: str) -> Counts:
    inside = np.flatnonzero((kind[pairs.left] == form) & (kind[pairs.right] == form))
    return inside[np.argsort(-pairs.contained[inside], kind="stable")[:40]]


def _some(pairs: Pairs, chosen: Counts, version: Floats, story: Floats, weight: float, most: int = 3000) -> Examples:
    """Some of the chosen pairs, in all of ``weight``, in every training."""
    chosen = np.random.default_rng(0).permutation(chosen)[:most]
    each = np.full(len(chosen), min(8.0, weight / max(len(chosen), 1)))
    return Examples(pairs.evidence[chosen], version[chosen], story[chosen], each, np.full(len(chosen), -1))
