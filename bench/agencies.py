"""Which agencies are credited, against labels made by reading: `python -m bench.agencies ../shared/data [--show]`.

`bench/agencies.csv` has 320 of the pages in `spotsigs`, in the order in which `random.Random(20260601).sample` drew
them from their sorted paths, with the agencies that a reader found credited in each. The reader saw the page's visible
lines and neither this program nor its answer. The first half was looked at while rules were made, the second only
counted, at the end. `note` says where the reader was torn; no label was corrected. Each (page, agency) pair is right,
wrongly credited or missed; intervals are by Wilson. `--show` lists what is wrong, with the words that were taken for a
credit.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.intervals import wilson
from newsarchive.wire import Item, Unreadable, read
from newsarchive.wire.agencies import UNNAMED

LABELS = Path(__file__).with_name("agencies.csv")
LOOKED_AT = 160
"""Pages at the head of the list that rules were made from."""


@dataclass(frozen=True)
class Page:
    """A labelled page and what is read of it; no item where it cannot be read."""

    path: str
    credited: frozenset[str]
    note: str
    item: Item | None

    @property
    def found(self) -> frozenset[str]:
        return frozenset(self.item.agencies if self.item else ())


def labelled(data: Path, labels: Path = LABELS) -> list[Page]:
    """The pages in the order drawn; ``data`` is the folder that has ``spotsigs``."""
    with labels.open(newline="") as rows:
        return [_page(data / "spotsigs", row) for row in csv.DictReader(rows)]


def _page(root: Path, row: dict[str, str]) -> Page:
    names = (name.strip() for name in row["agencies"].split(";"))
    credited = frozenset(UNNAMED if name == "agencies" else name for name in names if name)
    return Page(row["path"], credited, row["note"], _read(root / row["path"]))


def _read(path: Path) -> Item | None:
    try:
        return read(path.read_bytes(), path.name)[0]
    except Unreadable:
        return None


def digest(data: Path, labels: Path = LABELS) -> str:
    """Of the labels and the pages that they are about: figures are of these alone."""
    found = hashlib.sha256(labels.read_bytes())
    with labels.open(newline="") as rows:
        for row in csv.DictReader(rows):
            found.update((data / "spotsigs" / row["path"]).read_bytes())
    return found.hexdigest()[:16]


def score(pages: Sequence[Page]) -> dict[str, Any]:
    """Precision and recall over (page, agency) pairs, with intervals, and how many pages are right as a whole."""
    right = sum(len(page.found & page.credited) for page in pages)
    found, credited = sum(len(page.found) for page in pages), sum(len(page.credited) for page in pages)
    return {
        "pages": len(pages),
        "credited": credited,
        "precision": round(right / found, 4) if found else None,
        "precision_95": wilson(right, found),
        "recall": round(right / credited, 4) if credited else None,
        "recall_95": wilson(right, credited),
        "pages_right": sum(page.found == page.credited for page in pages),
    }


def halves(pages: Sequence[Page]) -> dict[str, Any]:
    """The figures of what rules were made from, and of the rest."""
    return {"looked_at": score(pages[:LOOKED_AT]), "held_out": score(pages[LOOKED_AT:])}


def _show(pages: Sequence[Page]) -> None:
    for page in pages:
        for agency in sorted(page.found ^ page.credited):
            kind = "wrong " if agency in page.found else "missed"
            said = [f"{c.where}: {c.line}" for c in (page.item.credits if page.item else ()) if c.agency == agency]
            print(kind, page.path, agency, "|", *said, "|", page.note, file=sys.stderr)


def main() -> None:
    """Print the figures as one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", action="store_true", help="list what is wrong")
    parser.add_argument("--half", choices=("looked_at", "held_out"), help="one half alone")
    asked = parser.parse_args()
    pages = labelled(asked.data)
    part = {"looked_at": slice(LOOKED_AT), "held_out": slice(LOOKED_AT, None), None: slice(None)}[asked.half]
    if asked.show:
        _show(pages[part])
    print(json.dumps({asked.half: score(pages[part])} if asked.half else halves(pages)))


if __name__ == "__main__":
    main()
