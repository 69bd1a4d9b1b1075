"""Counting what the archive holds: as a whole, from every source, and of every agency's copy.

A statement reads every article with its paragraphs once, which of a million articles takes about a minute. So it is
asked by the periodic sweep (`services.counting`), or of a small archive (`queries.held`).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from newsarchive.archive.models import Holding
from newsarchive.archive.queries.kept import answers, answers_to
from newsarchive.archive.queries.veil import Veil

LISTED = 60
"""Names that a list has at the most; what is left of the articles is said to be other ones."""

REPRINTED = 40
"""Stories and passages that are noted as reprinted most; pages show fewer, since some may be hidden by then."""

LONG_ENOUGH = 12
"""Words that a passage must have to be worth naming, as for those that propose candidates."""

_SHOWN = """
WITH shown AS MATERIALIZED (
    SELECT article.id, article.text_id, article.source_id, article.dated_on, article.place, article.language,
        article.format, article.dated_by, member.story_id, COALESCE(printed.paragraphs, 0) AS paragraphs,
        COALESCE(printed.folded, 0) AS folded, COALESCE(printed.lede, false) AS lede,
        row_number() OVER (PARTITION BY member.story_id ORDER BY article.dated_on, article.id) > 1 AS followed
    FROM archive_article article JOIN archive_membership member ON member.text_id = article.text_id
    LEFT JOIN (
        SELECT paragraph.article_id, count(*) AS paragraphs, count(paragraph.repeats_id) AS folded,
            bool_or(paragraph.repeats_id IS NOT NULL AND 0 IN (paragraph.position, again.position)) AS lede
        FROM archive_paragraph paragraph LEFT JOIN archive_paragraph again ON again.id = paragraph.repeats_id
        GROUP BY paragraph.article_id
    ) AS printed ON printed.article_id = article.id
    WHERE article.id <> ALL(%s::bigint[])
)
"""

_ABOUT = {
    Holding.Of.ARCHIVE: "SELECT 0::bigint AS number, NULL::bigint AS partner, shown.* FROM shown",
    Holding.Of.SOURCE: "SELECT source_id AS number, NULL::bigint AS partner, shown.* FROM shown"
    " WHERE source_id IS NOT NULL",
    Holding.Of.AGENCY: "SELECT link.agency_id AS number, shown.source_id AS partner, shown.*"
    " FROM shown JOIN archive_article_agencies link ON link.article_id = shown.id",
}

_PARTNERS = {
    Holding.Of.ARCHIVE: "",
    Holding.Of.SOURCE: "UNION ALL SELECT 'partners', about.number, link.agency_id::text, count(*), NULL, NULL, NULL,"
    " NULL, NULL, NULL, NULL, NULL FROM about JOIN archive_article_agencies link ON link.article_id = about.id"
    " GROUP BY about.number, link.agency_id",
    Holding.Of.AGENCY: "UNION ALL SELECT 'partners', number, partner::text, count(*), NULL, NULL, NULL,"
    " NULL, NULL, NULL, NULL, NULL FROM about WHERE partner IS NOT NULL GROUP BY number, partner",
}

_WHOLE = """
SELECT 'whole' AS what, number, '' AS name, count(*) AS articles, count(*) FILTER (WHERE followed) AS followed,
    count(*) FILTER (WHERE lede) AS ledes, sum(paragraphs)::bigint AS paragraphs, sum(folded)::bigint AS folded,
    count(DISTINCT story_id) AS stories, count(DISTINCT text_id) AS texts, min(dated_on), max(dated_on)
FROM about GROUP BY number
UNION ALL
SELECT 'months', number, date_trunc('month', dated_on)::date::text, count(*), count(*) FILTER (WHERE followed),
    count(*) FILTER (WHERE lede), sum(paragraphs)::bigint, sum(folded)::bigint, NULL, NULL, NULL, NULL
FROM about GROUP BY number, date_trunc('month', dated_on)
UNION ALL
SELECT what, about.number, name, count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM about CROSS JOIN LATERAL (VALUES ('places', place), ('languages', language), ('formats', format),
    ('clocks', dated_by)) AS said(what, name)
WHERE name <> '' OR what <> 'places' GROUP BY about.number, what, name
"""


def count(of: str, veil: Veil) -> list[Holding]:
    """What there is of every source, or agency, that has articles to see, or of the archive. Not saved."""
    began = time.monotonic()
    statement = f"{_SHOWN}, about AS MATERIALIZED ({_ABOUT[Holding.Of(of)]}) {_WHOLE} {_PARTNERS[Holding.Of(of)]}"
    holdings: dict[int, Holding] = {}
    lists: dict[int, dict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    for what, number, name, articles, followed, ledes, paragraphs, folded, *rest in answers(statement, veil.hidden):
        tallied = [articles, followed, ledes, paragraphs, folded]
        if what == "whole":
            holdings[number] = _holding(of, number, tallied, rest)
        else:
            lists[number][what].append([name, *tallied] if what == "months" else [name, articles])
    for number, holding in holdings.items():
        holding.detail = {what: _most(what, listed) for what, listed in lists[number].items()}
        holding.took = time.monotonic() - began
    return sorted(holdings.values(), key=lambda holding: (-holding.articles, holding.number))


def _holding(of: str, number: int, tallied: Sequence[int], rest: Sequence[Any]) -> Holding:
    names = ("articles", "followed", "ledes", "paragraphs", "folded", "stories", "texts", "first_on", "last_on")
    return Holding(of=of, number=number, **dict(zip(names, [*tallied, *rest], strict=True)))


def _most(what: str, listed: list[list[Any]]) -> list[list[Any]]:
    if what == "months":
        return sorted(listed)
    if what == "partners":
        listed = [[int(number), articles] for number, articles in listed]
    return sorted(listed, key=lambda row: (-row[1], row[0]))[:LISTED]


_STORIES = """
SELECT member.story_id, count(*), count(DISTINCT article.source_id), min(article.dated_on)::text,
    max(article.dated_on)::text
FROM archive_article article JOIN archive_membership member ON member.text_id = article.text_id
WHERE article.id <> ALL(%s::bigint[])
GROUP BY member.story_id HAVING count(*) > 1 ORDER BY count(*) DESC, member.story_id LIMIT %s
"""

_PASSAGES = """
WITH ran AS MATERIALIZED (
    SELECT paragraph.passage_id, count(DISTINCT paragraph.article_id) AS articles,
        count(DISTINCT member.story_id) AS stories, min(member.story_id) AS story
    FROM archive_paragraph paragraph JOIN archive_article article ON article.id = paragraph.article_id
    JOIN archive_membership member ON member.text_id = article.text_id
    WHERE article.id <> ALL(%(hidden)s::bigint[]) GROUP BY paragraph.passage_id
), long AS (
    SELECT ran.*, stories > 2 AND stories * 2 > articles AS recurs,
        row_number() OVER (PARTITION BY ran.story ORDER BY ran.articles DESC, ran.passage_id) = 1 AS first
    FROM ran JOIN archive_passage passage ON passage.id = ran.passage_id
    WHERE ran.articles > 1 AND passage.words >= %(words)s
)
SELECT 'all', (SELECT count(*) FROM ran), 0, 0
UNION ALL
(SELECT 'reprinted', passage_id, articles, stories FROM long WHERE NOT recurs AND first
    ORDER BY articles DESC, passage_id LIMIT %(most)s)
UNION ALL
(SELECT 'recurring', passage_id, articles, stories FROM long WHERE recurs
    ORDER BY stories DESC, passage_id LIMIT %(most)s)
"""
"""A passage *recurs* that stands in more than half as many stories as articles: stock text rather than a report. Of
the others each story has one, the one that most articles print, since a report's passages are reprinted together.
"""


def reprinted(veil: Veil) -> dict[str, Any]:
    """The stories and passages that most articles run: rows of ``[number, articles, …]``; and how many passages are."""
    found: dict[str, Any] = {"stories": [list(row) for row in answers(_STORIES, veil.hidden, REPRINTED)]}
    for what, *row in answers_to(_PASSAGES, {"hidden": veil.hidden, "words": LONG_ENOUGH, "most": REPRINTED}):
        if what == "all":
            found["passages"] = row[0]
        else:
            found.setdefault(what, []).append(row)
    return found
