"""Stock text is proposed from the archive itself: counted, weighed, and written down for editors to look at.

What was decided on already is not proposed again. A run replaces what the one before it proposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from operator import attrgetter

from django.db import Error, connection, transaction
from django.utils import timezone

from newsarchive.archive.models import StockEntry, StockProposal
from newsarchive.archive.queries import recurring
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup.proposals import Proposal, Seen, ranked, stands, unrelated, weighed
from newsarchive.dedup.recurring import Paragraph, Phrase, Recurring
from newsarchive.dedup.vocabulary import hash_of
from newsarchive.wire.agencies import is_agency
from newsarchive.wire.people import byline_of

KEPT = 500
"""Proposals that are written down, the strongest."""

LOOKED_AT = 5000
"""Phrases that are looked at, those that recur most."""

EACH = 20_000
"""Stories for each of which a phrase has to occur in one more to be looked at, from `FEWEST` on: chance grows too."""

FEWEST = 3

TASK = "archive.propose_stock"

_AT_ONCE = 200
_ALONE = 0x70726F70

Progress = Callable[[str, int, int], None]


class Busy(Exception):
    """Another process is looking for stock text."""


def propose(progress: Progress, least: int | None = None) -> list[Proposal]:
    """Look through the archive and write down the strongest proposals, which are returned.

    ``least`` is the number of stories in which a phrase has to occur. Raises `Busy`.
    """
    with _alone():
        found = ranked(_that_may_be_stock(_found(progress, least)), _decided())[:KEPT]
        with transaction.atomic():
            # What was decided on meanwhile is left out.
            decided = set(_decided())
            StockProposal.objects.all().delete()
            _write([one for one in found if one.words not in decided])
    return found


def _write(found: Sequence[Proposal]) -> None:
    now = timezone.now()
    values = attrgetter(*_COUNTED)
    rows = ((*values(one), list(one.examples), now) for one in found)
    copy_rows(StockProposal, (*_COUNTED, "examples", "found_at"), rows)


_COUNTED = ("words", "said", "score", "stories", "days", "sources", "articles", "ends")


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only one who looks. Raises `Busy`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ALONE])
        if not cursor.fetchone()[0]:
            raise Busy("Another process is looking for stock text; wait for it to end.")
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ALONE])


def _decided() -> list[str]:
    """What is in the register or was rejected: neither is proposed again, nor what it holds for the most part."""
    decided = StockEntry.objects.filter(state__in=[StockEntry.State.IN, StockEntry.State.REJECTED])
    return list(decided.values_list("words", flat=True))


def _found(progress: Progress, least: int | None) -> Iterator[Proposal]:
    total = recurring.how_many_stories()
    counting = Recurring(least or FEWEST + total // EACH)
    counting.count(_told("Counting", total, progress))
    counting.sift(_told("Sifting", total, progress))
    phrases = counting.phrases(_told("Putting together", total, progress))
    phrases = sorted(phrases, key=lambda one: (-one.stories * min(len(one.words.split()), 10), one.words))[:LOOKED_AT]
    for start in range(0, len(phrases), _AT_ONCE):
        progress("Weighing", start, len(phrases))
        yield from _weighed(phrases[start : start + _AT_ONCE])


def _that_may_be_stock(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Without what recurs because it is news: headlines and bylines that pages show beside other articles; and without
    names of people and of agencies by themselves: as entries they would be found wherever a report names them.
    """
    weighed = list(found)
    heads = recurring.heads_among(one.words for one in weighed)
    return (one for one in weighed if one.words not in heads and not _names_somebody(one.said))


def _names_somebody(said: str) -> bool:
    return bool(byline_of(said)) or is_agency(said)


def _told(stage: str, total: int, progress: Progress) -> Iterator[Sequence[Paragraph]]:
    done = 0
    for portion in recurring.portions():
        yield portion
        done += len({paragraph.story for paragraph in portion})
        progress(stage, min(done, total), total)


def _weighed(some: Sequence[Phrase]) -> Iterator[Proposal]:
    seen_at = recurring.seen_at(place for phrase in some for place in phrase.places)
    telling = recurring.telling_of(place.story for phrase in some for place in phrase.places)
    for phrase in some:
        seen = [one for place in phrase.places for one in _of_phrase(phrase, seen_at[place])]
        own = Counter(hash_of(word) for word in phrase.words.split())
        stories = sorted({one.story for one in seen} & telling.keys())
        found = weighed(phrase.words, phrase.stories, seen, unrelated([telling[pk] for pk in stories], own))
        if found:
            yield found


def _of_phrase(phrase: Phrase, seen: Sequence[Seen]) -> Iterator[Seen]:
    """Of lines that were set aside, those that print the phrase; of paragraphs, all."""
    return (one for one in seen if not one.margin or stands(phrase.words, one.text))
