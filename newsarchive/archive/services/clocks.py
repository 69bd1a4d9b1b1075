"""By which of its clocks an article is dated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from newsarchive.archive.models import Article

DAYS = {
    Article.Clock.PUBLISHED: "published_on",
    Article.Clock.FILED: "filed_on",
    Article.Clock.DATELINE: "dateline_on",
    Article.Clock.RETRIEVED: "retrieved_on",
}
"""The column that has each clock's day, in the order in which clocks are trusted."""

HOURS = {"published_on": ("published_at", "published_time"), "filed_on": ("filed_at", "filed_time")}
"""The columns that have the instant, and the hour where no zone is printed, for the days that may have one."""


def first_known(days: Mapping[Article.Clock, date | None], taken_in: datetime) -> tuple[str, date]:
    """The first clock that shows a day, and that day; where none does, the day on which it was taken in."""
    for clock in DAYS:
        day = days.get(clock)
        if day:
            return clock, day
    return Article.Clock.INGESTED, taken_in.astimezone(UTC).date()


def date_anew(article: Article) -> None:
    """Set what the article is dated by from its clocks' columns; nothing is saved."""
    days = {clock: getattr(article, column) for clock, column in DAYS.items()}
    article.dated_by, article.dated_on = first_known(days, article.ingested_at)
