"""The words that say which: figures and names. Two lines of one form that differ only in these say different things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from newsarchive.dedup.words import words

_SENTENCE_END = re.compile(r"[.!?:;…。！？؟।][\"'”’»)\]]*$")
_OPENING = "\"'“‘„«"
_QUOTED = re.compile(r"[\"“„«](.+?)(?:[\"”“»]|$)", re.DOTALL)


def names(text: str) -> frozenset[str]:
    """The words of a text that are capitalised within its sentences; none where all of it is in capitals.

    A capital at the head of a sentence says nothing, and scripts without capitals have no names that can be seen.
    """
    tokens = text.split()
    if text == text.upper():
        return frozenset()
    inner = (token for before, token in pairwise(tokens) if not _SENTENCE_END.search(before))
    return frozenset(word for token in inner if _capitalised(token) for word in words(token))


def _capitalised(token: str) -> bool:
    """Whether it has a capital, as al-Hakim has; a token that opens a quotation opens a sentence."""
    return token[0] not in _OPENING and any(c.isupper() for c in token)


def quoted(text: str) -> list[str]:
    """The words of a text that stand in double quotation marks."""
    return [word for passage in _QUOTED.findall(text) for word in words(passage)]


def replaced(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that only the one has, and those that only the other has; abbreviations of each other left out."""
    mine, theirs = list((Counter(one) - Counter(other)).elements()), list((Counter(other) - Counter(one)).elements())
    return [w for w in mine if not _short_for(w, theirs)], [w for w in theirs if not _short_for(w, mine)]


def specific(wordlist: Iterable[str], known: frozenset[str]) -> list[str]:
    """The figures among the words, and the names, of which ``known`` holds all."""
    return [word for word in wordlist if word in known or any(c.isdigit() for c in word)]


def _short_for(word: str, others: Iterable[str]) -> bool:
    """Whether one of the others begins the word or begins with it: Sept and September, U and United."""
    return not word.isdigit() and any(o.startswith(word) or word.startswith(o) for o in others if not o.isdigit())
