"""The genealogy matrix of a story, as far as its readers may see it: which article prints which paragraph, and how."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsarchive.archive.models import Article, Passage, Story
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.arrays import rows as rows_of
from newsarchive.archive.queries.articles import Printed
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.memory import Memory
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.genealogy import Cell, Copy, Genealogy, Kind, Row, Told, genealogy, told
from newsarchive.dedup.words import words

MOST = 500
"""Articles of a story that are laid beside each other; of a larger one, those that were dated first."""

OPENING = 90
"""Characters by which a paragraph is known again at the head of its row."""


class Column(NamedTuple):
    """An article of the matrix. ``outlet`` is empty where none is known."""

    article: int
    headline: str
    outlet: str
    dated_on: datetime.date
    dated_by: str
    passages: tuple[int, ...]

    @property
    def label(self) -> str:
        """By what its column is known."""
        return self.outlet or f"article {self.article}"

    @property
    def copy(self) -> Copy:
        return Copy(self.passages, None if self.dated_by == Article.Clock.INGESTED else self.dated_on)


@dataclass(frozen=True)
class Matrix:
    """Who prints which paragraph. The first column is the lead's; ``bounded`` where the story has more articles."""

    lead: int
    columns: Sequence[Column]
    found: Genealogy
    bounded: bool = False

    @property
    def rows(self) -> Sequence[Row]:
        return self.found.rows

    def cells(self) -> dict[int, Sequence[Cell]]:
        """The column of each article, without its head."""
        return {column.article: cells for column, cells in zip(self.columns, self.found.columns, strict=True)}

    def told(self) -> dict[int, Told]:
        """What each article did with the lead's paragraphs, as numbers."""
        known: dict[Hashable, Told] = {}
        for cells in self.found.columns:
            if cells not in known:
                known[cells] = told(self.rows, cells)
        return {c.article: known[cells] for c, cells in zip(self.columns, self.found.columns, strict=True)}


class Stand(NamedTuple):
    """In how many articles a paragraph stands. ``edited`` is None where only exact printings were counted."""

    same: int
    edited: int | None
    of: int

    @property
    def all(self) -> int:
        return self.same + (self.edited or 0)


_PRINTED = """
SELECT article.id, article.headline, COALESCE(source.name, article.site), article.dated_on, article.dated_by, ARRAY(
    SELECT paragraph.passage_id FROM archive_paragraph paragraph
    WHERE paragraph.article_id = article.id AND paragraph.repeats_id IS NULL ORDER BY paragraph.position)
FROM archive_article article LEFT JOIN archive_source source ON source.id = article.source_id
"""
_OF_STORY = f"""
{_PRINTED} JOIN archive_membership member ON member.text_id = article.text_id
WHERE member.story_id = %s AND article.id <> ALL(%s::bigint[])
ORDER BY article.id <> %s, article.dated_on, article.id LIMIT %s
"""
_OF_THESE = f"""
{_PRINTED} WHERE article.id = ANY(%s::bigint[]) ORDER BY article.id <> %s, article.dated_on, article.id
"""


def of_story(story: Story, lead: Article, veil: Veil = OPEN) -> Matrix:
    """The matrix of a story, `MOST` articles of it at most, against an article of it that leads."""
    found = answers(_OF_STORY, story.pk, veil.hidden, lead.pk, MOST + 1)
    return _matrix(lead.pk, found[:MOST], len(found) > MOST)


def of_these(articles: Iterable[int], lead: Article) -> Matrix:
    """The same of some articles alone and the lead."""
    return _matrix(lead.pk, answers(_OF_THESE, literal({lead.pk, *articles}), lead.pk), True)


def _matrix(lead: int, found: Sequence[tuple[object, ...]], bounded: bool) -> Matrix:
    columns = [Column(*rest, tuple(passages)) for *rest, passages in found]  # type: ignore[misc, call-overload]
    return Matrix(lead, columns, _known([column.copy for column in columns], not bounded), bounded)


_KNOWN: Memory[Hashable, Genealogy] = Memory(32)


def _known(copies: Sequence[Copy], whole: bool) -> Genealogy:
    """What the first of the copies, which leads, and the others print; remembered, for a passage never changes.

    ``whole`` where there are no more copies.
    """
    key = (whole, *copies)
    found = _KNOWN.recall([key]).get(key)
    if found is None:
        passages = {passage for copy in copies for passage in copy.passages}
        lists = {pk: words(text) for pk, text in rows_of(Passage, ("id", "text"), "id", sorted(passages))}
        found = genealogy(copies[0], copies, lists, whole) if copies else Genealogy((), ())
        _KNOWN.keep({key: found})
    return found


def openings(rows: Iterable[Row]) -> dict[int, str]:
    """How each paragraph begins, by the passage that stands for it."""
    found = rows_of(Passage, ("id", "text"), "id", [row.passage for row in rows])
    return {pk: text if len(text) <= OPENING else text[:OPENING].rsplit(" ", 1)[0] + " …" for pk, text in found}


def stands(matrix: Matrix) -> dict[int, Stand]:
    """In how many of the articles each of the lead's paragraphs stands, by its passage."""
    of, found = len(matrix.columns), {}
    for row, cells in zip(matrix.rows, zip(*matrix.found.columns, strict=True), strict=True):
        if row.number is not None:
            printed = [cell for cell in cells if cell.at is not None or cell.kind is Kind.WITHIN]
            same = sum(not cell.edited for cell in printed)
            found[row.passage] = Stand(same, len(printed) - same, of)
    return found


_STAND = """
SELECT printed.passage_id, sum(own.articles)::int FROM (
    SELECT article.text_id, count(*) AS articles
    FROM archive_membership member JOIN archive_article article ON article.text_id = member.text_id
    WHERE member.story_id = %s AND article.id <> ALL(%s::bigint[]) GROUP BY 1
) AS own CROSS JOIN LATERAL (
    SELECT passage_id FROM archive_printing WHERE text_id = own.text_id AND passage_id = ANY(%s::bigint[]) OFFSET 0
) AS printed GROUP BY 1
"""


def stands_in_all(story: Story, passages: Collection[int], articles: int, veil: Veil = OPEN) -> dict[int, Stand]:
    """The same of a story that is too large to be laid out: exact printings alone, in all ``articles`` of it."""
    found: Mapping[int, int] = dict(answers(_STAND, story.pk, veil.hidden, literal(passages)))  # type: ignore[arg-type]
    return {passage: Stand(found.get(passage, 0), None, articles) for passage in passages}


class Numbered(NamedTuple):
    """A paragraph of the lead with its ``number``, from 1, repeats not counted, and in how many articles it stands.

    A repeat has the number of the paragraph that it prints again, and ``stand`` None.
    """

    paragraph: Printed
    number: int
    stand: Stand | None


def numbered(printed: Sequence[Printed], standing: Mapping[int, Stand]) -> list[Numbered]:
    """The lead's paragraphs as the matrix counts them."""
    numbers = {p.number: n for n, p in enumerate((p for p in printed if p.repeats is None), 1)}
    return [
        Numbered(
            p,
            numbers.get(p.number if p.repeats is None else p.repeats, 0),
            standing.get(p.passage) if p.repeats is None else None,
        )
        for p in printed
    ]
