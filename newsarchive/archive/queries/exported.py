"""What a search finds, as rows of a file: page after page through the same questions as the list, never all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.lines import StoryLine
from newsarchive.archive.queries.search import Listing, find_stories
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import Wanted

MOST = 10_000
"""Rows of a file; a search that finds more is exported in parts, by days for instance."""

OF_STORIES = {
    "story": "The story's number.",
    "address": "Where its page is.",
    "headline": "That of its lead, or the one an editor gave it.",
    "date": "The day that the story carries.",
    "dated_by": "By which clock: published, filed, dateline, retrieved, ingested; or editor.",
    "doubt": "What was inferred about the date, in words; empty where nothing was.",
    "agencies": "Agencies credited in the lead; several are parted by semicolons.",
    "place": "The place in the lead's dateline.",
    "source": "The outlet or feed that ran the lead.",
    "language": "The lead's language, as a code.",
    "marks": "Corrected, withdrawn, embargoed, as the list says it; several are parted by semicolons.",
    "articles": "How many articles the story has: its copies, all together.",
    "sources": "From how many sources.",
    "versions": "In how many versions.",
    "days": "Days from its first article to its last.",
    "updates": "How many of its texts are told as updates of others; empty where it is not told yet.",
    "lede": "The lead's first paragraph.",
}
OF_ARTICLES = {
    "article": "The article's number.",
    "address": "Where its page is.",
    "story": "The number of the story it is in.",
    "headline": "As printed.",
    "byline": "As printed.",
    "date": "The day the article is dated.",
    "dated_by": "By which clock: published, filed, dateline, retrieved, ingested.",
    "doubt": "What was inferred about the date, in words; empty where nothing was.",
    "agencies": "Agencies credited; several are parted by semicolons.",
    "place": "The place in the dateline.",
    "source": "The outlet or feed it was taken from.",
    "language": "Its language, as a code.",
    "format": "The format of the file it came in.",
    "url": "The address of the page it was taken from, where the page says it.",
    "original": "The SHA-256 digest of the file as it was handed in.",
    "item": "Which article of that file it is, counted from 1.",
}
"""The columns of each kind of file in their order, with what each has."""

Row = dict[str, Any]


def columns(wanted: Wanted) -> dict[str, str]:
    """Those of the file that a search comes to."""
    return OF_ARTICLES if wanted.articles else OF_STORIES


def rows(wanted: Wanted, veil: Veil = OPEN, root: str = "") -> Iterator[Row]:
    """What is found, in the order of the list, `MOST` rows at the most. Addresses begin with ``root``."""
    left = MOST
    for page in _pages(wanted, veil):
        made = _article_rows(page, root) if wanted.articles else _story_rows(page.stories, root)
        yield from made[:left]
        left -= len(made)
        if left <= 0:
            return


def _pages(wanted: Wanted, veil: Veil) -> Iterator[Listing]:
    """The list page by page; a list made of some of the articles that fit goes on with those further back."""
    page: Listing | None = None
    while page is None or page.older or page.further:
        page = find_stories(wanted, page and (page.older or page.further), veil)
        yield page


def _story_rows(stories: Sequence[StoryLine], root: str) -> list[Row]:
    return [
        {
            "story": one.pk,
            "address": root + reverse("story", args=[one.pk]),
            "headline": one.headline,
            "date": one.dated_on.isoformat() if one.dated_on else "",
            "dated_by": one.dated_by,
            "doubt": one.doubt,
            "agencies": list(one.agencies),
            "place": one.place,
            "source": one.source,
            "language": one.language,
            "marks": list(one.marks),
            "articles": one.articles,
            "sources": one.sources,
            "versions": one.versions,
            "days": one.days,
            "updates": one.updates,
            "lede": one.lede,
        }
        for one in stories
    ]


_ARTICLES = """
SELECT article.id, '', member.story_id, article.headline, article.byline, article.dated_on::text, article.dated_by,
    COALESCE(article.doubts ->> article.dated_by, ''),
    ARRAY(SELECT agency.name FROM archive_article_agencies credited JOIN archive_agency agency
        ON agency.id = credited.agency_id WHERE credited.article_id = article.id ORDER BY agency.name),
    article.place, COALESCE(source.name, ''), article.language, article.format, article.url,
    article.original_id, article.item
FROM unnest(%s::bigint[]) WITH ORDINALITY AS given (pk, number) JOIN archive_article article ON article.id = given.pk
LEFT JOIN archive_membership member ON member.text_id = article.text_id
LEFT JOIN archive_source source ON source.id = article.source_id ORDER BY given.number
"""


def _article_rows(page: Listing, root: str) -> list[Row]:
    found = answers(_ARTICLES, literal(entry.place.id for entry in page.entries))
    made = [dict(zip(OF_ARTICLES, row, strict=True)) for row in found]
    return [row | {"address": root + reverse("article", args=[row["article"]])} for row in made]
