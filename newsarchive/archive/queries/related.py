"""What texts are to each other, in the trade's words: told when it is asked, from the words, the clocks and the marks.

Nothing of it is stored, so that it is never behind what was corrected, taken in or read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.profiles import profiles_known
from newsarchive.dedup.profiles import words_of
from newsarchive.dedup.relations import Related, relations
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.told import Clock, Said, Told
from newsarchive.wire import trade_words as trade

_UPDATING = frozenset({trade.UPDATE, trade.LEAD, trade.RECAST})
_CORRECTING = frozenset({trade.CORRECTION, trade.REFILE})

_TOLD = """
SELECT DISTINCT ON (article.text_id) article.text_id, text.digest, article.filed_at, article.filed_on,
    article.published_at, article.published_on, COALESCE(article.dateline_on, article.dated_on),
    notice.kinds, notice.marks::text
FROM archive_article article JOIN archive_text text ON text.id = article.text_id
LEFT JOIN archive_notice notice ON notice.article_id = article.id
WHERE article.text_id = ANY(%s::bigint[])
ORDER BY article.text_id, article.dated_on, article.original_id, article.item
"""


def related(
    pairs: Iterable[tuple[int, int]], scheme: ClusteringScheme, together: bool = True
) -> dict[tuple[int, int], Related]:
    """What the first text of each pair is to the second, by text ids and in two questions.

    A text went out when the article that printed it first did, with the marks that this one bears. ``together`` says
    that the pairs are of one story each. Of the scheme it is asked what stock text is left out.
    """
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    told = told_of({text for pair in wanted for text in pair}, scheme)
    place = {text: i for i, text in enumerate(told)}
    known = [(a, b) for a, b in wanted if a in place and b in place]
    found = relations(list(told.values()), [(place[a], place[b]) for a, b in known], together=together)
    return dict(zip(known, found, strict=True))


def told_of(texts: Iterable[int], scheme: ClusteringScheme) -> dict[int, Told]:
    """Texts that an article prints, as they are compared: without stock text, damaged ones as they are read."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [literal(set(texts))])
        found = cursor.fetchall()
    profiles = profiles_known({text: bytes(digest) for text, digest, *_ in found}, scheme)
    return {
        text: Told(
            words_of(profiles[text]), profiles[text], _clock(*clocks), _said(kinds or (), json.loads(marks or "[]"))
        )
        for text, _, *clocks, kinds, marks in found
    }


def _clock(
    filed_at: datetime | None,
    filed_on: date | None,
    published_at: datetime | None,
    published_on: date | None,
    dated_on: date | None,
) -> Clock | None:
    """The clock that tells best when an article went out: the agency's, the page's, then whatever it is dated by."""
    for at, on, filed in ((filed_at, filed_on, True), (published_at, published_on, False), (None, dated_on, False)):
        if at is not None:
            return Clock(at.timestamp() / 3600, True, filed)
        if on is not None:
            return Clock(on.toordinal() * 24.0 - _UNIX + 12, False, filed)
    return None


_UNIX = date(1970, 1, 1).toordinal() * 24.0


def _said(kinds: Sequence[str], marks: Sequence[Mapping[str, Any]]) -> Said:
    """What the trade's marks on an article say of it."""
    numbers = [mark.get("number") or 0 for mark in marks if mark.get("kind") in _UPDATING]
    return Said(bool(_UPDATING & set(kinds)), bool(_CORRECTING & set(kinds)), max(numbers, default=0) or None)
