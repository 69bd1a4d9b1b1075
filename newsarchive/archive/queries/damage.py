"""How badly an article's print is damaged, worked out from its words when its page is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.archive.queries.articles import Printed
from newsarchive.dedup.noise import share
from newsarchive.dedup.words import words


def one_word_in(paragraphs: Sequence[Printed]) -> int:
    """About every how many-th word of a damaged text was read as another; 0 for a text that is not damaged."""
    damaged = share(words("\n".join(printed.body for printed in paragraphs if not printed.repeats)))
    return round(1 / damaged) if damaged else 0
