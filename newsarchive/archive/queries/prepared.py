"""A search made ready to be put to the index: once for the list and for what is counted beside it."""

from __future__ import annotations

from typing import NamedTuple

from newsarchive.archive.queries import asked, bearers, of_story
from newsarchive.archive.queries.entries import Condition, estimate
from newsarchive.archive.queries.indexed import Question
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import Wanted


class Prepared(NamedTuple):
    """The ``question`` to the index, None where it can have no answer; what is asked of stories besides, as ``fits``;
    and how many entries are ``expected`` to have the question's words and facets.

    It is not ``searchable`` where it has no answer or all of its words are too common.
    """

    question: Question | None
    fits: Condition
    expected: int = 0
    searchable: bool = False


def prepared(wanted: Wanted, veil: Veil = OPEN) -> Prepared:
    """The search made ready, in five questions at the most."""
    question, fits = asked.question(wanted, veil), of_story.condition(wanted, veil)
    if question is None or (wanted.query and not question.words.searchable):
        return Prepared(question, fits)
    question = bearers.of_these(question, fits)
    return Prepared(question, fits, estimate(question), searchable=True)
