"""The words that say which: figures and names. Two lines of one form that differ only in these say different things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True)
class Difference:
    """What one of two paragraphs has and the other has not, and which of those words are names or figures.

    ``kept`` is the number of names and figures that both have.
    """

    mine: list[str]
    theirs: list[str]
    my_specifics: list[str]
    their_specifics: list[str]
    kept: int

    @property
    def both_ways(self) -> bool:
        """Whether a name or figure gave way to another."""
        return bool(self.my_specifics and self.their_specifics)

    @property
    def one_word(self) -> bool:
        """Whether one word gave way to one other, and nothing else changed."""
        return len(self.mine) == len(self.theirs) == 1

    @property
    def slots(self) -> int:
        """How many names and figures gave way to others; those that were only left out are none."""
        return min(len(self.my_specifics), len(self.their_specifics))

    @property
    def specific(self) -> bool:
        """Whether it is names and figures, no less than other words, that differ."""
        return 2 * len(self.my_specifics) >= len(self.mine) and 2 * len(self.their_specifics) >= len(self.theirs)


class Known:
    """The names of an article, as far as its own capitals tell them; looked for only when they are asked for."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._paragraphs = paragraphs
        self._names_in: dict[str, frozenset[str]] = {}

    @cached_property
    def _small(self) -> frozenset[str]:
        """The words that the article somewhere prints without a capital."""
        tokens = (token for text in self._paragraphs for token in text.split())
        return frozenset(word for token in tokens if not any(map(str.isupper, token)) for word in words(token))

    def _names_of(self, text: str) -> frozenset[str]:
        if text not in self._names_in:
            self._names_in[text] = names(text)
        return self._names_in[text]

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that it capitalises within sentences, and nowhere prints without a capital."""
        return frozenset().union(*map(self._names_of, self._paragraphs)) - self._small

    def difference(self, a: str, b: str, one: Sequence[str], other: Sequence[str]) -> Difference:
        """How the words ``one`` of the paragraph ``a`` differ from the words ``other`` of ``b``."""
        known = self._names_of(a) | self._names_of(b) | self.names | self._heads(a, b)
        mine, theirs = replaced(one, other)
        kept = specific((Counter(one) & Counter(other)).elements(), known)
        return Difference(mine, theirs, specific(mine, known), specific(theirs, known), len(kept))

    def _heads(self, a: str, b: str) -> frozenset[str]:
        """The first words of two paragraphs, where they differ and are nowhere without a capital: forms open so."""
        one, other = _head(a), _head(b)
        return frozenset({one, other} - self._small - {""}) if one != other else frozenset()


def _head(text: str) -> str:
    """The word that opens a text with a capital, or empty."""
    token = text.lstrip(_OPENING + " ").split(" ", 1)[0]
    return next(iter(words(token)), "") if token[:1].isupper() else ""
