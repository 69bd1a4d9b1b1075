"""Until when an article is under embargo, for those who may not read it yet."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.utils import timezone

from newsarchive.archive.models import Article, Notice
from newsarchive.archive.queries import marks
from newsarchive.wire.embargoes import HOLDING


class Until(NamedTuple):
    """When an embargo is over; ``at`` is None where no moment is known. ``doubt`` is what was inferred about it."""

    at: datetime.datetime | None
    doubt: str


def until(article: Article) -> Until:
    """When the last of the embargoes on an article is over: no moment is known where one of them names none."""
    held = _borne(article) or _own(article)
    if not held or any(one.at is None for one in held):
        return Until(None, "")
    return max(held, key=lambda one: one.at or timezone.now())


def _borne(article: Article) -> list[Until]:
    """The embargoes that notices put on it and that are not over."""
    bearing = marks.borne_by([article]).get(article.pk) if article.text_id else None
    return [Until(b.until, b.doubt) for b in (bearing.borne if bearing else ()) if b.mark == "embargoed" and not b.over]


def _own(article: Article) -> list[Until]:
    """What its own notice says, while it waits to be compared and nothing is carried yet."""
    asked = Notice.objects.filter(pk=article.pk, kinds__overlap=sorted(HOLDING), held_until__gt=timezone.now())
    return [Until(one.held_until, one.said.get("held", {}).get("doubt", "")) for one in asked]
