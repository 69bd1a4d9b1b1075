"""Hours as pages print them, alone or beside a date, with the zone where one is named."""

from __future__ import annotations

import re
from datetime import time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from newsarchive.wire.months import AMERICAN_ZONES, CAPITAL_ZONES, WEEKDAYS, ZONES, either

_FAR = r"(?:UTC|GMT)\s?[+\-−–]\d{1,2}(?::?[0-5]\d)?(?!\d)"
_OFFSET = r"[+-]\d{2}:?\d{2}\b"
_AMERICAN = (
    r"(?-i:[ECMP]T)\b|US/(?:Eastern|Central|Mountain|Pacific)\b|(?:Eastern|Central|Mountain|Pacific)\s+Time(?!\w)"
)
_CAPITALS = rf"(?-i:{either(CAPITAL_ZONES)})\b"
_BARE_ZONE = rf"{_FAR}|(?:{either(ZONES)})\b|{_CAPITALS}|{_AMERICAN}|{_OFFSET}"
# In brackets small letters are words: "(est. 1911)".
_BRACKETED = rf"[(\[]\s?(?:{_FAR}|(?-i:{either(ZONES)})|{_CAPITALS}|{_AMERICAN}|{_OFFSET})\s?[)\]]"

CLOCK = re.compile(
    r"(?:(?P<front>[上下]午|午[前後后]|오[전후])\s*)?"
    r"(?<![\d/.-])(?P<h>\d{1,2})"
    r"(?:(?P<by>[:.h]|\s?[時时點点시]\s?)(?P<n>[0-5]\d|\d(?=\s?[分분]))(?:\s?[分분]|:(?P<s>[0-5]\d)(?:\.\d+)?)?)?"
    r"\s*(?P<half>[ap](?:\.\s?)?m\b\.?)?(?:\s*(?P<unit>uhr|h|hrs|hours|heures|horas)(?!\w))?"
    rf"\s*(?P<zone>{_BARE_ZONE}|{_BRACKETED})?",
    re.I,
)

# What joins an hour to the date before it; a label may be among it ("4 March 2012 · Last updated 5:12 pm").
_AFTER_WORDS = (
    r"at|um|à|a|las?|alle|ore|ora|às|kl|klo|om|в|о|saat|pukul|godz|h|time|local|uhrzeit|heure|hora|page|web|story|article|"
    r"last|first|originally|posted|updated?|published|created|modified|revised|filed|issued|sent|mis|mise|jour|publié|"
    r"veröffentlicht|aktualisiert|publicado|actualizado|pubblicato|aggiornato|atualizado|retrieved|accessed|printed"
)
# And what joins it to the date behind it: here a label opens what is said of the date alone. Of zones that are not
# known (CST, IST) the letters may stand there.
_BEFORE_WORDS = r"on|of|the|le|el|il|am|den|em|del?|do|local|time|eastern|(?-i:[A-Z]{1,3}T)"
# Of a point in the middle that was decoded wrongly a letter is left: "8:01 pm Â· 1-9-07".
_SIGN = r"(?:[^\w$€£¥#%+]|Â(?=\W))"
_WEEKDAY = rf"(?:{either(WEEKDAYS)})"
_AFTER = re.compile(
    rf"(?P<gap>T(?=\d)|(?:{_SIGN}|(?<!\w)(?:{_AFTER_WORDS}|{_WEEKDAY})(?!\w))*)(?P<clock>{CLOCK.pattern})", re.I
)
_BEFORE_GAP = re.compile(rf"(?:{_SIGN}|(?<!\w)(?:{_BEFORE_WORDS}|{_WEEKDAY})(?!\w))*", re.I)
_LED = re.compile(rf"(?:^|(?<!\w)(?:{_AFTER_WORDS})(?!\w)){_SIGN}*$", re.I)
_NO_HOUR = re.compile(r"\s*(?:[^\W\d_]|[%€$£¥°])|\.?\d")
_LASTS = re.compile(r"\s*(?:min|sec)(?:s|\.|ute|ond|\b)", re.I)
_REACH = 60
# Of the hours in front of a date one of the nearest counts.
_LONGEST_GAP = 40


def clock_in(text: str) -> time | None:
    """The first clock time printed in ``text``, aware where a zone stands behind it."""
    return next((_time(found) for found in CLOCK.finditer(text.lstrip("T")) if _is_told(found)), None)


def clock_beside(text: str, start: int, end: int) -> time | None:
    """The hour of the date at ``start:end``: the nearest from which only signs and joining words part it."""
    beside = (_after(text[end : end + _REACH]), _before(text[max(0, start - _REACH) : start]))
    return min((each for each in beside if each), key=lambda each: each[0], default=(0, None))[1]


def _after(text: str) -> tuple[int, time] | None:
    """The hour that follows a date, and how far behind it."""
    found = _AFTER.match(text)
    if not found or not _is_told(found) or _LASTS.match(text, found.end()):
        return None
    if _is_pointed(found) and not re.search(r"\w", found["gap"]) and _NO_HOUR.match(text, found.end()):
        return None
    clock = _time(found)
    return (len(found["gap"]), clock) if clock else None


def _before(text: str) -> tuple[int, time] | None:
    """The hour that a date follows, and how far in front of it."""
    for found in reversed([each for each in CLOCK.finditer(text) if _is_told(each)]):
        gap = len(text) - found.end()
        if gap > _LONGEST_GAP or not _BEFORE_GAP.fullmatch(text, found.end()):
            return None
        if _is_pointed(found) and not _LED.search(text[: found.start()]):
            continue
        clock = _time(found)
        return (gap, clock) if clock else None
    return None


def _is_told(found: re.Match[str]) -> bool:
    return bool(found["n"] or found["half"])


def _is_pointed(found: re.Match[str]) -> bool:
    """Whether the figures alone could as well be a price, a length or a number."""
    return found["by"] == "." and not (found["half"] or found["unit"] or found["zone"])


def _time(found: re.Match[str]) -> time | None:
    hour, half = int(found["h"]), _half(found)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found["n"] or 0), int(found["s"] or 0), tzinfo=_zone(found["zone"]))
    except ValueError:
        return None


def _half(found: re.Match[str]) -> str:
    if found["front"]:
        return "a" if found["front"] in ("上午", "午前", "오전") else "p"
    return (found["half"] or "").lower()[:1]


def _zone(printed: str | None) -> tzinfo | None:
    if not printed:
        return None
    bare = printed.strip("()[] ").upper()
    if far := _DISTANCE.search(bare):
        return _away(far)
    hours = (ZONES | CAPITAL_ZONES).get(bare)
    return (
        timezone(timedelta(hours=hours)) if hours is not None else ZoneInfo(AMERICAN_ZONES[bare.removeprefix("US/")[0]])
    )


_DISTANCE = re.compile(r"(?P<sign>[+\-−–])(?P<h>\d{1,2}):?(?P<n>\d\d)?$")
_FARTHEST = 14 * 60


def _away(far: re.Match[str]) -> timezone | None:
    """The zone so far from UTC; none where no place on earth is: what looks like it is a span of hours then."""
    minutes = int(far["h"]) * 60 + int(far["n"] or 0)
    return timezone(timedelta(minutes=minutes if far["sign"] == "+" else -minutes)) if minutes <= _FARTHEST else None
