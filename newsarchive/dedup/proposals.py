"""Which recurring phrases look like stock text, and how surely: a pure function of where they were met.

Stock stands as a whole: it is a paragraph, or begins or ends one at the border of a sentence. It recurs over stories
that have nothing to do with one another, on many days and at many outlets, mostly at the margins of articles. Turns of
phrase recur within sentences; background recurs over the follow-ups of one affair, which share their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log2
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.boilerplate import FIGURE, LEAST, MOST, Register
from newsarchive.dedup.rarity import UNLISTED
from newsarchive.dedup.vocabulary import Spelled
from newsarchive.dedup.words import words

ALIGNED = 0.7
"""Share of a phrase's places in which it has to be a whole paragraph, or begin or end one at a sentence's border."""

OWN = 3
"""Words a phrase needs besides figures, days and months."""

PRINTED = 5
"""The same of a phrase that texts print: short sentences recur by themselves."""

ON_ONE_DAY = 3
"""Stories that have nothing to do with one another, of a line that was set aside on pages of a single day: what an
outlet shows beside its articles that day, other headlines above all, is seen beside two of them easily."""

RELATED = 0.18
"""Share of the telling words of one of two stories, each as telling as it is rare, from which on they are related."""

NAMES = 5
"""Rare words, names above all, that two stories have in common, from which on they are related too."""

OPENING, CLOSING = 2, 3
"""Paragraphs at the beginning and the end of an article that are its margins."""

COVERED = 0.7
"""Share of a phrase that stronger proposals hold, from which on it is none of its own."""

_DAYS_AND_TIMES = """
a ago am apr april at aug august by cdt central created cst ct date dec december eastern edited edition edt est et feb
february fri friday gmt hours jan january jul july jun june last m mar march may mdt minutes modified mon monday
mountain mst mt nd nov november oct october of on online p pacific pdt pm posted pst pt published rd sat saturday sep
sept september st sun sunday th thu thur thurs thursday time tue tues tuesday update updated us utc wed wednesday
"""
_CALENDAR = frozenset(_DAYS_AND_TIMES.split())
_ENDS = frozenset(".!?:;\"')]\u201d\u2019\u00bb\u2026|-\u2013\u2014*")


class Seen(NamedTuple):
    """A place of a phrase: the paragraph as printed; where in its article, of how many; ``margin`` for a line that was
    set aside. ``story`` has its number, ``source`` is "" where neither outlet nor site is known.
    """

    story: int
    article: int
    text: str
    position: int
    of: int
    on: date
    source: str
    margin: bool

    @property
    def marginal(self) -> bool:
        return self.margin or self.position < OPENING or self.position >= self.of - CLOSING


class Telling(NamedTuple):
    """The telling words of a story by ascending hash, how telling each is, and how often its text has it."""

    hashes: npt.NDArray[np.uint64]
    weights: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Proposal:
    """A phrase that looks like stock. ``stories`` counts those that have nothing to do with one another."""

    words: str
    said: str
    score: float
    stories: int
    days: int
    sources: int
    articles: int
    ends: float
    examples: tuple[int, ...]


def weighed(phrase: str, stories: int, seen: Sequence[Seen], unrelated: int) -> Proposal | None:
    """What a phrase amounts to that ``stories`` print, of which ``seen`` is a sample in which so many are unrelated.

    None where it does not stand as stock does, says too little of its own, is about one affair, or is printed in texts
    of a single day, or set aside on pages of one beside few stories: what comes in one batch may be of one kind.
    """
    own = sum(word not in _CALENDAR and word != FIGURE for word in phrase.split())
    standing = [(one, said) for one in seen if (said := stands(phrase, one.text))]
    days, printed = len({one.on for one in seen}), any(not one.margin for one in seen)
    if unrelated < 2 or own < OWN or not LEAST <= len(phrase.split()) <= MOST or len(standing) < ALIGNED * len(seen):
        return None
    if (printed and (days < 2 or own < PRINTED)) or (days < 2 and unrelated < ON_ONE_DAY):
        return None
    ends = sum(one.marginal for one in seen) / len(seen)
    met = len({one.story for one in seen})
    far = round(unrelated * stories / met)
    sources = len({one.source for one in seen if one.source})
    score = log2(far) * (0.5 + 0.5 * ends) * min(1.0, own / 6) * _spread(days) * _spread(sources)
    return Proposal(
        phrase,
        min(said for _, said in standing),
        round(score, 4),
        far,
        days,
        sources,
        len({one.article for one in seen}),
        round(ends, 3),
        tuple(sorted({one.story: one.article for one in reversed(seen)}.values())[:5]),
    )


def _spread(count: int) -> float:
    """More than one day, or outlet, speaks for stock; where none is known, nothing is said."""
    return 1.0 if count == 0 else min(1.25, 0.75 + 0.25 * log2(count)) if count > 1 else 0.75


def stands(phrase: str, text: str) -> str:
    """How the paragraph prints the phrase, if it is all of it, or begins or ends it at a sentence's border; else ""."""
    tokens = text.split()
    spelled = [[FIGURE if word.isdigit() else word for word in words(token)] for token in tokens]
    count = len(phrase.split())
    lengths = [len(own) for own in spelled]
    total = [FIGURE if word.isdigit() else word for word in words(text)]
    if len(total) != sum(lengths):
        total = [word for own in spelled for word in own]
    if " ".join(total) == phrase:
        return text.strip()
    first = _where(lengths, len(total) - count)
    if " ".join(total[-count:]) == phrase and first is not None and tokens[first - 1][-1] in _ENDS:
        return " ".join(tokens[first:])
    last = _where(lengths, count)
    if " ".join(total[:count]) == phrase and last is not None and tokens[last - 1][-1] in _ENDS:
        return " ".join(tokens[:last])
    return ""


def _where(lengths: Sequence[int], place: int) -> int | None:
    """The token with which the word at a place begins; None where that is within a token or none is before it."""
    before = 0
    for i, length in enumerate(lengths):
        if before == place and i:
            return i
        before += length
    return None


def telling_of(texts: Spelled) -> list[Telling]:
    """The telling words of each text."""
    hashes, rarity = texts.hashes, np.where(texts.figures, 0, texts.rarities)
    found = []
    for first, last in pairwise(texts.borders.tolist()):
        kept = rarity[first:last] > 0
        own, at, counts = np.unique(hashes.values[first:last][kept], return_index=True, return_counts=True)
        found.append(Telling(own, rarity[first:last][kept][at], counts))
    return found


def unrelated(stories: Sequence[Telling], own: Mapping[int, int]) -> int:
    """How many of the stories have nothing to do with one another: related ones count as one, also through a third.

    ``own`` says how often the phrase has each of its words, by hash: what a text has no more often does not count,
    since all of them have the phrase.
    """
    free = [_without(telling, own) for telling in stories]
    group = list(range(len(free)))
    for i, one in enumerate(free):
        for j in range(i):
            if group[i] != group[j] and _related(one, free[j]):
                low, high = sorted((group[i], group[j]))
                group = [low if each == high else each for each in group]
    return len(set(group))


def _without(telling: Telling, own: Mapping[int, int]) -> Telling:
    hashes = np.array(sorted(own), dtype=np.uint64)
    _, mine, theirs = np.intersect1d(telling.hashes, hashes, assume_unique=True, return_indices=True)
    left = telling.counts.copy()
    left[mine] -= np.array([own[each] for each in hashes[theirs].tolist()], dtype=np.int64)
    return Telling(telling.hashes[left > 0], telling.weights[left > 0], left[left > 0])


def _related(one: Telling, other: Telling) -> bool:
    _, mine, _ = np.intersect1d(one.hashes, other.hashes, assume_unique=True, return_indices=True)
    shared, least = one.weights[mine], min(one.weights.sum(), other.weights.sum())
    return bool(shared.sum() >= RELATED * least or (shared == UNLISTED).sum() >= NAMES)


def ranked(proposals: Iterable[Proposal], known: Iterable[str] = ()) -> list[Proposal]:
    """The strongest first, without those that are known already, or that stronger ones hold for the most part."""
    ordered = sorted(proposals, key=lambda one: (-one.score, -len(one.words), one.words))
    kept: list[Proposal] = []
    entries = list(known)
    register = Register(entries)
    for one in ordered:
        own = one.words.split()
        if one.words not in register.entries and _covered(own, register) < COVERED:
            kept.append(one)
            entries.append(one.words)
            register = Register(entries)
    return kept


def _covered(own: Sequence[str], register: Register) -> float:
    return sum(last - first for first, last in register.spans(own)) / len(own)
