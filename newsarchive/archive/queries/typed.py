"""What is typed into the search box, as what is wanted; what makes no sense of it is told in words and left out."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from newsarchive.archive.models import Story
from newsarchive.archive.queries.wanted import SIZES
from newsarchive.archive.search_fields import AFTER, BEFORE, IS, Term, days
from newsarchive.wire.formats import FORMATS
from newsarchive.wire.languages import NAMES
from newsarchive.wire.trade import slug_key

LONGEST = 200
"""Characters of a value."""

MARKS = list(Story.Mark.values)
FORMAT_NAMES = [row.name for row in FORMATS if " " not in row.name]
YES = "yes"
_FLAGS = ("developed", "updated", "folded")
_CODES = {name.lower(): code for code, name in NAMES.items()}
_WRITTEN_OUT = ("%d %B %Y", "%d %b %Y", "%d.%m.%Y")


@dataclass
class Understood:
    """The values of each field of `Wanted` that the fields typed ask for, and what makes no sense, in words."""

    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    without: list[tuple[str, str]] = field(default_factory=list)
    since: datetime.date | None = None
    until: datetime.date | None = None
    problems: list[str] = field(default_factory=list)


def understood(terms: Iterable[Term]) -> Understood:
    """What these fields come to. Of several days the narrowest count."""
    found = Understood()
    for term in terms:
        if not term.value or len(term.value) > LONGEST:
            found.problems.append(f"“{term.field}:” needs {'a shorter' if term.value else 'a'} value after the colon.")
        elif term.field in (AFTER, BEFORE):
            _bound(term, found)
        else:
            _ask(term, found)
    return found


def day_typed(written: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of what a reader writes: a year, a month, a day; None where it is no date."""
    span = days(written)
    for form in () if span else _WRITTEN_OUT:
        try:
            day = datetime.datetime.strptime(written, form).date()
        except ValueError:
            continue
        return day, day
    return span


def _bound(term: Term, found: Understood) -> None:
    span = day_typed(term.value)
    if term.without or span is None:
        found.problems.append(f"“{term}” is no date to go by; write it as {term.field}:2007, 2007-04 or 2007-04-03.")
    elif term.field == AFTER:
        found.since = max(span[0], found.since or span[0])
    else:
        found.until = min(span[1], found.until or span[1])


def _ask(term: Term, found: Understood) -> None:
    name, value = _flag(term) or (term.field, _READ.get(term.field, str)(term.value))
    if not value:
        found.problems.append(f"“{term}” is not known; {_KNOWN[term.field]}.")
    elif term.without:
        found.without.append((name, value))
    else:
        found.values[name].append(value)


def _flag(term: Term) -> tuple[str, str] | None:
    """``is:developed``, and ``is:corrected`` for what is a mark."""
    if term.field != IS:
        return None
    value = term.value.lower()
    return (value, YES) if value in _FLAGS else ("mark", value if value in MARKS else "")


def language_code(written: str) -> str:
    """The code of a language that is written as its code or its English name; empty where it is neither."""
    small = written.lower()
    return small if small in NAMES else _CODES.get(small, "")


def one_of(values: Iterable[str]) -> Callable[[str], str]:
    """Reads one of these values, whatever its case, and makes nothing of any other."""
    known = frozenset(values)
    return lambda written: written.lower() if written.lower() in known else ""


_READ: dict[str, Callable[[str], str]] = {
    "language": language_code,
    "format": one_of(FORMAT_NAMES),
    "slug": slug_key,
    "copies": one_of(SIZES),
    "mark": one_of(MARKS),
}
"""How values of fields are read; what is no value of theirs becomes nothing."""

_KNOWN = {
    "language": "a language is written as its code or its English name, as language:fr or language:French",
    "format": f"a format is one of {', '.join(FORMAT_NAMES)}",
    "slug": "a slug is words and hyphens",
    "copies": f"numbers of copies are {', '.join(SIZES)}",
    "mark": f"marks are {', '.join(MARKS)}",
    IS: f"it may say {', '.join([*MARKS, *_FLAGS])}",
}
