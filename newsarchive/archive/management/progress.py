"""How far a command is, for whoever waits: a bar on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

EVERY = 10.0
"""Seconds between two lines."""


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:,.0f} files/s")


class Telling:
    """Called with how many files were finished since the last call; says so where no bar does."""

    def __init__(self, total: int, bar: Progress) -> None:
        self._total, self._done, self._bar = total, 0, bar
        self._task = bar.add_task("Taking in", total=total)
        self._since = self._told = time.monotonic()

    def __call__(self, count: int) -> None:
        self._done += count
        self._bar.advance(self._task, count)
        now = time.monotonic()
        if not self._bar.console.is_terminal and now - self._told >= EVERY and self._done < self._total:
            self._told = now
            self._bar.console.print(self._line(now), highlight=False)

    def _line(self, now: float) -> str:
        rate = self._done / (now - self._since)
        left = f", about {(self._total - self._done) / rate:,.0f} s left" if rate else ""
        return f"{self._done:,} of {self._total:,} files, {rate:,.0f} a second{left}"


@contextmanager
def told(total: int, stream: Any) -> Iterator[Telling]:
    """Show progress on a stream for the length of a `with` block."""
    console = Console(file=stream)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield Telling(total, bar)


@contextmanager
def steps(stream: Any) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far one thing after another is, each told by its name, how much is done and how much there is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream)) as bar:
        tasks: dict[str, Any] = {}

        def advance(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield advance
