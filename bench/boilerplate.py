"""python -m bench.boilerplate FOLDER [--with-strangers | --publishers HALF] [--show] [--least N] [--adopt]

FOLDER is ../shared/data, with the folders spotsigs, strangers and extraction. All of spotsigs is taken into an empty
archive, with --with-strangers the strangers too; with --publishers the pages of one half of the publishers of
extraction instead, ``first`` or ``second``, dealt with a seed. Stock text is proposed from it, and the strongest
hundred are compared with what a reader said of them (bench/boilerplate.csv: the digest of the words, and ``stock`` or
``not``). --show prints them with their digests and examples, to be read and judged; --adopt puts the hundred into the
register, adopts it and scores the stories before and after. One JSON line a section.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from bench import gold, strangers
from bench.archive import Archive, archive
from bench.intervals import wilson
from newsarchive.dedup.words import digest

JUDGED = Path(__file__).with_suffix(".csv")
STRONGEST = 100
HALVES = ("first", "second")
SEED = 20261127
"""Deals the publishers into halves."""

FEWEST = 2
"""Stories in which a phrase has to occur: the labelled pages are of some forty."""


def main() -> None:
    options = _options()
    with archive() as own:
        if options.publishers:
            own.take_in(of_publishers(options.folder / "extraction", options.publishers))
            _propose(options)
            return
        pages = gold.read_gold(options.folder / "spotsigs")
        others = strangers.Strangers(options.folder / "strangers") if options.with_strangers else None
        own.take_in({**pages.files(), **(others.files() if others else {})})
        found = _propose(options)
        if options.adopt:
            _adopt(own, pages, found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.boilerplate", description=__doc__.partition("\n\n")[2])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--with-strangers", action="store_true", help="strangers in the same archive")
    parser.add_argument("--publishers", choices=HALVES, help="pages of half of other publishers instead")
    parser.add_argument("--show", action="store_true", help="print what is proposed, to be read")
    parser.add_argument("--least", type=int, default=FEWEST, help=f"stories for each phrase; {FEWEST} if not given")
    parser.add_argument("--adopt", action="store_true", help="adopt them, and score before and after")
    return parser.parse_args()


def of_publishers(folder: Path, half: str) -> dict[str, bytes | Path]:
    """The pages of one half of the publishers, by the sites of their addresses."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    sites = sorted({urlsplit(row["url"]).netloc for row in rows})
    Random(SEED).shuffle(sites)
    ours = set(sites[: len(sites) // 2] if half == HALVES[0] else sites[len(sites) // 2 :])
    return {row["path"]: folder / row["path"] for row in rows if urlsplit(row["url"]).netloc in ours}


def _propose(options: argparse.Namespace) -> Sequence[Any]:
    from newsarchive.archive.services import proposing

    started = time.perf_counter()
    found = proposing.propose(lambda *_: None, options.least)
    seconds = round(time.perf_counter() - started, 1)
    strongest, known = found[:STRONGEST], judged()
    said = [known.get(key_of(one.words), "") for one in strongest]
    right, read = said.count("stock"), len(said) - said.count("")
    if options.show:
        for number, one in enumerate(strongest, 1):
            print(
                number,
                key_of(one.words),
                known.get(key_of(one.words), "?"),
                one.score,
                one.stories,
                one.days,
                one.said,
            )
    print(
        json.dumps(
            {
                "section": "proposals",
                "proposed": len(found),
                "strongest": len(strongest),
                "read": read,
                "stock": right,
                "precision": round(right / read, 3) if read else None,
                "interval_95": wilson(right, read) if read else None,
                "not_stock": [key_of(o.words) for o, verdict in zip(strongest, said, strict=True) if verdict == "not"],
                "seconds": seconds,
            }
        )
    )
    return strongest


def key_of(words: str) -> str:
    """By which a judgement is kept: no text is."""
    return digest(words.split(), 8).hex()


def judged() -> dict[str, str]:
    if not JUDGED.exists():
        return {}
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return {row["digest"]: row["judgement"] for row in csv.DictReader(file)}


def _adopt(own: Archive, pages: gold.Gold, found: Sequence[Any]) -> None:
    """Adopt those that a reader called stock, and score the labelled pages before and after."""
    from newsarchive.archive.models import TextStock, Unmatched
    from newsarchive.archive.services import adopting, beside, boilerplate

    before = gold.score(pages, own.placed())
    known = judged()
    for one in found:
        if known.get(key_of(one.words)) == "stock":
            boilerplate.accept(one.words, by=None)
    scheme = boilerplate.scheme_with(boilerplate.freeze(None))
    started = time.perf_counter()
    beside._begin(scheme, lambda *_: None)
    touched = Unmatched.objects.filter(scheme=scheme.id).count()
    report = adopting.adopt(scheme, lambda *_: None, reason="Measured.")
    seconds = round(time.perf_counter() - started, 1)
    told = {"touched_texts": touched, "texts": report.texts, "holding": TextStock.objects.count(), "seconds": seconds}
    print(json.dumps({"section": "adopted", **told, "moved": report.moved, "stories": vars(report.stories)}))
    for when, score in (("before", before), ("after", gold.score(pages, own.placed()))):
        print(json.dumps({"section": when, **{level: score[level] for level in ("version", "story")}}))


if __name__ == "__main__":
    main()
