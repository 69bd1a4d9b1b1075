"""What a line must have for a trade mark to be read from it: most lines have none of it, and that is told in no time.

Each answer is False only where none of the forms in question (`newsarchive.wire.trade_words`, `.denials`) can match.
"""

from __future__ import annotations

import re

_KILLING = (
    "kill",
    "withdr",
    "do not ",
    "disregard",
    "annul",
    "anull",
    "ne pas",
    "bitte",
    "zurück",
    "ruega",
    "rogamos",
    "por favor",
    "queda anul",
    "anulación",
    "anulação",
    "cancelamento",
    "prega di",
    "preghiamo di",
    "streichung",
    "sperrung",
    "retracted",
    "anula",
    "retira",
    "ritira",
    "retire",
    "favor",
    "pede-se",
)
"""One of these is in every sentence that kills something, or takes a kill back."""

_NOTES = (
    "(",
    "（",
    "[",
    "ed",
    "att",
    "aten",
    "note to",
    "nota a",
    "à l'att",
    "achtung",
    "an die",
    "avviso",
    "correct",
)
"""How notes in brackets and notes to the editors begin."""

_HOLDING = (
    "embarg",
    "hold",
    "sperr",
    "release",
    "before",
    "until",
    "till",
    "prior to",
    "ahead of",
    "earlier than",
    "without",
    "publi",
    "held",
    "confidential",
    "for use",
    "from",
    "publications",
    "dated",
    "after",
    "delivery",
    "this",
    "following",
    "attached",
    "below",
    "not ",
    "advance for",
    "veröffentlich",
    "verwend",
    "verbreit",
    "nicht",
    "erst",
    "frei",
    "avant",
    "jusqu",
    "publication",
    "diffus",
    "utilisation",
    "antes",
    "hasta",
    "prima",
    "fino",
    "até",
    "эмбарго",
    "публик",
    "использ",
    "前",
    "禁",
    "نشر",
    "एम्बार्गो",
    "से",
)
"""One of these is in every line that holds a story back."""

_LONGEST_BEGINNING = max(map(len, _NOTES))


def may_kill(text: str) -> bool:
    """Whether a sentence of the text may withdraw something, or take that back."""
    small = _small(text)
    return any(sign in small for sign in _KILLING)


def may_be_note(line: str, start: int) -> bool:
    """Whether what begins at a place may be a note to the editors or in brackets."""
    return _small(line[start : start + _LONGEST_BEGINNING]).startswith(_NOTES)


def may_hold(line: str) -> bool:
    """Whether a line may hold the story back."""
    small = _small(line)
    return any(sign in small for sign in _HOLDING)


_LABELLED = ("Korr", "Beri", "Rect", "Rett", "Fe d", "Испр", "Попр")


def may_be_marked(headline: str, at: int) -> bool:
    """Whether a mark may stand at a place in a headline: in Latin letters all are shouted, but for a few."""
    first = headline[at : at + 1]
    if not first.isascii() or first in "([CcZ" or first.isdigit() or headline[at : at + 2].isupper():
        return True
    return headline.startswith(_LABELLED, at)


_DASHED = re.compile(r"[-–—]\s*[A-Z]{4}")


def may_be_marked_behind(headline: str) -> bool:
    """Whether a mark may end a headline: in brackets, or in capitals behind a dash."""
    return headline.rstrip().endswith((")", "]", "）")) or bool(_DASHED.search(headline))


def _small(text: str) -> str:
    """In small letters, as patterns that ignore case have it: these take the Turkish letters for i as well."""
    if text.isascii():
        return text.lower()
    return text.casefold().replace("ı", "i").replace("\u0307", "")
