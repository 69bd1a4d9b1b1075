"""The copies of one story, those first that fit what was searched for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.archive.queries import asked, entries, hits
from newsarchive.archive.queries.hits import ArticleLine
from newsarchive.archive.queries.kept import answers_to
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.queries.wanted import Wanted

SHOWN = 50
LOOKED_AT = 1000
"""Copies of which it is looked up whether they fit: those of the texts that came first."""


@dataclass(frozen=True)
class Copies:
    """The copies shown: those that ``fit`` what was searched for, and the ``others``; ``more`` are left out."""

    fit: Sequence[ArticleLine]
    others: Sequence[ArticleLine]
    more: bool


_COPIES = """
SELECT own.id, {fits} AS fits
FROM (
    SELECT article.id, article.dated_on FROM archive_membership member
    JOIN archive_article article ON article.text_id = member.text_id
    WHERE member.story_id = %(story)s AND article.id <> ALL(%(veiled)s::bigint[])
    ORDER BY member.text_id, article.id LIMIT %(looked_at)s
) AS own LEFT JOIN archive_searchentry entry ON entry.article_id = own.id
ORDER BY fits DESC, own.dated_on, own.id LIMIT %(most)s
"""


def of(story: int, wanted: Wanted, veil: Veil) -> Copies:
    """The copies of a story, by day, those first that fit."""
    question = asked.question(wanted, veil) if wanted.narrow else None
    fits, given = entries.holds(question) if question else ("FALSE", {})
    given |= {"story": story, "veiled": veil.hidden, "looked_at": LOOKED_AT, "most": SHOWN + 1}
    found = answers_to(_COPIES.format(fits=fits), given)
    said = hits.lines([pk for pk, _ in found[:SHOWN]])
    here = [(said[pk], fitting) for pk, fitting in found[:SHOWN] if pk in said]
    return Copies(
        [line for line, fitting in here if fitting], [line for line, fitting in here if not fitting], len(found) > SHOWN
    )
