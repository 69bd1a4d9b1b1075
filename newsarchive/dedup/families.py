"""Which passages are one paragraph: the same, edited on the way, or cut in two or run together with others.

Passages are brought together by the pairs of neighbouring words that they share and decided word by word. Each is
compared with the paragraphs that were there before it, never with edits of these: so a paragraph that was edited again
and again is what it was edited from, or another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel, LCSseq

from newsarchive.dedup.folding import EDITED

PART = 0.85
"""Share of a paragraph's words from which it is found in a longer one, in order."""

PART_LEAST = 8
"""Words that such a paragraph must have: fewer are found in anything that is long."""

_SHARED = 0.3
"""Share of the smaller's pairs of neighbours from which two passages are compared: a form that keeps three words of
four has more.
"""

_PART_SHARED = 0.6
_COMPARED = 8
"""Paragraphs that a passage is compared with, those first that share most."""

Wordlists = Mapping[int, Sequence[str]]


@dataclass(frozen=True)
class Families:
    """The paragraph that each passage is a form of, named by the passage that stands for it.

    ``holds`` are further paragraphs that are found in a passage whole, because it was run together with them.
    """

    paragraph: Mapping[int, int]
    holds: Mapping[int, frozenset[int]]


@dataclass
class _Known:
    """The paragraphs so far, in order, and in which of them two words stand side by side."""

    wordlists: Wordlists
    rank: dict[int, int] = field(default_factory=dict)
    having: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, passage: int) -> None:
        self.rank[passage] = len(self.rank)
        for pair in _pairs(self.wordlists[passage]):
            self.having[pair].append(passage)

    def near(self, passage: int) -> list[int]:
        """The paragraphs that share most with a passage, measured by the smaller of the two."""
        own = _pairs(self.wordlists[passage])
        shared = Counter(other for pair in own for other in self.having.get(pair, ()))
        shares = {p: n / max(1, min(len(own), len(self.wordlists[p]))) for p, n in shared.items()}
        found = sorted((-share, self.rank[p], p) for p, share in shares.items() if share >= _SHARED)
        return [p for _, _, p in found[:_COMPARED]]


def families(first: Iterable[int], others: Iterable[int], wordlists: Wordlists) -> Families:
    """Put passages together. Those that come ``first`` are paragraphs of their own; the others are looked at in order.

    The answer depends on the order in which they are given, so give them in one that means something.
    """
    known, paragraph, holds = _Known(wordlists), {}, {}
    for passage in dict.fromkeys(first):
        known.add(passage)
        paragraph[passage] = passage
    for passage in dict.fromkeys(others):
        if passage in paragraph:
            continue
        own, within = _placed(passage, known.near(passage), wordlists)
        if own is None:
            known.add(passage)
        paragraph[passage] = passage if own is None else own
        holds[passage] = within
    return Families(paragraph, {p: within for p, within in holds.items() if within})


def _placed(passage: int, near: Sequence[int], wordlists: Wordlists) -> tuple[int | None, frozenset[int]]:
    """The paragraph that a passage is a form of, if any, and those that it holds besides."""
    own = wordlists[passage]
    held = [p for p in near if found_in(wordlists[p], own)]
    edits = ((Indel.normalized_similarity(own, wordlists[p]), -n, p) for n, p in enumerate(near))
    likeness, _, best = max(edits, default=(0.0, 0, None))
    if likeness < EDITED:
        parts = (p for p in near if found_in(own, wordlists[p]))
        best = max(held, key=lambda p: len(wordlists[p])) if held else next(parts, None)
    return best, frozenset(held) - {best}


def found_in(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a paragraph stands in a longer one, but for a few words."""
    if not PART_LEAST <= len(short) < len(long) or LCSseq.similarity(short, long) < PART * len(short):
        return False
    own = _pairs(short)
    return len(own & _pairs(long)) >= _PART_SHARED * len(own)


def _pairs(words: Sequence[str]) -> set[tuple[str, str]]:
    return set(_neighbours(words))


def _neighbours(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each word with the one before it; the first with none."""
    yield from zip(["", *words], words, strict=False)
