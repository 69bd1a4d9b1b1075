"""What the full-text search sees of an article: its headline, and its body without what it repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection

from newsarchive.archive import search_text
from newsarchive.archive.models import Article, Paragraph, SearchEntry

AT_ONCE = 1000
"""Entries in one statement."""


class Said(NamedTuple):
    """What an article says, as it says it: ``body`` is its paragraphs without the repeats, a line each."""

    article: int
    headline: str
    body: str


_ENTER = """
INSERT INTO archive_searchentry (article_id, vector)
SELECT said.article, setweight(to_tsvector(%(config)s, said.headline), 'A')
    || setweight(to_tsvector(%(config)s, said.body), 'B')
FROM unnest(%(articles)s::bigint[], %(headlines)s::text[], %(bodies)s::text[]) AS said (article, headline, body)
ON CONFLICT (article_id) DO UPDATE SET vector = excluded.vector
"""


def enter(said: Iterable[Said]) -> None:
    """Write the search entries of articles that are in the archive, anew where they have one."""
    rows = [(one.article, _prepared(one.headline), _prepared(one.body)) for one in said]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            articles, headlines, bodies = map(list, zip(*rows[start : start + AT_ONCE], strict=True))
            given = {"articles": articles, "headlines": headlines, "bodies": bodies}
            cursor.execute(_ENTER, {"config": search_text.CONFIG, **given})


def reindex(article_ids: Collection[int]) -> None:
    """Make the search entries of these articles anew from what they say now; one that has none gets none."""
    here = SearchEntry.objects.filter(article__in=article_ids).values_list("article_id", flat=True)
    enter(_said(list(here)))


def index_anew(article_ids: Collection[int]) -> None:
    """Write the search entries of the articles from what they say now; those in the bin have none."""
    here = set(Article.objects.filter(pk__in=article_ids, text__isnull=False).values_list("pk", flat=True))
    SearchEntry.objects.filter(article__in=set(article_ids) - here).delete()
    enter(_said(here))


def _prepared(text: str) -> str:
    return search_text.bounded(search_text.prepare(text))


def _said(article_ids: Collection[int]) -> list[Said]:
    """What each article says now."""
    bodies: dict[int, list[str]] = defaultdict(list)
    printed = Paragraph.objects.filter(article__in=article_ids, repeats=None).select_related("passage")
    for paragraph in printed.order_by("article_id", "position"):
        bodies[paragraph.article_id].append(paragraph.body)
    headlines = Article.objects.filter(pk__in=article_ids).order_by("pk").values_list("pk", "headline")
    return [Said(pk, headline, "\n".join(bodies[pk])) for pk, headline in headlines]
