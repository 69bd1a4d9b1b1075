"""What became of each file, written when its articles have found their story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from newsarchive.archive.models import Membership, Receipt
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.earliest import first_of_stories, first_printings
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.matches import likenesses_of
from newsarchive.archive.queries.relations import compare_texts, name_of
from newsarchive.archive.services.bulk import update_rows
from newsarchive.dedup.likeness import UNIT, Likeness
from newsarchive.dedup.schemes import ClusteringScheme

MOST_ASKED = 20
"""Earlier texts of its story that an item is compared with, so that a story of thousands costs no more than a small
one."""

Likenesses = Mapping[tuple[int, int], Likeness]
"""How alike texts are, the first to the second."""


class _Item(NamedTuple):
    """An item that is to be told what became of it."""

    receipt: int
    article: int
    text: int


class _Outcome(NamedTuple):
    """What the columns of a receipt say."""

    outcome: str
    related: int | None = None
    similarity: float | None = None


_TO_BE_TOLD = """
SELECT receipt.id, receipt.article_id, article.text_id FROM unnest(%s::bigint[]) AS given(file) CROSS JOIN LATERAL
(SELECT id, article_id FROM archive_receipt WHERE file_id = given.file AND outcome = '' OFFSET 0) AS receipt
CROSS JOIN LATERAL (SELECT text_id FROM archive_article WHERE id = receipt.article_id OFFSET 0) AS article
ORDER BY receipt.id
"""
_CLOSE = "UPDATE archive_uploadedfile SET state = 'settled', finished_at = %s WHERE id = ANY(%s)"


def settle(file_ids: Sequence[int], scheme: ClusteringScheme) -> None:
    """Write the outcomes of the files' items and close the files.

    An item is told of the nearest article that was in its story before it: an identical copy, else the likest text.
    """
    items = [_Item(*row) for row in answers(_TO_BE_TOLD, list(file_ids))]
    printed = first_printings({item.text for item in items})
    copies = {item: printed[item.text] for item in items if printed[item.text] < item.article}
    outcomes = {item: _Outcome(Receipt.Outcome.COPY, first, 1.0) for item, first in copies.items()}
    outcomes |= _of_new_texts([item for item in items if item not in copies], scheme)
    update_rows(Receipt, ["outcome", "related_id", "similarity"], ((i.receipt, *said) for i, said in outcomes.items()))
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [timezone.now(), list(file_ids)])


def _of_new_texts(items: Sequence[_Item], scheme: ClusteringScheme) -> dict[_Item, _Outcome]:
    """What to say of items whose text is new: each is compared with earlier texts of its story (`_asked`)."""
    texts = {item.text for item in items}
    matched = _matched(texts, scheme)
    story_of = dict(rows(Membership, ("text_id", "story_id"), "text_id", texts.union(*matched.values())))
    first = first_of_stories({story_of[text] for text in texts}, 2 * MOST_ASKED)
    near = {t: [o for o in _likest(matched.get(t, {})) if story_of.get(o) == story_of[t]] for t in texts}
    printed = first_printings({t for some in (*near.values(), *first.values()) for t in some})
    asked = {item: _asked(item, near[item.text], first[story_of[item.text]], printed) for item in items}
    pairs = {(i.text, other) for i in items for other in asked[i] if other not in matched.get(i.text, {})}
    likenesses = dict(compare_texts(pairs, scheme))
    likenesses |= {(text, other): like for text, found in matched.items() for other, like in found.items()}
    return {item: _nearest(item, asked[item], printed, likenesses, scheme) for item in items}


def _matched(text_ids: Collection[int], scheme: ClusteringScheme) -> dict[int, dict[int, Likeness]]:
    """For each text how alike it is to those that match it."""
    found: dict[int, dict[int, Likeness]] = defaultdict(dict)
    for text, other, likeness, mine, theirs, *odds in likenesses_of(text_ids, scheme):
        score, version, story = (round(each * UNIT) for each in (likeness, *odds))
        if text in text_ids:
            found[text][other] = Likeness(score, mine, theirs, version, story)
        if other in text_ids:
            found[other][text] = Likeness(score, theirs, mine, version, story)
    return found


def _likest(found: Mapping[int, Likeness]) -> list[int]:
    return sorted(found, key=lambda other: (-found[other].score, other))


def _asked(item: _Item, near: Sequence[int], first: Sequence[int], printed: Mapping[int, int]) -> list[int]:
    """Texts of the item's story that were printed before it: those that match it best, then the first that came."""

    def earlier(texts: Iterable[int]) -> list[int]:
        return [text for text in texts if text != item.text and printed.get(text, item.article) < item.article]

    came = sorted(earlier(first), key=printed.__getitem__)
    return list(dict.fromkeys([*earlier(near)[: MOST_ASKED + 1], *came[:MOST_ASKED]]))[: MOST_ASKED + 1]


def _nearest(
    item: _Item, asked: Sequence[int], printed: Mapping[int, int], likenesses: Likenesses, scheme: ClusteringScheme
) -> _Outcome:
    if not asked:
        return _Outcome(Receipt.Outcome.NEW_STORY)
    nearest = max(asked, key=lambda text: (likenesses[item.text, text].score, -printed[text]))
    likeness = likenesses[item.text, nearest]
    return _Outcome(name_of(likeness, scheme), printed[nearest], likeness.score / UNIT)
