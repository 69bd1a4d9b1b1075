"""What is known of texts besides their words, and which others of their stories are asked about them."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import xxhash

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.dedup.told import Clock, Said
from newsarchive.dedup.witnesses import MOST
from newsarchive.wire import trade_words as trade
from newsarchive.wire.notices import WITHDRAWING

_UPDATING = frozenset({trade.UPDATE, trade.LEAD, trade.RECAST})
_CORRECTING = frozenset({trade.CORRECTION, trade.REFILE})

_HEARD = """
WITH printed AS (
    SELECT id, text_id, dated_on, filed_at, filed_time, filed_on, published_at, published_time, published_on,
        dateline_on, CASE WHEN filed_on IS NULL THEN published_at ELSE filed_at END AS instant,
        row_number() OVER (PARTITION BY text_id ORDER BY dated_on, original_id, item) AS nth
    FROM archive_article article WHERE text_id = ANY(%s::bigint[])
), again AS (
    SELECT text_id, array_agg(extract(epoch FROM instant)::float8 / 3600 ORDER BY nth) AS hours
    FROM printed WHERE nth BETWEEN 2 AND %s AND instant IS NOT NULL GROUP BY text_id
)
SELECT first.text_id, text.digest, first.id, first.dated_on, again.hours,
    first.filed_at, first.filed_time, first.filed_on, first.published_at, first.published_time, first.published_on,
    COALESCE(first.dateline_on, first.dated_on), notice.kinds, notice.marks::text
FROM printed first JOIN archive_text text ON text.id = first.text_id
LEFT JOIN again ON again.text_id = first.text_id
LEFT JOIN archive_notice notice ON notice.article_id = first.id
WHERE first.nth = 1 ORDER BY first.text_id
"""

_BESIDE = """
SELECT asked.texts, (
    SELECT array_agg(id ORDER BY digest) FROM (
        SELECT text.id, text.digest FROM archive_membership membership
        JOIN archive_text text ON text.id = membership.text_id
        WHERE membership.story_id = asked.story_id ORDER BY text.digest LIMIT %s
    ) AS lowest
)
FROM (
    SELECT story_id, array_agg(text_id) AS texts FROM archive_membership
    WHERE text_id = ANY(%s::bigint[]) GROUP BY story_id
) AS asked
"""


class Heard(NamedTuple):
    """What is known of a text besides its words: its digest, when it went out and what the trade's marks say of it, and
    by which ``article``, ``dated_on`` a day, it was printed first; ``again`` are the hours of others that printed it
    and name their zone. It ``kills`` where that article bears a kill.
    """

    digest: bytes
    article: int
    dated_on: date
    clock: Clock | None
    said: Said
    again: tuple[float, ...] = ()
    kills: bool = False

    @property
    def telling(self) -> tuple[Hashable, ...]:
        """All that what it is to others depends on."""
        return self.digest, self.clock, self.said, self.again

    @property
    def others(self) -> tuple[Clock, ...]:
        """The clocks of whoever else printed it, as far as they name their zone."""
        return tuple(Clock(hours, True, False) for hours in self.again)


class Circle(NamedTuple):
    """Some texts and those beside them: what is heard of all, and for each of the first ones the texts of its story
    that are asked about it (`newsarchive.dedup.witnesses`).
    """

    heard: Mapping[int, Heard]
    beside: Mapping[int, Sequence[int]]

    def asked(self, texts: Iterable[int]) -> list[int]:
        """Who is asked about some texts: those of all their stories."""
        own = dict.fromkeys(other for text in texts for other in self.beside.get(text, ()))
        return [text for text in own if text in self.heard]

    def unmarked(self, texts: Iterable[int]) -> Circle:
        """The same, as if no mark said of these texts that they are corrections."""
        heard = {text: self.heard[text] for text in texts}
        bare = {text: each._replace(said=replace(each.said, corrects=False)) for text, each in heard.items()}
        return self._replace(heard={**self.heard, **bare})

    def name(self, asked: Iterable[int]) -> str:
        """One name for all that some texts are known by."""
        told = [(self.heard[text].digest, self.heard[text].clock, self.heard[text].again) for text in asked]
        return xxhash.xxh3_128_hexdigest(repr(told).encode())


def circle_of(texts: Iterable[int]) -> Circle:
    """What is known of texts that an article prints and of those beside them, in two questions.

    A text went out when the article that printed it first did, with the marks that this one bears.
    """
    given = set(texts)
    if not given:
        return Circle({}, {})
    beside = {text: near for own, near in answers(_BESIDE, MOST, literal(given)) for text in own}
    every = given.union(*beside.values())
    return Circle({text: _heard(*known) for text, *known in answers(_HEARD, literal(every), MOST)}, beside)


def _heard(digest: bytes, article: int, on: date, again: Sequence[float] | None, *clocks_and_marks: Any) -> Heard:
    *clocks, kinds, marks = clocks_and_marks
    said = _said(kinds or (), json.loads(marks or "[]"))
    kills = not WITHDRAWING.isdisjoint(kinds or ())
    return Heard(bytes(digest), article, on, _clock(*clocks), said, tuple(again or ()), kills)


def _clock(
    filed_at: datetime | None,
    filed_time: time | None,
    filed_on: date | None,
    published_at: datetime | None,
    published_time: time | None,
    published_on: date | None,
    dated_on: date | None,
) -> Clock | None:
    """The clock that tells best when an article went out: the agency's, the page's, then whatever it is dated by."""
    shown = (
        (filed_at, filed_time, filed_on, True),
        (published_at, published_time, published_on, False),
        (None, None, dated_on, False),
    )
    return next((_told(at, hour, on, filed) for at, hour, on, filed in shown if on), None)


def _told(at: datetime | None, hour: time | None, on: date, filed: bool) -> Clock:
    """An hour without a zone counts as one of UTC, a day without an hour as its noon."""
    when = at or datetime.combine(on, hour or _NOON, UTC)
    return Clock(when.timestamp() / 3600, bool(at or hour), filed, at is not None)


_NOON = time(12)


def _said(kinds: Sequence[str], marks: Sequence[Mapping[str, Any]]) -> Said:
    """What the trade's marks on an article say of it."""
    numbers = [mark.get("number") or 0 for mark in marks if mark.get("kind") in _UPDATING]
    return Said(bool(_UPDATING & set(kinds)), bool(_CORRECTING & set(kinds)), max(numbers, default=0) or None)
