"""Which names and figures one article prints and another does not, in print, for a reader to judge two texts by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

import numpy as np
import xxhash

from newsarchive.dedup.rarity import UNLISTED, rarities
from newsarchive.dedup.specifics import Known, replaced, specific
from newsarchive.dedup.words import words

_AROUND = "\"'“”‘’„«»()[]{}<>,.;:!?…-–—*|"
_POSSESSIVE = re.compile(r"['’]s?(?=\W*$)", re.IGNORECASE)
_BREAK = re.compile(r"[,.;:!?…)\]\"”»–—]$")
_INITIALS = re.compile(r"\b(?:\w\.)+$")

_LONGEST = 4
"""Words in what stands between two spaces, beyond which it is a line of a script without spaces."""


class Copy:
    """An article's paragraphs as far as its names and figures go; worked out when first asked for."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._paragraphs = paragraphs

    @cached_property
    def words(self) -> frozenset[str]:
        """Every normalised word, a possessive also as the name alone."""
        return frozenset(word for text in self._paragraphs for word in words(text)) | {
            word for token in self._tokens() if _POSSESSIVE.search(token) for word in _words(token)
        }

    @cached_property
    def specifics(self) -> tuple[str, ...]:
        """The words that are names or figures, each once, in order."""
        known = self._known.names
        return tuple(dict.fromkeys(w for token in self._tokens() for w in specific(_words(token), known)))

    def runs(self, of: Collection[str]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Neighbouring tokens that hold some of these words: those words, and how the run is printed."""
        for text in self._paragraphs:
            run: list[str] = []
            for token in text.split():
                if not any(word in of for word in _words(token)):
                    yield from _run(run, of)
                    run = []
                    continue
                run.append(token)
                if _BREAK.search(token) and not _INITIALS.search(token):
                    yield from _run(run, of)
                    run = []
            yield from _run(run, of)

    @cached_property
    def _known(self) -> Known:
        return Known(self._paragraphs)

    def _tokens(self) -> Iterator[str]:
        return (token for text in self._paragraphs for token in text.split())


def only_in_each(one: Copy, other: Copy) -> tuple[list[str], list[str]]:
    """The names and figures that only the one prints, and those that only the other does.

    They come as printed, neighbouring words together, the most telling first: rare names and figures, then what is
    said often, then what is said early. A word that the other prints anywhere, capital or not, is in both, and so is
    an abbreviation of one.
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
    longer = {run: {word for other in found if len(other) > len(run) for word in other} for run in found}
    kept = [run for run in found if not longer[run].issuperset(run)]
    telling = _telling(sorted(of))
    return [found[run] for run in sorted(kept, key=lambda run: (-max(telling[w] for w in run), -times[run]))]


def _telling(wordlist: Sequence[str]) -> dict[str, int]:
    """How rare each word is; a figure is as good as a rare name."""
    hashes = np.array([xxhash.xxh3_64_intdigest(word.encode()) for word in wordlist], dtype=np.uint64)
    found = rarities(hashes).tolist()
    return {w: UNLISTED if any(map(str.isdigit, w)) else r for w, r in zip(wordlist, found, strict=True)}


def _run(tokens: Sequence[str], of: Collection[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    if tokens:
        held = tuple(word for token in tokens for word in _words(token) if word in of)
        printed = " ".join(tokens) if all(len(_words(t)) <= _LONGEST for t in tokens) else " ".join(held)
        end = "." if _INITIALS.search(printed) else ""
        yield held, _POSSESSIVE.sub("", printed.strip(_AROUND)) + end


def _words(token: str) -> list[str]:
    return words(_POSSESSIVE.sub("", token))
