"""Which of two articles puts the other right, or is the later, where something in the archive says so."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from newsarchive.archive.models import Article
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.namings import rejected
from newsarchive.dedup.spreading import PRINTS_WRONG

_CARRIED = """
SELECT DISTINCT correct.text_id FROM archive_carried correct
JOIN archive_carried wrong ON wrong.notice_id = correct.notice_id AND wrong.mark = 'corrected'
    AND wrong.confidence >= %s
WHERE correct.mark = 'corrects' AND (correct.text_id, wrong.text_id) IN ((%s, %s), (%s, %s))
"""

_PRINTED = """
SELECT article.text_id, min(COALESCE(article.filed_at, CASE WHEN feed.serial <> '' THEN article.published_at END)),
    min(COALESCE(article.filed_on, CASE WHEN feed.serial <> '' THEN article.published_on END)),
    COALESCE(bool_or(notice.kinds && ARRAY['correction', 'refile']::varchar[]), false),
    COALESCE(bool_or(notice.kinds && ARRAY['update', 'lead', 'recast']::varchar[]), false),
    COALESCE(max((SELECT max((mark ->> 'number')::int) FROM jsonb_array_elements(notice.marks) mark
        WHERE mark ->> 'kind' IN ('update', 'lead', 'recast'))), 0)
FROM archive_article article
LEFT JOIN archive_notice feed ON feed.article_id = article.id
LEFT JOIN archive_notice notice ON notice.article_id = article.id AND notice.article_id <> ALL(%s::bigint[])
WHERE article.text_id = ANY(%s::bigint[]) GROUP BY article.text_id
"""
"""What bears a provider's number came by the agency's feed: then the moment on it is the agency's. Marks of notices
that an editor rejected say nothing.
"""


class _Printed(NamedTuple):
    """What the agency's own clock and the trade's marks say of a text, by whoever printed it."""

    filed_at: datetime | None
    filed_on: date | None
    corrects: bool
    updates: bool
    number: int


def later_of(one: Article, other: Article) -> Article | None:
    """The article that puts the other right as corrections in force have it; else the one that bears a mark of the
    trade for it; else the one that the agency's own clock has later. None where none of these says it.

    Asked is what holds of their texts: so of a copy the same is told as of the article that was ruled on.
    """
    by_text = {one.text_id: one, other.text_id: other}
    if len(by_text) < 2 or None in by_text:
        return None
    pair = one.text_id, other.text_id
    carried = answers(_CARRIED, PRINTS_WRONG, *pair, *pair[::-1])
    if carried:
        return by_text[carried[0][0]] if len(carried) == 1 else None
    out = rejected(Article.objects.filter(text__in=pair, notice__carries=True).values_list("pk", flat=True))
    printed = {text: _Printed(*rest) for text, *rest in answers(_PRINTED, literal(out), literal(pair))}
    turn = _turn(*(printed[text] for text in pair))
    return (other if turn > 0 else one) if turn else None


def _turn(one: _Printed, other: _Printed) -> int:
    """Above 0 where the other is the later, below where the one is. Marks come first, for they say what it is for."""
    if one.corrects != other.corrects:
        return other.corrects - one.corrects
    return other.number - one.number or other.updates - one.updates or _by_clock(one, other)


def _by_clock(one: _Printed, other: _Printed) -> int:
    if one.filed_at and other.filed_at:
        return (other.filed_at > one.filed_at) - (other.filed_at < one.filed_at)
    if one.filed_on and other.filed_on:
        return (other.filed_on > one.filed_on) - (other.filed_on < one.filed_on)
    return 0
