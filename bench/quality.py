"""python -m bench.quality FOLDER [--only SECTION ...] [--small] [--show] [--export FILE.csv]

FOLDER holds the folders spotsigs (labels.csv: path,cluster), strangers (strangers.jsonl, pairs.csv) and extraction
(pages); or it is itself a folder with a labels.csv, and only the sections that need no more are measured. All is taken
into an empty archive on servers of its own and the result is scored; with --export, an export_stories CSV of the
labelled pages is scored instead. Prints one JSON line a section; docs/quality.md says what they mean.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from bench import falsehoods, gold, strangers
from bench.answers import bag, same_answer
from bench.archive import Archive, archive
from bench.bounds import bounds, few, masses
from bench.leads import leads
from bench.repeats import repeats
from bench.trims import trims

Figures = dict[str, Any]
Section = tuple[str, Callable[[], Figures]]

SECTIONS = ("gold", "leads", "strangers", "trims", "invented", "chains", "same_answer", "repeats", "bounds")
WITHOUT_STRANGERS = ("gold", "leads", "trims", "same_answer")
_SMALL_CHAINS, _SMALL_REPEATS = 60, 40


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers and workers are stopped
    if options.export:
        told = gold.read_gold(_pages(options.folder))
        found = gold.placed_by_export(options.export.read_text("utf-8"), told)
        _print("gold", partial(gold.score, told, found))
        return
    wanted = set(options.only or (WITHOUT_STRANGERS if _is_pages(options.folder) else SECTIONS))
    with archive() as own:
        for name, measure in _all_sections(own, options, wanted):
            _print(name, measure)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__.partition("\n\n")[2])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--small", action="store_true", help="fewer invented articles, pages with repeats, copies")
    parser.add_argument("--show", action="store_true", help="also the largest stories among the strangers")
    parser.add_argument("--export", type=Path, help="score this export_stories CSV instead")
    return parser.parse_args()


def _print(name: str, measure: Callable[[], Figures]) -> None:
    started = time.perf_counter()
    figures = measure()
    seconds = round(time.perf_counter() - started, 1)
    print(json.dumps({"section": name, **figures, "seconds": seconds}, ensure_ascii=False), flush=True)


def _all_sections(own: Archive, options: argparse.Namespace, wanted: set[str]) -> Iterable[Section]:
    """In an order in which they can share one archive; what they find in it is asked when they are measured."""
    if wanted & {"gold", "leads", "strangers", "trims"}:
        yield from _together(own, options, wanted)
    for name, measure in _by_themselves(own, options).items():
        if name in wanted:
            own.empty()
            yield name, measure
    if "repeats" in wanted:
        folders = [options.folder / "spotsigs" / "pages", options.folder / "extraction" / "pages"]
        yield "repeats", partial(repeats, folders, every=_SMALL_REPEATS if options.small else 1)
    if "bounds" in wanted:
        yield "bounds", partial(_bounds, own, options.small)


def _together(own: Archive, options: argparse.Namespace, wanted: set[str]) -> Iterable[Section]:
    """Labelled pages and strangers in one archive."""
    pages, others = gold.read_gold(_pages(options.folder)), _strangers(options.folder)
    yield "taken_in", partial(_taken_in, own, pages, others)
    if "gold" in wanted:
        yield "gold", partial(_gold, own, pages)
    if "leads" in wanted:
        yield "leads", leads
    if "strangers" in wanted and others:
        yield "strangers", partial(_labelled, own, others)
    if options.show and others:
        yield "largest", lambda: {"stories": strangers.largest(others, own.placed())}
    if "trims" in wanted:
        yield "trims", partial(trims, own, sorted(pages.versions))


def _by_themselves(own: Archive, options: argparse.Namespace) -> dict[str, Callable[[], Figures]]:
    small = options.small
    return {
        "invented": partial(falsehoods.invented, own, falsehoods.FEW if small else falsehoods.MANY),
        "chains": partial(falsehoods.chains_found, own, _SMALL_CHAINS if small else falsehoods.CHAINS),
        "same_answer": lambda: same_answer(own, bag(gold.read_gold(_pages(options.folder)))),
    }


def _taken_in(own: Archive, pages: gold.Gold, others: strangers.Strangers | None) -> Figures:
    """What was read of all that the first sections are about, and the scheme by which it is clustered."""
    from newsarchive.archive.queries.schemes import in_force

    files = {**pages.files(), **(others.files() if others else {})}
    refused = own.take_in(files)
    return {
        "scheme": in_force().id,
        "files": len(files),
        "refused": dict(Counter(refused.values()).most_common()),
        "names_refused": sorted(refused),
    }


def _gold(own: Archive, pages: gold.Gold) -> Figures:
    placed = own.placed()
    return {**gold.score(pages, placed), "strangers_within": gold.strangers_within(pages, placed)}


def _labelled(own: Archive, others: strangers.Strangers) -> Figures:
    placed = own.placed()
    more = strangers.MORE_LABELS
    pairs = {"given": others.folder / "pairs.csv", **({"more": more} if more.exists() else {})}
    read = {name: strangers.read_pairs(path) for name, path in pairs.items()}
    return {
        "corpus": {name: strangers.digest(others, found) for name, found in read.items()},
        **{name: strangers.score(found, placed) for name, found in read.items()},
        "stories_by_size": strangers.sizes(others, placed),
    }


def _bounds(own: Archive, small: bool) -> Figures:
    return bounds(own, few() if small else masses())


def _pages(folder: Path) -> Path:
    return folder if _is_pages(folder) else folder / "spotsigs"


def _is_pages(folder: Path) -> bool:
    return (folder / "labels.csv").exists()


def _strangers(folder: Path) -> strangers.Strangers | None:
    there = folder / "strangers"
    return strangers.Strangers(there) if there.is_dir() else None


if __name__ == "__main__":
    main()
