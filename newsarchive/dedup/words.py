"""Text to the words that are compared: what printing alone changes is gone, what an editor changes stays."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

NORMALISER = "words-2"
"""Part of every scheme's id: raise it when ``words`` answers differently for any text."""

_HAN = r"\u3005\u3007\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_INVISIBLE = r"\u00ad\u0640\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Hyphenation, joiners, writing direction and the stroke that stretches Arabic words."""

_VOWELS = "".join(
    c
    for c in map(chr, range(0x0900, 0x1900))
    if unicodedata.category(c) in ("Mn", "Mc") and not unicodedata.combining(c)
)
"""Signs of the Indic and South-East Asian scripts that are letters in all but their Unicode category."""

_BEFORE = re.compile(rf"[{_INVISIBLE}]|[\u00a0\u2009\u202f](?<=\d.)(?=\d{{3}}(?!\d))")
"""Goes before Unicode's normal form is made, which turns every kind of space into the plain one."""

_BETWEEN = re.compile(r"['\u2019\u2018\u02bc`](?<=\w.)(?=\w)|\u0640|[,.](?<=\d.)(?=\d{3}(?!\d))")
_WORD = re.compile(rf"[{_HAN}]|(?:[^\W_{_HAN}\u02bc]+|[{_VOWELS}]+)+")


def words(text: str) -> list[str]:
    """The normalised words of a text, in order.

    Case, accents, punctuation, apostrophes within words, thousands separators and Unicode's compatibility forms are
    folded, and characters that are not seen are dropped; each Han or kana character is a word of its own, since
    such text is written without spaces.
    """
    folded = _without_marks(unicodedata.normalize("NFKC", _BEFORE.sub("", text))).casefold()
    return _WORD.findall(_BETWEEN.sub("", folded))


def digest(wordlist: list[str], size: int = 16) -> bytes:
    """A BLAKE2b digest of ``size`` bytes that is equal exactly for equal word sequences."""
    return blake2b(" ".join(wordlist).encode(), digest_size=size).digest()


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(_base(c) for c in text)


@lru_cache(maxsize=4096)
def _base(character: str) -> str:
    if character.isascii():
        return character
    return "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
