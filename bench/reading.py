"""python -m bench.reading [--pages FOLDER] [--small]

How fast files are read. Pages: against trafilatura alone, which looks for the body only, on the same bytes; without its
metadata and with it. Texts: against a count of the same texts' words. All in one process, the readers by turns on each
page, by processor time. Without a folder the pages are invented.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from time import process_time

import trafilatura

from bench.figures import Figures, tell
from bench.invented import prose_only
from bench.invented_pages import pages
from newsarchive.dedup.words import words
from newsarchive.wire import Unreadable, read

SEED = 5
_PAGES, _TEXTS = 150, 2000
_FEW_PAGES, _FEW_TEXTS = 60, 400

Reader = Callable[[bytes], object]


def measure(small: bool, folder: Path | None = None) -> Figures:
    """Ratios of speed: pages a second by pages a second, texts by texts."""
    found = _found(folder, _FEW_PAGES if small else _PAGES)
    texts = _texts(_FEW_TEXTS if small else _TEXTS)
    alone = partial(trafilatura.bare_extraction, deduplicate=False, include_comments=False)
    page = _seconds_each(found, (_read, partial(alone, with_metadata=False), partial(alone, with_metadata=True)))
    text = _seconds_each(texts, (_read, _counted))
    return Figures(
        bench="reading",
        ratios={
            "pages_to_trafilatura": page[1] / page[0],
            "pages_to_trafilatura_with_metadata": page[2] / page[0],
            "texts_to_counting_words": text[1] / text[0],
        },
        seconds={
            "page": page[0],
            "page_by_trafilatura": page[1],
            "page_by_trafilatura_with_metadata": page[2],
            "text": text[0],
            "text_counted": text[1],
        },
        about={"pages": len(found), "texts": len(texts), "invented": folder is None, "bytes": sum(map(len, found))},
    )


def _found(folder: Path | None, count: int) -> list[bytes]:
    """Pages of a folder, drawn by a fixed seed, or invented ones."""
    if folder is None:
        return [data for _, data in pages(count, SEED)]
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.read_bytes() for path in random.Random(SEED).sample(paths, min(count, len(paths)))]


def _texts(count: int) -> list[bytes]:
    return ["\n\n".join((each.headline, *each.paragraphs)).encode() for each in islice(prose_only(count, SEED), count)]


def _seconds_each(files: Sequence[bytes], readers: Sequence[Reader]) -> list[float]:
    """Processor time that each reader takes for a file, the first file left out: there tables are loaded."""
    spent = [0.0] * len(readers)
    for number, data in enumerate(files):
        for at, reader in enumerate(readers):
            started = process_time()
            reader(data)
            spent[at] += (process_time() - started) if number else 0.0
    return [each / (len(files) - 1) for each in spent]


def _read(data: bytes) -> object:
    try:
        return read(data, "a file")
    except Unreadable as refused:
        return refused


def _counted(data: bytes) -> int:
    return len(words(data.decode()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__.partition("\n\n")[2])
    parser.add_argument("--pages", type=Path, help="a folder of HTML pages")
    parser.add_argument("--small", action="store_true", help="fewer of both")
    options = parser.parse_args()
    figures = measure(options.small, options.pages)
    for name, seconds in figures.seconds.items():
        print(f"{name}: {seconds * 1000:.2f} ms, {1 / seconds:,.0f} a second", file=sys.stderr)
    for name, ratio in figures.ratios.items():
        print(f"{name}: {ratio:.2f}", file=sys.stderr)
    tell(figures)


if __name__ == "__main__":
    main()
