"""Two articles as a reader compares them: paragraph by paragraph, what changed, who is next to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from newsarchive.archive.models import Article, Story
from newsarchive.archive.queries import stock
from newsarchive.archive.queries.articles import Printed, full, paragraphs, story_of
from newsarchive.archive.queries.changes import Changed, between
from newsarchive.archive.queries.evidence import Only, differing
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.relations import known_likenesses
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.archive.queries.side_by_side import with_stock
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.changes import Change, Kind, changes
from newsarchive.dedup.comparison import Line, comparison

PARAGRAPHS = 150
"""Paragraphs of an article that are compared; of more, the rest is on its own page."""

LONGEST = 8000
"""Characters of a paragraph that are compared."""


@dataclass(frozen=True)
class Side:
    """One of the two. ``contained`` is the share of it found in the other; ``more`` counts what is not compared.

    ``datelines`` and ``repeats`` are by the number of the paragraph that they stand before, and behind.
    """

    article: Article
    story: Story | None
    printed: Sequence[Printed]
    only: Only
    contained: float
    datelines: Mapping[int, str] = field(default_factory=dict)
    repeats: Mapping[int, Sequence[Printed]] = field(default_factory=dict)

    @property
    def bodies(self) -> list[str]:
        """Its paragraphs without repeats, as far as they are compared."""
        own = [p.body.strip() for p in self.printed if p.repeats is None][:PARAGRAPHS]
        return [body if len(body) <= LONGEST else body[:LONGEST] + "…" for body in own]

    @property
    def more(self) -> int:
        return max(0, sum(p.repeats is None for p in self.printed) - PARAGRAPHS)


class Steps(NamedTuple):
    """The members of a story before and after one, by date; ``at`` is its place of ``articles``, from 1."""

    before: int | None
    after: int | None
    at: int
    articles: int


@dataclass(frozen=True)
class Compared:
    """Two articles laid side by side. ``steps`` go on through the story of the second, passing the first over."""

    one: Side
    other: Side
    lines: Sequence[Line]
    changed: Changed
    steps: Steps | None

    @property
    def same_story(self) -> bool:
        return self.one.story is not None and self.one.story == self.other.story

    @property
    def all_same(self) -> bool:
        return all(line.row.kind == "same" for line in self.lines)


def articles_to_compare(one: int, other: int) -> dict[int, Article]:
    """The two articles, by number, with what their page needs; those that there are not are left out."""
    return full(Article.objects.filter(pk__in=[one, other])).in_bulk()


def compared(one: Article, other: Article, veil: Veil = OPEN) -> Compared:
    """Two articles that are in stories, in a constant number of questions."""
    only_one, only_other = differing(one, other)
    pair = one.text_id, other.text_id
    like = None if one.text_id == other.text_id else known_likenesses([pair], for_pages())[pair]
    left = _side(one, only_one, like.contained if like else 1.0)
    right = _side(other, only_other, like.other_contained if like else 1.0)
    lines = comparison(left.bodies, right.bodies)
    rows = with_stock([line.row for line in lines], stock.on_pages())
    told = [replace(line, row=row) for line, row in zip(lines, rows, strict=True)]
    changed = between(one, other)
    also = _of_moved(left.bodies, right.bodies, lines, changed.earlier.pk == other.pk)
    changed = replace(changed, changes=list(dict.fromkeys([*changed.changes, *also])))
    return Compared(left, right, told, changed, _steps(other, one, veil))


def _of_moved(one: Sequence[str], other: Sequence[str], lines: Sequence[Line], back: bool) -> Iterator[Change]:
    """What changed in paragraphs that stand at another place, which `between` takes for two; ``back`` from the other
    to the one.
    """
    for line in lines:
        if line.mine and line.row.moved:
            for change in changes([one[line.mine - 1]], [other[line.elsewhere - 1]]):
                if change.kind in (Kind.NUMBER, Kind.NAME):
                    yield replace(change.turned() if back else change, where=(None, None))


def _side(article: Article, only: Only, contained: float) -> Side:
    printed = paragraphs(article)
    datelines: dict[int, str] = {}
    repeats: dict[int, list[Printed]] = {}
    number = 0
    for each in printed:
        if each.repeats is None:
            number += 1
            if each.dateline:
                datelines[number] = each.dateline
        else:
            repeats.setdefault(max(number, 1), []).append(each)
    return Side(article, story_of(article), printed, only, contained, datelines, repeats)


_STEPS = """
SELECT before, after, at::int, articles::int FROM (
    SELECT article.id, lag(article.id) OVER by_date AS before, lead(article.id) OVER by_date AS after,
        row_number() OVER by_date AS at, count(*) OVER () AS articles
    FROM archive_membership member JOIN archive_article article ON article.text_id = member.text_id
    WHERE member.story_id = (SELECT story_id FROM archive_membership WHERE text_id = %s)
        AND article.id <> %s AND article.id <> ALL(%s::bigint[])
    WINDOW by_date AS (ORDER BY article.dated_on, article.id)
) AS placed WHERE id = %s
"""


def _steps(article: Article, but: Article, veil: Veil) -> Steps | None:
    found = answers(_STEPS, article.text_id, but.pk, veil.hidden, article.pk)
    return Steps(*found[0]) if found else None
