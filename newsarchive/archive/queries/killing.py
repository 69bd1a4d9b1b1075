"""Kills and the articles that they may mean, found by an index from either side."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from newsarchive.archive import search_text
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.carrying import UNTOLD
from newsarchive.dedup import naming
from newsarchive.dedup.naming import DAYS, Candidate, Meant

MOST = 300
"""Articles that are weighed for one kill, and kills for one article: those nearest to it in days."""


class Kill(NamedTuple):
    """A notice that withdraws: its article, and what it says; or one that takes back, perhaps the kill of a number."""

    article: int
    meant: Meant
    takes_back: str = ""


class Found(NamedTuple):
    """An article that may be meant."""

    article: int
    text: int
    candidate: Candidate


_ABOUT = """article.id, article.text_id, COALESCE(notice.slug, ''), article.headline, COALESCE(notice.serial, ''),
    article.place, article.agencies_read, CASE WHEN article.dated_by <> ALL(%(untold)s) THEN article.dated_on END,
    COALESCE(article.published_at, article.filed_at)"""

_KILLS = f"""
SELECT {_ABOUT}, notice.said::text, 'reinstated' = ANY(notice.kinds) FROM archive_article article
JOIN archive_notice notice ON notice.article_id = article.id AND notice.names <> '{{}}'
WHERE article.text_id IS NOT NULL AND """  # noqa: S608 - all parts are written here


def kills_among(article_ids: Collection[int]) -> list[Kill]:
    """Those of the articles that withdraw something."""
    return _kills(f"{_KILLS} article.id = ANY(%(articles)s::bigint[])", articles=literal(article_ids))


def kills_with(keys: Collection[str]) -> list[Kill]:
    """Kills that may mean what has one of these keys."""
    return _kills(f"{_KILLS} notice.names && %(keys)s::text[]", keys=sorted(keys))


def _kills(question: str, **given: object) -> list[Kill]:
    found = []
    for pk, _, *about, said, back in _asked(question, **given):
        _, _, sent_as, _, agencies, on, at = about
        kills = json.loads(said)["kills"]
        moved = datetime.time.fromisoformat(kills["moved"]) if kills["moved"] else None
        by = frozenset(name.casefold() for name in agencies)
        own = frozenset(kills.get("own", ()))
        names = (kills[name] for name in ("slug", "headline", "serial", "place"))
        found.append(Kill(pk, Meant(*names, moved, by, on, at, sent_as, own, back), kills.get("kill", "")))
    return found


_ARTICLES = f"""
SELECT {_ABOUT} FROM archive_article article LEFT JOIN archive_notice notice ON notice.article_id = article.id
WHERE article.text_id IS NOT NULL AND (notice.names IS NULL OR notice.names = '{{}}') AND """  # noqa: S608


def articles(article_ids: Collection[int]) -> list[Found]:
    """What is known of these articles, but for those that withdraw something themselves."""
    return _found(_asked(f"{_ARTICLES} article.id = ANY(%(articles)s::bigint[])", articles=literal(article_ids)))


_MEANT_BY = """
SELECT DISTINCT found.id FROM unnest(%(kills)s::bigint[], %(words)s::text[]) AS given(kill, words)
JOIN archive_article own ON own.id = given.kill JOIN archive_notice notice ON notice.article_id = own.id
CROSS JOIN LATERAL (
    SELECT article.id FROM archive_article article WHERE article.id IN (
        SELECT slugged.article_id FROM archive_notice slugged
        WHERE slugged.slug <> '' AND slugged.slug = notice.said #>> '{kills,slug}'
        UNION SELECT numbered.article_id FROM archive_notice numbered
        WHERE numbered.serial <> '' AND numbered.serial = notice.said #>> '{kills,serial}'
        UNION SELECT entry.article_id FROM archive_searchentry entry
        WHERE entry.vector @@ plainto_tsquery(%(config)s, given.words))
        AND (own.dated_by = ANY(%(untold)s) OR article.dated_by = ANY(%(untold)s)
            OR own.dated_on - article.dated_on BETWEEN -1 AND %(days)s)
    ORDER BY abs(own.dated_on - article.dated_on), article.original_id, article.item LIMIT %(most)s
) AS found
"""


def meant_by(kills: Collection[Kill]) -> list[Found]:
    """Articles that these kills may mean; it is weighed elsewhere which of them they do."""
    if not kills:
        return []
    looked_for = [(kill.article, words) for kill in kills for words in _looked_for(kill.meant)]
    words = [search_text.prepare(words) for _, words in looked_for]
    given = {"kills": literal(article for article, _ in looked_for), "words": words}
    found = _asked(_MEANT_BY, **given, config=search_text.CONFIG, days=DAYS, most=MOST)
    return articles([pk for (pk,) in found]) if found else []


def _looked_for(meant: Meant) -> list[str]:
    """What the full-text index is asked for: the telling words of a headline; the place, where an hour is named."""
    told = " ".join(naming.telling(meant.headline or meant.slug.replace("-", " ")))
    return [told, meant.place.split(",")[0]] if meant.place and meant.moved else [told]


def _found(rows: Collection[tuple[object, ...]]) -> list[Found]:
    found = []
    for pk, text, slug, headline, serial, place, agencies, on, at in rows:
        own = frozenset(name.casefold() for name in agencies)  # type: ignore[attr-defined]
        candidate = Candidate(slug, headline, serial, place, own, on, at)  # type: ignore[arg-type]
        found.append(Found(pk, text, candidate))  # type: ignore[arg-type]
    return found


def _asked(question: str, **given: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"untold": list(map(str, UNTOLD)), **given})
        return list(cursor.fetchall())
