"""Raw pages with hand-made clusters: a folder with labels.csv (path,cluster; paths relative to the folder)."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.archive import Place, digest_of
from bench.intervals import bootstrap
from bench.scores import scores

ONE_STORY = (("Crash", "Seconds"), ("Refute", "Aide"), ("Florida", "Planned"))
"""Clusters of the SpotSigs gold set that are versions of one story; labels of other sets are left as they are."""


@dataclass(frozen=True)
class Gold:
    """Pages by their path in the folder, and the cluster of each by version and by story."""

    folder: Path
    versions: Mapping[str, str]

    @property
    def stories(self) -> dict[str, str]:
        merged = {name: group[0] for group in ONE_STORY for name in group}
        return {path: merged.get(cluster, cluster) for path, cluster in self.versions.items()}

    def files(self) -> dict[str, bytes | Path]:
        return {path: self.folder / path for path in sorted(self.versions)}

    def digest(self) -> str:
        """Over the labels and every page's bytes."""
        return digest_of(self.files(), sorted(self.versions.items()))

    def part(self, of: int) -> Gold:
        """Every ``of``-th page of each cluster."""
        clusters = defaultdict(list)
        for path, cluster in sorted(self.versions.items()):
            clusters[cluster].append(path)
        return Gold(self.folder, {path: c for c, paths in clusters.items() for path in paths[::of]})


def read_gold(folder: Path) -> Gold:
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return Gold(folder, {row["path"]: row["cluster"] for row in csv.DictReader(file)})


def score(gold: Gold, placed: Mapping[str, Place], intervals: bool = True) -> dict[str, Any]:
    """Both levels; a labelled page that is not in the archive counts as a story of its own."""
    paths = sorted(gold.versions)
    stories = gold.stories
    return {
        "articles": len(paths),
        "missing": [path for path in paths if path not in placed],
        "corpus": gold.digest(),
        **{
            level: _level(
                [truth[p] for p in paths], _found(paths, placed, level), [stories[p] for p in paths], intervals
            )
            for level, truth in (("version", gold.versions), ("story", stories))
        },
    }


def _found(paths: Sequence[str], placed: Mapping[str, Place], level: str) -> list[int | str]:
    return [getattr(placed[path], level) if path in placed else f"missing {path}" for path in paths]


def _level(truth: Sequence[str], found: Sequence[int | str], stories: Sequence[str], intervals: bool) -> dict[str, Any]:
    return {
        **scores(truth, found),
        **({"intervals_95": bootstrap(truth, found, stories)} if intervals else {}),
        "split": _mixed(truth, found),
        "joined": list(_mixed(found, truth, named=True).values()),
    }


def _mixed(of: Sequence[Any], by: Sequence[Any], named: bool = False) -> dict[Any, Any]:
    """The clusters ``of`` that hold articles of several clusters of the other kind, and how many of each."""
    held: dict[Any, Counter[Any]] = defaultdict(Counter)
    for one, other in zip(of, by, strict=True):
        held[one][other] += 1
    several = {cluster: others.most_common() for cluster, others in held.items() if len(others) > 1}
    return {
        c: dict(others) if named else [count for _, count in others] for c, others in sorted(several.items(), key=str)
    }


def strangers_within(gold: Gold, placed: Mapping[str, Place]) -> list[str]:
    """Files that are no labelled page and stand in a story with one."""
    ours = {placed[path].story for path in gold.versions if path in placed}
    return sorted(name for name, place in placed.items() if name not in gold.versions and place.story in ours)


def placed_by_export(export: str, gold: Gold) -> dict[str, Place]:
    """The place of every labelled page by an export_stories CSV: an exported name is the label that it ends with."""
    found: dict[str, Place] = {}
    for row in csv.DictReader(export.splitlines()):
        parts = Path(row["path"]).parts
        endings = ("/".join(parts[-n:]) for n in range(len(parts), 0, -1))
        name = next((ending for ending in endings if ending in gold.versions), None)
        if name:
            found[name] = Place(int(row["version"]), int(row["story"]))
    return found
