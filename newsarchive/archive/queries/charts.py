"""Where the marks of the agreement chart go: months from left to right, shares from 0 to 100 % upwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.archive.queries.agreement import Measure
from newsarchive.archive.queries.estimates import Interval

WIDTH, HEIGHT = 640, 220
LEFT, TOP, FOOT = 44, 12, 28
MONTHS = 18
"""Months drawn, the latest."""


@dataclass(frozen=True)
class Mark:
    """An estimate and its interval, in the chart's units; ``at`` is where the value is."""

    x: int
    at: int
    low: int
    high: int


@dataclass(frozen=True)
class Tick:
    place: int
    words: str


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    precision: Sequence[Mark]
    recall: Sequence[Mark]
    months: Sequence[Tick]
    shares: Sequence[Tick]


def chart(measures: Sequence[Measure]) -> Chart | None:
    """The chart of the latest months; None where there is nothing to draw."""
    shown = [m for m in measures if m.month and (m.precision or m.recall)][-MONTHS:]
    if not shown:
        return None
    step = (WIDTH - LEFT - 10) / len(shown)
    middles = [LEFT + step * (n + 0.5) for n in range(len(shown))]
    return Chart(
        WIDTH,
        HEIGHT,
        LEFT,
        WIDTH - 10,
        precision=[_mark(x - 6, m.precision) for x, m in zip(middles, shown, strict=True) if m.precision],
        recall=[_mark(x + 6, m.recall) for x, m in zip(middles, shown, strict=True) if m.recall],
        months=[Tick(round(x), f"{m.month:%b %y}") for x, m in zip(middles, shown, strict=True)],
        shares=[Tick(_height(percent / 100), f"{percent} %") for percent in (0, 25, 50, 75, 100)],
    )


def _mark(x: float, interval: Interval) -> Mark:
    return Mark(round(x), _height(interval.value), _height(interval.low), _height(interval.high))


def _height(share: float) -> int:
    return round(TOP + (HEIGHT - TOP - FOOT) * (1 - share))
