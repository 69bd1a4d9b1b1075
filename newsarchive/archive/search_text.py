"""How text is prepared for the full-text index, for questions to it and for highlighting: one way for all three.

The index has one thing more: the single characters of scripts without blanks (`indexed`).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from newsarchive.dedup.folded import ARABIC

CONFIG = "english"
"""PostgreSQL's text-search configuration. English stems of words in other languages do no harm: both sides get them."""

_TONGUES = """
ar arabic, ca catalan, da danish, de german, el greek, es spanish, eu basque, fi finnish, fr french, ga irish, hi hindi
hu hungarian, hy armenian, id indonesian, it italian, lt lithuanian, ne nepali, nl dutch, nn norwegian, no norwegian
pt portuguese, ro romanian, ru russian, sr serbian, sv swedish, ta tamil, tr turkish
"""
TONGUES = dict(pair.split() for pair in re.split(r"[,\n]", _TONGUES.strip()))
"""Languages that PostgreSQL can stem, from its release 15 on, each with the configuration that does.

Texts in them are indexed as English and as their own language, so that *élections* finds *élection* and any word is
still found as it is printed. Their entries bear the lexeme ``in french``, which no word can be: the question as French
is put to these alone.
"""

IN = "in "
"""What stands before a configuration's name in that lexeme."""

OWN_LIMIT = 40_000
"""Bytes of prepared text that are indexed as words of its own language, besides as English: both must find room."""

KEPT_LETTERS = {"russian": "йЙ"}
_KEPT = {"russian": str.maketrans("йЙ", "ꙁꙀ")}
_BACK = str.maketrans("ꙁꙀ", "йЙ")
"""Letters that a language's endings are known by; while accents are folded, ancient ones stand for them."""

LIMIT = 200_000
"""Bytes of prepared text that are indexed, of headline and body each.

PostgreSQL refuses a vector of more than a megabyte, to which positions add up to three times what the words take.
"""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛ʼ", "'"))

UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+|[\u0e00-\u0eff]+|[\u1000-\u109f]+|[\u1780-\u17ff]+"
)
"""Runs of Han, kana and Hangul; of Thai and Lao; of Burmese; of Khmer."""

UNIT = re.compile(
    r"[\u0e40-\u0e44\u0ec0-\u0ec4]?.[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ecd"
    r"\u102b-\u103e\u1056-\u1059\u17b4-\u17d3]*"
)
"""A character with the signs that are printed around it."""


ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
_ARABIC_FIGURES = {ord(zero) + value: str(value) for zero in "٠۰" for value in range(10)}
_ARABIC = str.maketrans(ARABIC | {"\u0640": ""}) | _ARABIC_FIGURES
"""The stroke that stretches words goes, too, and figures are as elsewhere."""


def prepared_as(text: str, config: str) -> str:
    """`prepare` for one of the `TONGUES`."""
    kept = _KEPT.get(config)
    return prepare(text.translate(kept)).translate(_BACK) if kept else prepare(text)


def prepare(text: str) -> str:
    """Fold accents, blank out signs, and write text of scripts without blanks as overlapping pairs of characters.

    Pairs, because no dictionary cuts such text to words as readers type them. Signs, because PostgreSQL's parser takes
    every character outside ASCII for a letter, a dash or a curly quote too.
    """
    if text.isascii():
        return fold_accents(text)
    return UNSPACED.sub(_pairs, _without_signs(fold_accents(straight_quotes(text))))


def indexed(text: str) -> str:
    """A text as the index has it: `prepare`, and before it each character of scripts without blanks once, for questions
    of a single one. They stand in front so that words which have to stand together still do."""
    prepared = prepare(text)
    if prepared.isascii():
        return prepared
    runs = UNSPACED.findall(_without_signs(fold_accents(text)))
    single = sorted({unit for run in runs for unit in UNIT.findall(run)})
    return f"{' '.join(single)} {prepared}" if single else prepared


def bounded(prepared: str, limit: int = LIMIT) -> str:
    """As much of a prepared text as the index can hold."""
    return prepared.encode()[:limit].decode(errors="ignore") if len(prepared) * 4 > limit else prepared


def straight_quotes(text: str) -> str:
    """Quotes as they are typed, one character for each."""
    return text if text.isascii() else text.translate(_QUOTES)


def fold_accents(text: str) -> str:
    """``Müller`` to ``Muller``; letters that are no accented form of another stay as they are, but for Arabic ones that
    one outlet prints for another's: these are folded as where texts are compared."""
    if text.isascii():
        return text.replace("\0", " ")
    decomposed = unicodedata.normalize("NFD", text.replace("\0", " "))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.translate(_ARABIC) if ARABIC_SCRIPT.search(bare) else bare)


def _without_signs(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c if c.isascii() or unicodedata.category(c)[0] in "LMN" else " " for c in text)


def _pairs(run: re.Match[str]) -> str:
    units = UNIT.findall(run.group())
    if len(units) == 1:
        return f" {units[0]} "
    return f" {' '.join(one + other for one, other in pairwise(units))} "
