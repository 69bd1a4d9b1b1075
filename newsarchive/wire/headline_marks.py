"""The marks that agencies print before a headline or behind it: ``UPDATE 2-``, ``(CORRECTED)``, ``- CORRECTED``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsarchive.wire import trade_words as table
from newsarchive.wire.trade_signs import may_be_marked, may_be_marked_behind

Found = tuple[str, int, int]
"""The kind of mark, and where its words begin and end."""

_MOST_PREFIXES = 4
_SIGN = r"\s*(?:-{1,2}|[–—:：])\s*"


def _prefixes(rows: table.Table) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (
            kind,
            re.compile(rf"(?:[(\[（【](?P<b>{form})[)\]）】](?:{_SIGN}|\s+|(?<=[）】]))|(?P<w>{form}){_SIGN})(?=\S)"),
        )
        for kind, form in rows
    ]


_IN_FRONT = _prefixes(table.HEADLINE)
_IN_FRONT_OF_WORDS = _prefixes(table.HEADLINE_OVER_WORDS)
_LEAD_IN_FRONT = re.compile(r"(?P<w>\d{1,2}(?:ST|ND|RD|TH|st|nd|rd|th) (?:LEAD|LD)|LEADALL)\s+(?=\S)")
_LABEL_IN_FRONT = re.compile(rf"(?:[(\[])?(?P<w>{table.LABELS})[)\]]?\s?:\s*(?=\S)")
_BEHIND = [(kind, re.compile(rf"[(\[（](?P<w>{form})[)\]）]$")) for kind, form in table.BEHIND_HEADLINE]
_BEHIND += [
    (kind, re.compile(rf"(?<=\S)\s*(?:\s-{{1,2}}|[–—])\s*(?P<w>{form})$")) for kind, form in table.AT_HEADLINE_END
]
_AP_CORRECTION = re.compile(r"(?P<w>Correction):\s(?=.{2,80}\bstor(?:y|ies)$)", re.I)


def marks_in(headline: str) -> Iterator[Found]:
    """Every mark before a headline and behind it."""
    at = 0
    for _ in range(_MOST_PREFIXES):
        found = in_front(headline, at)
        if not found:
            break
        kind, start, stop, at = found
        yield kind, start, stop
    for kind, form in _BEHIND if may_be_marked_behind(headline) else ():
        found_behind = form.search(headline)
        if found_behind:
            yield kind, *found_behind.span("w")


def in_front(headline: str, at: int) -> tuple[str, int, int, int] | None:
    """Kind, start and end of a mark that the headline has at a place, and where the rest of it begins."""
    if not may_be_marked(headline, at):
        return None
    shouted = headline[at:].isupper()
    forms = [*_IN_FRONT, *([] if shouted else _IN_FRONT_OF_WORDS)]
    forms += [(table.LEAD, _LEAD_IN_FRONT), *((table.CORRECTION, form) for form in (_AP_CORRECTION, _LABEL_IN_FRONT))]
    for kind, form in forms:
        found = form.match(headline, at)
        if found:
            name = "b" if found.groupdict().get("b") else "w"
            return kind, *found.span(name), found.end()
    return None
