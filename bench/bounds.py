"""python -m bench.bounds [--small] [--only MASS ...]

What masses of one kind cost: a text in identical copies, in lightly edited ones, different articles in one form, and
different ones that print one paragraph. Each mass is taken into an empty archive at a quarter, at half and at the
whole of its size. For people the seconds and the peak memory of this process at each size; on the JSON line how many
times what is linear the whole took of both, and whether the stories are the right ones.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil

from bench.answers import printed
from bench.archive import Archive, archive
from bench.figures import Figures, tell
from bench.invented import copies, edited_copies, one_form, sharing_one_passage
from bench.invented_article import Invented

SEED = 20070814
COPIES, EDITED, FORM, PASSAGE = 20_000, 5_000, 10_000, 50_000
FEW_COPIES, FEW_EDITED, FEW_OF_FORM, FEW_SHARING = 1_200, 800, 600, 800
FORMS_TRIED = ("offering", "weather", "dividend")
SHARES = (4, 2, 1)

_SAID = "{name}: {articles} articles, {seconds} s of processor, {megabytes} MB more, stories as wanted: {right}"
_GLANCE = 0.05
_MB = 1 << 20
_LEAST_MB, _LEAST_SECONDS = 16.0, 0.5
"""Below these, nothing can be said of growth."""


@dataclass(frozen=True)
class Mass:
    """What is taken in: a name, how many at the most, and how to make so many of them."""

    name: str
    count: int
    made: Callable[[int], Iterator[Invented]]


def masses(
    copied: int = COPIES,
    edited: int = EDITED,
    of_form: int = FORM,
    forms: Sequence[str] = FORMS_TRIED,
    sharing: int = PASSAGE,
) -> list[Mass]:
    """The masses that are measured."""
    return [
        Mass("copies", copied, lambda count: copies(count, SEED)),
        Mass("edited", edited, lambda count: edited_copies(count, SEED)),
        *(Mass(name, of_form, lambda count, name=name: one_form(name, count, SEED)) for name in forms),
        Mass("passage", sharing, lambda count: sharing_one_passage(count, SEED)),
    ]


def few() -> list[Mass]:
    """The same, of a size for tests."""
    return masses(FEW_COPIES, FEW_EDITED, FEW_OF_FORM, sharing=FEW_SHARING)


def measure(small: bool, only: Sequence[str] = ()) -> Figures:
    """How the masses, or some of them, cost more than linear: 1 is linear, 4 would be quadratic."""
    wanted = few() if small else masses()
    with archive() as own:
        found = bounds(own, [mass for mass in wanted if not only or mass.name in only])
    last = {name: mass["sizes"][-1] for name, mass in found.items()}
    return Figures(
        "bounds",
        {},
        {
            f"{name}: {figure} against linear": mass[f"{figure}_to_linear"]
            for name, mass in found.items()
            for figure in ("seconds", "megabytes")
        },
        {name: size["seconds"] for name, size in last.items()},
        {name: {"articles": last[name]["articles"], "right": mass["right"]} for name, mass in found.items()},
    )


def bounds(own: Archive, wanted: Sequence[Mass]) -> dict[str, Any]:
    """Figures for each mass, by name. The archive is emptied before each measurement and at the end."""
    found = {}
    for mass in wanted:
        found[mass.name] = measured(own, mass)
        for size in found[mass.name]["sizes"]:
            print(_SAID.format(name=mass.name, **size), file=sys.stderr, flush=True)
    return found


def measured(own: Archive, mass: Mass) -> dict[str, Any]:
    """One mass in three sizes.

    ``seconds_to_linear`` and ``megabytes_to_linear`` are how many times more the whole took than a quarter, by four:
    1 is linear, 4 would be quadratic. Seconds are those of processors, here and at the database, since others may use
    the machine too; megabytes are what this process held at the most, above what it held before.
    """
    own.empty()
    own.take_in({f"first-{i}.txt": printed(a) for i, a in enumerate(mass.made(20))})
    found = [_one_size(own, mass, mass.count // share) for share in SHARES]
    own.empty()
    first, *_, last = found
    return {
        "sizes": found,
        "right": all(size["right"] for size in found),
        "seconds_to_linear": _against_linear(first, last, "seconds", _LEAST_SECONDS),
        "megabytes_to_linear": _against_linear(first, last, "megabytes", _LEAST_MB),
    }


def _one_size(own: Archive, mass: Mass, count: int) -> dict[str, Any]:
    own.empty()
    made = {f"{article.name}.txt": article for article in mass.made(count)}
    files = {name: printed(article) for name, article in made.items()}
    with Costs() as costs:
        refused = own.take_in(files)
    return {
        "articles": count,
        "seconds": round(costs.seconds, 1),
        "by_the_clock": round(costs.by_the_clock, 1),
        "megabytes": round(costs.grown / _MB, 1),
        "refused": len(refused),
        **_stories(own, made),
    }


def _stories(own: Archive, made: dict[str, Invented]) -> dict[str, Any]:
    """How many versions and stories there are and should be, and whether they are the very ones."""
    found = own.partitions()
    wanted = [_grouped(made, level) for level in ("version", "story")]
    return {
        "versions": len(found[0]),
        "stories": len(found[1]),
        "stories_wanted": len(wanted[1]),
        "largest": max((len(story) for story in found[1]), default=0),
        "right": list(found) == wanted,
    }


def _grouped(made: dict[str, Invented], level: str) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for name, article in made.items():
        groups.setdefault(getattr(article, level), set()).add(name)
    return {frozenset(names) for names in groups.values()}


def _against_linear(first: dict[str, Any], last: dict[str, Any], figure: str, least: float) -> float:
    times = last["articles"] / first["articles"]
    return round(max(last[figure], least) / max(first[figure], least) / times, 2)


class Costs:
    """What a block costs this process and its database: processor seconds, seconds by the clock, and bytes held here
    at the most above those held before, looked at twenty times a second.
    """

    def __enter__(self) -> Costs:
        _give_back()
        self._process = psutil.Process()
        self._start = self._most = self._process.memory_info().rss
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        self._began, self._used = time.perf_counter(), _processor_seconds()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = _processor_seconds() - self._used
        self.by_the_clock = time.perf_counter() - self._began
        self._over.set()
        self._watcher.join()
        self.grown = self._most - self._start

    def _watch(self) -> None:
        while not self._over.wait(_GLANCE):
            self._most = max(self._most, self._process.memory_info().rss)


def _processor_seconds() -> float:
    """Of this process, and of the process that serves it at a database on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    times = [psutil.Process().cpu_times()]
    with suppress(psutil.Error):
        times.append(psutil.Process(backend).cpu_times())
    return sum(t.user + t.system for t in times)


def _give_back() -> None:
    """Return to the system what is free, so that what comes next is seen; where the C library has a way."""
    gc.collect()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.bounds", description=__doc__.partition("\n\n")[2])
    parser.add_argument("--small", action="store_true", help="some hundreds of each")
    parser.add_argument("--only", nargs="+", metavar="MASS", help=f"copies, edited, passage, {', '.join(FORMS_TRIED)}")
    options = parser.parse_args()
    tell(measure(options.small, options.only or ()))


if __name__ == "__main__":
    main()
