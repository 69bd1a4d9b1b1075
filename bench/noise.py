"""python -m bench.noise FOLDER [--rates 2 5 10] [--every N] [--only SECTION ...]

How well copies are found that a bad scan has damaged (`bench.noise_ocr`), through the archive. FOLDER holds the folders
spotsigs and strangers, as for `bench.quality`. Prints one JSON line a section:

clean_origin    all pages, and all strangers if these are measured too, and for each rate damaged copies of the pages of
                `LEAST_WORDS` words or more, whole and cut to their first half: how many stand in the version, or the
                story, of their origin
no_clean_copy   two damaged copies of each page and no clean page: how many stand with each other
strangers       damaged copies of `STRANGERS` strangers: do any join a story of others, do any strangers join or part
forms           two damaged copies of each of `FORMS` invented forms and no clean one, in memory: how many stand with
                each other, which stand with copies of other forms

What was tuned was tuned on the pages of one half of the stories (`tuned_on`); figures are given for both halves.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bench import gold, strangers
from bench.archive import Archive, Place, archive
from bench.intervals import wilson
from bench.invented import forms_only
from bench.noise_ocr import scanned
from newsarchive.dedup.engine import clustered
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.dedup.words import words

Figures = dict[str, Any]
Paragraphs = Mapping[str, Sequence[str]]

SECTIONS = ("clean_origin", "no_clean_copy", "strangers", "forms")
RATES = (2, 5, 10)
LEAST_WORDS = 100
STRANGERS = 1_000
FORMS, FORMS_SEED = 500, 53
SEED = 20071127
_HALVES = 5
"""Seeds the dealing of stories into halves."""


def main() -> None:
    options = _options()
    pages, others = gold.read_gold(options.folder / "spotsigs"), strangers.Strangers(options.folder / "strangers")
    with archive() as own:
        own.take_in({**pages.files(), **(others.files() if "strangers" in options.only else {})})
        bodies = long_ones(own.paragraphs(pages.versions), options.every)
        for name, measure in _measures(own, pages, others, bodies):
            for rate in options.rates if name in options.only else ():
                _print(name, partial(measure, rate))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.noise", description=__doc__.partition("\n\n")[2])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rates", nargs="+", type=float, default=RATES, help="per cent of the characters")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th page is damaged")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, metavar="SECTION")
    return parser.parse_args()


def _measures(
    own: Archive, pages: gold.Gold, others: strangers.Strangers, bodies: Paragraphs
) -> list[tuple[str, Callable[[float], Figures]]]:
    """In an order in which they can share an archive."""
    return [
        ("clean_origin", lambda rate: clean_origin(own, pages, bodies, rate, 100)),
        ("clean_origin", lambda rate: clean_origin(own, pages, bodies, rate, 50)),
        ("strangers", lambda rate: among_strangers(own, others, rate)),
        ("no_clean_copy", lambda rate: no_clean_copy(own, pages, bodies, rate)),
        ("forms", two_of_forms),
    ]


def _print(name: str, measure: Callable[[], Figures]) -> None:
    started = time.perf_counter()
    figures = measure()
    print(json.dumps({"section": name, **figures, "seconds": round(time.perf_counter() - started, 1)}), flush=True)


def long_ones(bodies: Paragraphs, every: int = 1) -> Paragraphs:
    """Every so many-th of the pages that are long enough to be damaged."""
    long = [name for name, body in sorted(bodies.items()) if len(words("\n".join(body))) >= LEAST_WORDS]
    return {name: bodies[name] for name in long[::every]}


def damaged_copy(name: str, paragraphs: Sequence[str], rate: float, part: int = 100, copy: str = "") -> bytes:
    """A text file of a page's first ``part`` per cent of paragraphs, damaged."""
    left = paragraphs[: max(2, round(len(paragraphs) * part / 100))]
    return "\n\n".join(("From the bound volumes", *scanned(left, rate, f"{SEED} {name} {copy}"), "")).encode()


def clean_origin(own: Archive, pages: gold.Gold, bodies: Paragraphs, rate: float, part: int) -> Figures:
    """Damaged copies handed in on top of what is there, and taken out again."""
    with own.for_now():
        refused = own.take_in({_named(n): damaged_copy(n, body, rate, part) for n, body in bodies.items()})
        placed = own.placed()
    pairs = {name: (placed.get(_named(name)), placed.get(name)) for name in bodies}
    return {"rate": rate, "part": part, "not_read": len(refused), **_by_half(pages, pairs)}


def no_clean_copy(own: Archive, pages: gold.Gold, bodies: Paragraphs, rate: float) -> Figures:
    """Two damaged copies of each page, in an archive that is emptied for them."""
    own.empty()
    names = [(name, copy) for name in bodies for copy in "ab"]
    refused = own.take_in({_named(n, c): damaged_copy(n, bodies[n], rate, copy=c) for n, c in names})
    placed = own.placed()
    pairs = {name: (placed.get(_named(name, "a")), placed.get(_named(name, "b"))) for name in bodies}
    return {"rate": rate, "not_read": len(refused), **_by_half(pages, pairs)}


def among_strangers(own: Archive, others: strangers.Strangers, rate: float) -> Figures:
    """Whether damaged copies of strangers join stories that are not their origin's, and what the others do for it."""
    before = own.placed()
    chosen = Random(SEED).sample(sorted(others.rows), STRANGERS)
    bodies = {i: others.rows[i]["text"].split("\n\n") for i in chosen}
    with own.for_now():
        own.take_in({_named(i): damaged_copy(i, body, rate) for i, body in bodies.items()})
        after = own.placed()
    copies = {_named(i): strangers.name_of(i) for i in chosen}
    return {"rate": rate, **joined_wrongly(before, after, copies)}


def two_of_forms(rate: float) -> Figures:
    """Of each form two copies, one after the other."""
    forms = [form.paragraphs for form in forms_only(FORMS, FORMS_SEED)]
    copies = [scanned(body, rate, f"{FORMS_SEED} {i} {copy}") for i, body in enumerate(forms) for copy in "ab"]
    labels = clustered(copies, CLUSTERING).stories
    held: dict[int, set[int]] = {}
    for i, label in enumerate(labels):
        held.setdefault(label, set()).add(i // 2)
    together = sum(1 for i in range(FORMS) if labels[2 * i] == labels[2 * i + 1])
    return {
        "rate": rate,
        "forms": FORMS,
        "together": together,
        "with_others": [sorted(s) for s in held.values() if len(s) > 1],
    }


def joined_wrongly(before: Mapping[str, Place], after: Mapping[str, Place], copies: Mapping[str, str]) -> Figures:
    """``copies`` names each copy's origin.

    Stories are compared by what was there before: those in which a copy stands without its origin, and those that a
    copy brought together or took apart.
    """
    was, now = _stories(before), _stories({name: after[name] for name in before})
    story_of = {name: place.story for name, place in after.items()}
    held = {place.story for name, place in after.items() if name in before}
    read = {copy: origin for copy, origin in copies.items() if copy in after and origin in after}
    together = [copy for copy, origin in read.items() if story_of[copy] == story_of[origin]]
    elsewhere = [c for c, origin in read.items() if story_of[c] != story_of[origin] and story_of[c] in held]
    return {
        "copies": len(read),
        "with_origin": round(len(together) / len(read), 4),
        "in_a_story_of_others": sorted(elsewhere),
        "stories_of_others_changed": sorted(sorted(story)[:6] for story in now - was),
    }


def _stories(placed: Mapping[str, Place]) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for name, place in placed.items():
        found.setdefault(place.story, set()).add(name)
    return {frozenset(names) for names in found.values()}


def tuned_on(pages: gold.Gold) -> set[str]:
    """The stories on whose pages what is tuned was tuned: half of them."""
    dealt = sorted(set(pages.stories.values()))
    Random(_HALVES).shuffle(dealt)
    return set(dealt[: len(dealt) // 2])


def _by_half(pages: gold.Gold, pairs: Mapping[str, tuple[Place | None, Place | None]]) -> Figures:
    tuned = tuned_on(pages)
    halves = {
        "tuned_on": [pair for name, pair in pairs.items() if pages.stories[name] in tuned],
        "held_out": [pair for name, pair in pairs.items() if pages.stories[name] not in tuned],
    }
    missed = [n for n, (one, other) in pairs.items() if not (one and other and one.story == other.story)]
    found = {half: _found(own) for half, own in halves.items() if own}
    return {"all": _found(list(pairs.values())), **found, "missed": missed[:40]}


def _found(pairs: Sequence[tuple[Place | None, Place | None]]) -> Figures:
    read = [(one, other) for one, other in pairs if one and other]
    version = sum(1 for one, other in read if one.version == other.version)
    either = sum(1 for one, other in read if one.version == other.version or one.story == other.story)
    return {
        "pages": len(pairs),
        "in_version": round(version / len(pairs), 4),
        "in_story": round(either / len(pairs), 4),
        "in_story_95": wilson(either, len(pairs)),
    }


def _named(name: str, copy: str = "") -> str:
    return f"scans/{copy}/{name}.txt"


if __name__ == "__main__":
    main()
