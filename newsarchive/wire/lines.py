"""Printed lines to blocks: a line a paragraph, blank lines between, or hard-wrapped to a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from newsarchive.wire.datelines import opening_of

_WIDEST = 100
_NARROWEST = 45
_SENTENCE_END = tuple(".!?:;\"”»…。！？)’'")
_BREAKS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_ENDS = tuple(".!?…。！？؟।॥")
_CLOSERS = "\"'”’»)]*“"
_WIDE_SCRIPTS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f\uac00-\ud7af]")


def blocks_of(text: str) -> list[str]:
    """The paragraphs and furniture lines of a text, blanks collapsed, in the order printed."""
    lines = [line.rstrip().expandtabs() for line in _BREAKS.split(text)]
    width = _column(lines)
    blocks = _unwrapped(lines, width) if width else lines
    return [clean for block in blocks if (clean := " ".join(block.split()))]


def _groups(lines: list[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _column(lines: list[str]) -> int:
    """The column at which a text was wrapped, 0 where its lines are paragraphs."""
    inner = [line for group in _groups(lines) for line in group[:-1] if len(line) >= _NARROWEST]
    if len(inner) < 3 or max(len(line) for line in lines) > _WIDEST:
        return 0
    open_ended = sum(not line.endswith(_SENTENCE_END) for line in inner)
    return max(len(line) for line in inner) if open_ended >= 0.6 * len(inner) else 0


def _unwrapped(lines: list[str], width: int) -> Iterator[str]:
    for group in _groups(lines):
        block = group[0]
        for before, line in pairwise(group):
            if _goes_on(before, line, width):
                block += line.lstrip() if block.endswith("-") and block[-2:-1].isalpha() else " " + line.lstrip()
            else:
                yield block
                block = line
        yield block


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line continues the one above: not where that one fell short of the column or this one is set in."""
    if _indent(line) > _indent(before) or opening_of(line.strip()):
        return False
    first_word = line.split(maxsplit=1)[0]
    return len(before) + 1 + len(first_word) > width - 8


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def words_in(text: str) -> int:
    """Words, or for scripts that print no blanks between words, their usual number."""
    return len(text.split()) + len(_WIDE_SCRIPTS.findall(text)) // 2


def is_prose(text: str) -> bool:
    """Whether a block reads as running text: a full sentence, or too long to be a title."""
    count = words_in(text)
    if count >= 25:
        return True
    bare = text.rstrip().rstrip(_CLOSERS)
    if not bare or not bare.endswith((*_ENDS, ",")):
        return False
    return count >= (7 if bare.endswith((".", "。", "।", ",")) else 12)
