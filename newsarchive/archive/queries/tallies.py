"""What the articles of a story come to, counted in one reading of their rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from newsarchive.archive.models import Article
from newsarchive.archive.queries.arrays import literal

PRINTED = (Article.Clock.PUBLISHED, Article.Clock.FILED, Article.Clock.DATELINE)
"""Clocks that articles and their pages print."""

_TALLY = """
SELECT given.story, member.version_id, printed.source_id, printed.dated_by,
    min(printed.dated_on), max(printed.dated_on), count(*), min(member.text_id), max(member.text_id)
FROM unnest(%s::bigint[]) AS given(story)
CROSS JOIN LATERAL
(SELECT text_id, version_id FROM archive_membership WHERE story_id = given.story OFFSET 0) AS member
CROSS JOIN LATERAL
(SELECT source_id, dated_by, dated_on FROM archive_article WHERE text_id = member.text_id OFFSET 0) AS printed
GROUP BY given.story, member.version_id, printed.source_id, printed.dated_by
"""


@dataclass
class Tally:
    """How many articles ran each version of a story, its sources, and the first and last day that each clock shows."""

    ran: Counter[int] = field(default_factory=Counter)
    sources: set[int] = field(default_factory=set)
    dates: dict[str, date] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)
    texts: set[int] = field(default_factory=set)
    """Some of its texts: one where it has one, several where it has several."""

    def counts(self) -> dict[str, int]:
        """Under the names that the story's columns have."""
        return {
            "article_count": self.ran.total(),
            "version_count": len(self.ran),
            "source_count": len(self.sources),
            "span_days": self.span(),
        }

    def span(self) -> int:
        """Days from the first to the last that is printed; when a page was fetched or taken in says nothing of it."""
        first, last = ([days[clock] for clock in PRINTED if clock in days] for days in (self.dates, self.last))
        return (max(last) - min(first)).days if first else 0


def tallies(story_ids: Iterable[int]) -> dict[int, Tally]:
    """Of each story that has articles.

    Costs as much as they are many, since any of them may have moved: some tens of milliseconds at 20,000.
    """
    found: dict[int, Tally] = defaultdict(Tally)
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [literal(story_ids)])
        for story, version, source, clock, first, last, count, *texts in cursor.fetchall():
            tally = found[story]
            tally.ran[version] += count
            tally.texts.update(texts)
            tally.sources |= {source} - {None}
            tally.dates[clock] = min(first, tally.dates.get(clock, first))
            tally.last[clock] = max(last, tally.last.get(clock, last))
    return dict(found)
