"""python -m bench.changes DATA [--show]

How well numbers and names that changed are told: bench/changes.csv lists them for forty pairs of the tuning half of
bench/relations.csv, as a reader found them, and says of which pairs nothing of the kind changed. Prints one JSON line
with precision and recall. Quotations and datelines are not measured.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.relations import archive
from newsarchive.dedup.changes import Kind, changes

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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.changes", description=__doc__.partition("\n\n")[2])
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", action="store_true", help="list what is told wrong and what is missed")
    options = parser.parse_args()
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
