"""Stock text: sign-offs, copyright lines, appeals. What a register of it holds is not compared.

An entry is a run of normalised words. It is stock wherever it stands, in a paragraph of its own or within one, and
every occurrence of every entry counts, also where they overlap: so what is left of a text depends neither on the order
of the entries nor on where a search began.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

from newsarchive.dedup.words import words

FIGURE = "#"
"""Stands in an entry for any word of digits, such as the year of a copyright line."""

LEAST, MOST = 3, 300
"""Words in an entry: shorter runs are written by chance."""

Span = tuple[int, int]
"""The place of a run's first word, and the place after its last."""

_FEW = 50
"""Entries up to which it is quicker to look for each in a text than to look at each of its words."""

_TOKEN = re.compile(r"\S+")
_PARTS = re.compile(r"(?<!\w)#(?!\w)")
_SIZE = 5


def entry_of(text: str) -> str:
    """The entry that a wording makes: its words with a blank between them, a `FIGURE` that stands alone kept."""
    parts = [" ".join(words(part)) for part in _PARTS.split(text)]
    return " ".join(f" {FIGURE} ".join(parts).split())


class Register:
    """A frozen set of entries; equal sets have equal ids, whatever their order."""

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self.entries = tuple(sorted(set(entries)))

    @cached_property
    def id(self) -> str:
        """Covers all entries; empty for a register without any."""
        if not self.entries:
            return ""
        return f"stock-{blake2b(chr(10).join(self.entries).encode(), digest_size=_SIZE).hexdigest()}"

    def __bool__(self) -> bool:
        return bool(self.entries)

    def spans(self, wordlist: Sequence[str]) -> list[Span]:
        """Where the text holds stock, in order: runs that overlap or touch are one."""
        found: list[Span] = []
        for first, last in self._occurrences(wordlist):
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            else:
                found.append((first, last))
        return found

    def holds(self, wordlist: Sequence[str]) -> bool:
        """Whether the text has any stock in it."""
        return next(self._occurrences(wordlist), None) is not None

    def holds_line(self, line: str) -> bool:
        """The same of a text given as its words with a blank between them: where few entries are asked for, most texts
        are told in a microsecond.
        """
        padded = f" {line} "
        if len(self.entries) <= _FEW and not any(part in padded for part in self._parts):
            return False
        return self.holds(line.split())

    def without(self, wordlist: Sequence[str]) -> Sequence[str]:
        """The words that are no stock; the very list where there is none."""
        spans = self.spans(wordlist)
        if not spans:
            return wordlist
        ends = [0, *(end for _, end in spans)]
        starts = [*(start for start, _ in spans), len(wordlist)]
        return [word for first, last in zip(ends, starts, strict=True) for word in wordlist[first:last]]

    @cached_property
    def _parts(self) -> list[str]:
        """Of each entry the longest stretch without a figure: it stands in every text that has the entry."""
        each = [groupby(entry.split(), key=FIGURE.__ne__) for entry in self.entries]
        stretches = [[" ".join(own) for plain, own in groups if plain] for groups in each]
        return [f" {max(parts, key=len)} " if parts else "" for parts in stretches]

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, ...]]]:
        """The entries by their first words, the longest first."""
        found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for entry in self.entries:
            run = tuple(entry.split())
            found[run[0]].append(run)
        return {first: sorted(runs, key=len, reverse=True) for first, runs in found.items()}

    def _occurrences(self, wordlist: Sequence[str]) -> Iterator[Span]:
        """The longest run that begins at each place: it covers what the others there would."""
        for i, runs in self._begun(wordlist):
            run = next((run for run in runs if _stands(run, wordlist, i)), None)
            if run:
                yield i, i + len(run)

    def _begun(self, wordlist: Sequence[str]) -> Iterator[tuple[int, Sequence[tuple[str, ...]]]]:
        by_first = self._by_first
        if FIGURE not in by_first and by_first.keys().isdisjoint(wordlist):
            return
        for i, word in enumerate(wordlist):
            runs = by_first.get(word, ())
            if FIGURE in by_first and word.isdigit():
                runs = sorted([*runs, *by_first[FIGURE]], key=len, reverse=True)
            if runs:
                yield i, runs


def _stands(run: Sequence[str], wordlist: Sequence[str], at: int) -> bool:
    there = wordlist[at : at + len(run)]
    return len(there) == len(run) and all(
        wanted == word or (wanted == FIGURE and word.isdigit()) for wanted, word in zip(run, there, strict=True)
    )


class Piece(NamedTuple):
    """A part of a text as it is printed; all of them together are the text."""

    text: str
    stock: bool


def pieces(text: str, register: Register) -> list[Piece]:
    """The text in parts that are stock and parts that are not, in turn: one part where there is no stock."""
    tokens = list(_tokens(text))
    apart, whole = [word for _, own in tokens for word in own], words(text)
    # A name may be another word by itself than in its line, as in Vietnamese.
    spans = register.spans(whole if len(whole) == len(apart) else apart)
    if not spans:
        return [Piece(text, False)]
    held = [place for first, last in spans for place in range(first, last)]
    return _joined(text, tokens, frozenset(held))


def _tokens(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    """What stands between blanks, or single characters where these are words, with its words."""
    for token in _TOKEN.finditer(text):
        own = words(token[0])
        if len(own) > 1 and not token[0].isascii():
            within = re.compile(r"\S").finditer(text, token.start(), token.end())
            single = [(one, words(one[0])) for one in within]
            if [word for _, each in single for word in each] == own:
                yield from single
                continue
        yield token, own


def _joined(text: str, tokens: Sequence[tuple[re.Match[str], list[str]]], held: frozenset[int]) -> list[Piece]:
    """Tokens of stock together with what stands between them; a token without words goes with the one before it."""
    marks: list[tuple[int, bool]] = []
    place, stock = 0, False
    for token, own in tokens:
        if own:
            stock = all(i in held for i in range(place, place + len(own)))
        marks.append((token.start(), stock))
        place += len(own)
    starts = [next(group)[0] for _, group in groupby(marks, key=lambda mark: mark[1])]
    starts[0] = 0
    stocks = [mark for mark, _ in groupby(stock for _, stock in marks)]
    ends = [*starts[1:], len(text)]
    return [Piece(text[first:last], mark) for first, last, mark in zip(starts, ends, stocks, strict=True)]
