"""Clocks as notices print them: four figures, noon, an hour with its zone or its distance from UTC."""

from __future__ import annotations

import re
from datetime import time

from newsarchive.wire.dates import dates_in
from newsarchive.wire.hours import clock_in
from newsarchive.wire.months import CAPITAL_ZONES, ZONES, either

# Letters that name several places have the zone in which an hour comes last, so that nothing is released too early.
_NAMED_ZONES: dict[str, float] = ZONES | CAPITAL_ZONES | {
    "CST": -6, "IST": 1, "ET": -5, "CT": -6, "MT": -7, "PT": -8, "AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5,
    "GST": 4,
}  # fmt: skip
AMBIGUOUS = frozenset({"CST", "IST", "ET", "CT", "MT", "PT", "AST", "GST"})

_AFTER_HOUR = (
    r"(?P<hour>\d|[ap]\.?m\.?|\b(?:uhr|h|hrs|hours|heures|noon|midnight|mittag|mitternacht|midi|minuit))(?P<gap>\s*\(?)"
)
_DISTANT = re.compile(
    rf"{_AFTER_HOUR}(?:UTC|GMT)\s?(?P<sign>[+\-−–])\s?(?P<h>\d{{1,2}})(?::?(?P<n>[0-5]\d))?(?!\d)", re.I
)
_ZONED = re.compile(rf"{_AFTER_HOUR}(?P<zone>(?i:{either(_NAMED_ZONES)}))\b(?!\w)", re.I)
_MILITARY = re.compile(
    r"(?<![\d.,+-])(?P<h>[01]\d|2[0-3])(?P<n>[0-5]\d)"
    r"(?=\s*(?:h\b|hrs|hours|[A-Z]{1,4}\b|[+-]\d{4}\b|$|[,.;)]|on\b|uhr\b))(?!, \d)"
)
_WORDS = re.compile(
    r"\b(?P<noon>noon|midday|midi|mittag|mediodía)\b|\b(?:midnight|mitternacht|minuit|medianoche|mezzanotte)\b", re.I
)
_HOURS = re.compile(r"(\d)\s+(?:Uhr|heures)\b")
_LIKE_ONE = re.compile(
    r"(?<![\d/.+-])\d{1,2}[:.h]\d{2}(?![\d/.])|(?<![\d,.+-])\d{4}(?=\s*(?:h\b|hrs|hours|uhr\b|[+-]\d{4}\b))"
    r"|\d\s?[ap]\.?m\b|\d\s*(?:uhr|heures)\b",
    re.I,
)


def clock_said(said: str) -> time | None:
    """The first clock in what is said, which may be one of four figures, or noon; aware where a zone is printed."""
    bare = _bare(said)
    found = _WORDS.search(bare)
    if found:
        return clock_in(f"{'12' if found['noon'] else '00'}:00{bare[found.end() :]}")
    figures = _MILITARY.search(bare)
    if figures:
        behind = re.sub(r"^\s*(?:h|hrs|hours|uhr)\b", "", bare[figures.end() :], flags=re.I)
        return clock_in(f"{figures['h']}:{figures['n']}{behind}")
    return clock_in(_HOURS.sub(r"\1:00", bare))


def four_figures(said: str) -> str:
    """The clock of four figures that is printed, or nothing."""
    found = None if _WORDS.search(bare := _bare(said)) else _MILITARY.search(bare)
    return found.group() if found else ""


def senseless(said: str) -> bool:
    """Whether something that looks like a clock or a zone is none: 99:99, UTC-27."""
    distant = _DISTANT.search(said)
    if distant and int(distant["h"]) > 14:
        return True
    return clock_said(said) is None and bool(_LIKE_ONE.search(_bare(said)))


def ambiguous_zone(said: str) -> str:
    """The zone behind a clock whose letters name several places, empty where there is none."""
    found = None if _DISTANT.search(said) else _ZONED.search(said)
    return found["zone"].upper() if found and found["zone"].upper() in AMBIGUOUS else ""


def _bare(said: str) -> str:
    """What is said without its full dates, every zone as its distance from UTC."""
    bare = said
    for full in reversed(dates_in(said)):
        bare = bare[: full.start] + ", " + bare[full.end :]
    return _ZONED.sub(_named, _DISTANT.sub(_distance, bare))


def _distance(found: re.Match[str]) -> str:
    sign = "+" if found["sign"] == "+" else "-"
    return f"{found['hour']} {sign}{int(found['h']):02}{found['n'] or '00'}"


def _named(found: re.Match[str]) -> str:
    minutes = round(_NAMED_ZONES[found["zone"].upper()] * 60)
    return f"{found['hour']} {'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
