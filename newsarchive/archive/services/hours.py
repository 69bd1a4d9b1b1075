"""The hours that articles print without a zone, read anew from originals: a row of `resensing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time

from newsarchive import wire
from newsarchive.archive.models import Article, Reading
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.services.bulk import update_rows

VERSION = "clocks-1"
"""By which rules hours are read: raise it where `wire` reads another hour for any item."""

Items = Mapping[int, wire.Item]

_DAYS = ("published_on", "filed_on")
_HOURS = ("published_time", "filed_time")


def renew(read: Iterable[tuple[int, wire.Item]]) -> set[int]:
    """Enter the hours that are printed without a zone. Returns the articles of which others were known.

    An hour belongs to its day: where another day would be read now it stays as it is, and where an editor corrected the
    day it is kept with what was read.
    """
    items = dict(read)
    readings = Reading.objects.in_bulk(list(items))
    return _in_columns(items, readings) | _in_readings(items, readings)


def _in_columns(items: Items, readings: Mapping[int, Reading]) -> set[int]:
    changed = {}
    for pk, *kept in rows(Article, ("id", *_DAYS, *_HOURS), "id", list(items)):
        days, hours = kept[:2], kept[2:]
        corrected = readings[pk].values if pk in readings else {}
        wanted = [
            hour if day in corrected else _hour(moment, on, hour)
            for day, moment, on, hour in zip(_DAYS, _moments(items[pk]), days, hours, strict=True)
        ]
        if wanted != hours:
            changed[pk] = wanted
    update_rows(Article, _HOURS, ((pk, *wanted) for pk, wanted in sorted(changed.items())))
    return set(changed)


def _in_readings(items: Items, readings: Mapping[int, Reading]) -> set[int]:
    changed = {}
    for pk, reading in readings.items():
        corrected = [row for row in zip(_DAYS, _HOURS, _moments(items[pk]), strict=True) if row[0] in reading.values]
        wanted = {
            hour: _written(_hour(moment, _day(reading.values[day]), _time(reading.values.get(hour))))
            for day, hour, moment in corrected
        }
        if any(reading.values.get(hour) != written for hour, written in wanted.items()):
            reading.values |= wanted
            changed[pk] = reading
    Reading.objects.bulk_update(changed.values(), ["values"], batch_size=500)
    return set(changed)


def _moments(item: wire.Item) -> tuple[wire.Moment | None, ...]:
    return item.published, item.filed


def _hour(moment: wire.Moment | None, on: date | None, kept: time | None) -> time | None:
    return moment.bare_time if moment and moment.on == on else kept


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _time(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None


def _written(hour: time | None) -> str | None:
    return hour.isoformat() if hour else None
