"""What the full-text search sees of an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from newsarchive.archive import search_text
from newsarchive.archive.models import Article, Paragraph, SearchEntry


def searched(headline: str, paragraphs: Iterable[str]) -> tuple[str, str]:
    """Headline and body as the search has them; the paragraphs are those that are no repeats."""
    return search_text.prepare(headline), search_text.prepare("\n".join(paragraphs))


def vector(headline: str, paragraphs: Iterable[str]) -> Any:
    """The search vector of an article."""
    head, body = (Value(search_text.bounded(part)) for part in searched(headline, paragraphs))
    return SearchVector(head, weight="A", config=search_text.CONFIG) + SearchVector(
        body, weight="B", config=search_text.CONFIG
    )


def index_anew(article_ids: Collection[int]) -> None:
    """Write the search entries of the articles as their headlines and paragraphs are now; none of those in the bin."""
    printed: dict[int, list[str]] = defaultdict(list)
    rows = Paragraph.objects.filter(article__in=article_ids, repeats=None).select_related("passage")
    for paragraph in rows.order_by("article_id", "position").iterator():
        printed[paragraph.article_id].append(paragraph.body)
    SearchEntry.objects.filter(article__in=article_ids).delete()
    here = Article.objects.filter(pk__in=article_ids, text__isnull=False).values_list("pk", "headline")
    entries = [SearchEntry(article_id=pk, vector=vector(headline, printed[pk])) for pk, headline in here]
    SearchEntry.objects.bulk_create(entries, batch_size=500)
