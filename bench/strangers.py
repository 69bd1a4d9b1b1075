"""Unrelated agency articles, many of them in forms, with pairs labelled by reading.

A folder with strangers.jsonl (id, title, text) and pairs.csv (a,b,label,confidence; label one of version, story,
different). Beside this module there may be labels.csv, more pairs of the same articles in the same shape.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.archive import Place, digest_of
from bench.scores import pairs_said

MORE_LABELS = Path(__file__).with_name("labels.csv")

SAME = {"version": ("version",), "story": ("version", "story")}
"""The labels that mean one version, and one story."""


@dataclass(frozen=True)
class Pair:
    """Two articles by their ids and what a reader says of them."""

    a: str
    b: str
    label: str
    confidence: int

    @property
    def name(self) -> str:
        return f"{self.a} {self.b}"


@dataclass(frozen=True)
class Strangers:
    """Articles by their ids."""

    folder: Path

    @cached_property
    def rows(self) -> dict[str, dict[str, str]]:
        with (self.folder / "strangers.jsonl").open(encoding="utf-8") as file:
            return {row["id"]: row for row in map(json.loads, file)}

    def files(self, ids: Sequence[str] | None = None) -> dict[str, bytes | Path]:
        """Each as a text file: title, blank line, text."""
        wanted = self.rows if ids is None else ids
        return {name_of(i): f"{self.rows[i]['title']}\n\n{self.rows[i]['text']}".encode() for i in wanted}


def name_of(identity: str) -> str:
    return f"{identity}.txt"


def read_pairs(path: Path) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Pair(row["a"], row["b"], row["label"], int(row["confidence"])) for row in csv.DictReader(file)]


def score(pairs: Sequence[Pair], placed: Mapping[str, Place]) -> dict[str, Any]:
    """Precision and recall at both levels over the pairs of which both are in the archive, and the ids of the rest."""
    read = [pair for pair in pairs if name_of(pair.a) in placed and name_of(pair.b) in placed]
    return {
        "labels": dict(sorted(Counter(pair.label for pair in pairs).items())),
        "not_read": [pair.name for pair in pairs if pair not in read],
        **{level: _level(level, read, placed) for level in SAME},
    }


def _level(level: str, pairs: Sequence[Pair], placed: Mapping[str, Place]) -> dict[str, Any]:
    places = [(placed[name_of(pair.a)], placed[name_of(pair.b)]) for pair in pairs]
    said = [getattr(one, level) == getattr(other, level) for one, other in places]
    true = [pair.label in SAME[level] for pair in pairs]
    rows = list(zip(pairs, true, said, strict=True))
    return {
        **pairs_said(true, said),
        "false_positives": [pair.name for pair, t, s in rows if s and not t],
        "false_negatives": [pair.name for pair, t, s in rows if t and not s],
    }


def largest(strangers: Strangers, placed: Mapping[str, Place], most: int = 20) -> list[dict[str, Any]]:
    """The stories with the most strangers in them, for the eye: how many, how many versions, ids and titles."""
    stories: dict[int, list[str]] = defaultdict(list)
    for identity in strangers.rows:
        if name_of(identity) in placed:
            stories[placed[name_of(identity)].story].append(identity)
    chosen = sorted(stories.values(), key=lambda ids: (-len(ids), ids))[:most]
    return [_told(ids, strangers, placed) for ids in chosen]


def _told(ids: Sequence[str], strangers: Strangers, placed: Mapping[str, Place]) -> dict[str, Any]:
    return {
        "articles": len(ids),
        "versions": len({placed[name_of(i)].version for i in ids}),
        "titles": {i: strangers.rows[i]["title"] for i in ids},
    }


def digest(strangers: Strangers, pairs: Sequence[Pair]) -> str:
    """Over the articles that the pairs name and the pairs."""
    ids = sorted({i for pair in pairs for i in (pair.a, pair.b)})
    return digest_of(strangers.files(ids), [(p.a, p.b, p.label) for p in pairs])


def sizes(strangers: Strangers, placed: Mapping[str, Place]) -> dict[str, int]:
    """How many stories hold how many strangers."""
    held = Counter(placed[name_of(i)].story for i in strangers.rows if name_of(i) in placed)
    return {str(size): count for size, count in sorted(Counter(held.values()).items())}
