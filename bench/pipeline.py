"""From files on disk to clustered, searchable articles with two workers, against two floors measured in the same run.

    python -m bench.pipeline [--files N] [--pages FOLDER | --pages-count N] [--workers N] [--small]

Text files are made-up wire traffic (`bench.traffic`). Their floor is `bench.floor`: the rows that they became, copied
into the same tables by one connection. Pages are made up too (`bench.invented_pages`), or those of a folder. Their
floor is trafilatura alone on the same pages in as many processes, as the archive asks it, and with the metadata that it
finds by itself. The clock runs while the workers do: they have read a few files before it starts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from bench.archive import archive
from bench.figures import Figures, tell

if TYPE_CHECKING:
    from bench.floor import Floor

FILES, SMALL_FILES = 20_000, 2_000
PAGES, SMALL_PAGES = 1000, 200
SAMPLE = 60
"""Pages on which trafilatura's own metadata are timed, which are slow to find."""

WORKERS = 2
WARM = 40
"""Files that are read before the clock starts, so that every worker has its tables."""

_ASKED: dict[str, dict[str, bool]] = {
    "as the archive asks it": {"with_metadata": False, "deduplicate": False, "include_comments": False},
    "with its metadata": {"with_metadata": True, "deduplicate": False, "include_comments": False},
}


def measure(
    small: bool, files: int = 0, pages: Path | None = None, pages_count: int = 0, workers: int = WORKERS
) -> Figures:
    """Every ratio is a rate of the pipeline to that of a floor, so that 1 is as fast and more is better."""
    files = files or (SMALL_FILES if small else FILES)
    with archive() as own, tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as temporary:
        folder = Path(temporary)
        texts = _texts(folder / "texts", files)
        text_seconds, articles = _pipeline(texts, workers)
        floor = _floor(folder)
        own.empty()
        web = _pages(folder / "pages", pages, pages_count or (SMALL_PAGES if small else PAGES))
        web_seconds, _ = _pipeline(web, workers)
        alone = {name: _trafilatura(web[WARM:], workers, name) for name in _ASKED}
    return Figures(
        "pipeline",
        ratios={
            "text to COPY": (floor.tables + floor.vectors_copied) / text_seconds,
            "text to COPY that makes its search vectors": (floor.tables + floor.vectors_made) / text_seconds,
            **{f"HTML to trafilatura {name}": seconds / web_seconds for name, seconds in alone.items()},
        },
        seconds={
            "text": text_seconds,
            "COPY": floor.tables,
            "COPY of search vectors": floor.vectors_copied,
            "search vectors made": floor.vectors_made,
            "HTML": web_seconds,
            **{f"trafilatura {name}": seconds for name, seconds in alone.items()},
        },
        about={
            "text files": files,
            "articles": articles,
            "text files a second": round(files / text_seconds, 1),
            "articles a second by COPY": round(articles / (floor.tables + floor.vectors_copied), 1),
            "megabytes of rows": round(floor.megabytes, 1),
            "pages": len(web) - WARM,
            "pages a second": round((len(web) - WARM) / web_seconds, 1),
            "workers": workers,
        },
    )


def _texts(folder: Path, count: int) -> list[Path]:
    from bench.traffic import Traffic

    return _written(folder, ((copy.name, copy.data) for copy in islice(Traffic(), count + WARM)))


def _pages(folder: Path, given: Path | None, count: int) -> list[Path]:
    from bench.invented_pages import pages

    if given:
        return sorted(path for path in given.rglob("*") if path.is_file())[: count + WARM]
    return _written(folder, pages(count + WARM, seed=1))


def _written(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    folder.mkdir()
    written = []
    for name, data in files:
        written.append(folder / name)
        written[-1].write_bytes(data)
    return written


def _pipeline(paths: Sequence[Path], workers: int) -> tuple[float, int]:
    """Seconds that the files took, but for the first few, and how many articles there are then."""
    from newsarchive.archive.models import Article, UploadedFile

    with _crew(workers) as work:
        work(paths[:WARM])
        started = time.perf_counter()
        work(paths[WARM:])
        seconds = time.perf_counter() - started
    unsettled = UploadedFile.objects.exclude(state="settled").count()
    print(f"{len(paths) - WARM} files in {seconds:.1f} s, {unsettled} of them not settled", file=sys.stderr)
    return seconds, Article.objects.count()


@contextmanager
def _crew(workers: int) -> Iterator[Callable[[Sequence[Path]], None]]:
    """Workers that are up; what is yielded hands files to them and waits until each is settled."""
    from django.conf import settings

    from newsarchive.archive.services.folders import incoming
    from newsarchive.archive.services.working import Load
    from newsarchive.run.crew import Crew

    with Crew(workers, settings.BASE_DIR) as crew:
        while _connected() <= workers:
            crew.look()
            time.sleep(0.05)
        yield lambda paths: Load([one for path in paths for one in incoming(path)], "").run(crew.look, _tell)


def _connected() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _tell(count: int) -> None:
    if count and sys.stderr.isatty():
        print(f"{count} more", file=sys.stderr)


def _floor(folder: Path) -> Floor:
    from bench.floor import floor

    return floor(folder)


def _trafilatura(paths: Sequence[Path], workers: int, how: str) -> float:
    """Seconds that the pages take in processes that have loaded it."""
    some = paths[:SAMPLE] if _ASKED[how]["with_metadata"] else paths
    texts = [path.read_bytes() for path in some]
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        list(pool.map(_extracted, texts[: 2 * workers], [how] * 2 * workers))
        started = time.perf_counter()
        list(pool.map(_extracted, texts, [how] * len(texts), chunksize=4))
        return (time.perf_counter() - started) * len(paths) / len(some)


def _extracted(page: bytes, how: str) -> bool:
    import trafilatura

    try:
        return trafilatura.bare_extraction(page, **_ASKED[how]) is not None
    except (ValueError, TypeError, AttributeError, IndexError, AssertionError, RecursionError):
        return False


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pipeline", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--files", type=int, default=0, help=f"text files, else {FILES}")
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="HTML pages, else made-up ones")
    parser.add_argument("--pages-count", type=int, default=0, help=f"how many pages, else {PAGES}")
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--small", action="store_true", help=f"{SMALL_FILES} files and {SMALL_PAGES} pages")
    asked = parser.parse_args()
    figures = measure(asked.small, asked.files, asked.pages, asked.pages_count, asked.workers)
    for name, ratio in figures.ratios.items():
        print(f"{ratio:6.2f}  {name}", file=sys.stderr)
    tell(figures)


if __name__ == "__main__":
    main()
