"""What texts are to each other, in the trade's words: told when it is asked, from the words, the clocks and the marks.

Nothing of it is stored, so that it is never behind what was corrected, taken in or read anew. What is remembered of it
in a process is remembered under all that it follows from.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.corrected_by import put_right
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.memory import Memory
from newsarchive.archive.queries.profiles import profiles_known
from newsarchive.dedup.profiles import words_of
from newsarchive.dedup.relations import Clock, Related, Said, Told, relations
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.sense import SENSE
from newsarchive.wire import trade_words as trade

_UPDATING = frozenset({trade.UPDATE, trade.LEAD, trade.RECAST})
_CORRECTING = frozenset({trade.CORRECTION, trade.REFILE})

_HEARD = """
SELECT DISTINCT ON (article.text_id) article.text_id, text.digest, article.id, article.dated_on,
    article.filed_at, article.filed_on, article.published_at, article.published_on,
    COALESCE(article.dateline_on, article.dated_on), notice.kinds, notice.marks::text
FROM archive_article article JOIN archive_text text ON text.id = article.text_id
LEFT JOIN archive_notice notice ON notice.article_id = article.id
WHERE article.text_id = ANY(%s::bigint[])
ORDER BY article.text_id, article.dated_on, article.original_id, article.item
"""


class Heard(NamedTuple):
    """What is known of a text besides its words: its digest, when it went out and what the trade's marks say of it, and
    by which ``article``, ``dated_on`` a day, it was printed first.
    """

    digest: bytes
    article: int
    dated_on: date
    clock: Clock | None
    said: Said

    @property
    def telling(self) -> tuple[Hashable, ...]:
        """All that what it is to others depends on."""
        return self.digest, self.clock, self.said


def heard_of(texts: Iterable[int]) -> dict[int, Heard]:
    """The same of texts that an article prints, in one question.

    A text went out when the article that printed it first did, with the marks that this one bears.
    """
    return {
        text: Heard(bytes(digest), article, on, _clock(*clocks), _said(kinds or (), json.loads(marks or "[]")))
        for text, digest, article, on, *clocks, kinds, marks in answers(_HEARD, literal(set(texts)))
    }


_KNOWN: Memory[Hashable, Related] = Memory(10_000)
"""What a text is to another takes a page of members longer to tell than all else, and is the same until a clock or a
mark of the two changes.
"""


def related(
    pairs: Iterable[tuple[int, int]],
    scheme: ClusteringScheme,
    together: bool = True,
    heard: Mapping[int, Heard] | None = None,
) -> dict[tuple[int, int], Related]:
    """What the first text of each pair is to the second, by text ids and in three questions; in two where all of it is
    remembered. Where a correction was carried, that is what they are, whatever the words weigh.

    ``together`` says that the pairs are of one story each, ``heard`` is `heard_of` their texts, where that is known. Of
    the scheme it is asked what stock text is left out.
    """
    wanted = sorted(set(pairs))
    heard = heard_of({text for pair in wanted for text in pair}) if heard is None and wanted else heard or {}
    known = [(a, b) for a, b in wanted if a in heard and b in heard]
    keys = {(a, b): (heard[a].telling, heard[b].telling, scheme.boilerplate, together, SENSE.id) for a, b in known}
    found = _KNOWN.recall(keys.values())
    missing = [pair for pair in known if keys[pair] not in found]
    made = {keys[pair]: each for pair, each in zip(missing, _told(missing, heard, scheme, together), strict=True)}
    _KNOWN.keep(made)
    return {pair: found.get(key) or made[key] for pair, key in keys.items()} | put_right(known)


def _told(
    pairs: Sequence[tuple[int, int]], heard: Mapping[int, Heard], scheme: ClusteringScheme, together: bool
) -> list[Related]:
    """The same, told from the words: without stock text, damaged ones as they are read."""
    texts = sorted({text for pair in pairs for text in pair})
    profiles = profiles_known({text: heard[text].digest for text in texts}, scheme)
    told = [Told(words_of(profiles[t]), profiles[t], heard[t].clock, heard[t].said) for t in texts]
    place = {text: i for i, text in enumerate(texts)}
    return relations(told, [(place[a], place[b]) for a, b in pairs], together=together)


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
