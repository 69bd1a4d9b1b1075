"""What the full-text search sees of an article: its headline, and its body without what it repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection

from newsarchive.archive import search_text
from newsarchive.archive.models import Article, Paragraph, SearchEntry

AT_ONCE = 1000
"""Entries in one statement."""


class Said(NamedTuple):
    """What an article says, as it says it: ``body`` is its paragraphs without the repeats, a line each."""

    article: int
    headline: str
    body: str
    language: str = ""


FACETS = """
SELECT article.id, article.text_id, article.dated_on, array_to_tsvector(array_remove(ARRAY[
    to_char(article.dated_on, 'YYYY-MM-DD'), to_char(article.dated_on, 'YYYY-MM'),
    to_char(article.dated_on, 'YYYY'), left(to_char(article.dated_on, 'YYYY'), 2),
    'place ' || lower(nullif(btrim(article.place), '')), 'language ' || nullif(article.language, ''),
    'format ' || nullif(article.format, ''), 'slug ' || nullif(notice.slug, ''),
    CASE WHEN EXISTS (
        SELECT FROM archive_paragraph again JOIN archive_paragraph printed ON printed.id = again.repeats_id
        WHERE again.article_id = article.id AND printed.position = (SELECT min(opening.position)
            FROM archive_paragraph opening WHERE opening.article_id = article.id)) THEN 'folded lede' END,
    'source ' || CASE WHEN reading."values" ? 'source' THEN article.source_id
        ELSE COALESCE(article.source_read_id, article.source_id) END
], NULL) || CASE WHEN reading."values" ? 'agencies' OR article.agencies_read = '{}' THEN
    ARRAY(SELECT 'agency ' || lower(agency.name) FROM archive_article_agencies link
        JOIN archive_agency agency ON agency.id = link.agency_id WHERE link.article_id = article.id)
ELSE
    ARRAY(SELECT 'agency ' || lower(credited.name) FROM unnest(article.agencies_read) AS credited (name))
END) AS facets
FROM archive_article article LEFT JOIN archive_reading reading ON reading.article_id = article.id
LEFT JOIN archive_notice notice ON notice.article_id = article.id
WHERE article.text_id IS NOT NULL"""
"""For every article that is not in the bin, what its search entry has besides words.

Names are taken as they were read, so that an entry stays true when they are merged; where an editor corrected them,
as they count now.
"""

_ENTER = f"""
INSERT INTO archive_searchentry (article_id, text_id, dated_on, facets, vector)
SELECT said.article, own.text_id, own.dated_on, own.facets,
    setweight(to_tsvector(%(config)s, said.headline), 'A') || setweight(to_tsvector(%(config)s, said.body), 'B')
        || CASE WHEN said.tongue = '' THEN '' ELSE
            setweight(to_tsvector(said.tongue::regconfig, said.own_headline), 'A')
            || setweight(to_tsvector(said.tongue::regconfig, said.own_body), 'B')
            || array_to_tsvector(ARRAY[%(in)s || said.tongue]) END
FROM unnest(%(articles)s::bigint[], %(headlines)s::text[], %(bodies)s::text[],
    %(tongues)s::text[], %(own_headlines)s::text[], %(own_bodies)s::text[]
) AS said (article, headline, body, tongue, own_headline, own_body)
JOIN ({FACETS} AND article.id = ANY(%(articles)s)) AS own ON own.id = said.article
ON CONFLICT (article_id) DO UPDATE SET text_id = excluded.text_id, dated_on = excluded.dated_on,
    facets = excluded.facets, vector = excluded.vector
"""  # noqa: S608 - both parts are written here


_RESTAMP = f"""
UPDATE archive_searchentry entry SET text_id = own.text_id, dated_on = own.dated_on, facets = own.facets
FROM ({FACETS} AND article.id = ANY(%(articles)s)) AS own
WHERE entry.article_id = own.id
    AND (entry.text_id, entry.dated_on, entry.facets) IS DISTINCT FROM (own.text_id, own.dated_on, own.facets)
"""  # noqa: S608 - both parts are written here


def enter(said: Iterable[Said]) -> None:
    """Write the search entries of articles that are in the archive, anew where they have one."""
    rows = [_written(one) for one in said]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            columns = zip(_COLUMNS, map(list, zip(*rows[start : start + AT_ONCE], strict=True)), strict=True)
            cursor.execute(_ENTER, {"config": search_text.CONFIG, "in": search_text.IN, **dict(columns)})


_COLUMNS = ("articles", "headlines", "bodies", "tongues", "own_headlines", "own_bodies")


def _written(one: Said) -> tuple[int, str, str, str, str, str]:
    """What an article says as English, and as its own language where that can be stemmed."""
    tongue = search_text.TONGUES.get(one.language, "")
    own = (_own(one.headline, tongue), _own(one.body, tongue)) if tongue else ("", "")
    return one.article, _prepared(one.headline), _prepared(one.body), tongue, *own


def reindex(article_ids: Collection[int]) -> None:
    """Make the search entries of these articles anew from what they say now; one that has none gets none."""
    if not article_ids:
        return
    here = SearchEntry.objects.filter(article__in=article_ids).values_list("article_id", flat=True)
    enter(_said(list(here)))


def restamp(article_ids: Collection[int]) -> None:
    """Bring everything but words up to date in the search entries of these articles."""
    if article_ids:
        with connection.cursor() as cursor:
            cursor.execute(_RESTAMP, {"articles": list(article_ids)})


def index_anew(article_ids: Collection[int]) -> None:
    """Write the search entries of the articles from what they say now; those in the bin have none."""
    here = set(Article.objects.filter(pk__in=article_ids, text__isnull=False).values_list("pk", flat=True))
    SearchEntry.objects.filter(article__in=set(article_ids) - here).delete()
    enter(_said(here))


def _prepared(text: str) -> str:
    return search_text.bounded(search_text.indexed(text))


def _own(text: str, tongue: str) -> str:
    return search_text.bounded(search_text.prepared_as(text, tongue), search_text.OWN_LIMIT)


def _said(article_ids: Collection[int]) -> list[Said]:
    """What each article says now."""
    bodies: dict[int, list[str]] = defaultdict(list)
    printed = Paragraph.objects.filter(article__in=article_ids, repeats=None).select_related("passage")
    for paragraph in printed.order_by("article_id", "position"):
        bodies[paragraph.article_id].append(paragraph.body)
    articles = Article.objects.filter(pk__in=article_ids).order_by("pk").values_list("pk", "headline", "language")
    return [Said(pk, headline, "\n".join(bodies[pk]), language) for pk, headline, language in articles]
