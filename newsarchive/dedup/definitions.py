"""Clustering schemes by name, and spelled out: as JSON, and with single numbers changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass, replace
from math import isfinite
from typing import Any, get_type_hints

from newsarchive.dedup.schemes import CLUSTERING, ClusteringScheme, Level, Weights

CONTAINMENT = replace(
    CLUSTERING,
    version=Level(Weights(bias=-3.5, contained=10.0), cut=0.35, sure=6.5, doubt=3.5),
    story=Level(Weights(bias=-2.0, contained=10.0), cut=0.2, sure=8.0, doubt=2.0),
    firm=100.0,
    least=0.0,
)
"""The plain method, to compare with: a pair's vote is the share of the smaller text that the other contains.

Ten times what is above .35 (or .20) of it are the odds; with these bounds a vote comes out as the share itself. No
pair is ever ``firm``, and none is too unlike: averages alone decide.
"""

KNOWN: Mapping[str, ClusteringScheme] = {"evidence": CLUSTERING, "containment": CONTAINMENT}
"""Schemes that can be asked for by name."""

_FARTHEST = 1000.0
"""The largest weight, and the farthest bound on log-odds: beyond it sums leave the range in which odds are counted."""

_NEAREST = 0.001
"""The closest that ``sure`` and ``doubt`` come to even odds."""

_FIXED = ("linkage", "evidence", "rarity", "minhash", "hashing", "normaliser", "noise")
"""Names of methods and tables, of which this code has one each."""

_REGISTER = re.compile(r"stock-[0-9a-f]{10}")

_SHARES = ("least", "copy", "trimmed", "shared")
"""Containments, of which each is a share of a text."""


class Misdefined(ValueError):
    """A definition that makes no scheme; the message says where and why."""


_MAY_LACK = "boilerplate"
"""Definitions from before there was stock text lack it, and so do those of schemes without any."""


def definition(scheme: ClusteringScheme) -> dict[str, Any]:
    """Every number of a scheme, as plain values for JSON."""
    return {name: value for name, value in asdict(scheme).items() if name != _MAY_LACK or value}


def scheme_of(given: object) -> ClusteringScheme:
    """The scheme that a complete definition spells out.

    Raises `Misdefined` for fields that are unknown, missing, of a wrong kind or out of bounds, and for methods
    that this code does not have.
    """
    scheme: ClusteringScheme = _build(ClusteringScheme, given, "")
    _check(scheme)
    return scheme


def changed(scheme: ClusteringScheme, changes: Mapping[str, str]) -> ClusteringScheme:
    """The scheme with single values changed, each named by its path, as ``story.weights.bias``.

    Raises `Misdefined`.
    """
    spelled = asdict(scheme)
    for path, value in changes.items():
        *way, last = path.split(".")
        at: Any = spelled
        for step in way:
            at = at.get(step) if isinstance(at, dict) else None
        if not isinstance(at, dict) or last not in at or isinstance(at[last], dict):
            raise Misdefined(f"There is no number called {path}.")
        at[last] = _read(at[last], value, path)
    return scheme_of(spelled)


def nearest(spelled: Mapping[str, Any]) -> tuple[str, list[tuple[str, Any, Any]]]:
    """The known scheme that a definition differs least from, by name, and in which numbers."""
    apart = {name: differing(definition(known), spelled) for name, known in KNOWN.items()}
    name = min(apart, key=lambda name: len(apart[name]))
    return name, apart[name]


def in_words(spelled: Mapping[str, Any]) -> str:
    """A definition in a line: the known scheme that it is nearest to, and the numbers that are others."""
    name, changes = nearest(spelled)
    return ", ".join([name, *(f"{path} {value}" for path, _, value in changes)])


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """The numbers by which two definitions differ, in the first's order: path, and what each has, None for nothing."""
    first, second = flat(one), flat(other)
    paths = [*first, *(path for path in second if path not in first)]
    return [(path, first.get(path), second.get(path)) for path in paths if first.get(path) != second.get(path)]


def flat(spelled: Mapping[str, Any], way: str = "") -> dict[str, Any]:
    """The values of a definition by their paths."""
    found: dict[str, Any] = {}
    for name, value in spelled.items():
        found |= flat(value, f"{way}{name}.") if isinstance(value, Mapping) else {f"{way}{name}": value}
    return found


def name_of(scheme: ClusteringScheme) -> str:
    """What the scheme is called, whatever stock text it leaves out; "" for one that has no name."""
    numbers = replace(scheme, boilerplate="")
    return next((name for name, known in KNOWN.items() if known.id == numbers.id), "")


def _read(now: object, value: str, path: str) -> object:
    if isinstance(now, str):
        return value
    try:
        return int(value) if isinstance(now, int) else float(value)
    except ValueError:
        raise Misdefined(f"{path} is {_kind(type(now))}; {value!r} is none.") from None


def _build(kind: Any, given: object, path: str) -> Any:
    """A dataclass from a mapping that names all its fields and no others."""
    if not isinstance(given, Mapping):
        raise Misdefined(f"{path or 'The definition'} should be an object with names and values.")
    names, hints = [field.name for field in fields(kind)], get_type_hints(kind)
    for trouble, wrong in (
        ("names what is unknown", sorted(set(given) - set(names), key=str)),
        ("lacks", [name for name in names if name not in given and name != _MAY_LACK]),
    ):
        if wrong:
            raise Misdefined(f"The definition {trouble}: {', '.join(f'{path}{name}' for name in wrong)}.")
    return kind(**{name: _value(hints[name], given[name], f"{path}{name}") for name in names if name in given})


def _value(kind: Any, given: Any, path: str) -> Any:
    if is_dataclass(kind):
        return _build(kind, given, f"{path}.")
    if kind is float and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    if type(given) is not kind or (kind is float and not isfinite(given)):
        raise Misdefined(f"{path} should be {_kind(kind)}.")
    # Without a sign on nothing, which no database keeps.
    return given + 0.0 if kind is float else given


def _kind(kind: type) -> str:
    return {int: "a whole number", float: "a number"}.get(kind, "a text")


def _check(scheme: ClusteringScheme) -> None:
    """Values that would break on the way, or quietly mean something else."""
    for part, path in ((scheme, ""), (scheme.texts, "texts."), (scheme.passages, "passages.")):
        for field in fields(part):
            value = getattr(part, field.name)
            if field.name in _FIXED and field.default not in (MISSING, value):
                raise Misdefined(f"{path}{field.name} is {value!r}, which this release does not have.")
            if type(value) is int and value < (0 if field.name == "seed" else 1):
                raise Misdefined(f"{path}{field.name} should be at least 1.")
    for signatures, path in ((scheme.texts, "texts"), (scheme.passages, "passages")):
        if signatures.bands * signatures.rows > signatures.permutations:
            raise Misdefined(f"{path}: bands times rows should be within the permutations.")
    for level, path in ((scheme.version, "version"), (scheme.story, "story")):
        _check_level(level, path)
    _within("firm", scheme.firm, -_FARTHEST, _FARTHEST)
    if scheme.boilerplate and not _REGISTER.fullmatch(scheme.boilerplate):
        raise Misdefined("boilerplate should be the id of a register, as stock-0123456789, or nothing.")
    for name in _SHARES:
        _within(name, getattr(scheme, name), 0, 1)


def _check_level(level: Level, path: str) -> None:
    if not 0 < level.cut < 1:
        raise Misdefined(f"{path}: the cut should be between 0 and 1.")
    for name in ("sure", "doubt"):
        _within(f"{path}.{name}", getattr(level, name), _NEAREST, _FARTHEST)
    for field in fields(level.weights):
        _within(f"{path}.weights.{field.name}", getattr(level.weights, field.name), -_FARTHEST, _FARTHEST)


def _within(path: str, value: float, least: float, most: float) -> None:
    """Refuses what is no number, too."""
    if not least <= value <= most:
        raise Misdefined(f"{path} should be between {least:g} and {most:g}.")
