"""What the article page shows: paragraphs as printed, the clocks and their doubts, the article's company."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Case, QuerySet, When

from newsarchive.archive.models import Article, Paragraph, Story, UploadedFile

COPIES_SHOWN = 50


@dataclass(frozen=True)
class Printed:
    """A paragraph as printed, numbered from 1; a repeat names the paragraph it prints again."""

    number: int
    dateline: str
    body: str
    repeats: int | None
    why: str
    likeness: float | None


@dataclass(frozen=True)
class Reading:
    """What one clock of an article shows. `at` only where the page printed an instant; `dates` where it dates it."""

    name: str
    label: str
    on: datetime.date | None
    at: datetime.datetime | None
    doubt: str
    dates: bool


def full(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with source, original, agencies and story at hand."""
    return articles.select_related("source", "original", "text__membership__story").prefetch_related("agencies")


def story_of(article: Article) -> Story | None:
    """The article's story; None until it was compared."""
    membership = getattr(article.text, "membership", None)
    return membership.story if membership else None


def paragraphs(article: Article) -> list[Printed]:
    """All paragraphs of the article in order, repeats marked."""
    rows = list(Paragraph.objects.filter(article=article).select_related("passage").order_by("position"))
    numbers = {row.pk: number for number, row in enumerate(rows, 1)}
    return [_printed(row, numbers) for row in rows]


def readings(article: Article) -> list[Reading]:
    """The clocks that show something, or of which something is said, in the order in which they are trusted."""
    shown = [
        (Article.Clock.PUBLISHED, article.published_on, article.published_at),
        (Article.Clock.FILED, article.filed_on, article.filed_at),
        (Article.Clock.DATELINE, article.dateline_on, None),
        (Article.Clock.RETRIEVED, article.retrieved_on, None),
        (Article.Clock.INGESTED, None, article.ingested_at),
    ]
    return [_reading(article, clock, on, at) for clock, on, at in shown if on or at or doubt(article, clock)]


def doubt(article: Article | None, clock: str) -> str:
    """What was inferred about a clock, in plain words; empty where nothing was."""
    doubts = article.doubts if article else None
    return str(doubts.get(clock) or "") if isinstance(doubts, dict) else ""


def other_doubts(article: Article) -> list[str]:
    """What was inferred about anything but the clocks."""
    doubts = article.doubts if isinstance(article.doubts, dict) else {}
    return [str(words) for key, words in doubts.items() if key not in Article.Clock.values and words]


def copies(article: Article) -> QuerySet[Article]:
    """Other articles that print the very same text; none of one in the bin."""
    return (
        Article.objects.filter(text=article.text_id, text__isnull=False).exclude(pk=article.pk).select_related("source")
    )


def names(article: Article) -> list[str]:
    """The names under which the article's file was handed in, the first one first; withdrawn ones come last."""
    handed_in = UploadedFile.objects.filter(original=article.original_id).order_by(
        Case(When(state=UploadedFile.State.WITHDRAWN, then=1), default=0), "pk"
    )
    return list(dict.fromkeys(handed_in.values_list("name", flat=True)[:20]))


def _printed(row: Paragraph, numbers: dict[int, int]) -> Printed:
    cut = row.dateline_length
    return Printed(
        number=numbers[row.pk],
        dateline=row.body[:cut],
        body=row.body[cut:],
        repeats=numbers.get(row.repeats_id) if row.repeats_id else None,
        why=row.get_fold_display() if row.fold else "",
        likeness=row.likeness,
    )


def _reading(article: Article, clock: Article.Clock, on: datetime.date | None, at: datetime.datetime | None) -> Reading:
    return Reading(clock.value, str(clock.label), on, at, doubt(article, clock.value), article.dated_by == clock.value)
