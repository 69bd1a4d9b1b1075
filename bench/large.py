"""A large archive for measuring, put straight into the tables: what reading and clustering would have left there.

    python -m bench.large --keep folder [--articles 1000000] [--processes 2]

The articles are those of `bench.traffic`, in the order in which they arrive. All rows are there that new articles
meet, so what comes next can be taken in by the archive itself; only the originals' bytes are left out. What is left
to be guessed is which reports look like others: matches are found within a report only, so that a form filled in by
chance like another one, which the archive would call one story, stays alone here.

Rows go in with COPY, a portion of articles a transaction and several processes at once, while the indexes are away.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.traffic import SEED, Copy, Passage, Report, Traffic

if TYPE_CHECKING:
    from bench.large_rows import Portion

A_PORTION = 2000
"""Articles entered in one transaction."""

PROCESSES = 2
_AHEAD = 2
"""Portions a process that may wait, so that memory stays bounded whoever is the slower."""


def fill(articles: int, seed: int = SEED, processes: int = 0, tell: Callable[[int], None] = lambda done: None) -> None:
    """Enter the first so many articles of the traffic, and all that belongs to them, into an empty archive.

    Without ``processes`` of its own everything is done in this one.
    """
    from bench import large_indexes, large_rows

    large_rows.enter_names()
    with large_indexes.away(), _workers(processes) as work:
        for done, portion in _portions(articles, seed):
            work(portion)
            tell(done)
    large_rows.enter_crowds()
    large_indexes.settle()


@contextmanager
def _workers(processes: int) -> Iterator[Callable[[Portion], Any]]:
    """What enters a portion: a pool that is never far behind, or this process. Errors come out, the last at the end."""
    from bench import large_rows

    if not processes:
        yield large_rows.enter
        return
    waiting: list[Future[None]] = []
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), large_rows.begin) as pool:

        def submit(portion: Portion) -> None:
            waiting.append(pool.submit(large_rows.enter, portion))
            while len(waiting) > processes * _AHEAD:
                waiting.pop(0).result()

        yield submit
        for each in waiting:
            each.result()


def _portions(articles: int, seed: int) -> Iterator[tuple[int, Portion]]:
    """The traffic in portions, each with the reports that end in it; those still open at the end go with the last."""
    from bench.large_rows import Portion

    stream = islice(Traffic(seed), articles)
    running: dict[int, tuple[Report, list[Copy]]] = {}
    seen = _Seen()
    done = 0
    while batch := list(islice(stream, A_PORTION)):
        done += len(batch)
        portion = Portion()
        for copy in batch:
            seen.note(copy, portion)
            running.setdefault(copy.report.number, (copy.report, []))[1].append(copy)
        ended = [number for number, (report, _) in running.items() if done == articles or not report.left]
        portion.reports = [_told(copies) for _, copies in map(running.pop, ended)]
        yield done, portion


class _Seen:
    """Passages and texts that have arrived: their numbers rise, so the highest says what is new."""

    def __init__(self) -> None:
        self.passage = self.text = 0
        self.first: dict[int, int] = {}

    def note(self, copy: Copy, portion: Portion) -> None:
        """Put what the article brings into the portion."""
        text = copy.text
        fresh = text.number > self.text
        outcome: tuple[str, int | None] = ("new story", None)
        if copy.report.number in self.first:
            outcome = ("trimmed from", self.first[copy.report.number]) if fresh else ("copy", self.first[-text.number])
        self.first.setdefault(copy.report.number, copy.number)
        self.first.setdefault(-text.number, copy.number)
        if not copy.report.left:
            self._forget(copy.report)
        if fresh:
            self.text = text.number
            portion.passages += [(p.number, p.text) for p in self._new(text.passages)]
            portion.texts.append((text.number, [(p.number, p.text) for p in text.passages]))
        portion.articles.append(_article(copy, outcome))

    def _new(self, passages: Iterable[Passage]) -> Iterator[Passage]:
        for passage in passages:
            if passage.number > self.passage:
                self.passage = passage.number
                yield passage

    def _forget(self, report: Report) -> None:
        del self.first[report.number]
        for text in report.texts.values():
            self.first.pop(-text.number, None)


def _article(copy: Copy, outcome: tuple[str, int | None]) -> tuple[Any, ...]:
    passages = [p.number for p in copy.text.passages]
    told = (copy.headline, copy.byline[3:], copy.report.agency, copy.place, copy.day, copy.dateline, copy.notice)
    return (copy.number, copy.text.number, passages, copy.data, copy.body, copy.name, copy.outlet, told, outcome)


def _told(copies: list[Copy]) -> tuple[list[Any], list[Any]]:
    """A report as it ends: its texts with their paragraphs, and its articles with their texts."""
    texts = {c.text.number: [(p.number, p.text) for p in c.text.passages] for c in copies}
    return list(texts.items()), [
        (c.number, c.text.number, c.outlet, c.headline, c.day, c.text.passages[0].text) for c in copies
    ]


def _telling(articles: int) -> Callable[[int], None]:
    import sys

    started = time.monotonic()

    def tell(done: int) -> None:
        rate = done / (time.monotonic() - started)
        print(f"\r{done:,} of {articles:,} articles, {rate:,.0f} a second ", end="", file=sys.stderr, flush=True)

    return tell


def main() -> None:
    from bench.archive import archive

    parser = argparse.ArgumentParser(prog="bench.large", description="A large archive for measuring.")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--keep", type=Path, required=True, help="the folder that the archive is made in")
    options = parser.parse_args()
    started = time.monotonic()
    with archive(options.keep):
        fill(options.articles, processes=options.processes, tell=_telling(options.articles))
        print(f"\n{options.articles:,} articles entered in {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
