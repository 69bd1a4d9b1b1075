"""The queue of pairs is filled: bounded in rows and in time, as often as one likes, by one worker at a time."""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, zip_longest
from typing import Any

from django.db import connection, transaction

from newsarchive.archive.models import Review
from newsarchive.archive.queries import drawing, questions
from newsarchive.archive.queries import reviewing as queries
from newsarchive.archive.queries.questions import Question
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services.reviewing import set_aside
from newsarchive.dedup.schemes import ClusteringScheme

logger = logging.getLogger(__name__)

_LANE = 0x72657665
"""The advisory lock's number; see `clustering.LANE`."""

Queue = Review.Queue

WANTED = {Queue.AGAINST: 40, Queue.JOINED: 40, Queue.WEAK: 40, Queue.NEAR: 120, Queue.SAMPLE: 48}
"""How many open pairs each queue is filled up to, once it is less than half full."""

READ = {Queue.AGAINST: 400, Queue.JOINED: 400, Queue.WEAK: 40, Queue.NEAR: 5000}
"""How many pairs are looked at for those not asked yet."""

SECONDS = 60
"""After this long no further pair is looked for."""

_AT_ONCE = 50

Names = tuple[Any, ...]
"""The two names of a pair, each a digest and an item, the smaller first."""

_ASKED_ANEW = (
    *("queue", "stake", "odds", "stratum", "population", "seed", "machine_same", "scheme", "state"),
    *("verdict", "decided_by", "decided_at", "ruling", "leased_by", "leased_until"),
)


@dataclass
class Filled:
    """What a filling did: pairs put into each queue, and pairs that are asked no more."""

    seed: int
    put: Counter[str] = field(default_factory=Counter)
    stale: int = 0
    busy: bool = False


def fill(seed: int | None = None) -> Filled:
    """Fill each queue that is less than half full, and set aside what is no question any more.

    What is drawn by chance is drawn by the seed, which is kept with each pair drawn. Raises `SchemeRefused`.
    """
    filled = Filled(secrets.randbits(32) if seed is None else seed)
    with transaction.atomic():
        if not _alone():
            filled.busy = True
            return filled
        filled.stale = _set_aside_stale()
        scheme = in_force()
        for queue, found in _found(scheme, filled.seed):
            filled.put[queue] += _put(found, _room(queue), scheme)
    return filled


def _alone() -> bool:
    """Whether nobody else is filling, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LANE])
        return bool(cursor.fetchone()[0])


def _set_aside_stale() -> int:
    waiting = list(Review.objects.filter(state=Review.State.OPEN).order_by("id"))
    portions = [waiting[start : start + 500] for start in range(0, len(waiting), 500)]
    return sum(set_aside(queries.no_longer_asked(portion)) for portion in portions)


def _room(queue: str) -> int:
    waiting = Review.objects.filter(queue=queue, state=Review.State.OPEN).count()
    return WANTED[Queue(queue)] - waiting if waiting * 2 < WANTED[Queue(queue)] else 0


def _found(scheme: ClusteringScheme, seed: int) -> Iterator[tuple[str, Iterable[Question]]]:
    """What there is to ask, queue by queue; found only as far as it is asked for, and while there is time.

    Pairs are drawn for measuring first: what another queue asks about already would be missing among them.
    """
    until = time.monotonic() + SECONDS
    draw = cache(lambda: drawing.draw(seed, scheme))
    finders: dict[str, Callable[[], Iterable[Question]]] = {
        Queue.SAMPLE: lambda: questions.sample(draw()),
        Queue.AGAINST: lambda: questions.against(scheme, READ[Queue.AGAINST]),
        Queue.JOINED: lambda: questions.joined(scheme, READ[Queue.JOINED]),
        Queue.WEAK: lambda: questions.weak(seed, READ[Queue.WEAK]),
        Queue.NEAR: lambda: _in_turn(questions.near_above(scheme, READ[Queue.NEAR]), questions.near_below(draw())),
    }
    for queue, finder in finders.items():
        if _room(queue) and time.monotonic() < until:
            yield queue, _in_time(finder(), until)


def _in_time(found: Iterable[Question], until: float) -> Iterator[Question]:
    for question in found:
        yield question
        if time.monotonic() > until:
            return


def _in_turn(one: Iterable[Question], other: Iterable[Question]) -> Iterator[Question]:
    for pair in zip_longest(one, other):
        yield from (question for question in pair if question is not None)


def _put(found: Iterable[Question], room: int, scheme: ClusteringScheme) -> int:
    """Put the first of these that are to be asked, as many as there is room for."""
    coming, put = iter(found), 0
    while put < room and (some := list(islice(coming, _AT_ONCE))):
        put += _write(_rows(some, scheme), room - put)
    return put


def _rows(some: Sequence[Question], scheme: ClusteringScheme) -> dict[Names, Review]:
    """The queue's rows for those of the questions on which no editor ruled, by the names of the pair."""
    names = questions.names(text for question in some for text in question.pair)
    ruled = questions.ruled_on(question.pair for question in some)
    standing = questions.standings(question.pair for question in some)
    rows: dict[Names, Review] = {}
    for q in some:
        if q.pair in standing and frozenset(q.pair) not in ruled and q.one != q.other:
            key = tuple(sorted(names[text] for text in q.pair))
            rows.setdefault(key, _row(q, key, standing[q.pair], scheme))
    return rows


def _row(q: Question, key: Names, standing: questions.Standing, scheme: ClusteringScheme) -> Review:
    (digest, item), (other_digest, other_item) = key
    return Review(
        digest=digest,
        item=item,
        other_digest=other_digest,
        other_item=other_item,
        queue=q.queue,
        stake=q.stake or standing.stake,
        odds=q.odds,
        stratum=q.stratum,
        population=q.population,
        seed=q.seed,
        machine_same=standing.same,
        scheme=scheme.id,
    )


def _write(rows: Mapping[Names, Review], room: int) -> int:
    """Enter pairs that were never asked; ask those anew that are a question again. Returns how many."""
    before = Review.objects.filter(digest__in={key[0][0] for key in rows}).select_related("ruling")
    known = {((r.digest, r.item), (r.other_digest, r.other_item)): r for r in before.select_for_update(of=("self",))}
    chosen = [row for key, row in rows.items() if key not in known or _again(known[key], row)][:room]
    again = [row for row in chosen if _key(row) in known]
    for row in again:
        row.pk = known[_key(row)].pk
    Review.objects.bulk_create([row for row in chosen if row.pk is None], ignore_conflicts=True)
    Review.objects.bulk_update(again, _ASKED_ANEW)
    return len(chosen)


def _key(row: Review) -> Names:
    return (row.digest, row.item), (row.other_digest, row.other_item)


def _again(before: Review, now: Review) -> bool:
    """Whether a pair that was asked before is to be asked as it is now: it was set aside, or the answer was undone.

    A pair that waits in another queue and nobody looks at becomes one of those drawn for measuring.
    """
    if before.state == Review.State.DECIDED:
        return before.ruling is None or not before.ruling.holds
    if before.state == Review.State.STALE:
        return True
    return now.queue == Queue.SAMPLE != before.queue and before.leased_by_id is None
