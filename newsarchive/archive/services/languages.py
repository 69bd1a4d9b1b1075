"""Languages detected anew, of articles that are in the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from newsarchive.archive.models import Article, Paragraph
from newsarchive.archive.services.bulk import update_rows
from newsarchive.archive.services.searched import reindex, restamp
from newsarchive.wire.languages import SAMPLE, UNSPACED, spoken

AT_ONCE = 500
"""Articles in one transaction."""


def detect_anew(after: int = 0) -> tuple[int, int, int]:
    """Look at the next `AT_ONCE` articles whose numbers are higher than ``after``, and enter anew what search knows.

    Returns the last one's number, how many there were and how many are in another language than was known. Where none
    is left there were none. May be repeated.
    """
    with transaction.atomic():
        found = list(Article.objects.filter(pk__gt=after).order_by("pk").defer("furniture")[:AT_ONCE])
        beginnings = _beginnings([article.pk for article in found])
        changed = []
        for article in found:
            told = spoken(beginnings[article.pk], article.language_declared)
            if (told.code, told.by) != (article.language, article.language_by):
                changed.append((article.pk, told.code, told.by))
        update_rows(Article, ("language", "language_by"), changed)
        unspaced = {article.pk for article in found if article.language in UNSPACED}
        unspaced |= {pk for pk, code, _ in changed if code in UNSPACED}
        reindex(unspaced)
        restamp([article.pk for article in found if article.pk not in unspaced])
    return (found[-1].pk if found else after), len(found), len(changed)


def _beginnings(articles: Sequence[int]) -> dict[int, list[str]]:
    """The paragraphs of each that are looked at; none is empty, so that so many are enough."""
    texts: dict[int, list[str]] = defaultdict(list)
    printed = Paragraph.objects.filter(article__in=articles, position__lt=SAMPLE).select_related("passage")
    for paragraph in printed.order_by("article_id", "position").iterator():
        texts[paragraph.article_id].append(paragraph.body)
    return texts
