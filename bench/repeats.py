"""python -m bench.repeats FOLDER... [--seed N] [--every N] [--misses]

How well repeats inside an article are folded. Every page of the folders is read as the archive reads it and written
out as a plain text, as it is and with one repeat planted, a file for each kind; the archive's reader and its folding
do the rest. Prints one JSON line: recall for each kind, precision over all folds, and how many repetitions that are
on purpose (invented ones, put among the page's paragraphs) were folded. What a page folds before anything is planted
is left out of the account.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, TextIO

from bench.repeats_foreign import ARTICLES
from bench.repeats_on_purpose import GROUPS, group_of, put_in
from bench.repeats_planting import KINDS, LEDE_LEAST, LEDE_MOST, Page, Planted, Printed, blocks_of, tokens_of
from newsarchive import wire
from newsarchive.dedup.folding import fold

SEED = 20070809
DRAWS = 12
GROUPS_A_PAGE = 8
NOWHERE = -1
HEADLINE = "Council meets again after a long night"


@dataclass
class Tally:
    """What came of the trials of one kind."""

    trials: int = 0
    found: int = 0
    not_read: int = 0
    other_folds: int = 0
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        return {
            "n": self.trials,
            "recall": _share(self.found, self.trials),
            "other_folds": self.other_folds,
            "not_read": self.not_read,
        }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.repeats")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--every", type=int, default=1, help="read one page of so many")
    parser.add_argument("--misses", type=argparse.FileType("w"), help="write what was missed or folded wrongly here")
    options = parser.parse_args()
    print(json.dumps(repeats(options.folders, options.seed, options.every, options.misses)))


def repeats(folders: Sequence[Path], seed: int = SEED, every: int = 1, misses: TextIO | None = None) -> dict[str, Any]:
    """The figures for every ``every``-th page of the folders; equal for equal pages and seed.

    ``misses`` is written every repeat that was not folded and every fold that should not be.
    """
    files = pages_in(folders, every)
    read = (page_of(file.read_bytes(), file.name) for file in files)
    real = tallies((page for page in read if page), seed)
    foreign = tallies(foreign_pages(), seed)
    if misses:
        tellings = (miss for kinds in (*real, *foreign) for tally in kinds.values() for miss in tally.misses)
        print(*tellings, sep="\n", file=misses)
    return {
        "seed": seed,
        "pages": len(files),
        "corpus": corpus_digest(files),
        **figures(*real),
        "other_languages": figures(*foreign),
    }


def pages_in(folders: Iterable[Path], every: int = 1) -> list[Path]:
    """The files of the folders in the order of their names, one of so many."""
    return [file for folder in folders for file in sorted(folder.iterdir())[::every] if file.is_file()]


def corpus_digest(files: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of the pages that were read."""
    digest = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        digest.update(f"{file.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def page_of(data: bytes, name: str) -> Page | None:
    """The first article of a file as paragraphs to plant among, None where it has none of usual length."""
    try:
        item = wire.read(data, name)[0]
    except wire.Unreadable:
        return None
    paragraphs = tuple(" ".join(p.text[p.dateline_length :].split()) for p in item.paragraphs)
    return _without_repeats(Page(name, item.headline, item.dateline.printed if item.dateline else "", paragraphs, ()))


def _without_repeats(page: Page) -> Page | None:
    """The page with what may be planted from: paragraphs of usual length that neither repeat nor are repeated."""
    lengths = {at: len(tokens_of(text)[0]) for at, text in enumerate(page.paragraphs)}
    usual = [at for at, length in lengths.items() if LEDE_LEAST <= length <= LEDE_MOST]
    read = Read.of(page.headline, [Printed(text, at) for at, text in enumerate(page.paragraphs)])
    usable = tuple(at for at in usual if at in read.body and at not in {*read.folds, *read.folds.values()})
    return replace(page, usable=usable) if usable else None


@dataclass(frozen=True)
class Read:
    """What the archive makes of blocks written to a file: those that are body, and each fold with what it repeats."""

    body: frozenset[int]
    folds: dict[int, int]

    @classmethod
    def of(cls, headline: str, blocks: Sequence[Printed]) -> Read:
        """Read and fold as the archive does: the paragraphs without their datelines."""
        printed = "\n\n".join([headline or HEADLINE, *(block.text for block in blocks)])
        try:
            paragraphs = wire.read(printed.encode(), "planted.txt")[0].paragraphs
        except wire.Unreadable:
            return cls(frozenset(), {})
        places = list(_places(blocks, [" ".join(p.text.split()) for p in paragraphs]))
        found = fold([p.text[p.dateline_length :] for p in paragraphs])
        folds = {places[i]: places[repeat.of] for i, repeat in enumerate(found) if repeat}
        return cls(frozenset(places) - {NOWHERE}, {a: b for a, b in folds.items() if NOWHERE not in (a, b)})


def _places(blocks: Sequence[Printed], paragraphs: Iterable[str]) -> Iterator[int]:
    """The block that each paragraph was printed as, NOWHERE for the headline; reading leaves out but never moves."""
    printed = [" ".join(block.text.split()) for block in blocks]
    after = 0
    for paragraph in paragraphs:
        at = next((i for i in range(after, len(printed)) if printed[i] == paragraph), NOWHERE)
        after = max(after, at + 1)
        yield at


def tallies(pages: Iterable[Page], seed: int) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Every kind of repeat and some groups of lines tried on every page; the random choices hang on page and kind."""
    planted = {kind: Tally() for kind in KINDS}
    on_purpose = {name: Tally() for name in GROUPS}
    for page in pages:
        usual = _base_folds(Read.of(page.headline, blocks := blocks_of(page)), blocks)
        for kind, plant in KINDS.items():
            trial = plant(page, Random(f"{seed} {page.name} {kind}"))
            if trial:
                _count(planted[kind], page, trial, usual)
        for name in _groups_for(page, seed):
            _count_on_purpose(on_purpose[name], page, name, usual, Random(f"{seed} {page.name} {name}"))
    return planted, on_purpose


def _groups_for(page: Page, seed: int) -> list[str]:
    """Some of the groups of lines on purpose, none for a page too short to hold them."""
    return Random(f"{seed} {page.name}").sample(sorted(GROUPS), GROUPS_A_PAGE) if len(page.usable) >= 3 else []


def _count(tally: Tally, page: Page, trial: Planted, usual: set[int]) -> None:
    read = Read.of(page.headline, trial.blocks)
    pair = {trial.whole, trial.repeat}
    if not pair <= read.body:
        tally.not_read += 1
        return
    tally.trials += 1
    found = any(read.folds.get(a) == b for a, b in (sorted(pair), sorted(pair, reverse=True)))
    tally.found += found
    if not found:
        tally.misses.append(_told("missed", page, trial.note, trial.blocks, (trial.whole, trial.repeat)))
    _count_others(tally, page, trial.blocks, {a: b for a, b in read.folds.items() if {a, b} != pair}, usual)


def _count_others(tally: Tally, page: Page, blocks: Sequence[Printed], folds: dict[int, int], usual: set[int]) -> None:
    """Count the folds that were neither planted nor in the page before."""
    for a, b in folds.items():
        if blocks[a].base is None or blocks[a].base not in usual:
            tally.other_folds += 1
            tally.misses.append(_told("folded", page, "", blocks, (a, b)))


def _count_on_purpose(tally: Tally, page: Page, name: str, usual: set[int], choose: Random) -> None:
    """The lines among the page's paragraphs, and as an article of nothing else, which opens with one of them."""
    lines = group_of(choose.choice(GROUPS[name]), choose)
    blocks = put_in(page, lines, choose)
    read = Read.of(page.headline, blocks)
    inside = [at for at in read.body if blocks[at].base is None]
    tally.trials += len(inside)
    tally.not_read += len(lines) - len(inside)
    _count_others(tally, page, blocks, read.folds, usual)
    alone = {i: repeat.of for i, repeat in enumerate(fold(lines)) if repeat}
    _count_others(tally, page, [Printed(line) for line in lines], alone, set())


def _base_folds(read: Read, blocks: Sequence[Printed]) -> set[int]:
    return {base for at in read.folds if (base := blocks[at].base) is not None}


def _told(what: str, page: Page, note: str, blocks: Sequence[Printed], pair: Iterable[int]) -> str:
    return "\n  ".join([f"{what} in {page.name} {note}", *(f"[{at}] {blocks[at].text}" for at in pair)])


def foreign_pages(draws: int = DRAWS) -> list[Page]:
    """The invented articles in other languages, each so many times over under names that choose differently."""
    pages = [
        _without_repeats(Page(f"{language} {draw}", headline, dateline, paragraphs, ()))
        for language, (headline, dateline, paragraphs) in ARTICLES.items()
        for draw in range(draws)
    ]
    return [page for page in pages if page]


def figures(planted: dict[str, Tally], on_purpose: dict[str, Tally]) -> dict[str, Any]:
    """By kind and over all; precision is of all folds in files with a planted repeat."""
    trials, found = (sum(getattr(t, name) for t in planted.values()) for name in ("trials", "found"))
    others = sum(t.other_folds for t in planted.values())
    return {
        "n": trials,
        "recall": _share(found, trials),
        "precision": _share(found, found + others),
        "kinds": {kind: tally.figures() for kind, tally in planted.items()},
        "on_purpose": {
            "lines": sum(t.trials for t in on_purpose.values()),
            "folded": sum(t.other_folds for t in on_purpose.values()),
            "groups": {name: [t.trials, t.other_folds] for name, t in on_purpose.items()},
        },
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


if __name__ == "__main__":
    main()
