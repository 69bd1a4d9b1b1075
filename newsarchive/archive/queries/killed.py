"""What a kill withdraws, as a reader may see it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from newsarchive.archive.models import Article
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.carrying import taking_back
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.marks import Bearing, taken_back_by
from newsarchive.archive.queries.relations import Member
from newsarchive.archive.queries.said import LIFTED
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.relations import Relation
from newsarchive.wire.notices import WITHDRAWING

SHOWN = 12
"""Articles that are named of each notice; the others are counted."""

MOST = 3
"""Notices of a page of which it is told."""


class Killed(NamedTuple):
    """An article that a notice withdraws."""

    pk: int
    headline: str
    language: str
    outlet: str
    on: datetime.date
    story: int


class Withdrawal(NamedTuple):
    """What the notice of an article does: ``articles`` that it withdraws, the first of ``there_are``; and the articles
    by which it was taken ``back``.
    """

    notice: int
    articles: list[Killed]
    there_are: int
    back: list[Article]

    @property
    def more(self) -> int:
        return self.there_are - len(self.articles)


_KILLED = f"""
SELECT given.notice, found.* FROM unnest(%s::bigint[]) AS given(notice) CROSS JOIN LATERAL (
    SELECT article.id, article.headline, article.language, COALESCE(source.name, article.site), article.dated_on,
        member.story_id, count(*) OVER () AS there_are, carried.confidence
    FROM archive_carried carried JOIN archive_article article ON article.text_id = carried.text_id
    JOIN archive_membership member ON member.text_id = article.text_id
    LEFT JOIN archive_source source ON source.id = article.source_id
    WHERE carried.notice_id = given.notice AND carried.mark = 'withdrawn' AND article.id <> given.notice
        AND article.id <> ALL(%s::bigint[]) AND NOT {LIFTED}
    ORDER BY EXISTS (SELECT FROM archive_naming named
            WHERE named.notice_id = given.notice AND named.article_id = article.id AND named.sure) DESC,
        article.dated_on, article.original_id, article.item
    LIMIT %s
) AS found
"""  # noqa: S608 - all of it is written here
"""Those first that it names, then the earliest: the others print the same."""


def withdrawals(borne: Iterable[tuple[int, Bearing]], veil: Veil = OPEN) -> list[Withdrawal]:
    """What each of these articles, with what it bears, does where it bears a kill; asks nothing where none does."""
    notices = _kills(borne)[:MOST]
    killed = _killed(notices, veil, SHOWN)
    found = []
    for pk in notices:
        back = [by.article for by in taken_back_by(pk) if by.article.pk not in veil.articles]
        articles = killed.get(pk, [])
        there_are = articles[0][-2] if articles else 0
        found.append(Withdrawal(pk, [Killed(*row[:-2]) for row in articles], there_are, back))
    return [each for each in found if each.articles or each.back]


_KILLS_NEAR = """
SELECT DISTINCT kill.article_id FROM archive_naming mine
JOIN archive_article named ON named.id = mine.article_id JOIN archive_membership own ON own.text_id = named.text_id
JOIN archive_membership beside ON beside.version_id = own.version_id
JOIN archive_article other ON other.text_id = beside.text_id
JOIN archive_naming theirs ON theirs.article_id = other.id
JOIN archive_notice kill ON kill.article_id = theirs.notice_id AND NOT 'reinstated' = ANY(kill.kinds)
WHERE mine.notice_id = %s
UNION SELECT kill.article_id FROM archive_notice back
JOIN archive_notice kill ON kill.serial <> '' AND kill.serial = back.said #>> '{kills,kill}'
WHERE back.article_id = %s ORDER BY 1 LIMIT %s
"""


def taken_back(article: int, bearing: Bearing, veil: Veil = OPEN) -> list[Article]:
    """The kills, by their articles, that the notice of an article takes back; asks nothing where it bears none such."""
    if not any(mark["kind"] == "reinstated" for mark in bearing.trade):
        return []
    kills = [pk for (pk,) in answers(_KILLS_NEAR, article, article, SHOWN) if pk not in veil.articles]
    lifted = [pk for pk in kills if article in taking_back(pk)]
    return list(Article.objects.filter(pk__in=lifted, text__isnull=False).order_by("dated_on", "pk"))


def first_withdrawn(borne: Iterable[tuple[int, Bearing]]) -> dict[int, tuple[int, float]]:
    """For each of these articles that bears a kill the first article that it withdraws, and how surely."""
    return {pk: (rows[0][0], rows[0][-1]) for pk, rows in _killed(_kills(borne), OPEN, 1).items()}


def _kills(borne: Iterable[tuple[int, Bearing]]) -> list[int]:
    return [pk for pk, bearing in borne if any(mark["kind"] in WITHDRAWING for mark in bearing.trade)]


def _killed(notices: Collection[int], veil: Veil, most: int) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if notices:
        for notice, *row in answers(_KILLED, literal(notices), veil.hidden, most):
            found[notice].append(row)
    return found


def beside_kills(member: Member, kills: Collection[int]) -> Member:
    """A member as it is told where it, or what it is related to, is the article of a kill that repeats the text."""
    if member.relation != Relation.COPY or member.related is None:
        return member
    if member.article.pk in kills:
        return replace(member, told=Relation.WITHDRAWS)
    return replace(member, told=Relation.WITHDRAWN_BY) if member.related.pk in kills else member


def withdraws(one: int, other: int, bearing: dict[int, Bearing]) -> bool:
    """Whether the notice of the one article withdraws the other."""
    borne = bearing[other].borne if other in bearing else ()
    return any(each.mark == "withdrawn" and each.notice == one for each in borne)
