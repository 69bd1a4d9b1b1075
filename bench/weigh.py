"""python -m bench.weigh DATA

Learns the weights of `newsarchive.dedup.schemes` from DATA (spotsigs/ and strangers/), from bench/labels.csv and from
invented articles, and cross-validates them: the gold clusters and the labelled pairs are dealt into five folds, whole
stories at a time, and each fold is judged by weights that never saw it. Prints one JSON line a level with the weights,
and one with the figures: held out, in sample, and of the weights that stand in the code.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.examples import FOLDS, Corpus, Examples, Pairs, from_corpus, from_invented, pairs_of, read_corpus, trims
from bench.logistic import Bounds, fit
from bench.scores import scores
from newsarchive.dedup.clusters import Rulings, linked
from newsarchive.dedup.evidence import Evidence, Floats
from newsarchive.dedup.groups import Groups, members_of
from newsarchive.dedup.likeness import UNIT, Related
from newsarchive.dedup.profiles import Profile
from newsarchive.dedup.schemes import CLUSTERING, Weights

STRENGTH = 0.3
MARGIN = {"version": 0.2, "story": 0.0}
"""Log-odds that a level asks for beyond even ones: an update that is taken for a version of what it updates is hidden
from readers, while a version taken for an update still stands in its story.
"""

_NEVER = -100.0
_FREE = ("length", "ratio")
_AGAINST = ("figures_differ", "names_missing", "refilled", "refilled_alike", "lede_differs", "ledes_differ")
_OF_ONE_LEVEL = {"lede_differs": "version", "refilled_alike": "version", "ledes_differ": "story"}
"""Pieces that say nearly the same as others, and the level that each is left out of: there it did worse held out."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.weigh")
    parser.add_argument("data", type=Path)
    corpus = read_corpus(parser.parse_args().data)
    profiles = corpus.profiles()
    pairs = pairs_of(profiles)
    examples = [from_corpus(corpus, pairs), trims(corpus), *from_invented()]
    learnt = {level: weights(examples, level) for level in ("version", "story")}
    for level, found in learnt.items():
        print(json.dumps({"section": "weights", "level": level, **asdict(found)}))
    held = tuple(held_out(examples, level) for level in ("version", "story"))
    stands = {"version": CLUSTERING.version.weights, "story": CLUSTERING.story.weights}
    for name, odds in (
        ("held out", held),
        ("in sample", tuple(_odds(pairs.evidence, learnt[level]) for level in learnt)),
        ("as it stands", tuple(_odds(pairs.evidence, stands[level]) for level in stands)),
    ):
        print(json.dumps({"section": name, **judge(corpus, profiles, pairs, *odds)}))


def weights(examples: Sequence[Examples], level: str, without: int | None = None) -> Weights:
    """Weights of a level, rounded to hundredths, learnt from all examples but those of one fold."""
    found = []
    for some in examples:
        truth = getattr(some, level)
        taught = (some.weight > 0) & ~np.isnan(truth) & ((some.fold != without) | (some.fold < 0))
        found.append((some.evidence[taught], truth[taught], some.weight[taught]))
    values, truth, weight = (np.concatenate(column) for column in zip(*found, strict=True))
    *coefficients, bias = fit(values, truth, weight, [_bounds(name, level) for name in Evidence.names()], STRENGTH)
    named = dict(zip(Evidence.names(), (round(float(c), 2) + 0.0 for c in coefficients), strict=True))
    return Weights(bias=round(float(bias) - MARGIN[level], 2), **named)


def _bounds(name: str, level: str) -> Bounds:
    """More in common never speaks against a pair, and what is missing or differs never for it."""
    if _OF_ONE_LEVEL.get(name) == level:
        return 0, 0
    if name in _FREE:
        return None, None
    return (None, 0) if name in _AGAINST else (0, None)


def held_out(examples: Sequence[Examples], level: str) -> Floats:
    """The odds of the corpus's pairs, each by weights that were learnt without its fold."""
    corpus = examples[0]
    found = _odds(corpus.evidence, weights(examples, level))
    for fold in range(FOLDS):
        mine = corpus.fold == fold
        found[mine] = _odds(corpus.evidence[mine], weights(examples, level, without=fold))
    return found


def _odds(evidence: Floats, of: Weights) -> Floats:
    return evidence @ np.array([getattr(of, name) for name in Evidence.names()]) + of.bias


def judge(corpus: Corpus, profiles: Sequence[Profile], pairs: Pairs, version: Floats, story: Floats) -> dict[str, Any]:
    """Both levels on the gold pages and on the labelled pairs, clustered together with all strangers."""
    least = pairs.contained >= CLUSTERING.least
    version, story = np.where(least, version, _NEVER), np.where(least, story, _NEVER)
    by_version, by_story = np.rint(version * UNIT).astype(np.int64), np.rint(story * UNIT).astype(np.int64)
    distinct = clustered(profiles, Related(pairs.left, pairs.right, by_version, np.maximum(by_version, by_story)))
    versions, stories = ([found[i] for i in pairs.first] for found in distinct)
    gold = len(corpus.clusters)
    return {
        "version": scores(corpus.clusters, versions[:gold]),
        "story": scores(corpus.stories, stories[:gold]),
        "pairs": {
            source: {
                "version": labelled(corpus, versions, source, ("version",)),
                "story": labelled(corpus, stories, source, ("version", "story")),
            }
            for source in ("given", "own")
        },
        "strangers_in_gold_stories": len(set(stories[:gold]) & set(stories[gold:])),
    }


def labelled(corpus: Corpus, found: Sequence[int], source: str, true: Sequence[str]) -> dict[str, float]:
    """Precision and recall on the labelled pairs of one source."""
    judged = [(label in true, found[i] == found[j]) for (i, j), (label, _, s) in corpus.labels.items() if s == source]
    hits, joined, wanted = (sum(1 for t, f in judged if keep(t, f)) for keep in (_hit, _joined, _wanted))
    return {"precision": round(hits / max(joined, 1), 3), "recall": round(hits / max(wanted, 1), 3), "n": len(judged)}


def _hit(true: bool, found: bool) -> bool:
    return true and found


def _joined(true: bool, found: bool) -> bool:
    return found


def _wanted(true: bool, found: bool) -> bool:
    return true


def clustered(profiles: Sequence[Profile], pairs: Related) -> tuple[list[int], list[int]]:
    """Versions and stories of all texts, component by component, without a database."""
    scheme = replace(CLUSTERING, most=len(profiles))
    groups = Groups(len(profiles))
    inside: dict[int, list[int]] = defaultdict(list)
    for k in np.flatnonzero(pairs.story >= 0).tolist():
        groups.join((int(pairs.left[k]), int(pairs.right[k])))
    labels = groups.labels()
    for k, i, j in zip(range(len(pairs.left)), pairs.left.tolist(), pairs.right.tolist(), strict=True):
        if labels[i] == labels[j]:
            inside[labels[i]].append(k)
    versions, stories = list(range(len(profiles))), list(range(len(profiles)))
    for label, members in members_of(labels).items():
        cut = linked([profiles[i] for i in members], _within(pairs, inside[label], members), Rulings(), scheme)
        for i, version, story in zip(members, cut.versions, cut.stories, strict=True):
            versions[i], stories[i] = members[version], members[story]
    return versions, stories


def _within(pairs: Related, chosen: Sequence[int], members: Sequence[int]) -> Related:
    place: Mapping[int, int] = {i: k for k, i in enumerate(members)}
    rows = np.array(chosen, dtype=np.int64)
    left = np.array([place[i] for i in pairs.left[rows].tolist()], dtype=np.int64)
    right = np.array([place[i] for i in pairs.right[rows].tolist()], dtype=np.int64)
    return Related(left, right, pairs.version[rows], pairs.story[rows])


if __name__ == "__main__":
    main()
