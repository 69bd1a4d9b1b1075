"""The numbers of a scheme that an editor may want to turn, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Number:
    """A number by its path in the definition. ``sign`` is -1 for one that is shown as its opposite."""

    path: str
    label: str
    means: str
    least: float
    most: float
    sign: int = 1

    @property
    def field(self) -> str:
        return self.path.replace(".", "_")

    def shown(self, value: float) -> float:
        return self.sign * value + 0.0

    def of(self, values: Mapping[str, Any]) -> float | None:
        """What it is among the values of a definition; None where another release's has no such number."""
        found = values.get(self.path)
        return self.shown(found) if isinstance(found, int | float) else None


def _level(level: str, one: str) -> tuple[Number, ...]:
    return (
        Number(
            f"{level}.weights.bias",
            f"Evidence asked for {one}",
            f"How much evidence two texts need to be {one}. Higher: fewer texts are put together.",
            *(-1000, 1000, -1),
        ),
        Number(
            f"{level}.cut",
            "Share of pairs that has to agree",
            f"Groups of texts become {one} when this share of the pairs between them speaks for it. Higher: large ones"
            " hold together less. Between 0 and 1.",
            *(0, 1),
        ),
        Number(
            f"{level}.sure",
            "Margin above",
            "A pair with so much more evidence than asked for counts in full. Higher: only the surest do, and fewer"
            " texts are put together.",
            *(0.001, 1000),
        ),
        Number(
            f"{level}.doubt",
            "Margin below",
            "A pair that lacks so much evidence counts for nothing, and one that lacks less counts a little. Higher:"
            " more texts are put together.",
            *(0.001, 1000),
        ),
    )


BOTH = (
    Number(
        "least",
        "Least they share",
        "Two texts of which one has less of the other's wording than this are never put together for their likeness."
        " Higher: fewer texts are put together. Between 0 and 1.",
        *(0, 1),
    ),
    Number(
        "firm",
        "Evidence that settles a version at once",
        "A text with so much more evidence than asked for goes with the fuller text it was made from before all others"
        " are weighed. Higher: fewer are settled at once.",
        *(-1000, 1000),
    ),
)
GROUPS: Sequence[tuple[str, tuple[Number, ...]]] = (
    ("What is one story", _level("story", "one story")),
    ("What is one version", _level("version", "one version")),
    ("Both", BOTH),
)
NUMBERS = {number.path: number for _, group in GROUPS for number in group}


@dataclass(frozen=True)
class Turned:
    """A number that differs, as an editor is told of it."""

    label: str
    path: str
    now: Any
    then: Any


def turned(differences: Iterable[tuple[str, Any, Any]]) -> list[Turned]:
    """Those that have plain words first, told as the form tells them."""
    told = [_told(*difference) for difference in differences]
    order = {path: place for place, path in enumerate(NUMBERS)}
    return sorted(told, key=lambda one: (order.get(one.path, len(order)), one.path))


def _told(path: str, now: Any, then: Any) -> Turned:
    number = NUMBERS.get(path)
    if path == "boilerplate":
        return Turned("Register of stock text", path, now or "none", then or "none")
    if number is None:
        return Turned("", path, now, then)
    group = next(name for name, numbers in GROUPS if number in numbers)
    label = number.label if number.sign < 0 or group == "Both" else f"{number.label} ({group.rpartition(' ')[2]})"
    values = (number.shown(value) if isinstance(value, int | float) else value for value in (now, then))
    return Turned(label, path, *values)
