"""Lines that belong to the page and not to the article, known by what they say and not by where they stand."""

from __future__ import annotations

import re

from newsarchive.wire.dates import dates_in, rest_of_date_line
from newsarchive.wire.furniture_words import NOTICE, NOTICE_SIGNS, PLEAS, TOOL_GAPS, TOOLS, WHOLE_LINES
from newsarchive.wire.remembered import remembered

_LONGEST = 500
_CRUMB_SIGNS = ("»", "›", ">", "::", "→", "|")
_CRUMBS = re.compile(r"\s*(?:" + "|".join(map(re.escape, _CRUMB_SIGNS)) + r")\s*")
_TELLS = re.compile(r"[^\W_]")


@remembered
def is_furniture(line: str) -> bool:
    """Whether a line is page text by its own words: tools, navigation, pleas, notices of rights."""
    bare = " ".join(line.split())
    if not _TELLS.search(bare):
        return True
    if (len(bare) <= _LONGEST and WHOLE_LINES.fullmatch(bare)) or is_notice(bare):
        return True
    return len(bare) < 240 and (_only_tools(bare) or _is_plea(bare) or is_trail(bare))


@remembered
def is_notice(line: str) -> bool:
    """A paragraph that is nothing but a notice of rights."""
    return len(line) < _LONGEST and _may_be_notice(line) and bool(NOTICE.search(line))


def _may_be_notice(line: str) -> bool:
    """Whether the words are there without which nothing is a notice: a search for them costs less than for notices."""
    if not line.isascii():
        return True
    small = line.lower()
    return any(sign in small for sign in NOTICE_SIGNS)


def heads_links(line: str) -> bool:
    """Whether a line is worded like a heading over links (``More news from the harbour``), as headlines can be too."""
    return len(line) <= _LONGEST and bool(WHOLE_LINES.fullmatch(line)) and not (_only_tools(line) or _is_plea(line))


_LONGEST_TOOLS = 160
_GAP_SIGNS = " |·•»«›‹>/,;:*–—_[]()&-"


def _only_tools(line: str) -> bool:
    if len(line) > _LONGEST_TOOLS:
        return False
    bare = line.lstrip(_GAP_SIGNS)
    # Looking at the first word alone spares most lines the search for tools all through them.
    opens = not bare or bare[:3].lower() == "and" or TOOLS.match(bare)
    return bool(opens) and not TOOL_GAPS.sub("", TOOLS.sub("", line))


def _is_plea(line: str) -> bool:
    return bool(PLEAS.match(line.lstrip("*> "))) and len(line.split()) <= 30


def is_trail(line: str) -> bool:
    """``Home > World > Asia``: short parts between separators."""
    if "<" in line:
        return False  # printed markup, whose brackets are no separators
    if not any(sign in line for sign in _CRUMB_SIGNS):
        return False
    parts = [part for part in _CRUMBS.split(line) if part]
    return len(parts) >= 3 and not line.endswith(".") and all(len(part.split()) <= 6 for part in parts[:-1])


@remembered
def is_date_line(line: str) -> bool:
    """A line that prints a full date and little else: its weekday, clock and label, and a word or two (or the site's
    name, where the line opens by saying what its date is).
    """
    if len(line) > 120 or not dates_in(line):
        return False
    rest = rest_of_date_line(line) or ""
    return len(rest.split()) <= (6 if _LABELLED.match(line) else 2)


_LABELLED = re.compile(
    r"\W*(?:\w+\s+){0,2}(?:published|posted|updated|launched|ran on|created|modified|retrieved|accessed|aired)\b", re.I
)
