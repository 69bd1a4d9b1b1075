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
    headlines = Article.objects.filter(pk__in=article_ids, search_entry__isnull=False).values_list("pk", "headline")
    bodies: dict[int, list[str]] = defaultdict(list)
    printed = Paragraph.objects.filter(article__in=article_ids, repeats=None).select_related("passage")
    for paragraph in printed.order_by("article_id", "position"):
        bodies[paragraph.article_id].append(paragraph.body)
    for pk, headline in headlines:
        said = search_text.prepare(headline), search_text.prepare("\n".join(bodies[pk]))
        SearchEntry.objects.filter(pk=pk).update(vector=vector(*said))
