"""Which printed date is which: a date's label, its neighbours and its distance from the dateline decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from newsarchive.wire.dates import Partial, dates_in, instant
from newsarchive.wire.items import Moment

PUBLISHED, UPDATED, RETRIEVED = "published", "updated", "retrieved"

# Copy runs within days of its dateline; a page that shows a date this long after it shows the day it was fetched.
_RUNS_WITHIN = timedelta(days=31)
_ZONES = timedelta(days=1)
# A page with more dates than these at its start and end is a calendar or a table of them.
_MOST_DATES = 50

_LABELS = (
    (UPDATED, re.compile(r"updat|modified|revised|mis à jour|aktualisiert|actualizad|aggiornat|atualizad", re.I)),
    (RETRIEVED, re.compile(r"retriev|accessed|download|fetched|captured|printed on|today['’]?s? (?:date|is)", re.I)),
    (
        PUBLISHED,
        re.compile(r"publi[sckéz]|posted|launched|ran on|released|issued|created|veröffentlicht|pubblicat|first", re.I),
    ),
)


@dataclass(frozen=True, slots=True)
class PageDate:
    """A date the page prints outside its prose: the days it can mean, its clock, and what it is said to be."""

    readings: tuple[date, ...]
    clock: time | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the dates of a page turned out to be."""

    dateline: Moment | None = None
    published: Moment | None = None
    retrieved: Moment | None = None


def page_dates(lines: Iterable[str]) -> list[PageDate]:
    """The dates of date lines, in order, labelled by the words in front of each (or behind, where none stand there)."""
    found: list[PageDate] = []
    for line in lines:
        printed, at = dates_in(line), 0
        for each in printed:
            label = _label(line[at : each.start]) or (_label(line[each.end :]) if len(printed) == 1 else "")
            found.append(PageDate(_local(each.readings, line), each.clock, label))
            at = each.end
    return found


def _local(readings: tuple[date, ...], line: str) -> tuple[date, ...]:
    """A line that tells its time in an American zone writes its numbers month first."""
    return readings[1:] if len(readings) == 2 and _AMERICAN.search(line) else readings


_AMERICAN = re.compile(r"\b(?:[ECMP][SD]?T)\b")


def _label(words: str) -> str:
    return next((label for label, form in _LABELS if form.search(words)), "")


Ends = Callable[[date], date | None]
"""The day on which the embargo of copy sent on the given day ends, None where it is under none that is known to end."""


def _never_held(_sent: date) -> None:
    return None


def settle(
    dateline: Partial | None, printed: Sequence[PageDate], day_first: bool | None = None, ends: Ends = _never_held
) -> Clocks:
    """Give each date its clock; ``day_first`` is what else is known of how this outlet writes 03/04/2007.

    Copy that is held back is datelined ahead: up to the day after its embargo ``ends`` and at most a month.
    """
    printed = (*printed[:_MOST_DATES], *printed[_MOST_DATES:][-_MOST_DATES:])
    dates = [_one_reading(each, dateline, printed, day_first) for each in printed]
    usual = _dateline_moment(dateline, _anchor(dateline, dates)), _ZONES
    on, ahead = _held_dateline(dateline, dates, ends) or usual
    published = _published(on, dates, ahead)
    return Clocks(on, published, _retrieved(on, published, dates))


@dataclass(frozen=True, slots=True)
class _Read:
    moment: Moment
    label: str

    @property
    def on(self) -> date:
        return self.moment.on


def _one_reading(each: PageDate, dateline: Partial | None, others: Sequence[PageDate], day_first: bool | None) -> _Read:
    """One day for a date: where two are possible, evidence on the page decides, else the doubt is kept."""
    day, doubt = each.readings[0], ""
    if len(each.readings) == 2:
        day, doubt = _choose(each.readings, dateline, others, day_first)
    return _Read(Moment(day, instant(day, each.clock), doubt), each.label)


def _choose(
    readings: tuple[date, ...], dateline: Partial | None, others: Sequence[PageDate], day_first: bool | None
) -> tuple[date, str]:
    certain = {other.readings[0] for other in others if len(other.readings) == 1}
    near = [day for day in readings if day in certain or _just_after(dateline, day)]
    if len(near) == 1:
        return near[0], ""
    first, second = readings
    if day_first is not None:
        return (first if day_first else second), ""
    return first, f"day and month could be the other way round: {first.isoformat()} or {second.isoformat()}"


def _just_after(dateline: Partial | None, day: date) -> bool:
    started = _latest_before(dateline, day) if dateline else None
    return started is not None and day - started <= timedelta(days=7)


def _latest_before(partial: Partial, day: date) -> date | None:
    """The dateline's day in the nearest year that puts it at or just before ``day``."""
    if partial.year is not None:
        own = partial.in_year(partial.year)
        return own if own and own <= day + _ZONES else None
    if not partial.month and partial.weekday is not None:
        return day - timedelta(days=(day.weekday() - partial.weekday) % 7)
    days = (partial.in_year(day.year + shift) for shift in (1, 0, -1, -2, -3, -4))
    return next((each for each in days if each and each <= day + _ZONES), None)


def _anchor(dateline: Partial | None, dates: Sequence[_Read]) -> _Read | None:
    """The page date that most tightly follows the dateline: the one to take a missing year from."""
    if dateline is None:
        return None
    gaps = [
        (read.on - started, at, read) for at, read in enumerate(dates) if (started := _latest_before(dateline, read.on))
    ]
    return min(gaps, key=lambda gap: (abs(gap[0]), gap[1]))[2] if gaps else None


def _held_dateline(dateline: Partial | None, dates: Sequence[_Read], ends: Ends) -> tuple[Moment, timedelta] | None:
    """The dateline of copy that was sent before its day because it was held back, and how long before; else None."""
    sent = min((read.on for read in dates if read.label != RETRIEVED), default=None)
    if not (sent and dateline and dateline.month and (end := ends(sent))):
        return None
    # A page that shows only when it was fetched, years later, must not date its story by that.
    day = _latest_before(dateline, min(end, sent + _RUNS_WITHIN))
    if day is None or day - sent <= _ZONES:
        return None
    return (Moment(day) if dateline.year else _year_taken(dateline, day, sent)), day - sent


def _dateline_moment(dateline: Partial | None, anchor: _Read | None) -> Moment | None:
    if dateline is None:
        return None
    if dateline.year is not None:
        day = dateline.in_year(dateline.year)
        return Moment(day) if day else None
    if anchor is None:
        return None
    if not dateline.month:
        return _by_weekday(dateline, anchor)
    return _with_year(dateline, anchor)


def _with_year(dateline: Partial, anchor: _Read) -> Moment | None:
    day = _latest_before(dateline, anchor.on)
    return _year_taken(dateline, day, anchor.on) if day else None


def _year_taken(dateline: Partial, day: date, page: date) -> Moment:
    gap = (page - day).days
    doubt = "year taken from the page's date"
    if gap > _RUNS_WITHIN.days:
        doubt += f", which lies {gap} days later"
    if dateline.weekday is not None and day.weekday() != dateline.weekday:
        doubt += "; the weekday printed does not fit it"
    return Moment(day, doubt=doubt)


def _by_weekday(dateline: Partial, anchor: _Read) -> Moment | None:
    day = _latest_before(dateline, anchor.on)
    if day is None or anchor.label == RETRIEVED:
        return None
    return Moment(day, doubt="day taken from the weekday and the page's date")


def _published(dateline: Moment | None, dates: Sequence[_Read], ahead: timedelta) -> Moment | None:
    """A date said to be it; else the earliest that could be: near the dateline, or the first of several.

    The dateline may lie ``ahead`` of it so far.
    """
    for label in (PUBLISHED, "", UPDATED):
        able = [read for read in dates if read.label == label and _could_be_published(dateline, read, ahead)]
        if able:
            best = min(able, key=lambda read: read.on)
            found = _richest([read.moment for read in able if read.on == best.on])
            return _called_updated(found) if label == UPDATED else found
    return None


def _called_updated(moment: Moment) -> Moment:
    """It may have run earlier than the only date that its page prints."""
    return replace(moment, doubt="; ".join(filter(None, (moment.doubt, "the page calls it updated"))))


def _richest(same_day: Sequence[Moment]) -> Moment:
    """Of several prints of one day, the one that tells the time."""
    return next((moment for moment in same_day if moment.at), same_day[0])


def _could_be_published(dateline: Moment | None, read: _Read, ahead: timedelta) -> bool:
    if dateline is None or read.label == PUBLISHED:
        return True
    return -ahead <= read.on - dateline.on <= _RUNS_WITHIN


def _retrieved(dateline: Moment | None, published: Moment | None, dates: Sequence[_Read]) -> Moment | None:
    said = [read.moment for read in dates if read.label == RETRIEVED]
    if said:
        return said[0]
    start = published or dateline
    late = [read.moment for read in dates if not read.label and start and read.on - start.on > _RUNS_WITHIN]
    return max(late, key=lambda moment: moment.on) if late else None


def hint(text: str, label: str = "") -> list[PageDate]:
    """The dates in a machine-readable value (a meta tag, an attribute), each with the label it was found under."""
    return [PageDate(each.readings, each.clock, label) for each in dates_in(text)]
