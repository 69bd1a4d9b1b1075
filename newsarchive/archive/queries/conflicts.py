"""Which rulings cannot hold beside each other, directly or through third articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from newsarchive.archive.models import Ruling
from newsarchive.archive.queries.force import RuledTexts
from newsarchive.dedup.groups import Groups

Find = Callable[[int], int]
"""The group that a text is in."""


def contradicted(new: Sequence[RuledTexts], standing: Sequence[RuledTexts]) -> list[int]:
    """The rulings in force that a new one contradicts, so that it can hold once they are set aside.

    ``new`` is all that the new ruling asks for. Where it keeps texts apart that earlier ones hold together, those
    that bind its side *a* to the other are named, not all on the way.
    """
    found: set[int] = set()
    for asked in new:
        if asked.kind == Ruling.Kind.DIFFERENT:
            found |= _binding(asked, standing)
    joined = [asked for asked in new if asked.kind == Ruling.Kind.SAME]
    held = [ruling for ruling in standing if ruling.id not in found]
    return sorted(found | _kept_apart([*joined, *held], held))


def contradictions(rulings: Sequence[RuledTexts]) -> set[int]:
    """The rulings among these that keep apart what others hold together, and those that hold it."""
    apart = _kept_apart(rulings, rulings)
    asked = [ruling for ruling in rulings if ruling.id in apart and ruling.kind == Ruling.Kind.DIFFERENT]
    return apart | {pk for ruling in asked for pk in _binding(ruling, rulings)}


def _kept_apart(together: Sequence[RuledTexts], rulings: Iterable[RuledTexts]) -> set[int]:
    """The rulings that keep apart texts which the others put together."""
    finds = {level: _groups(together, level) for level in Ruling.Level.values}
    found = set()
    for ruling in rulings:
        find = finds[ruling.level]
        if ruling.kind == Ruling.Kind.DIFFERENT and not {*map(find, ruling.a)}.isdisjoint(map(find, ruling.b)):
            found.add(ruling.id)
    return found


def _binding(asked: RuledTexts, standing: Sequence[RuledTexts]) -> set[int]:
    """The rulings that bind a text of side *a* to one of side *b*, by themselves or through others."""
    mine, theirs = set(asked.a), set(asked.b)
    others = [r for r in standing if _counts(r, asked.level)]
    find = _groups([_without(r, mine) for r in others], asked.level)
    reached = {*map(find, theirs)}
    bound = (r for r in others if not mine.isdisjoint(r.a))
    return {r.id for r in bound if any(find(t) in reached for t in r.a if t not in mine)}


def _without(ruling: RuledTexts, texts: set[int]) -> RuledTexts:
    left = tuple(t for t in ruling.a if t not in texts)
    return RuledTexts(ruling.id, ruling.kind, ruling.level, left, ())


def _counts(ruling: RuledTexts, level: str) -> bool:
    """Whether the ruling holds its texts together at a level: one version is one story too."""
    return ruling.kind == Ruling.Kind.SAME and (level == Ruling.Level.STORY or ruling.level == level)


def _groups(rulings: Sequence[RuledTexts], level: str) -> Find:
    """What the rulings hold together at a level."""
    holding = [r for r in rulings if _counts(r, level)]
    place = {text: i for i, text in enumerate(sorted({t for r in holding for t in r.a}))}
    groups = Groups(len(place))
    for ruling in holding:
        groups.join(place[t] for t in ruling.a)
    return lambda text: groups.find(place[text]) if text in place else -text - 1
