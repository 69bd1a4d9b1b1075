"""How text is prepared for the full-text index, for questions to it and for highlighting: one way for all three."""

from __future__ import annotations

import re
import unicodedata

CONFIG = "english"
"""PostgreSQL's text-search configuration. English stems of words in other languages do no harm: both sides get them."""

LIMIT = 200_000
"""Bytes of prepared text that are indexed, of headline and body each.

PostgreSQL refuses a vector of more than a megabyte, to which positions add up to three times what the words take.
"""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛ʼ", "'"))

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+")


def prepare(text: str) -> str:
    """Fold accents, blank out signs, and write runs of CJK characters as overlapping pairs.

    Pairs, because no dictionary cuts such text to words. Signs, because PostgreSQL's parser takes every character
    outside ASCII for a letter, a dash or a curly quote too.
    """
    return _CJK.sub(_pairs, _without_signs(fold_accents(text.translate(_QUOTES))))


def bounded(prepared: str) -> str:
    """As much of a prepared text as the index can hold."""
    return prepared.encode()[:LIMIT].decode(errors="ignore") if len(prepared) * 4 > LIMIT else prepared


def fold_accents(text: str) -> str:
    """``Müller`` to ``Muller``; letters that are no accented form of another stay as they are."""
    if text.isascii():
        return text.replace("\0", " ")
    decomposed = unicodedata.normalize("NFD", text.replace("\0", " "))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _without_signs(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c if c.isascii() or unicodedata.category(c)[0] in "LMN" else " " for c in text)


def _pairs(run: re.Match[str]) -> str:
    characters = run.group()
    if len(characters) == 1:
        return f" {characters} "
    return f" {' '.join(characters[i : i + 2] for i in range(len(characters) - 1))} "
