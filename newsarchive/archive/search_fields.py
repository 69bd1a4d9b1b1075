"""What is typed into the search box: words, and fields among them such as ``place:Tehran`` or ``-source:"Daily Mail"``.

A field's name is one of `FIELDS`; any other is a word like the rest. Its value is what follows the colon up to the next
blank, or stands between double quotes. Words are left to PostgreSQL as they are: phrases in quotes, OR, a hyphen for
what is to be missing.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

AFTER, BEFORE, IS = "after", "before", "is"
FIELDS = ("agency", "source", "place", "language", "format", "slug", "copies", "mark", IS, AFTER, BEFORE)

_QUOTES = str.maketrans(dict.fromkeys("“”„‟", '"'))
_PIECE = re.compile(
    rf'(?P<minus>-?)(?P<field>{"|".join(FIELDS)}):(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]*))'
    r'|-?"[^"]*"?|[^\s"]+',
    re.IGNORECASE,
)
_STRANGER = re.compile(r'-?(?P<name>[^\W\d_][\w-]+):(?=[\w"])')
_NO_NAMES = frozenset({"re", "aw", "fw", "fwd", "http", "https", "ftp", "mailto", "urn", "doi"})
"""What stands before a colon in subjects of letters and in addresses."""

_PLAIN = re.compile(r'[^\s"]+')


class Term(NamedTuple):
    """A field as it was typed; ``without`` where a hyphen stands before it. The value may be empty."""

    field: str
    value: str
    without: bool = False

    def __str__(self) -> str:
        value = self.value if _PLAIN.fullmatch(self.value) else f'"{self.value}"'
        return f"{'-' if self.without else ''}{self.field}:{value}"


@dataclass(frozen=True)
class Typed:
    """The words, one blank between them, and the fields in the order in which they were typed."""

    words: str
    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        """As it may be typed: read again it is the same."""
        return " ".join(filter(None, [self.words, *map(str, self.terms)]))


def read(typed: str) -> Typed:
    """Part words from fields. Never fails."""
    pieces = list(_pieces(typed.translate(_QUOTES)))
    words = [p for n, p in enumerate(pieces) if isinstance(p, str) and not _beside_a_field(pieces, n)]
    terms = tuple(p for p in pieces if isinstance(p, Term))
    while terms and words and _is_or(words[-1]):
        words.pop()
    return Typed(" ".join(words), terms)


def strangers(typed: str) -> list[str]:
    """What was typed like the name of a field, as ``author`` in ``author:Smith``, and is none.

    What a blank or a stroke follows is no such name, nor are a figure, a single letter, and words inside a phrase.
    """
    typed = typed.translate(_QUOTES)
    found = (_STRANGER.match(typed, piece.start()) for piece in _PIECE.finditer(typed) if not piece["field"])
    return list(dict.fromkeys(m["name"] for m in found if m and m["name"].lower() not in _NO_NAMES))


def taken_off(typed: str, field: str, value: str) -> str:
    """What was typed without a field of this value, whatever its case."""
    said = read(typed)
    gone = (field, value.lower())
    return str(Typed(said.words, tuple(t for t in said.terms if (t.field, t.value.lower()) != gone)))


def _pieces(typed: str) -> Iterator[str | Term]:
    for found in _PIECE.finditer(typed):
        field = (found["field"] or "").lower()
        if field in FIELDS:
            value = found["bare"] if found["quoted"] is None else found["quoted"]
            yield Term(field, " ".join(value.split()), bool(found["minus"]))
        elif words := _closed(found.group()):
            yield words


def _closed(piece: str) -> str:
    """A piece as it stands; a phrase that nothing closes ends with it, and one without words is nothing."""
    if '"' not in piece:
        return piece
    minus, _, rest = piece.partition('"')
    words = rest.removesuffix('"').strip()
    return f'{minus}"{words}"' if words else ""


def _beside_a_field(pieces: Sequence[str | Term], at: int) -> bool:
    """Whether this is an OR beside a field: it joins no words, and values of one field are alternatives anyway."""
    beside = pieces[max(at - 1, 0) : at + 2]
    return _is_or(pieces[at]) and any(isinstance(p, Term) for p in beside)


def _is_or(piece: str | Term) -> bool:
    return isinstance(piece, str) and piece.lower() == "or"


def days(written: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of a year, a month or a day (``2007``, ``2007-04``, ``2007-04-03``); None for else."""
    found = re.fullmatch(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?", written, re.ASCII)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = datetime.date(year or 0, month or 1, day or 1)
        last_day = calendar.monthrange(first.year, month or 12)[1]
        return first, datetime.date(first.year, month or 12, day or last_day)
    except ValueError:
        return None
