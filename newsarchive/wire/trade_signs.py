"""What a line must have for a trade mark to be read from it: most lines have none of it, and that is told in no time.

Each answer is False only where none of the forms in question (`newsarchive.wire.trade_words`, `.denials`) can match.
"""

from __future__ import annotations

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
    "prega di",
    "preghiamo di",
    "streichung",
    "sperrung",
)
"""One of these is in every sentence that kills something, or takes a kill back."""

_NOTES = (
    "(",
    "[",
    "ed",
    "att",
    "note to",
    "nota a",
    "à l'att",
    "achtung",
    "an die",
    "avviso",
    "correct",
    "hold",
    "strictly",
    "embarg",
    "not for",
    "for release",
    "sperrfrist",
    "sous embargo",
)
"""How notes in brackets, notes to the editors, and lines that hold a story back begin."""

_LONGEST_BEGINNING = max(map(len, _NOTES))


def may_kill(text: str) -> bool:
    """Whether a sentence of the text may withdraw something, or take that back."""
    small = _small(text)
    return any(sign in small for sign in _KILLING)


def may_be_note(line: str, start: int) -> bool:
    """Whether what begins at a place may be a note to the editors or in brackets, or may hold the story back."""
    return _small(line[start : start + _LONGEST_BEGINNING]).startswith(_NOTES)


def may_be_marked(headline: str, at: int) -> bool:
    """Whether a mark may stand at a place in a headline: all are shouted, but for a few that begin with C or Z."""
    first = headline[at : at + 1]
    return first in "([CcZ" or first.isdigit() or headline[at : at + 2].isupper()


def _small(text: str) -> str:
    """In small letters, as patterns that ignore case have it: these take the Turkish letters for i as well."""
    if text.isascii():
        return text.lower()
    return text.casefold().replace("ı", "i").replace("\u0307", "")
