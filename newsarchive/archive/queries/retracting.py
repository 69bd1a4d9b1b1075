"""Notices that take back one kill, which they name by its number."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import NamedTuple

from newsarchive.archive.models import Article
from newsarchive.archive.queries.kept import answers
from newsarchive.dedup.naming import key_of_kill
from newsarchive.dedup.spreading import Member

UNTOLD = (Article.Clock.RETRIEVED, Article.Clock.INGESTED)
"""Clocks that say nothing of when an article was sent."""


class Back(NamedTuple):
    """A notice that takes back the kill of a number, as the story of what was killed sees it."""

    number: str
    sent: Member


_OF_NUMBERS = """
SELECT back.said #>> '{kills,kill}', back.article_id, back.kinds, own.text_id,
    CASE WHEN own.dated_by <> ALL(%s) THEN own.dated_on END, COALESCE(own.published_at, own.filed_at)
FROM archive_notice back JOIN archive_article own ON own.id = back.article_id AND own.text_id IS NOT NULL
WHERE back.names && %s::text[] AND 'reinstated' = ANY(back.kinds)
ORDER BY back.article_id
"""


def of_numbers(numbers: Collection[str]) -> list[Back]:
    """The notices that take back kills of these numbers; asks nothing where there are none."""
    keys = [key_of_kill(number) for number in sorted(numbers) if number]
    if not keys:
        return []
    rows = answers(_OF_NUMBERS, list(map(str, UNTOLD)), keys)
    return [Back(number, sent(*rest)) for number, *rest in rows]


def sent(pk: int, kinds: Iterable[str], text: int, on: datetime.date | None, at: datetime.datetime | None) -> Member:
    """A notice as the story sees it that it speaks of: it is not in it."""
    return Member(pk, text, 0, ("", pk), on, at, frozenset(kinds))


_NAMED_BY = """
SELECT DISTINCT article.text_id FROM unnest(%s::text[]) AS given(number)
JOIN archive_notice kill ON kill.serial = given.number AND kill.serial <> ''
JOIN archive_naming naming ON naming.notice_id = kill.article_id
JOIN archive_article article ON article.id = naming.article_id
WHERE article.text_id IS NOT NULL
"""


def texts_killed_by(numbers: Collection[str]) -> set[int]:
    """The texts of what the kills of these numbers name."""
    if not numbers:
        return set()
    return {text for (text,) in answers(_NAMED_BY, sorted(numbers))}
