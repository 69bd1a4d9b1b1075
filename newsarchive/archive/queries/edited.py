"""Edited forms of a paragraph: what else was printed that says the same in other words here and there, and when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from newsarchive.archive.models import Passage
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers, answers_to
from newsarchive.archive.queries.keys import passage_bands_of
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.alignment import Kind, Woven, woven
from newsarchive.dedup.folding import EDITED
from newsarchive.dedup.words import words

SHOWN = 20
"""Edited forms that are shown, those most like the passage."""

COMPARED = 200
"""Passages that are compared with it word by word: those that agree with it in most of its bands."""

A_BAND = 1000
"""Passages of one band that are looked at. A band that more have is one of stock text, or of a form."""

COUNTED = 500
"""Articles up to which it is counted how many ran an edited form: its own page counts further."""


@dataclass(frozen=True)
class Edited:
    """Another passage, and its words woven into the passage's: what only that one has, and what only this one.

    It ran in so many ``articles`` that may be seen, more than `COUNTED` where it was not counted further; ``first`` is
    the day of the earliest of these that says when it ran, and ``first_article`` that article.
    """

    passage: int
    steps: Sequence[Woven]
    likeness: float
    articles: int
    first: datetime.date | None
    first_article: int | None

    @property
    def inserted(self) -> int:
        """Words that only the other passage has."""
        return sum(len(words(step.text)) for step in self.steps if step.kind == Kind.OTHER)

    @property
    def deleted(self) -> int:
        """Words that only this one has."""
        return sum(len(words(step.text)) for step in self.steps if step.kind == Kind.ONE)


def edited_forms(passage: Passage, veil: Veil = OPEN) -> list[Edited]:
    """Passages that are edited forms of one, and ran where a reader may see it: the earliest first, `SHOWN` at most.

    They are proposed by what the archive's index has in common with it, and compared word by word: so they may be
    alike in three words of four. None of a passage that is too short to be indexed.
    """
    own = words(passage.text)
    alike = sorted(_alike(passage, own), reverse=True)[: 2 * SHOWN]
    ran = _ran([other for _, other, _ in alike], veil)
    found = [Edited(pk, woven(passage.text, text), share, *ran[pk]) for share, pk, text in alike if pk in ran]
    return sorted(found[:SHOWN], key=lambda each: (each.first is None, each.first or datetime.date.max, each.passage))


_PROPOSED = """
SELECT found.passage_id, passage.text
FROM (
    SELECT band.passage_id, count(*) AS agreeing FROM unnest(%(keys)s::bigint[]) AS given(number) CROSS JOIN LATERAL (
        SELECT passage_id FROM archive_passageband WHERE key = given.number LIMIT %(band)s) AS band
    WHERE band.passage_id <> %(passage)s GROUP BY band.passage_id
) AS found JOIN archive_passage passage ON passage.id = found.passage_id
WHERE passage.words BETWEEN %(least)s AND %(longest)s
ORDER BY found.agreeing DESC, found.passage_id LIMIT %(most)s
"""


def _alike(passage: Passage, own: Sequence[str]) -> list[tuple[float, int, str]]:
    """Likeness, number and text of the passages that are edited forms of it."""
    keys = passage_bands_of([passage.pk], for_pages().passages)[:, 1]
    # Of two texts as alike as that, one has at most so many times the words of the other.
    times = (2 - EDITED) / EDITED
    sizes = {"least": int(len(own) / times), "longest": int(len(own) * times) + 1}
    bounds = {"keys": literal(keys), "band": A_BAND, "passage": passage.pk, "most": COMPARED}
    proposed = answers_to(_PROPOSED, sizes | bounds) if len(keys) else []
    alike = [(Indel.normalized_similarity(own, words(text)), pk, text) for pk, text in proposed]
    return [each for each in alike if each[0] >= EDITED]


_RAN = """
SELECT given.number, count(DISTINCT found.id), min(found.day),
    (array_agg(found.id ORDER BY found.day, found.id) FILTER (WHERE found.day IS NOT NULL))[1]
FROM unnest(%s::bigint[]) AS given(number) CROSS JOIN LATERAL (
    SELECT article.id, CASE WHEN article.dated_by NOT IN ('retrieved', 'ingested') THEN article.dated_on END AS day
    FROM archive_paragraph paragraph JOIN archive_article article ON article.id = paragraph.article_id
    WHERE paragraph.passage_id = given.number AND article.text_id IS NOT NULL AND article.id <> ALL(%s::bigint[])
    LIMIT %s) AS found
GROUP BY given.number
"""


def _ran(passages: Sequence[int], veil: Veil) -> dict[int, tuple[int, datetime.date | None, int | None]]:
    """In how many articles each ran, the first day, and the article of it; one question."""
    if not passages:
        return {}
    rows = answers(_RAN, literal(passages), veil.hidden, COUNTED + 1)
    return {passage: (articles, first, article) for passage, articles, first, article in rows}
