"""Answers about single lines, kept for the next time a line is asked about.

A line is judged several times on the way to its article, and navigation and notices recur from page to page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

_MOST_LINES = 4096
_LONGEST = 1000


def remembered(judge: Callable[[str], T]) -> Callable[[str], T]:
    """``judge``, a pure function of one line, with the answers for the last few thousand lines kept.

    Long lines are judged anew each time, so that no file can fill the memory with what it prints.
    """
    kept = lru_cache(_MOST_LINES)(judge)

    @wraps(judge)
    def judged(line: str) -> T:
        return kept(line) if len(line) <= _LONGEST else judge(line)

    return judged
