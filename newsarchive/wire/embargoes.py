"""Until when a notice holds a story back.

What cannot be read surely has no end that is known: better late than early.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

from newsarchive.wire import trade_words as table
from newsarchive.wire.clock_words import ambiguous_zone, clock_said, four_figures, senseless
from newsarchive.wire.dates import Partial, dates_in, instant, partial_at
from newsarchive.wire.holding import HOLDING
from newsarchive.wire.items import Item, Moment, TradeMark
from newsarchive.wire.months import MONTHS, WEEKDAYS, either


@dataclass(frozen=True, slots=True)
class Held:
    """Until when a story is held back: the mark that says so and the moment, None where none can be told.

    ``doubt`` says what was inferred, or why no moment can be told.
    """

    mark: TradeMark
    until: Moment | None
    doubt: str


def held_until(item: Item) -> Held | None:
    """The embargo of an item, or None. Missing days and zones are taken from the item's own clocks, with a doubt.

    Of several lines that hold it back the one with the latest moment counts; where a moment makes no sense, none does.
    """
    found = [_held(mark, item) for mark in item.trade if mark.kind in HOLDING]
    senseless = (each for each in found if each.doubt == _NONSENSE)
    ending = [each for each in found if each.until]
    return next(senseless, None) or max(ending, key=_end, default=None) or next(iter(found), None)


_NONSENSE = "the moment printed makes no sense"
_ZONE_OF_THE_LATEST = timezone(timedelta(hours=-12))


def _end(held: Held) -> datetime:
    """The moment, to be compared: without a zone where its hour comes last, without an hour at its day's end."""
    at = (held.until.at or datetime.combine(held.until.on, time.max)) if held.until else datetime.max
    return at if at.tzinfo else at.replace(tzinfo=_ZONE_OF_THE_LATEST)


def _held(mark: TradeMark, item: Item) -> Held:
    said = _words_of(mark)
    if _is_nonsense(said):
        return Held(mark, None, _NONSENSE)
    until = _moment(said, _day_of(item))
    return Held(mark, until, until.doubt if until else _untold(said))


def _words_of(mark: TradeMark) -> str:
    """What says until when; HOLD alone has its moment in the same words or nowhere."""
    if mark.kind == table.HOLD and mark.where != "headline":
        return mark.words
    return mark.line[mark.start : mark.start + 160]


def end_of(item: Item, sent: date) -> date | None:
    """The day on which the embargo of an item ends if it was sent on this day, None where none can be told."""
    held = held_until(replace(item, filed=Moment(sent)))
    return held.until.on if held and held.until else None


def _untold(said: str) -> str:
    if not clock_said(said):
        return "no moment is printed"
    return "the day printed cannot be read" if _other_figures(said) else "it is not known on which day it was sent"


def _day_of(item: Item) -> date | None:
    """The day on which the item was sent."""
    moments = (item.filed, item.published, item.dateline.on if item.dateline else None)
    return next((moment.on for moment in moments if moment), None)


_FIGURES = re.compile(r"(?<![\d.,:+-])\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?![\d:])")
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?:(?P<a>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:{either(MONTHS)})(?!\w)"
    rf"|(?:{either(MONTHS)})(?!\w)\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?![\d:]))\.?(?:,?\s+(?P<y>\d{{3,5}})(?![\d:]))?",
    re.I,
)
_AN_END = re.compile(r"(?<!\d)24[:.]?00(?!\d)")


def _is_nonsense(said: str) -> bool:
    """Whether a day, an hour or a zone is printed that cannot be: Feb 30, the year 9999, 99:99, UTC-27."""
    full = [(found.start, found.end) for found in dates_in(said)]
    for found in _FIGURES.finditer(said):
        if not any(start <= found.start() < end for start, end in full):
            return True
    for found in _MONTH_DAY.finditer(said):
        if any(start < found.end() and found.start() < end for start, end in full):
            continue
        if partial_at(said, found.start()) is None or _other_year(found, said):
            return True
    return senseless(_AN_END.sub("00:00", said))


def _other_year(found: re.Match[str], said: str) -> bool:
    """Whether figures behind a day are a year in which nothing was ever sent, and not the clock."""
    return bool(found["y"]) and four_figures(said) != found["y"]


def _moment(said: str, sent: date | None) -> Moment | None:
    at_end = bool(_AN_END.search(said))
    said = _AN_END.sub("00:00", said)
    clock = clock_said(said)
    day, doubt = _day(said, sent, clock is not None)
    if day is None:
        return None
    doubts = [doubt] * bool(doubt) + _doubts_of(clock, said) + _other_weekday(day, said)
    day += timedelta(days=at_end)
    return Moment(day, instant(day, clock), "; ".join(doubts))


def _doubts_of(clock: time | None, said: str) -> list[str]:
    if clock is None:
        return ["no hour is printed"]
    if clock.tzinfo is None:
        return ["no zone is printed"]
    zone = ambiguous_zone(said)
    return [f"{zone} names several zones: the one where its hour comes last is taken"] * bool(zone)


def _other_weekday(day: date, said: str) -> list[str]:
    named = {WEEKDAYS[found.group().casefold()] for found in _WEEKDAY.finditer(said)}
    return ["the weekday printed is another"] * bool(named and day.weekday() not in named)


_WEEKDAY = re.compile(rf"(?<!\w)(?:{either(WEEKDAYS)})(?!\w)", re.I)


def _day(said: str, sent: date | None, has_clock: bool) -> tuple[date | None, str]:
    full = dates_in(said)
    if full:
        both = full[0].readings
        return max(both), "day and month could be the other way round: the later is taken" if len(both) > 1 else ""
    partial = next(
        (found[0] for gap in re.finditer(r"(?<!\w)(?=\w)", said) if (found := partial_at(said, gap.start()))), None
    )
    if partial is not None and partial.month and (year := _year(said)):
        return partial.in_year(year), ""
    if sent is None or (partial is None and (not has_clock or _other_figures(said))):
        return None, ""
    if partial is None and (_TOMORROW.search(said) or clock_said(said) == time.min):
        return sent + timedelta(days=1), "no day is printed: the day after it was sent is taken"
    if partial is None:
        return sent, "no day is printed: the day it was sent is taken"
    return _near(partial, sent)


_OF_CLOCKS = re.compile(
    r"\d{1,2}\s?[:.h]\s?\d\d|\d{3,}|[+−-]\d+|\d{1,2}\s?(?:[ap]\.?m|uhr|h|hrs|heures|horas|ore)\b", re.I
)


def _other_figures(said: str) -> bool:
    """Whether a day may be printed whose month cannot be read: figures that are no part of a clock."""
    return bool(re.search(r"\d", _OF_CLOCKS.sub("", said)))


_TOMORROW = re.compile(r"\b(?:tomorrow|morgen|demain|mañana|domani|amanhã|завтра)\b|غدا|明天", re.I)
_YEAR = re.compile(r"(?<![\d:.,+/-])(?:19|20)\d\d(?![\d:/-])")


def _year(said: str) -> int | None:
    """A year that stands apart from its day: not the figures that are the clock."""
    clock = four_figures(said)
    years = [found.group() for found in _YEAR.finditer(said)]
    return next((int(year) for year in years if year != clock), None)


def _near(partial: Partial, sent: date) -> tuple[date | None, str]:
    """The day that is meant near the one on which it was sent."""
    if not partial.month:
        return sent + timedelta(days=((partial.weekday or 0) - sent.weekday()) % 7), "day taken from the weekday"
    days = [
        day for year in (sent.year, sent.year + 1) if (day := partial.in_year(year)) and day >= sent - timedelta(days=2)
    ]
    return (days[0] if days else partial.in_year(sent.year)), "year taken from the day it was sent"
