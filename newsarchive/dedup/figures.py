"""Numbers where they stand in a text: which words make up one, what it is worth, and a text's words with all of them
in figures, so that *four* and *4* are one word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsarchive.dedup.numbers import SCALES, TENS, UNITS, figure_of, value_of_run

Span = tuple[int, int]
"""The first of some tokens, and the one behind the last."""

EDGES = "\"'“”‘’„«»()[]{}<>,.;:!?…-–—*"
PAUSES = frozenset(",.;:!?)-–—")

_MONEY = "$£€%"


def figures(tokens: Sequence[str], first: int, last: int) -> list[Span]:
    """Where numbers stand among some tokens as printed. What makes up one goes together, beyond the stretch too."""
    found: list[Span] = []
    at = first
    while at < last:
        end = _end(tokens, at)
        if end > at:
            found.append((at, end))
        at = max(at + 1, end)
    return found


def is_number(token: str) -> bool:
    """Whether a number begins with a token as printed: ``12``, ``twelve``, ``twenty-three``, and not ``3-year-old``."""
    return _begins(_parts(token))


def value(tokens: Sequence[str]) -> float | str:
    """What the tokens of a number are worth; as printed where they are worth nothing."""
    found = value_of_run([part for token in tokens for part in _parts(token)])
    return " ".join(tokens) if found is None else found


def in_figures(words: Sequence[str]) -> list[str]:
    """Normalised words, with each number in figures: ``killed twenty three`` is ``killed 23``."""
    found: list[str] = []
    done = 0
    for first, last in figures_in_words(words):
        found += [*words[done:first], *_written(words[first:last])]
        done = last
    return [*found, *words[done:]]


def _written(number: Sequence[str]) -> Sequence[str]:
    """The words of a number in figures; figures stay as they are, however long."""
    worth = None if len(number) == 1 and number[0].isdigit() else value_of_run(number)
    return number if worth is None else [f"{worth:.12g}"]


def figures_in_words(words: Sequence[str]) -> Iterator[Span]:
    """`figures` of a whole text of normalised words, where few of thousands are looked at."""
    last = 0
    for first, word in enumerate(words):
        if first >= last and (word in _WORDS or word.isdigit()):
            end = _end(words, first)
            if end > first:
                yield first, end
                last = end


_WORDS = frozenset([*UNITS, *TENS, "dozen"])


def _parts(token: str) -> list[str]:
    """A token without what is printed around it, parted at its hyphens: ``Twenty-three,`` to *twenty*, *three*."""
    return token.strip(EDGES + _MONEY).lower().split("-")


def _begins(parts: Sequence[str]) -> bool:
    if len(parts) > 1:
        return value_of_run(parts) is not None
    return figure_of(parts[0]) is not None or parts[0] == "dozen"


def _end(tokens: Sequence[str], at: int) -> int:
    """Where the number ends that begins at a token; there itself where none does."""
    if not _begins(_parts(tokens[at])):
        return at
    end = at + 1
    while end < len(tokens) and tokens[end - 1][-1:] not in PAUSES:
        step = 2 if _goes_on_with_and(tokens, end) else 1 if _goes_on(tokens[end - 1], tokens[end]) else 0
        if not step:
            break
        end += step
    return end


def _goes_on(before: str, token: str) -> bool:
    """Whether a token belongs to the number that the one before it is part of: *three* behind *twenty*."""
    last, first = _parts(before)[-1], _parts(token)[0]
    if first in SCALES:
        return len(_parts(token)) == 1
    if last in TENS:
        return 0 < UNITS.get(first, 0) < 10
    return last in SCALES and last != "dozen" and first in _WORDS - {"dozen"}


def _goes_on_with_and(tokens: Sequence[str], at: int) -> bool:
    """Whether *and five* follows on a hundred."""
    if tokens[at].lower() != "and" or at + 1 >= len(tokens):
        return False
    last = _parts(tokens[at - 1])[-1]
    return last in ("hundred", "thousand") and _parts(tokens[at + 1])[0] in _WORDS - {"dozen"}
