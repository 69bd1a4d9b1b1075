"""Where a paragraph ran: in which articles, at which place, in which stories, from when to when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from newsarchive.archive.models import Article
from newsarchive.archive.queries.kept import answers_to
from newsarchive.archive.queries.veil import OPEN, Veil

COUNTED = 10_000
"""Paragraphs that are looked at to say in how many articles a passage ran, and when."""

RUNS_A_PAGE = 40


class Count(NamedTuple):
    """How many articles of a story ran a passage on a day, by the clock that dates them; story 0: not compared yet."""

    story: int
    day: datetime.date
    clock: str
    articles: int


@dataclass(frozen=True)
class Tally:
    """All that is counted of where a passage ran; ``bounded`` where it ran more often than was looked at."""

    counts: Sequence[Count]
    bounded: bool = False

    @property
    def articles(self) -> int:
        return sum(count.articles for count in self.counts)

    @property
    def stories(self) -> int:
        return len({count.story for count in self.counts} - {0})

    @property
    def dated(self) -> list[Count]:
        """Those that say themselves when they ran: the others have only when they were fetched, or taken in."""
        return [count for count in self.counts if count.clock not in _NOT_PRINTED]

    @property
    def telling(self) -> int:
        """Articles that say when they ran."""
        return sum(count.articles for count in self.dated)

    @property
    def undated(self) -> int:
        """Articles that do not."""
        return self.articles - self.telling

    @property
    def first(self) -> datetime.date | None:
        return min((count.day for count in self.dated), default=None)

    @property
    def last(self) -> datetime.date | None:
        return max((count.day for count in self.dated), default=None)

    def of_story(self, story: int) -> int:
        """In how many articles of a story it ran."""
        return sum(count.articles for count in self.counts if count.story == story)


_NOT_PRINTED = (Article.Clock.RETRIEVED.value, Article.Clock.INGESTED.value)

_TALLY = """
SELECT COALESCE(member.story_id, 0), found.dated_on, found.dated_by, count(*), sum(found.paragraphs)::int
FROM (
    SELECT id, text_id, dated_on, dated_by, count(*) AS paragraphs FROM (
        SELECT article.id, article.text_id, article.dated_on, article.dated_by
        FROM archive_paragraph paragraph JOIN archive_article article ON article.id = paragraph.article_id
        WHERE paragraph.passage_id = %(passage)s AND article.text_id IS NOT NULL
            AND article.id <> ALL(%(hidden)s::bigint[])
        LIMIT %(most)s) AS looked_at
    GROUP BY id, text_id, dated_on, dated_by
) AS found LEFT JOIN archive_membership member ON member.text_id = found.text_id
GROUP BY 1, 2, 3
"""


def tally(passage: int, veil: Veil = OPEN) -> Tally:
    """Where a passage ran, counted; empty where a reader may see none of it."""
    rows = answers_to(_TALLY, {"passage": passage, "hidden": veil.hidden, "most": COUNTED + 1})
    return Tally([Count(*row[:-1]) for row in rows], bounded=sum(row[-1] for row in rows) > COUNTED)


class Run(NamedTuple):
    """An article that ran a passage, as its ``places`` th paragraph ``of`` all; at ``folded`` it is a repeat.

    ``at`` and ``hour`` are of the clock that dates it: an instant, or an hour whose zone is not known. ``story`` is 0
    where it was not compared yet.
    """

    pk: int
    headline: str
    language: str
    outlet: str
    agencies: Sequence[str]
    dated_on: datetime.date
    dated_by: str
    at: datetime.datetime | None
    hour: datetime.time | None
    doubt: str
    story: int
    story_headline: str
    story_lead: int | None
    of: int
    places: Sequence[int]
    folded: Sequence[int]

    @property
    def place(self) -> int:
        """Where to look first."""
        return (self.places or self.folded)[0]


_KEY = (
    "COALESCE(story.dated_on, DATE 'infinity')",
    "COALESCE(story.id, 0)",
    "article.dated_on",
    "article.id",
)
"""Stories by day, each with its articles by day; what was not compared yet comes last."""

_ORDERED = """
FROM (SELECT DISTINCT article_id FROM archive_paragraph WHERE passage_id = %(passage)s) AS ran
JOIN archive_article article ON article.id = ran.article_id AND article.text_id IS NOT NULL
    AND article.id <> ALL(%(hidden)s::bigint[])
LEFT JOIN archive_membership member ON member.text_id = article.text_id
LEFT JOIN archive_story story ON story.id = member.story_id
"""

_RUNS = """
WITH page AS (SELECT article.id, story.id AS story_id {ordered} {beyond} ORDER BY {order} LIMIT %(most)s)
SELECT article.id, article.headline, article.language, COALESCE(source.name, article.site),
    ARRAY(SELECT agency.name FROM archive_article_agencies credited JOIN archive_agency agency
        ON agency.id = credited.agency_id WHERE credited.article_id = article.id ORDER BY agency.name),
    article.dated_on, article.dated_by,
    CASE article.dated_by WHEN 'published' THEN published_at WHEN 'filed' THEN filed_at END,
    CASE article.dated_by WHEN 'published' THEN published_time WHEN 'filed' THEN filed_time END,
    COALESCE(article.doubts ->> article.dated_by, ''),
    COALESCE(story.id, 0), COALESCE(story.headline, ''), story.lead_article_id,
    printed.there_are, printed.places, printed.folded
FROM page JOIN archive_article article ON article.id = page.id
LEFT JOIN archive_source source ON source.id = article.source_id
LEFT JOIN archive_story story ON story.id = page.story_id
CROSS JOIN LATERAL (
    SELECT count(*) AS there_are,
        COALESCE(array_agg(position + 1 ORDER BY position) FILTER (
            WHERE passage_id = %(passage)s AND repeats_id IS NULL), '{{}}') AS places,
        COALESCE(array_agg(position + 1 ORDER BY position) FILTER (
            WHERE passage_id = %(passage)s AND repeats_id IS NOT NULL), '{{}}') AS folded
    FROM archive_paragraph WHERE article_id = article.id
) AS printed
ORDER BY {order}
"""


@dataclass(frozen=True)
class Page:
    """Some of the articles that ran a passage, and next to which its neighbours begin; ``lost`` where the article that
    it was to go on from does not run it, or not any more.
    """

    runs: Sequence[Run]
    following: int | None = None
    preceding: int | None = None
    lost: bool = False


def page_of(passage: int, after: int | None = None, before: int | None = None, veil: Veil = OPEN) -> Page:
    """The articles after one, or before one, the first ones where neither is named. Two questions at the most."""
    given: dict[str, object] = {"passage": passage, "hidden": veil.hidden, "most": RUNS_A_PAGE + 1}
    asked = after or before
    there = _place_of(given, asked) if asked else None
    if there is None:
        return _page(_asked(given), bool(asked))
    back = not after
    rows = _asked(given | {f"at{n}": value for n, value in enumerate(there)}, "<" if back else ">")
    more, shown = len(rows) > RUNS_A_PAGE, rows[:RUNS_A_PAGE][:: -1 if back else 1]
    if not shown:
        return _page(_asked(given), lost=True)
    return Page(
        shown,
        following=shown[-1].pk if more or back else None,
        preceding=shown[0].pk if more or not back else None,
    )


def _page(rows: Sequence[Run], lost: bool) -> Page:
    shown = rows[:RUNS_A_PAGE]
    return Page(shown, following=shown[-1].pk if len(rows) > RUNS_A_PAGE else None, lost=lost)


def _place_of(given: Mapping[str, object], article: int) -> tuple[object, ...] | None:
    """Where an article stands in the order; None where it does not run the passage, or may not be seen."""
    question = f"SELECT {', '.join(_KEY)} {_ORDERED} WHERE article.id = %(article)s"
    return next(iter(answers_to(question, {**given, "article": article})), None)


def _asked(given: Mapping[str, object], how: str = "") -> list[Run]:
    """Articles in order, or back from a place, the nearest first: one more than a page has."""
    named = ", ".join(f"%(at{n})s" for n in range(len(_KEY)))
    beyond = f"WHERE ({', '.join(_KEY)}) {how} ({named})" if how else ""
    order = ", ".join(f"{key} DESC" if how == "<" else key for key in _KEY)
    return [Run(*row) for row in answers_to(_RUNS.format(ordered=_ORDERED, beyond=beyond, order=order), given)]


class Group(NamedTuple):
    """The articles of one story on a page, of ``articles`` that ran the passage; ``headline`` is empty where the
    article that leads the story may not be seen.
    """

    story: int
    headline: str
    articles: int
    runs: Sequence[Run]


def by_story(runs: Iterable[Run], counted: Tally, veil: Veil = OPEN) -> list[Group]:
    """The articles of a page, those of one story together."""
    groups = [(story, list(own)) for story, own in groupby(runs, key=lambda run: run.story)]
    return [
        Group(
            story,
            "" if own[0].story_lead in veil.articles else own[0].story_headline or "No headline",
            max(counted.of_story(story), len(own)),
            own,
        )
        for story, own in groups
    ]
