"""What texts are to each other, in the trade's words: told when it is asked, from the words, the clocks and the marks.

Nothing of it is stored, so that it is never behind what was corrected, taken in or read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.profiles import profiles_known
from newsarchive.dedup.profiles import words_of
from newsarchive.dedup.relations import Clock, Kind, Related, Said, Told, Way, relations
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.spreading import PRINTS_WRONG
from newsarchive.wire import trade_words as trade

_UPDATING = frozenset({trade.UPDATE, trade.LEAD, trade.RECAST})
_CORRECTING = frozenset({trade.CORRECTION, trade.REFILE})

_TOLD = """
SELECT told.*, (
    SELECT json_agg(json_build_array(carried.notice_id, carried.mark, carried.confidence))::text
    FROM archive_carried carried
    JOIN archive_article correction ON correction.id = carried.notice_id
    JOIN archive_membership there ON there.text_id = correction.text_id
    JOIN archive_membership here ON here.text_id = carried.text_id
    WHERE carried.text_id = told.text_id AND (carried.mark = 'corrects' AND here.version_id = there.version_id
        OR carried.mark = 'corrected' AND carried.confidence >= %s))
FROM (
    SELECT DISTINCT ON (article.text_id) article.text_id, text.digest, article.filed_at, article.filed_on,
        article.published_at, article.published_on, COALESCE(article.dateline_on, article.dated_on),
        notice.kinds, notice.marks::text
    FROM archive_article article JOIN archive_text text ON text.id = article.text_id
    LEFT JOIN archive_notice notice ON notice.article_id = article.id
    WHERE article.text_id = ANY(%s::bigint[])
    ORDER BY article.text_id, article.dated_on, article.original_id, article.item
) AS told
"""


def related(
    pairs: Iterable[tuple[int, int]], scheme: ClusteringScheme, together: bool = True
) -> dict[tuple[int, int], Related]:
    """What the first text of each pair is to the second, by text ids and in two questions.

    A text went out when the article that printed it first did, with the marks that this one bears. ``together`` says
    that the pairs are of one story each. Of the scheme it is asked what stock text is left out. Where a correction was
    carried from the one to the other (`Carried`), that is what they are to each other, whatever the words weigh.
    """
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    rows = _told({text for pair in wanted for text in pair})
    told, carried = _compared(rows, scheme), {text: _carried(said) for text, *_, said in rows}
    place = {text: i for i, text in enumerate(told)}
    known = [(a, b) for a, b in wanted if a in place and b in place]
    found = relations(list(told.values()), [(place[a], place[b]) for a, b in known], together=together)
    return {(a, b): _put_right(carried[a], carried[b]) or said for (a, b), said in zip(known, found, strict=True)}


def _told(texts: Iterable[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [PRINTS_WRONG, literal(set(texts))])
        return cursor.fetchall()


def _compared(rows: Iterable[tuple[Any, ...]], scheme: ClusteringScheme) -> dict[int, Told]:
    """Texts that an article prints, as they are compared: without stock text, damaged ones as they are read."""
    profiles = profiles_known({text: bytes(digest) for text, digest, *_ in rows}, scheme)
    return {
        text: Told(
            words_of(profiles[text]), profiles[text], _clock(*clocks), _said(kinds or (), json.loads(marks or "[]"))
        )
        for text, _, *clocks, kinds, marks, _ in rows
    }


class _Carried(NamedTuple):
    """The notices of which a text is the correction, and those that say that it was wrong, with how sure that is."""

    corrects: Mapping[int, float]
    corrected: Mapping[int, float]


def _carried(said: str | None) -> _Carried:
    rows = json.loads(said or "[]")
    return _Carried(*({pk: sure for pk, own, sure in rows if own == mark} for mark in ("corrects", "corrected")))


def _put_right(one: _Carried, other: _Carried) -> Related | None:
    """What two texts are to each other where a notice that was carried says that one of them corrects the other."""
    for way, right, wrong in ((Way.FIRST, one, other), (Way.SECOND, other, one)):
        sure = [right.corrects[pk] * wrong.corrected[pk] for pk in right.corrects.keys() & wrong.corrected.keys()]
        if sure:
            return Related(Kind.CORRECTION, way, round(max(sure), 3))
    return None


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
