"""Filling in forms: one stock wording, other names and figures each time.

A form is a table entry (`bench.money_forms`, `bench.local_forms`). Its places are named by what fills them:
``{firm}``, ``{town}``; digits at the end tell several apart (``{horse1}``, ``{horse2}``). ``{net<}`` is what stood at
``{net}`` in the issue before, ``{date+14}`` the date two weeks on, ``{bank'}`` the first word of a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from string import Formatter

from bench import vocabulary
from bench.vocabulary import Dice

_SERIES = (1, 2, 3, 6)
"""Of every dozen reports in a form, how many are of one subject: its successive weeks, days or quarters."""

_SUBJECTS = tuple((s, issue) for s, length in enumerate(_SERIES) for issue in range(length))

_FIRST_DAY = date(2006, 1, 2)
_WEEKS = 100
"""Reports begin within so few weeks that many share their dates."""

KEPT = frozenset(
    (
        *("firm", "holder", "chief", "bank", "person", "agency", "ticker", "exchange", "ground"),
        *("town", "town1", "town2", "town3", "county", "state"),
    )
)
"""Names that a subject keeps from issue to issue."""

Maker = Callable[[Dice, str], str]


@dataclass(frozen=True)
class Form:
    """A stock wording. ``period`` is the days between two issues; ``optional`` paragraphs are left out half the time.

    ``kinds`` says what fills the places that no maker is named after: "int 10 900", "whole 1990 2010",
    "dec 1 9 2", "mln 1 90", "eighths 5 12", "pick up|down", or another place's maker.
    """

    name: str
    headline: str
    paragraphs: tuple[str, ...]
    kinds: Mapping[str, str] = field(default_factory=dict)
    period: int = 7
    optional: tuple[str, ...] = ()

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places to fill, each once, dates and references to others left out."""
        texts = (self.headline, *self.paragraphs, *self.optional)
        found = (name for text in texts for _, name, _, _ in Formatter().parse(text) if name)
        plain = (name.rstrip("<'") for name in found if not _DATED.match(name))
        return tuple(dict.fromkeys(plain))


_DATED = re.compile(r"(date|day|year)([+-]\d+)?<?$")


def subject(number: int) -> tuple[int, int]:
    """Which subject, and which of its issues, the n-th report in a form is."""
    at, issue = _SUBJECTS[number % len(_SUBJECTS)]
    return number // len(_SUBJECTS) * len(_SERIES) + at, issue


def filled(form: Form, number: int, seed: int) -> tuple[str, list[str]]:
    """The headline and paragraphs of the n-th report in a form; every number is another report.

    Subjects keep their names from form to form, so that one company declares dividends and reports earnings.
    """
    who, issue = subject(number)
    dice = Dice(seed, form.name, who, issue, "paragraphs")
    paragraphs = [*form.paragraphs, *(p for p in form.optional if dice.chance(0.5))]
    places = _Places(form, who, issue, seed)
    return form.headline.format_map(places), [p.format_map(places) for p in paragraphs]


class _Places(dict[str, str]):
    """What fills the places of one report."""

    def __init__(self, form: Form, who: int, issue: int, seed: int) -> None:
        kept = {p: _kept(form, p, who, seed) for p in form.places if p in KEPT}
        now, before = (_issue_values(form, Dice(seed, form.name, who, i)) for i in (issue, issue - 1))
        super().__init__({**now, **kept, **{f"{place}<": value for place, value in before.items()}})
        start = _FIRST_DAY + timedelta(7 * Dice(seed, form.name, who, "start").below(_WEEKS))
        self._today = _issue_day(start, form.period, issue)
        self._before = _issue_day(start, form.period, issue - 1)

    def __missing__(self, name: str) -> str:
        if name.endswith("'"):
            return self[name[:-1]].split()[0]
        dated = _DATED.match(name)
        if not dated:
            raise KeyError(name)
        day = (self._before if name.endswith("<") else self._today) + timedelta(int(dated[2] or 0))
        return {"date": f"{day:%B} {day.day}", "day": f"{day:%A}", "year": str(day.year)}[dated[1]]


def _issue_day(start: date, period: int, issue: int) -> date:
    """A form that comes out daily skips weekends."""
    return start + timedelta(issue * period if period > 1 else issue % 5 + issue // 5 * 7)


def _issue_values(form: Form, dice: Dice) -> dict[str, str]:
    return {place: _made(form, place, dice) for place in form.places if place not in KEPT}


def _kept(form: Form, place: str, who: int, seed: int) -> str:
    """No two subjects share a town or country: its figures of one day would be told twice."""
    if place in NUMBERED:
        return NUMBERED[place](Dice(seed, "places").below(3000) + who)
    return _made(form, place, Dice(seed, "subject", place, who))


def _made(form: Form, place: str, dice: Dice) -> str:
    stem = place.rstrip("0123456789")
    kind, _, arguments = (form.kinds.get(place) or form.kinds.get(stem) or stem).partition(" ")
    return MAKERS[kind](dice, arguments)


def _number(dice: Dice, arguments: str) -> str:
    least, most = map(int, arguments.split())
    return f"{dice.between(least, most):,}"


def _whole(dice: Dice, arguments: str) -> str:
    """A number that names something, such as a year: without separators."""
    return _number(dice, arguments).replace(",", "")


def _decimal(dice: Dice, arguments: str) -> str:
    least, most, places = map(int, arguments.split())
    scale = 10**places
    return f"{dice.between(least * scale, most * scale - 1) / scale:.{places}f}"


def _thousands(dice: Dice, arguments: str) -> str:
    """Figures as a table of results has them: short ones to the dollar, long ones in millions."""
    least, most = map(int, arguments.split())
    millions = dice.between(least, most)
    if millions < 12:
        return f"{millions},{dice.below(1000):03d},{dice.below(1000):03d}"
    return f"{millions}.{dice.below(10)} mln"


def _eighths(dice: Dice, arguments: str) -> str:
    least, most = map(int, arguments.split())
    return f"{dice.between(least, most)}-{dice.one(('1/8', '1/4', '3/8', '1/2', '5/8', '3/4', '7/8'))}"


def _ticker(dice: Dice, _: str) -> str:
    return "".join(dice.one("ABCDEFGHIKLMNOPRSTUVWXYZ") for _ in range(dice.between(3, 4)))


def _clock(dice: Dice, arguments: str) -> str:
    least, most = map(int, arguments.split())
    return f"{dice.between(least, most)}.{dice.one(('00', '05', '10', '15', '20', '25', '30', '35', '40', '45', '55'))}"


def _plain(make: Callable[[Dice], str]) -> Maker:
    return lambda dice, _: make(dice)


_NAMED = ("person", "surname", "town", "place", "firm", "bank", "horse", "street", "team", "coined")

MAKERS: dict[str, Maker] = {
    **{name: _plain(getattr(vocabulary, name)) for name in _NAMED},
    "holder": _plain(vocabulary.bank),
    "chief": _plain(vocabulary.person),
    "agency": lambda dice, _: dice.one(vocabulary.AGENCIES),
    "ticker": _ticker,
    "int": _number,
    "whole": _whole,
    "dec": _decimal,
    "mln": _thousands,
    "eighths": _eighths,
    "clock": _clock,
    "pick": lambda dice, arguments: dice.one(arguments.split("|")),
}

NUMBERED: dict[str, Callable[[int], str]] = {
    "town": vocabulary.nth_town,
    "county": lambda number: f"{vocabulary.nth_town(number)}shire",
    "state": vocabulary.nth_state,
    "exchange": lambda number: f"{vocabulary.nth_state(number)} Stock Exchange",
}
