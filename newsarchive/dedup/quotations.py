"""Quotations in a text, who is quoted, and when two of them are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from newsarchive.dedup.words import words

_QUOTE_LEAST = 4
"""Words from which what stands in quotation marks is a quotation, and not a word held at arm's length."""

_QUOTED = re.compile(r"[\"“„«](.+?)[\"”“»]|(?:``)(.+?)(?:'')", re.DOTALL)
_SPEAKER = re.compile(
    r"(?:said|says|told|added|wrote|asked|according to)\s+(?:[a-z]+\s){0,3}((?:[A-Z][\w.'’-]+\s?){1,4})"
    r"|((?:[A-Z][\w.'’-]+\s?){1,4})\s+(?:said|says|told|added|wrote)"
)
_EDGES = "\"'“”‘’„«»()[]{}<>,.;:!?…-–—*"


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted: its words, as it is printed, by whom, and in which paragraph."""

    words: tuple[str, ...]
    printed: str
    speaker: str
    at: int | None


def quotations(text: str, at: int | None) -> Iterator[Quotation]:
    """What a paragraph quotes; a word held at arm's length is none."""
    speaker = _SPEAKER.search(text)
    name = next((found for found in speaker.groups() if found), "").strip(_EDGES + " ") if speaker else ""
    for match in _QUOTED.finditer(text):
        printed = (match[1] or match[2]).strip()
        own = tuple(words(printed))
        if len(own) >= _QUOTE_LEAST and "://" not in printed:
            yield Quotation(own, printed, name, at)


def alike(one: Quotation, other: Quotation) -> float:
    """Likeness of two quotations, 0 to 1; one that is part of the other counts as the same."""
    return 1.0 if within(one, other) else Indel.normalized_similarity(one.words, other.words)


def within(one: Quotation, other: Quotation) -> bool:
    """Whether one of two quotations is part of the other."""
    a, b = f" {' '.join(one.words)} ", f" {' '.join(other.words)} "
    return a in b or b in a
