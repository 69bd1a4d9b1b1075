"""The hours that articles print, with a zone and without, read anew from originals: a row of `resensing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from newsarchive import wire
from newsarchive.archive.models import Article, Reading
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.services.bulk import update_rows
from newsarchive.archive.services.clocks import HOURS

VERSION = "clocks-1"
"""By which rules hours are read: raise it where `wire` reads another hour for any item."""

Items = Mapping[int, wire.Item]
Hours = tuple[datetime | None, time | None]
"""The instant of a clock, or the hour as printed without a zone."""

_DAYS = tuple(HOURS)
_COLUMNS = tuple(column for day in _DAYS for column in HOURS[day])


def renew(read: Iterable[tuple[int, wire.Item]]) -> set[int]:
    """Enter the hours that are printed. Returns the articles of which others were known.

    An hour belongs to its day: where another day would be read now it stays as it is, and where an editor corrected the
    day it is kept with what was read.
    """
    items = dict(read)
    readings = Reading.objects.in_bulk(list(items))
    return _in_columns(items, readings) | _in_readings(items, readings)


def _in_columns(items: Items, readings: Mapping[int, Reading]) -> set[int]:
    changed = {}
    for pk, *kept in rows(Article, ("id", *_DAYS, *_COLUMNS), "id", list(items)):
        days, hours = kept[: len(_DAYS)], kept[len(_DAYS) :]
        corrected = readings[pk].values if pk in readings else {}
        wanted: list[Any] = []
        for n, (day, on) in enumerate(zip(_DAYS, days, strict=True)):
            known = (hours[2 * n], hours[2 * n + 1])
            wanted += known if day in corrected else _hours(items[pk], day, on, known)
        if wanted != hours:
            changed[pk] = wanted
    update_rows(Article, _COLUMNS, ((pk, *wanted) for pk, wanted in sorted(changed.items())))
    return set(changed)


def _in_readings(items: Items, readings: Mapping[int, Reading]) -> set[int]:
    changed = {}
    for pk, reading in readings.items():
        known, wanted = reading.values, {}
        for day in (day for day in _DAYS if known.get(day)):
            kept = (_instant(known.get(HOURS[day][0])), _time(known.get(HOURS[day][1])))
            told = _hours(items[pk], day, date.fromisoformat(known[day]), kept)
            wanted |= {column: _written(hour) for column, hour in zip(HOURS[day], told, strict=True)}
        if any(known.get(column) != written for column, written in wanted.items()):
            reading.values |= wanted
            changed[pk] = reading
    Reading.objects.bulk_update(changed.values(), ["values"], batch_size=500)
    return set(changed)


def _hours(item: wire.Item, day: str, on: date | None, known: Hours) -> Hours:
    moment = {"published_on": item.published, "filed_on": item.filed}[day]
    if moment is None or moment.on != on:
        return known
    return moment.instant.astimezone(UTC) if moment.instant else None, moment.bare_time


def _instant(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _time(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None


def _written(hour: datetime | time | None) -> str | None:
    return hour.isoformat() if hour else None
