"""Until when an article is under embargo, for those who may not read it yet."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.utils import timezone

from newsarchive.archive.models import Article
from newsarchive.archive.queries import marks


class Until(NamedTuple):
    """When an embargo is over; ``at`` is None where no moment is known. ``doubt`` is what was inferred about it."""

    at: datetime.datetime | None
    doubt: str


def until(article: Article) -> Until:
    """When the last of the embargoes on an article is over: no moment is known where one of them names none."""
    bearing = marks.borne_by([article]).get(article.pk) if article.text_id else None
    held = [one for one in (bearing.borne if bearing else []) if one.mark == "embargoed" and not one.over]
    if not held or any(one.until is None for one in held):
        return Until(None, "")
    last = max(held, key=lambda one: one.until or timezone.now())
    return Until(last.until, last.doubt)
