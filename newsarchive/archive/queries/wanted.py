"""What readers ask the story list for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

RELEVANCE, NEWEST = "relevance", "newest"


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for; empty fields ask nothing. Words, agency, source, place and days must meet in one article.

    Days alone are compared with the day that a story carries; a mark is one that the story bears.
    """

    query: str = ""
    agency: str = ""
    source: str = ""
    place: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    order: str = RELEVANCE
    mark: str = ""

    @property
    def anything(self) -> bool:
        return any((self.narrow, self.since, self.until, self.mark))

    @property
    def narrow(self) -> bool:
        """Whether more is asked for than days, so that articles have to be looked at."""
        return any((self.query, self.agency, self.source, self.place))

    @property
    def ranked(self) -> bool:
        return bool(self.query) and self.order != NEWEST
