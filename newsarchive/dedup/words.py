"""Text to the words that are compared: what printing alone changes is gone, what an editor changes stays."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

NORMALISER = "words-1"
"""Part of every scheme's id: raise it when ``words`` answers differently for any text."""

_BETWEEN = re.compile(r"(?<=\w)['\u2019\u2018\u02bc`](?=\w)|(?<=\d)[,.\u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\W_]+")


def words(text: str) -> list[str]:
    """The normalised words of a text, in order.

    Case, accents, punctuation, apostrophes within words, thousands separators and Unicode's compatibility forms are
    folded; each Han or kana character is a word of its own, since such text is written without spaces.
    """
    folded = _without_marks(unicodedata.normalize("NFKC", text)).casefold()
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
