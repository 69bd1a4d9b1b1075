"""Lines that belong to the page and not to the article, known by what they say and not by where they stand."""

from __future__ import annotations

import re

from newsarchive.wire.agencies import AGENCY_PATTERN
from newsarchive.wire.dates import dates_in, rest_of_date_line
from newsarchive.wire.furniture_words import NOTICE, PLEAS, TOOL_GAPS, TOOLS, WHOLE_LINES

_CRUMBS = re.compile(r"\s*(?:»|›|>|::|→|\|)\s*")


def is_furniture(line: str) -> bool:
    """Whether a line is page text by its own words: tools, navigation, pleas, notices of rights."""
    bare = " ".join(line.split())
    if not re.search(r"[^\W_]", bare):
        return True
    if WHOLE_LINES.fullmatch(bare) or is_notice(bare):
        return True
    return len(bare) < 240 and (_only_tools(bare) or _is_plea(bare) or is_trail(bare))


def is_notice(line: str) -> bool:
    """A paragraph that is nothing but a notice of rights."""
    return len(line) < 500 and bool(NOTICE.search(line))


def _only_tools(line: str) -> bool:
    return not TOOL_GAPS.sub("", TOOLS.sub("", line))


def _is_plea(line: str) -> bool:
    return bool(PLEAS.match(line.lstrip("*> "))) and len(line.split()) <= 30


def is_trail(line: str) -> bool:
    """``Home > World > Asia``: short parts between separators."""
    parts = [part for part in _CRUMBS.split(line) if part]
    return len(parts) >= 3 and not line.endswith(".") and all(len(part.split()) <= 6 for part in parts[:-1])


def is_date_line(line: str) -> bool:
    """A line that prints a full date and nothing else but its weekday, clock, label and at most a word or two."""
    if len(line) > 120 or not dates_in(line):
        return False
    rest = rest_of_date_line(line) or ""
    return len(rest.split()) <= 2


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


def byline_of(line: str) -> str:
    """The people a byline names, or an empty string where the line is none."""
    if len(line.split()) > 14 or line.rstrip().endswith(("?", "!", ":")):
        return ""
    found = _BY.match(line.strip())
    parts = found["who"].split(",") if found else []
    people = [part.strip(" .") for part in parts if not (is_credit(part) or is_writer_title(part))]
    return ", ".join(part for part in people if part)


def is_writer_title(line: str) -> bool:
    """``Associated Press Writer``, which stands under a name."""
    return len(line.split()) <= 6 and bool(_WRITER.match(line.strip()))


def is_credit(line: str) -> bool:
    """A line that names nothing but an agency or two."""
    return len(line) < 80 and bool(_CREDIT.match(line.strip()))
