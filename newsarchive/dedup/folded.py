"""Characters as they are compared: what printing alone changes is gone from them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from newsarchive.dedup.lists import simplified

HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
HIRAGANA = r"\u3041-\u3096\u309d-\u309f"
KATAKANA = r"\u30a1-\u30fa\u30fc-\u30ff"
HANGUL = r"\uac00-\ud7a3"
THAI = r"\u0e01-\u0e3a\u0e40-\u0e4e"
SYLLABIC = r"\u0e81-\u0ede\u1000-\u109f\u1780-\u17d3"
"""Lao, Burmese and Khmer: written without blanks between words, and no list of their words at hand."""

_INDIC_DOT, _ACCENTS = 7, (220, 230)
"""Combining classes: of the dot below a Devanagari letter, which print leaves out, and of marks on top and below."""

VOWELS = "".join(
    c
    for c in map(chr, range(0x0900, 0x1900))
    if unicodedata.category(c) in ("Mn", "Mc")
    and unicodedata.combining(c) not in _ACCENTS
    and not (unicodedata.combining(c) == _INDIC_DOT and c < "\u1000")
)
"""Signs of the Indic and South-East Asian scripts that are letters in all but their Unicode category."""

SYLLABLE = (
    rf"[\u0ec0-\u0ec4]?[{SYLLABIC}](?:[{VOWELS}\u0eb0\u0eb2]|(?<=[\u1039\u17d2])[{SYLLABIC}]|[\u1000-\u1021]\u103a)*"
)
"""A letter with those stacked under it, the signs around it and, in Burmese, the one that ends the syllable."""

_MANY = 50
"""Different characters from which on they are folded in one go, and not one after the other."""

ARABIC = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ۀ": "ه", "ە": "ه", "ة": "ه", "٬": ",", "٫": "."}
"""Letters that one outlet prints for another's, as Lucene's normalisers of Arabic and Persian have them, and the marks
within figures."""

_WHOLE = frozenset("йїўѓќЙЇЎЃЌ")
"""Letters of their own that Unicode takes apart into another one and a mark. ё is often printed as е, and folds."""


def folded(text: str) -> str:
    """Without accents, case, and Unicode's compatibility forms; Han characters simplified, digits as in ASCII."""
    text = _without_marks(unicodedata.normalize("NFKC", text))
    return text.casefold()


def _without_marks(text: str) -> str:
    changed = {c: base for c in set(text) if (base := _base(c)) != c}
    if len(changed) > _MANY:
        return text.translate({ord(c): base for c, base in changed.items()})
    for character, base in changed.items():
        text = text.replace(character, base)
    return text


@lru_cache(maxsize=16384)
def _base(character: str) -> str:
    if character < "\u0370" or character in _WHOLE:
        return character if character in _WHOLE else _bare(character)
    if "\u3400" <= character <= "\u9fff":
        return _simplified().get(ord(character), character)
    if "\u3040" <= character <= "\u30ff" or "\uac00" <= character <= "\ud7a3":
        return "" if character in "\u3099\u309a" else character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    bare = _bare(character)
    return ARABIC.get(bare, bare)


def _bare(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    return "".join(c for c in decomposed if not unicodedata.combining(c) or c in VOWELS)


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    return simplified()
