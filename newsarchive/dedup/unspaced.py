"""The words of scripts that print no blanks between them: Han, hiragana, Thai, and Korean within its blanks.

Forward maximum matching, the plainest of the ways to cut such text (Chen and Liu 1992): at each place the longest
listed word. What no listed word begins is a word nobody listed, such as a name, up to the next one. Characters that
stand everywhere, as particles do, are words alone; others that may be words alone are not, since names are made of
them. In Thai and Korean what does not stand alone is put together again. A cut depends on the characters of its own
run alone, and after an edit the cuts soon agree again.
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

ALONE, ALONE_IN_THAI = 600, 520
"""The same of a word that is no part of a name, and of a single character that is a word: one in a thousand, in Thai
one in six thousand."""

_MOST = 12
"""Characters of a word that nobody listed; longer ones, as of a language without a list, are cut there."""

_LISTS = ((f"{HAN}{HIRAGANA}", ("zh", "ja"), ALONE), (HANGUL, ("ko",), ALONE), (THAI, ("th",), ALONE_IN_THAI))
"""Scripts, the languages whose lists count in them, and how common a word is that stands alone."""

_KOREAN, _THAI = 1, 2


@dataclass(frozen=True)
class _Lexicon:
    """Listed words, their beginnings, and those that are so common that they are no part of a name."""

    words: frozenset[str]
    beginnings: frozenset[str]
    alone: frozenset[str]


def cut(run: str) -> Iterator[str]:
    """The words of a run of folded characters, all of one of the scripts in `_LISTS`."""
    script = _script(run)
    lexicon = _lexicon(script)
    pieces = _pieces(run, lexicon)
    return _with_names(pieces, lexicon, script == _THAI) if script in (_KOREAN, _THAI) else pieces


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


def _with_names(pieces: Iterable[str], lexicon: _Lexicon, always: bool) -> Iterator[str]:
    """Pieces side by side that do not stand alone made one: what Thai prints in one is a compound or a name, whose
    parts are everyday words. In Korean, where ``always`` is not said, only those beside an unlisted piece: of a
    family name and a given one the list may have either.
    """
    held: list[str] = []
    for piece in (*pieces, ""):
        if piece and piece not in lexicon.alone:
            held.append(piece)
            continue
        apart = not always and all(part in lexicon.words for part in held)
        yield from held if apart or not held else ["".join(held)]
        held = []
        if piece:
            yield piece


def _script(run: str) -> int:
    """The number of the script that a run is of."""
    return _KOREAN if "\uac00" <= run[0] <= "\ud7a3" else _THAI if "\u0e00" <= run[0] <= "\u0e7f" else 0


@lru_cache
def _lexicon(script: int) -> _Lexicon:
    """Takes a few hundredths of a second."""
    characters, codes, common = _LISTS[script]
    own = re.compile(rf"[{characters}]+").fullmatch
    words: set[str] = set()
    alone: set[str] = set()
    for code in codes:
        for rank, listed in enumerate(ranked(code, LISTED)):
            found = set(filter(own, folded("\n".join(listed)).split("\n")))
            words |= {word for word in found if len(word) > 1}
            alone |= found if ALL - rank >= common else set()
    beginnings = {word[:end] for word in words for end in range(2, len(word) + 1)}
    return _Lexicon(frozenset(words), frozenset(beginnings), frozenset(alone))
