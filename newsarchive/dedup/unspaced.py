"""The words of scripts that print no blanks between them: Han, hiragana, Thai, and Korean within its blanks.

Forward maximum matching, the plainest of the ways to cut such text (Chen and Liu 1992): at each place the longest
listed word. What no listed word begins is a word nobody listed, such as a name, up to the next one. Characters that
stand everywhere, as particles do, are words alone; others that may be words alone are not, since names are made of
them. A cut depends on the characters of its own run alone, and after an edit the cuts soon agree again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from newsarchive.dedup.folded import HAN, HANGUL, HIRAGANA, THAI, folded
from newsarchive.dedup.lists import ALL, ranked

LISTED = 300
"""Zipf frequency in hundredths from which a word of several characters is listed: all that the lists have but for Thai,
and rarer ones than `newsarchive.dedup.rarity` knows, so that names that are listed are names still."""

ALONE = 600
"""The same of a word that is no part of a name, and of a single character that is a word: one in a thousand."""

_MOST = 12
"""Characters of a word that nobody listed; longer ones, as of a language without a list, are cut there."""

_LISTS = ((f"{HAN}{HIRAGANA}", ("zh", "ja")), (HANGUL, ("ko",)), (THAI, ("th",)))
_KOREAN = 1


@dataclass(frozen=True)
class _Lexicon:
    """Listed words, their beginnings, and those that are so common that they are no part of a name."""

    words: frozenset[str]
    beginnings: frozenset[str]
    alone: frozenset[str]


def cut(run: str) -> Iterator[str]:
    """The words of a run of folded characters, all of one of the scripts in `_LISTS`."""
    script = _script(run)
    pieces = _pieces(run, _lexicon(script))
    return _with_names(pieces, _lexicon(script)) if script == _KOREAN else pieces


def _pieces(run: str, lexicon: _Lexicon) -> Iterator[str]:
    start = at = 0
    while at < len(run):
        end = _longest(run, at, lexicon)
        if end > at:
            yield from _unlisted(run[start:at])
            yield run[at:end]
            start = at = end
        else:
            at += 1
    yield from _unlisted(run[start:])


def _longest(run: str, at: int, lexicon: _Lexicon) -> int:
    """Where the longest listed word that begins there ends, or where it begins if there is none."""
    found = at + 1 if run[at] in lexicon.alone else at
    end = at + 2
    while end <= len(run) and run[at:end] in lexicon.beginnings:
        if run[at:end] in lexicon.words:
            found = end
        end += 1
    return found


def _unlisted(run: str) -> Iterator[str]:
    return (run[i : i + _MOST] for i in range(0, len(run), _MOST))


def _with_names(pieces: Iterable[str], lexicon: _Lexicon) -> Iterator[str]:
    """The pieces of what Korean prints in one, those beside an unlisted one made one word with it, up to a particle:
    a family name and a given one, of which the list may have either.
    """
    held: list[str] = []
    for piece in (*pieces, ""):
        if piece and piece not in lexicon.alone:
            held.append(piece)
            continue
        listed = all(part in lexicon.words for part in held)
        yield from held if listed else ["".join(held)]
        held = []
        if piece:
            yield piece


def _script(run: str) -> int:
    """The number of the script that a run is of."""
    return _KOREAN if "\uac00" <= run[0] <= "\ud7a3" else 2 if "\u0e00" <= run[0] <= "\u0e7f" else 0


@lru_cache
def _lexicon(script: int) -> _Lexicon:
    """Takes a few hundredths of a second."""
    characters, codes = _LISTS[script]
    own = re.compile(rf"[{characters}]+").fullmatch
    words: set[str] = set()
    alone: set[str] = set()
    for code in codes:
        for rank, listed in enumerate(ranked(code, LISTED)):
            found = set(filter(own, folded("\n".join(listed)).split("\n")))
            words |= {word for word in found if len(word) > 1}
            alone |= found if ALL - rank >= ALONE else set()
    beginnings = {word[:end] for word in words for end in range(2, len(word) + 1)}
    return _Lexicon(frozenset(words), frozenset(beginnings), frozenset(alone))
