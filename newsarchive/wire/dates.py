"""Dates as pages print them: found, never guessed; a form with two readings keeps both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timezone

from newsarchive.wire.hours import CLOCK, clock_beside
from newsarchive.wire.months import MONTHS, WEEKDAYS, either


@dataclass(frozen=True, slots=True)
class Partial:
    """A day as a dateline prints it: the year is often missing, sometimes all but the weekday."""

    month: int = 0
    day: int = 0
    year: int | None = None
    weekday: int | None = None

    def in_year(self, year: int) -> date | None:
        return _day(year, self.month, self.day) if self.month else None


@dataclass(frozen=True, slots=True)
class Printed:
    """A full date in a text, at ``start:end``; ``readings`` holds both days where 03/04/2007 allows both."""

    start: int
    end: int
    readings: tuple[date, ...]
    clock: time | None = None


_MONTH = rf"(?P<m>{either(MONTHS)})(?!\w)\.?"
_NTH = r"(?:st|nd|rd|th|er|[ºª]|\.)?"
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_DAY = rf"(?<![\d/.:-])(?P<d>\d{{1,2}}){_NTH}"
_DM = rf"{_DAY}(?:\s+(?:of|de|d'|d’)(?=\s)|\s*-(?=[^\W\d]))?\s*{_MONTH}"
_MD = rf"(?<!\w){_MONTH},?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"

_FULL = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_DM}(?:\s+(?:de|del))?\s*[,'-]?\s*{_YEAR}",
        rf"{_MD}(?:\s*,\s*|\s+){_YEAR}",
        rf"(?<!\d){_YEAR}(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<d>\d{{1,2}})\s*[日일]",
        r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/-])",
    )
)
# The first word of every month and weekday: "segunda-feira" has two.
DAY_WORDS = frozenset(re.split(r"\W", name)[0] for name in (*MONTHS, *WEEKDAYS))
# All forms but the last have a year of four figures.
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_YEAR = _FULL[-1:]
_WITHOUT_YEAR = tuple(
    re.compile(form, re.I) for form in (_DM, _MD, r"(?<!\d)(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]")
)
_WEEKDAY = re.compile(rf"(?<!\w)(?P<w>{either(WEEKDAYS)})(?!\w)\.?", re.I)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(printed: str) -> int:
    return int(printed) if printed.isdigit() else MONTHS[printed.casefold()]


def _readings(found: re.Match[str]) -> tuple[date, ...]:
    parts = found.groupdict()
    year = int(parts["y"])
    if "a" not in parts:
        day = _day(year, _month(parts["m"]), int(parts["d"]))
        return (day,) if day else ()
    year += 0 if year > 99 else (2000 if year < 70 else 1900)
    first, second = int(parts["a"]), int(parts["b"])
    both = (_day(year, second, first), _day(year, first, second))
    return tuple(dict.fromkeys(day for day in both if day))


def dates_in(text: str) -> list[Printed]:
    """Every full date printed in ``text``, in order; the clock where one stands beside it."""
    found: list[Printed] = []
    if not _DIGIT.search(text):
        return found
    for match in sorted(_full_matches(text), key=lambda m: (m.start(), -m.end())):
        readings = _readings(match)
        if readings and (not found or match.start() >= found[-1].end):
            found.append(Printed(match.start(), match.end(), readings, clock_beside(text, match.start(), match.end())))
    return found


_DIGIT = re.compile(r"\d")


def _full_matches(text: str) -> Iterator[re.Match[str]]:
    for form in _FULL if _FULL_YEAR.search(text) else _SHORT_YEAR:
        yield from form.finditer(text)


def instant(day: date, clock: time | None) -> datetime | None:
    """The day and its clock as one moment, aware where a zone was printed."""
    if clock is None:
        return None
    at = datetime.combine(day, clock)
    # How far a zone with a summer time is from UTC, its day alone tells.
    away = at.utcoffset()
    return at if away is None else at.replace(tzinfo=timezone(away))


def partial_at(text: str, at: int) -> tuple[Partial, int] | None:
    """The dateline's date that starts at ``at``: the partial date and where it ends."""
    weekday, at = _weekday_at(text, at)
    for form in _FULL:
        found = form.match(text, at)
        if found and (days := _readings(found)):
            return Partial(days[0].month, days[0].day, days[0].year, weekday), found.end()
    for form in _WITHOUT_YEAR:
        found = form.match(text, at)
        if found and _day(2000, _month(found["m"]), int(found["d"])):
            return Partial(_month(found["m"]), int(found["d"]), None, weekday), found.end()
    return (Partial(weekday=weekday), at) if weekday is not None else None


def _weekday_at(text: str, at: int) -> tuple[int | None, int]:
    found = _WEEKDAY.match(text, at)
    if not found:
        return None, at
    end = found.end()
    while end < len(text) and text[end] in " ,":
        end += 1
    return WEEKDAYS[found["w"].casefold()], end


_LABEL_WORDS = re.compile(
    r"(?<!\w)(?:story|article|first|last|originally|published|publié|veröffentlicht|publicado|pubblicato|posted|created|updated|"
    r"update|modified|revised|mis à jour|aktualisiert|actualizado|aggiornato|retrieved|accessed|downloaded|printed|"
    r"today(?:'s|’s)?(?: date)?(?: is)?|date|on|at|as of|from|the|le|el|am|den|web posted|release|uhr|à|edition|et|est|"
    r"filed|issued|added|time|local|eastern|pm|of|h|t|by)(?!\w)",
    re.I,
)


def rest_of_date_line(line: str) -> str | None:
    """What a line says besides its date, clock, weekday and label; None where it prints no full date."""
    found = dates_in(line)
    if not found:
        return None
    kept, at = [], 0
    for printed in found:
        kept.append(line[at : printed.start])
        at = printed.end
    rest = " ".join((*kept, line[at:]))
    for form in (CLOCK, _WEEKDAY, _LABEL_WORDS):
        rest = form.sub(" ", rest)
    return " ".join(re.sub(r"[^\w\s'’]|_", " ", rest).split())
