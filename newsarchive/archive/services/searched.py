"""What the full-text search sees of an article: its headline, and its body without what it repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from newsarchive.archive import search_text
from newsarchive.archive.models import Article, Paragraph, SearchEntry


def vector(headline: str, body: str) -> Any:
    """The search vector of these, as they are prepared for the index; an expression for the database."""
    first, second = (Value(search_text.bounded(part)) for part in (headline, body))
    return SearchVector(first, weight="A", config=search_text.CONFIG) + SearchVector(
        second, weight="B", config=search_text.CONFIG
    )


def reindex(article_ids: Collection[int]) -> None:
    """Make the search entries of these articles anew from what they say now; one that has none gets none."""
    here = set(SearchEntry.objects.filter(article__in=article_ids).values_list("article_id", flat=True))
    for pk, said in _said(here).items():
        SearchEntry.objects.filter(pk=pk).update(vector=vector(*said))


def index_anew(article_ids: Collection[int]) -> None:
    """Write the search entries of the articles from what they say now; those in the bin have none."""
    SearchEntry.objects.filter(article__in=article_ids).delete()
    here = set(Article.objects.filter(pk__in=article_ids, text__isnull=False).values_list("pk", flat=True))
    entries = [SearchEntry(article_id=pk, vector=vector(*said)) for pk, said in _said(here).items()]
    SearchEntry.objects.bulk_create(entries, batch_size=500)


def _said(article_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Headline and body of each article, prepared for the index."""
    bodies: dict[int, list[str]] = defaultdict(list)
    printed = Paragraph.objects.filter(article__in=article_ids, repeats=None).select_related("passage")
    for paragraph in printed.order_by("article_id", "position"):
        bodies[paragraph.article_id].append(paragraph.body)
    headlines = Article.objects.filter(pk__in=article_ids).values_list("pk", "headline")
    prepare = search_text.prepare
    return {pk: (prepare(headline), prepare("\n".join(bodies[pk]))) for pk, headline in headlines}
