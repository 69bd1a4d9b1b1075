"""The dateline that opens a wire story: place, date, agency, and the sign that ends it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsarchive.wire.agencies import AGENCY_PATTERN, FIRST_WORDS, canonical
from newsarchive.wire.dates import DAY_WORDS, Partial, partial_at
from newsarchive.wire.items import Dateline, Moment
from newsarchive.wire.remembered import remembered

_LONGEST = 140

# Shouted words that open a paragraph without being a place.
_NO_PLACE = re.compile(
    r"(?:UPDATE\w*|BREAKING|EXCLUSIVE|CORRECT\w*|CLARIF\w*|ANALYSIS|FACTBOX|TIMELINE|WATCH|READ|MORE|RELATED|SEE|ALSO|"
    r"NOTE|EDITOR\S*|PHOTO\w*|VIDEO\w*|AUDIO|LIVE|CLAIM|FACTS?|QUESTION|ANSWER|FILE|ALERT|URGENT|BULLETIN|ADVISORY|"
    r"WRAPUP|NEWS|NEWSMAKER|FEATURE|INTERVIEW|OPINION|COLUMN|REVIEW|SOURCE|CREDIT|BY|FROM|THIS|THAT|AND|OR|BUT|IS|ARE|"
    r"WAS|ON|HEADLINE|COPYRIGHT|STORY|POSTED|PUBLISHED|EMAIL|PRINT|HOME|TOP|KEY|STOCKS|DEAR|WHAT|WHO|WHY|HOW|WHEN|"
    r"WHERE|Q|A|TV|DVD|In|On|At|The|From|By)"
)
# Capitals of the Latin, Greek and Cyrillic scripts: the standard library's regexes have no class for them.
_CAPITALS = "[" + "".join(letter for letter in map(chr, range(0x41, 0x530)) if letter.isupper()) + "]"
_SHOUTED = rf"(?:{_CAPITALS}(?:{_CAPITALS}|[.'’-](?=[^\W\d_])|\.(?![^\W\d_]))*(?!\w))"
_UPPER = rf"{_SHOUTED}(?:[ ]{_SHOUTED}){{0,4}}"
_WORD = rf"{_CAPITALS}(?:[\w'’-]|\.(?=\w))*\.?"
_TITLED = rf"{_WORD}(?:[ ](?:(?:de|del|la|of|the|and|am|sur|in|el|al|do|da|di)[ ])*{_WORD}){{0,3}}"
_PLACE_UPPER = re.compile(rf"(?P<place>{_UPPER}(?:\s?/\s?{_UPPER}|\s(?:and|und|et|y)\s{_UPPER}){{0,2}})")
_PLACE_TITLED = re.compile(rf"(?P<place>{_TITLED}(?:\s?/\s?{_TITLED}){{0,2}})")
_REGION_AT = re.compile(rf",\s*(?P<region>{_TITLED})(?=\s*(?:[-–—:/(|,_]|$|\s))")

_AGENCY_NAMES = rf"{AGENCY_PATTERN}(?:\s?[/,]\s?{AGENCY_PATTERN})*"
_BRACKETED = re.compile(
    rf"\s*,?\s*[(\[]\s*(?:(?P<known>{_AGENCY_NAMES})(?:[,/ –-][^()\[\]]{{0,30}})?"
    rf"|(?P<other>{_CAPITALS}[\w. &/-]{{1,24}}))\s*[)\]]"
)
_REGION_IN_BRACKETS = re.compile(r"\s*[(\[](?=[^\W\d_])[^()\[\]]{2,40}[)\]]")
_SLASHED = re.compile(rf"\s*\.?\s*/(?P<known>{_AGENCY_NAMES})/")
_DASHED = re.compile(rf"\s*(?:[-–—|,]|--)\s*(?P<known>{_AGENCY_NAMES})(?=\s*(?:[-–—:|]|--))")
_BARE = re.compile(rf"\s+(?P<known>{_AGENCY_NAMES})(?=\s*(?:[-–—:|]|--))")
_LEADING = re.compile(rf"[(\[]?(?P<known>{_AGENCY_NAMES})[)\]]?\s*(?:[-–—:|,]|--)\s*")
_ALONE = re.compile(rf"[(\[](?P<known>{_AGENCY_NAMES})[)\]]\s*(?:[-–—:|]|--)\s*")
_END = re.compile(r"\s*(?:[.:]?\s*(?:-{1,3}|[–—―_|]|//)|:)(?:\s+|(?=[\"“«'‘\w]))")


@dataclass(frozen=True, slots=True)
class Opening:
    """A dateline as printed, its date still without the year that only the rest of the page can give."""

    printed: str
    place: str = ""
    on: Partial | None = None
    agency: str = ""

    @property
    def length(self) -> int:
        return len(self.printed)


def open_dateline(text: str) -> Dateline | None:
    """The dateline that opens ``text``, or None; its date only where the year is printed."""
    opening = opening_of(text)
    if opening is None:
        return None
    day = opening.on.in_year(opening.on.year) if opening.on and opening.on.year else None
    return Dateline(opening.printed, opening.place, Moment(day) if day else None, opening.agency)


def opens_story(text: str) -> bool:
    """Whether ``text`` opens with a dateline beyond doubt: with a date or an agency, not a shouted word alone."""
    opening = opening_of(text)
    return opening is not None and bool(opening.on or opening.agency)


def opening_of(text: str) -> Opening | None:
    """The dateline that opens ``text`` with its date as printed, or None."""
    return _opening(text[:_LONGEST])


@remembered
def _opening(head: str) -> Opening | None:
    start = len(head) - len(head.lstrip(' \t"“'))
    found = _agency_first(head, start) or _placed(head, start, _PLACE_UPPER) or _placed(head, start, _PLACE_TITLED)
    return found or _agency_before_place(head, start) or _agency_alone(head, start)


def _agency_first(head: str, start: int) -> Opening | None:
    """``AFP - BAGHDAD, April 29 -``: the credit stands before the place."""
    lead = None if _goes_on(head, start, FIRST_WORDS) else _LEADING.match(head, start)
    inner = _placed(head, lead.end(), _PLACE_UPPER) if lead else None
    if not lead or not inner or inner.agency:
        return None
    return Opening(head[: lead.end()] + inner.printed[lead.end() :], inner.place, inner.on, canonical(lead["known"]))


def _agency_before_place(head: str, start: int) -> Opening | None:
    """``(AP) CHICAGO The``: credit and place, and no sign behind them."""
    lead = None if head[start : start + 1].isalpha() else _BRACKETED.match(head, start)
    place = _PLACE_UPPER.match(head, lead.end() + 1) if lead and lead["known"] else None
    for name, at in _place_ends(head, place) if place else []:
        end = _STRONG_START.match(head, at)
        if lead and end and len(name) > 3 and _opens_sentence(head[end.end() :]):
            return Opening(head[: end.end()], name, None, _credit(lead))
    return None


def _opens_sentence(text: str) -> bool:
    """A capital and then small letters: prose, not more of a shouted name."""
    first = text.lstrip("\"“«'‘").split(" ")[0]
    return first[:1].isupper() and (len(first) == 1 or not first.isupper())


def _agency_alone(head: str, start: int) -> Opening | None:
    """``(Reuters) - ``: a credit and no place."""
    found = None if head[start : start + 1].isalpha() else _ALONE.match(head, start)
    return Opening(head[: found.end()], agency=_credit(found)) if found else None


def _placed(head: str, start: int, form: re.Pattern[str]) -> Opening | None:
    place = form.match(head, start)
    if not place:
        return None
    for name, at in _place_ends(head, place):
        found = _completed(head, name, at, shouted=form is _PLACE_UPPER)
        if found:
            return found
    return None


def _place_ends(head: str, place: re.Match[str]) -> list[tuple[str, int]]:
    """The place with its region (``RENO, Nev.``), longest first, and without: the region may be the month."""
    bare = (place["place"], place.end())
    region = _REGION_AT.match(head, place.end())
    if not region or partial_at(head, region.start("region")):
        return [bare]
    ends = [region.end()]
    ends += [region.start("region") + gap.start() for gap in reversed(list(re.finditer(" ", region["region"])))]
    return [*((f"{place['place']}, {head[region.start('region') : end]}", end) for end in ends), bare]


def _completed(head: str, place: str, at: int, *, shouted: bool) -> Opening | None:
    if _goes_on(head, at, _DATELINE_WORDS) or _NO_PLACE.fullmatch(place.split(" ")[0].strip(".")):
        return None
    on, agency, at = _date_and_agency(head, _behind_region(head, at))
    end = _END.match(head, at)
    end = end or _unsigned_end(head, at, bool(agency), shouted and on is not None and on.month > 0)
    if not end:
        return None
    at = end.end()
    if not (on or agency) and not (shouted and _bare_place(place, head, at, end)):
        return None
    if not shouted and on and not on.month and not agency:
        return None
    return Opening(head[:at], place.strip(), on, agency)


_NEXT_WORD = re.compile(r"\s*([A-Za-z]\w*)")
_DATELINE_WORDS = FIRST_WORDS | DAY_WORDS | {"le", "den", "am", "el", "il"}


def _goes_on(head: str, at: int, words: frozenset[str]) -> bool:
    """Whether a word follows that is none of ``words``: most lines are told from datelines by that alone."""
    following = _NEXT_WORD.match(head, at)
    return following is not None and following[1].isascii() and following[1].lower() not in words


def _behind_region(head: str, at: int) -> int:
    """Where the brackets end that print a place's region: words before the date are one, if no agency is called so."""
    region = _REGION_IN_BRACKETS.match(head, at)
    credit = _BRACKETED.match(head, at)
    if not region or (credit and credit["known"]):
        return at
    return region.end() if _date_at(head, region.end())[0] else at


_STRONG_START = re.compile(r"\s*[.,]?\s+(?=[\"“«'‘]?[^\W_])")


def _unsigned_end(head: str, at: int, credited: bool, dated: bool) -> re.Match[str] | None:
    """The blank that ends a dateline without a sign: behind a bracketed agency, or behind a shouted place's date."""
    blank = _STRONG_START.match(head, at)
    if blank and credited and head[at - 1 : at] in (")", "]", "/"):
        return blank if "," not in blank.group() or _opens_sentence(head[blank.end() :]) else None
    return blank if blank and dated and _opens_sentence(head[blank.end() :]) else None


def _bare_place(place: str, head: str, at: int, end: re.Match[str] | None) -> bool:
    """A shouted place alone needs a proper end and prose behind it: ``NEW DELHI: The``, not ``NASA-led``."""
    if not end or len(place) < 4 or place.endswith(("’S", "'S")):
        return False
    sign, rest = end.group(), head[at:]
    return (sign != sign.strip() or sign in ("—", "–", "--")) and any(letter.islower() for letter in rest[:30])


def _date_and_agency(head: str, at: int) -> tuple[Partial | None, str, int]:
    """Date then agency, agency then date, either or neither, from ``at`` on."""
    on, agency = None, ""
    for _ in range(2):
        if on is None:
            on, at = _date_at(head, at)
        if not agency:
            agency, at = _agency_at(head, at)
    return on, agency, at


_BEFORE_DATE = re.compile(r"\s*(?:[,(.]|[-–—]+)?\s*(?:(?:le|den|am|el|il)\s)?")
_AFTER_WEEKDAY = re.compile(r"\s*(?:[-–—:(/]|$)")


def _date_at(head: str, at: int) -> tuple[Partial | None, int]:
    gap = _BEFORE_DATE.match(head, at)
    start = gap.end() if gap else at
    found = partial_at(head, start)
    if not found:
        return None, at
    partial, end = found
    if gap and "(" in gap.group() and head[end : end + 1] == ")":
        end += 1
    if not partial.month and not _AFTER_WEEKDAY.match(head[end:]):
        return None, at
    return partial, end


def _agency_at(head: str, at: int) -> tuple[str, int]:
    for form in (_BRACKETED, _SLASHED, _DASHED, _BARE):
        found = form.match(head, at)
        if found:
            return _credit(found), found.end()
    return "", at


def _credit(found: re.Match[str]) -> str:
    parts = found.groupdict()
    printed = parts["known"] or parts.get("other") or ""
    return "/".join(canonical(part) for part in re.split(r"\s?[/,]\s?", printed))
