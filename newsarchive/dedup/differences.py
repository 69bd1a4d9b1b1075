"""Which names and figures one article prints and another does not, in print, for a reader to judge two texts by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import xxhash

from newsarchive.dedup.rarity import UNLISTED, rarities
from newsarchive.dedup.specifics import names, replaced, specific
from newsarchive.dedup.words import words

_AROUND = "\"'“”‘’„«»()[]{}<>,.;:!?…-–—*|"
_OPENING = "([{<"
_POSSESSIVE = re.compile(r"['’]s?(?=\W*$)", re.IGNORECASE)
_BREAK = re.compile(r"[,.;:!?…)\]\"”»–—]$")
_INITIALS = re.compile(r"\b(?:\w\.)+$")

_SHORT = range(3, 6)
"""Letters of an abbreviation that is known again spelled out; two are too soon found by chance."""

_BETWEEN_INITIALS = r"(?:\W+[a-z]+){0,2}[\W_]+"
"""Between the words of a name: small words, as in Press Trust of India, and a space or a hyphen."""

_LONGEST = 4
"""Words in what stands between two spaces, beyond which it is a line of a script without spaces."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph's tokens, each with its normalised words, and what its own capitals tell.

    ``words`` has a possessive also as the name alone; ``small`` are the words printed without a capital.
    """

    tokens: tuple[tuple[str, tuple[str, ...]], ...]
    words: frozenset[str]
    names: frozenset[str]
    small: frozenset[str]


@lru_cache(maxsize=2000)
def _paragraph(text: str) -> _Paragraph:
    """Remembered, for the articles of a story print the same paragraphs over and over."""
    tokens = tuple((token, tuple(words(_POSSESSIVE.sub("", token)))) for token in text.split())
    small = (own for token, own in tokens if not any(map(str.isupper, token)))
    return _Paragraph(
        tokens,
        frozenset(words(text)).union(*(own for _, own in tokens)),
        names(text),
        frozenset().union(*small),
    )


class Copy:
    """An article's paragraphs as far as its names and figures go; worked out when first asked for.

    Some names are not the report's but say whose copy it is. Those of its ``dateline``, which is no part of the
    paragraphs, and of its ``credits`` (outlet, byline) are left out word by word, for a stray line of the page seldom
    names the outlet in full; those of ``agencies``, which may be of a country or a trade, only where an agency's name
    is printed whole, short or spelled out. Figures are always the report's.
    """

    def __init__(
        self, paragraphs: Sequence[str], dateline: str = "", credits: Iterable[str] = (), agencies: Iterable[str] = ()
    ) -> None:
        self._texts = paragraphs
        self._dateline = frozenset(word for word in words(dateline) if not any(map(str.isdigit, word)))
        self._credited = self._dateline.union(*map(words, credits))
        self._agencies = _named_whole(agencies)

    @cached_property
    def _paragraphs(self) -> list[_Paragraph]:
        """Without the names of agencies."""
        named = self._agencies
        return [_paragraph(named.sub(" ", text) if named else text) for text in self._texts]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every normalised word that it prints."""
        return self._dateline.union(*(_paragraph(text).words for text in self._texts))

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that it capitalises within sentences, and nowhere prints without a capital."""
        small = frozenset[str]().union(*(p.small for p in self._paragraphs))
        return frozenset().union(*(p.names for p in self._paragraphs)) - small

    @cached_property
    def specifics(self) -> list[str]:
        """The report's names and figures, each once, in order."""
        printed = dict.fromkeys(w for p in self._paragraphs for _, own in p.tokens for w in own)
        return specific(printed, self.names - self._credited)

    def runs(self, of: frozenset[str]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Names and figures printed side by side that hold some of these words: those words, and the print."""
        for paragraph in self._paragraphs:
            if not of.isdisjoint(paragraph.words):
                yield from _runs(paragraph, of, of | self.names)


def _named_whole(agencies: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the agencies' names, and what abbreviations among them may stand for: UPI, United Press International."""
    names = sorted({" ".join(name.split()) for name in agencies} - {""}, key=lambda name: (-len(name), name))
    spelled = [
        _BETWEEN_INITIALS.join(rf"{letter}\w+" for letter in name.upper())
        for name in names
        if name.isalpha() and len(name) in _SHORT
    ]
    return re.compile(rf"\b(?:{'|'.join([*map(re.escape, names), *spelled])})\b") if names else None


def _runs(paragraph: _Paragraph, of: frozenset[str], told: frozenset[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The runs of one paragraph. A run goes on over all that is ``told`` and ends with its clause or at a bracket."""
    run: list[tuple[str, tuple[str, ...]]] = []
    for token, own in paragraph.tokens:
        inside = not told.isdisjoint(own)
        if token[0] in _OPENING:
            yield from _run(run, of)
            run = []
        run += [(token, own)] if inside else []
        if not inside or (_BREAK.search(token) and not _INITIALS.search(token)):
            yield from _run(run, of)
            run = []
    yield from _run(run, of)


def _run(run: Sequence[tuple[str, tuple[str, ...]]], of: frozenset[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    held = tuple(word for _, own in run for word in own if word in of)
    if held:
        whole = all(len(own) <= _LONGEST for _, own in run)
        printed = " ".join(token for token, _ in run) if whole else " ".join(held)
        end = "." if _INITIALS.search(printed) else ""
        yield held, _POSSESSIVE.sub("", printed.strip(_AROUND)) + end


def only_in_each(one: Copy, other: Copy) -> tuple[list[str], list[str]]:
    """The names and figures that only the one prints, and those that only the other does.

    They come as first printed, with the names beside them, the most telling first: rare names and figures, then what
    is said often, then what is said early. A word that the other prints anywhere, capital or not, is in both, and so
    is an abbreviation of one.
    """
    mine = [word for word in one.specifics if word not in other.words]
    theirs = [word for word in other.specifics if word not in one.words]
    mine, theirs = replaced(mine, theirs)
    return _printed(one, frozenset(mine)), _printed(other, frozenset(theirs))


def _printed(copy: Copy, of: frozenset[str]) -> list[str]:
    """The runs of these words, each once. What is part of a longer run is not said again."""
    found: dict[tuple[str, ...], str] = {}
    times = Counter[tuple[str, ...]]()
    for run, printed in copy.runs(of):
        found.setdefault(run, printed)
        times[run] += 1
    longest = {word: len(run) for run in sorted(found, key=len) for word in run}
    kept = [run for run in found if any(longest[word] == len(run) for word in run)]
    telling = _telling(sorted(of))
    return [found[run] for run in sorted(kept, key=lambda run: (-max(telling[w] for w in run), -times[run]))]


def _telling(wordlist: Sequence[str]) -> dict[str, int]:
    """How rare each word is; a figure is as good as a rare name."""
    hashes = np.array([xxhash.xxh3_64_intdigest(word.encode()) for word in wordlist], dtype=np.uint64)
    found = rarities(hashes).tolist()
    return {w: UNLISTED if any(map(str.isdigit, w)) else r for w, r in zip(wordlist, found, strict=True)}
