"""What changed from one article to another, the earlier first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from django.db import connection

from newsarchive.archive.models import Article
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.articles import agencies
from newsarchive.archive.queries.related import related
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.dedup.changes import Change, Dateline, changes
from newsarchive.dedup.relations import EQUAL, Related, Way
from newsarchive.wire.trade import is_note


@dataclass(frozen=True)
class Changed:
    """What changed from the ``earlier`` article to the ``later``, and what the later is to the earlier. Where it is not
    known which is the later, the clocks say, else the articles' digests: never in which order they were asked about.
    """

    earlier: Article
    later: Article
    related: Related
    changes: Sequence[Change]


def between(one: Article, other: Article) -> Changed:
    """What changed between two articles, in a constant number of questions."""
    one, other = sorted((one, other), key=by_clock)
    pair = other.text_id, one.text_id
    known = None not in pair and pair[0] != pair[1]
    found = related([pair], for_pages(), together=False).get(pair, EQUAL) if known else EQUAL
    turn = found.way == Way.SECOND
    earlier, later = (other, one) if turn else (one, other)
    said = found.turned() if turn else found
    printed, credited = printed_by([one, other]), agencies([one.pk, other.pk])
    told = changes(printed[earlier.pk], printed[later.pk], dateline_of(earlier, credited), dateline_of(later, credited))
    return Changed(earlier, later, said, told)


def by_clock(article: Article) -> tuple[str, str, str, int]:
    """In which order two articles stand as far as their own clocks go, and any order that does not change."""
    on = "" if article.dated_by == Article.Clock.INGESTED else article.dated_on.isoformat()
    at = article.filed_at or article.published_at
    return on, at.astimezone(UTC).isoformat() if at else "", article.original_id, article.item


def dateline_of(article: Article, credited: Mapping[int, Iterable[str]]) -> Dateline:
    """Where and when an article says it was written, and whom it credits."""
    on = article.dateline_on.isoformat() if article.dateline_on else ""
    return Dateline(article.place, on, sorted(set(credited.get(article.pk, ()))))


_PRINTED = """
SELECT paragraph.article_id, substr(COALESCE(paragraph.printed, passage.text), paragraph.dateline_length + 1)
FROM archive_paragraph paragraph JOIN archive_passage passage ON passage.id = paragraph.passage_id
WHERE paragraph.article_id = ANY(%s::bigint[]) AND paragraph.repeats_id IS NULL
ORDER BY paragraph.article_id, paragraph.position
"""


def printed_by(articles: Sequence[Article]) -> dict[int, list[str]]:
    """What each article prints, paragraph by paragraph, without its repeats, datelines and notes to editors."""
    found: dict[int, list[str]] = {article.pk: [] for article in articles}
    with connection.cursor() as cursor:
        cursor.execute(_PRINTED, [literal(found)])
        for article, body in cursor.fetchall():
            if not is_note(body):
                found[article].append(body)
    return found
