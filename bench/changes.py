"""python -m bench.changes DATA [--show] [--far COUNT --seed SEED]

How well numbers and names that changed are told: bench/changes.csv lists them for forty pairs of the tuning half of
bench/relations.csv, as a reader found them, and says of which pairs nothing of the kind changed. Prints one JSON line
with precision and recall. Quotations and datelines are not measured.

With --far, how well it is told what a figure counts whose fate stands farther than four words from it: so many
sentences of the real pages and strangers, drawn with the seed, each with its figure and the fate that is told, to be
read by eye.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.notices import files
from bench.relations import archive
from newsarchive import wire
from newsarchive.dedup.changes import Kind, changes
from newsarchive.dedup.figures import figures
from newsarchive.dedup.gave_way import printed
from newsarchive.dedup.tolls import counted, far_off, near

LISTED = Path(__file__).with_name("changes.csv")

Told = set[tuple[str, str, str]]


def read_listed() -> dict[tuple[str, str], Told]:
    """For each pair by name what changed."""
    found: dict[tuple[str, str], Told] = defaultdict(set)
    with LISTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            listed = found[row["one"], row["other"]]
            if row["kind"]:
                listed.add((row["kind"], row["before"], row["after"]))
    return dict(found)


def told(data: Path) -> dict[tuple[str, str], Told]:
    """What is told of each listed pair."""
    pairs = read_listed()
    copies = archive(data).copies
    return {
        (one, other): {
            (change.kind.value, change.before, change.after)
            for change in changes(copies[one].paragraphs, copies[other].paragraphs)
            if change.kind in (Kind.NUMBER, Kind.NAME)
        }
        for one, other in pairs
    }


def score(data: Path) -> dict[str, Any]:
    """Precision and recall over all pairs."""
    listed, found = read_listed(), told(data)
    hits = sum(len(listed[pair] & found[pair]) for pair in listed)
    said, true = (sum(map(len, each.values())) for each in (found, listed))
    return {
        "pairs": len(listed),
        "changes": true,
        "told": said,
        "precision": round(hits / max(said, 1), 3),
        "recall": round(hits / max(true, 1), 3),
    }


def far(data: Path) -> list[tuple[str, str, str]]:
    """Of every figure whose fate is told from farther off: the figure, the fate and the paragraph."""
    found = {}
    for name, content in files(data):
        try:
            items = wire.read(content, name)
        except wire.Unreadable:
            continue
        for paragraph in (paragraph.text for item in items for paragraph in item.paragraphs):
            tokens = paragraph.split()
            for span in figures(tokens, 0, len(tokens)):
                fate = far_off(tokens, *span)
                if fate and counted(tokens, *span) == fate and near(tokens, *span) != fate:
                    found[printed(tokens, span), fate, paragraph] = None
    return sorted(found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.changes", description=__doc__.partition("\n\n")[2])
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", action="store_true", help="list what is told wrong and what is missed")
    parser.add_argument("--far", type=int, default=0, help="list so many figures whose fate stands far off")
    parser.add_argument("--seed", type=int, default=20261127)
    options = parser.parse_args()
    if options.far:
        found = far(options.data)
        print(len(found), "figures, seed", options.seed)
        for figure, fate, paragraph in sorted(random.Random(options.seed).sample(found, min(options.far, len(found)))):
            print(figure, fate, paragraph, sep="\t")
        return
    print(json.dumps({"section": "changes", **score(options.data)}))
    if options.show:
        listed = read_listed()
        for pair, found in told(options.data).items():
            for wrong in sorted(found - listed[pair]):
                print("wrong", *pair, *wrong)
            for missed in sorted(listed[pair] - found):
                print("missed", *pair, *missed)


if __name__ == "__main__":
    main()
