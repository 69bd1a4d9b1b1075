"""Lines that name people or agencies: bylines, writers' titles, credits."""

from __future__ import annotations

import re

from newsarchive.wire.agencies import AGENCY_PATTERN
from newsarchive.wire.months import MONTHS, WEEKDAYS, either
from newsarchive.wire.remembered import remembered

_NAME = r"(?:[^\W\d_a-z][\w'’.-]*)"
_PARTICLE = r"(?:van|von|de|der|den|la|le|el|al|bin|di|da|dos)"
_PERSON = rf"{_NAME}(?:\s(?:{_NAME}|{_PARTICLE}))*"
_PEOPLE = rf"{_PERSON}(?:(?:,|\s(?:and|und|et|y|e|&))+\s{_PERSON})*"
_BY = re.compile(rf"^(?:(?i:by|written by|reported by|von|par|por|door|di|av)):?\s+(?P<who>{_PEOPLE})(?P<of>\W.*)?$")
_WRITER = re.compile(
    rf"^(?:(?:the )?{AGENCY_PATTERN}|\w+(?: \w+)?)? ?(?:staff |sports |business |political |medical |science )?"
    r"(?:writers?|reporters?|correspondents?|staff|editors?|columnists?)(?: \w+)?$",
    re.I,
)
_CREDIT = re.compile(
    rf"^[(\[]?(?:by |from |source: ?|the |© ?)*{AGENCY_PATTERN}(?:[,/ ]+(?:and |the )?{AGENCY_PATTERN})*"
    r"(?: reports?| news)?[)\]]?\.?$",
    re.I,
)
_NO_PERSON = re.compile(
    r"\b(?:news\w*|tv|online|team|staff|editors?|times|press|services?|radio|media|agency|admin\w*|inc|ltd|llc|network|"
    r"the|state|herald|tribune|post|gazette|journal|reporters?|webmaster|\w+\.(?:com|net|org)|desk|bureau|associated|correspondent|w[A-Z]{3}|designer|image\w*)\b",
    re.I,
)
_LONGEST = 150
# What follows a name on the same line: the agency, the writer's title, the day.
_BEHIND_NAME = re.compile(
    rf"(?:(?<![\s,/|-])[\s,/|-]+(?:of )?(?:the )?"
    rf"(?:{AGENCY_PATTERN}|(?:{either(WEEKDAYS)})\b|\w+ writer|staff writer)(?!\w).*"
    rf"|\s(?:{either(MONTHS)})\.?)$",
    re.I,
)


@remembered
def byline_of(line: str) -> str:
    """The people a byline names, or an empty string where the line is none."""
    if not _short(line) or line.rstrip().endswith(("?", "!", ":")):
        return ""
    found = _BY.match(line.strip())
    return persons(found["who"]) if found else ""


def persons(names: str) -> str:
    """Names without agency, title and day behind them; empty where what is left names no person."""
    parts = [part.strip(" .") for part in _BEHIND_NAME.sub("", names[:_LONGEST]).split(",")]
    people = [
        part for part in parts if part and not (is_credit(part) or is_writer_title(part) or _NO_PERSON.search(part))
    ]
    return ", ".join(people)


def name_over_title(name: str, title: str) -> str:
    """The name where one stands alone over ``Associated Press Writer``."""
    return byline_of(f"By {name}") if is_writer_title(title) and len(name.split()) <= 5 else ""


@remembered
def is_byline(line: str) -> bool:
    """Whether a line opens as a byline does, be it of a person or of a newsroom."""
    return _short(line) and not line.rstrip().endswith(("?", "!", ":", ".")) and bool(_BY.match(line.strip()))


def _short(line: str) -> bool:
    """Whether a line is short enough to name people and nothing else."""
    return len(line) <= _LONGEST and len(line.split()) <= 14


@remembered
def is_writer_title(line: str) -> bool:
    """``Associated Press Writer``, which stands under a name."""
    return _short(line) and len(line.split()) <= 6 and bool(_WRITER.match(line.strip()))


@remembered
def is_credit(line: str) -> bool:
    """A line that names nothing but an agency or two."""
    return len(line) < 80 and bool(_CREDIT.match(line.strip()))
