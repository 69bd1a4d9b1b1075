"""How the review queue says why a pair is asked about, what a verdict would change, and how sure estimates are."""

from __future__ import annotations

import math

from django import template
from django.contrib.auth.models import User

from newsarchive.archive.models import Review
from newsarchive.archive.queries import agreement, reviewing
from newsarchive.archive.queries.changes import Changed
from newsarchive.archive.queries.estimates import Interval
from newsarchive.archive.queries.side_by_side import SideBySide

register = template.Library()

WHY = {
    Review.Queue.NEAR: "Asked because the two are close to the line between one story and two.",
    Review.Queue.WEAK: "Asked because this is the weakest link of a large story.",
    Review.Queue.JOINED: "Asked because one of the two is new in a story that is much older.",
    Review.Queue.AGAINST: "Asked because the archive by itself would decide otherwise than an earlier ruling does.",
    Review.Queue.SAMPLE: "Drawn by chance, to measure how often the archive is right. Judge before reading its odds.",
}


@register.filter
def why_asked(pair: SideBySide) -> str:
    """The reason in a sentence, and for all but drawn pairs what is at stake."""
    why = WHY.get(Review.Queue(pair.review.queue), "")
    return why if pair.review.queue == Review.Queue.SAMPLE else f"{why} {would_move(pair)}"


@register.filter
def would_move(pair: SideBySide) -> str:
    """What a ruling against the archive would change."""
    stake = pair.review.stake
    articles = f"{stake:,} article{'' if stake == 1 else 's'}"
    if pair.places.same:
        return f"“Different” would move about {articles} out of the story."
    return f"“Same” would move about {articles} into the other story."


@register.filter
def interval(value: Interval | None) -> str:
    """``94.2 % (88.1 to 97.3)``; a dash where there is nothing to say."""
    if value is None:
        return "–"
    return f"{hundredths(value.value)} ({100 * value.low:.1f} to {100 * value.high:.1f})"


@register.filter
def hundredths(share: float) -> str:
    """``0.942`` to ``94.2 %``; only what is whole is 100 %."""
    return "100 %" if share >= 1 else f"{math.floor(share * 1000) / 10:.1f} %"


@register.simple_tag
def review_queue(user: User) -> dict[str, object]:
    """What waits for this editor, and the alarms."""
    return {"waiting": reviewing.waiting(user), "counted": reviewing.COUNTED, "alarms": agreement.alarms()}


@register.filter
def changed_heading(changed: Changed, pair: SideBySide) -> str:
    """Which way round the changes are told: by what the archive takes for the earlier."""
    one, other = ("A", "B") if changed.earlier.pk == pair.one.article.pk else ("B", "A")
    return f"What changed from {one} to {other}"
