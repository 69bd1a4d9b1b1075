"""What an article costs as the archive grows: the next articles of the traffic, taken in by the archive itself.

    python -m bench.flat [--sizes 50000 200000 500000 1000000] [--next 5000] [--keep folder] [--draw docs/flat.svg]

For every size an archive is filled by `bench.large`, or found in ``folder/size``, and the articles that come next are
handed in, read, filed and clustered in uploads of 500, as `manage.py ingest` does it. What is measured happens in a
copy of the database, so the archive stays what it was. As many before them are not counted: they fill caches and pools.
Counted are the seconds of processor that this process and all of PostgreSQL spend, reading and filing apart from
clustering, and the time on the clock; `bench.flat_spent` does the counting.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.figures import Figures, tell

SIZES = (50_000, 200_000, 500_000, 1_000_000)
SMALL = (2_000, 20_000)
NEXT, SMALL_NEXT = 5_000, 1_000
PARTS = ("reading and filing", "clustering")


def measured(size: int, count: int, keep: Path) -> dict[str, Any]:
    """One size, in a process of its own: milliseconds an article, by part and kind."""
    command = [sys.executable, "-m", "bench.flat_spent", str(size), str(count), str(keep)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def figures(found: dict[int, dict[str, Any]], count: int) -> Figures:
    """The largest archive against the smallest."""
    least, most = min(found), max(found)
    costs = {}
    for part in (*PARTS, "both"):
        costs[f"{part}, {most:,} to {least:,}"] = cpu(found[most], part) / cpu(found[least], part)
    costs[f"clock, {most:,} to {least:,}"] = clock(found[most]) / clock(found[least])
    seconds = {
        f"{part} of an article at {size:,}": cpu(one, part) / 1000 for size, one in found.items() for part in PARTS
    }
    return Figures("flat", {}, costs, seconds, {"next": count, "milliseconds": found})


def cpu(found: dict[str, Any], part: str) -> float:
    """Milliseconds of processor an article."""
    return (
        sum(cpu(found, each) for each in PARTS) if part == "both" else found[part]["python"] + found[part]["postgres"]
    )


def clock(found: dict[str, Any]) -> float:
    return float(sum(found[part]["clock"] for part in PARTS))


def table(found: dict[int, dict[str, Any]]) -> str:
    """Milliseconds and thousands of bytes an article, as Markdown."""
    head = "| articles | reading and filing | clustering | both | in PostgreSQL | clock | log, kB | fetched, kB |"
    lines = [head, "| ---: " * 8 + "|"]
    for size, one in sorted(found.items()):
        parts = [cpu(one, part) for part in (*PARTS, "both")]
        postgres, log, fetched = (sum(one[part][kind] for part in PARTS) for kind in ("postgres", "log", "fetched"))
        cells = " | ".join(f"{value:.2f}" for value in (*parts, postgres, clock(one)))
        lines.append(f"| {size:,} | {cells} | {log:.0f} | {fetched:.0f} |")
    return "\n".join(lines)


def run(sizes: Sequence[int], count: int, keep: Path) -> dict[int, dict[str, Any]]:
    found = {}
    for size in sorted(sizes):
        found[size] = measured(size, count, keep)
        print(table({size: found[size]}).splitlines()[-1], file=sys.stderr, flush=True)
    return found


def measure(small: bool) -> Figures:
    sizes, count = (SMALL, SMALL_NEXT) if small else (SIZES, NEXT)
    with _folder(None) as folder:
        return figures(run(sizes, count, folder), count)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """The folder that is kept, or one for now; the account of the servers has to pass."""
    if kept:
        yield kept
        return
    with TemporaryDirectory(prefix="newsarchive-flat-") as temporary:
        Path(temporary).chmod(0o755)
        yield Path(temporary)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.flat", description="What an article costs as the archive grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--next", type=int, default=NEXT, help="articles that are taken in at each size")
    parser.add_argument("--keep", type=Path, help="a folder with an archive a size, which stay there")
    parser.add_argument("--draw", type=Path, help="the picture to write")
    options = parser.parse_args()
    with _folder(options.keep) as folder:
        found = run(options.sizes, options.next, folder)
    print(table(found), file=sys.stderr)
    if options.draw:
        from bench.curve import drawn

        lines = {part: [(size, cpu(one, part)) for size, one in sorted(found.items())] for part in (*PARTS, "both")}
        options.draw.write_text(drawn(lines, "articles in the archive", "milliseconds of processor an article"))
    tell(figures(found, options.next))


if __name__ == "__main__":
    main()
