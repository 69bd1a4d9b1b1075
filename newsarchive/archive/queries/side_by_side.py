"""Two articles as an editor compares them: what they say, what differs, where they stand, how alike they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from newsarchive.archive.models import Article, Paragraph, Review, Story
from newsarchive.archive.queries import stock
from newsarchive.archive.queries.articles import full, story_of
from newsarchive.archive.queries.changes import Changed, between
from newsarchive.archive.queries.evidence import Only, differing
from newsarchive.archive.queries.relations import compare_texts
from newsarchive.archive.queries.reviewing import Places, places
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.dedup import boilerplate
from newsarchive.dedup.alignment import Piece, Pieces, Row, aligned, whole
from newsarchive.dedup.boilerplate import Register
from newsarchive.dedup.likeness import NOTHING, UNIT

PARAGRAPHS = 40
"""Paragraphs laid side by side; of more, the rest is on the article's own page."""

LONGEST = 3000
"""Characters of a paragraph that are shown."""


@dataclass(frozen=True, slots=True)
class Shown(Piece):
    """Some words as printed, and whether they are stock text."""

    stock: bool = False


@dataclass(frozen=True)
class Side:
    """One of the two articles. ``contained`` is the share of it found in the other, 0 to 1; ``more`` counts the
    paragraphs that are not shown.
    """

    article: Article
    story: Story | None
    only: Only
    contained: float
    more: int


@dataclass(frozen=True)
class SideBySide:
    """A pair under review. ``odds`` of one story are a natural logarithm; None where the two have nothing in common."""

    review: Review
    places: Places
    one: Side
    other: Side
    rows: Sequence[Row]
    odds: float | None
    changed: Changed


def side_by_side(review: Review) -> SideBySide | None:
    """The two articles of a review in a constant number of queries; None where one is gone."""
    at = places([review])[review.pk]
    if at.one is None or at.other is None:
        return None
    articles = full(Article.objects.filter(pk__in=[at.one.article, at.other.article])).in_bulk()
    one, other = articles[at.one.article], articles[at.other.article]
    only_one, only_other = differing(one, other)
    printed = _printed([one, other])
    mine, theirs = printed[one.pk], printed[other.pk]
    like = compare_texts([(at.one.text, at.other.text)], for_pages())[at.one.text, at.other.text]
    return SideBySide(
        review,
        at,
        Side(one, story_of(one), only_one, like.contained, max(0, len(mine) - PARAGRAPHS)),
        Side(other, story_of(other), only_other, like.other_contained, max(0, len(theirs) - PARAGRAPHS)),
        with_stock(aligned(mine[:PARAGRAPHS], theirs[:PARAGRAPHS]), stock.on_pages()),
        None if like.story <= NOTHING else like.story / UNIT,
        between(one, other),
    )


def with_stock(rows: Sequence[Row], register: Register) -> Sequence[Row]:
    """The rows with what is stock text in each side's paragraph told apart."""
    if not register:
        return rows
    return [replace(row, one=_told_apart(row.one, register), other=_told_apart(row.other, register)) for row in rows]


def _told_apart(pieces: Pieces, register: Register) -> Pieces:
    """The pieces cut where stock text begins and ends: it is looked for in all of them together."""
    text = whole(pieces)
    parts = boilerplate.pieces(text, register)
    ends = [0, *accumulate(len(part.text) for part in parts)]
    found: list[Piece] = []
    first = 0
    for piece in pieces:
        last = first + len(piece.text)
        for part, start, end in zip(parts, ends, ends[1:], strict=False):
            begins = max(first, start)
            said = text[begins : min(last, end)].rstrip()
            if said.strip():
                spaced = text[begins + len(said) :].startswith(" ")
                found.append(Shown(said.strip(), piece.own, spaced, part.stock))
        first = last + piece.spaced
    return tuple(found)


def _printed(articles: Sequence[Article]) -> dict[int, list[str]]:
    """What each prints, without its repeats and datelines."""
    found: dict[int, list[str]] = {article.pk: [] for article in articles}
    rows = Paragraph.objects.filter(article__in=articles, repeats=None).select_related("passage")
    for row in rows.order_by("article_id", "position"):
        body = row.body[row.dateline_length :].strip()
        found[row.article_id].append(body if len(body) <= LONGEST else body[:LONGEST] + "…")
    return found
