"""Editors work off the queue of pairs: each takes one, says what it is, leaves it to others, takes the last back.

A pair in front of an editor is leased, so that no other sees it; a lease that ran out frees it. Every verdict is a
ruling on the pair like any other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from newsarchive.archive.models import Review, ReviewSkip, Ruling
from newsarchive.archive.queries import reviewing as queries
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.services import rulings
from newsarchive.archive.services.doorbell import ring
from newsarchive.archive.services.rulings.deciding import Refused, in_lane

LEASE = timedelta(minutes=10)
"""How long a pair stays with an editor who does nothing."""

TAKEN_BACK_WITHIN = timedelta(days=1)
"""How far back *undo last* reaches; what is older is undone from the history of rulings."""

EVERY = 5
"""Each fifth pair is one drawn for measuring, whatever its stake: else those would never be reached."""

LOW = (20, 5, 0)
"""When no more than these are left the queue is filled again."""

_STALE_AT_ONCE = 50
"""Pairs that turned out to be no question any more, passed over in one go."""

_NOT_YOURS = "This pair is no longer with you: your time with it ran out. Nothing was changed; look at it again."
_MOVED_ON = "The archive has moved on since you opened this pair. Nothing was changed; look at it again."


def take(user: User, veil: Veil | None = None) -> Review | None:
    """The pair that the user has in front of them, or the next one that nobody else has; None where there is none.

    The lease on it begins anew. Of pairs with an article under the veil there is none.
    """
    for _ in range(_STALE_AT_ONCE):
        review = _lease(user, veil)
        if review is None or not queries.no_longer_asked([review]):
            return review
        set_aside([review.pk])
    return None


@transaction.atomic
def _lease(user: User, veil: Veil | None) -> Review | None:
    mine = queries.free_for(user, veil).filter(leased_by=user).order_by("-leased_until")
    review = _first(mine) or _next(user, veil)
    if review:
        review.leased_by, review.leased_until = user, timezone.now() + LEASE
        review.save(update_fields=["leased_by", "leased_until"])
    return review


def _next(user: User, veil: Veil | None) -> Review | None:
    """The one with most at stake; at every fifth turn the one that was drawn first."""
    free = queries.free_for(user, veil)
    drawn = free.filter(queue=Review.Queue.SAMPLE).order_by("id")
    others = free.exclude(queue=Review.Queue.SAMPLE).order_by("-stake", "id")
    today = Review.objects.filter(decided_by=user, decided_at__gte=timezone.now() - TAKEN_BACK_WITHIN).count()
    one, then = (drawn, others) if today % EVERY == EVERY - 1 else (others, drawn)
    return _first(one) or _first(then)


def _first(reviews: QuerySet[Review]) -> Review | None:
    """The first of them that nobody is taking at this moment, locked."""
    return reviews.select_for_update(skip_locked=True, of=("self",)).first()


def set_aside(review_ids: Collection[int]) -> int:
    """Ask these no more, where they are open still."""
    still = Review.objects.filter(pk__in=review_ids, state=Review.State.OPEN)
    return still.update(state=Review.State.STALE, leased_by=None, leased_until=None)


def decide(
    review_id: int,
    verdict: Ruling.Kind | str,
    *,
    by: User,
    note: str = "",
    seen: str = "",
    replacing: Collection[int] = (),
) -> Review:
    """Rule on the pair that the user has in front of them.

    ``seen`` says in which stories the two were when it was shown (`Places.seen`); ``note`` goes into the reason.
    Raises `Refused` where the user has no lease on it, where it stands otherwise now, and as `rulings.rule_on_pair`
    does.
    """
    with in_lane("Reviewed."):
        review = _leased(review_id, by)
        at = queries.places([review])[review.pk]
        if at.one is None or at.other is None or (seen and seen != at.seen):
            raise Refused(_MOVED_ON)
        reason = " ".join(f"Reviewed: {review.get_queue_display()}. {note}".split())
        ruling = rulings.rule_on_pair(
            at.one.article, at.other.article, verdict, by=by, reason=reason, replacing=replacing
        )
        review.state, review.verdict, review.ruling = Review.State.DECIDED, verdict, ruling
        review.decided_by, review.decided_at = by, timezone.now()
        review.leased_by = review.leased_until = None
        review.save()
    return review


def _leased(review_id: int, user: User) -> Review:
    """The open pair on which the user has a lease, locked. Raises `Refused`."""
    review = Review.objects.select_for_update(of=("self",)).filter(pk=review_id).first()
    if review is None:
        raise Refused("There is no such pair in the queue.")
    if review.state == Review.State.DECIDED:
        raise Refused("This pair was decided meanwhile. Nothing was changed.")
    if review.state == Review.State.STALE:
        raise Refused("This pair is no longer a question. Nothing was changed.")
    if review.leased_by_id != user.pk or review.leased_until is None or review.leased_until <= timezone.now():
        raise Refused(_NOT_YOURS)
    return review


@transaction.atomic
def skip(review_id: int, *, by: User) -> None:
    """Leave the pair to others. Raises `Refused` where the user has no lease on it."""
    review = _leased(review_id, by)
    ReviewSkip.objects.get_or_create(review=review, user=by)
    review.leased_by = review.leased_until = None
    review.save(update_fields=["leased_by", "leased_until"])


def ask_again(user: User) -> int:
    """Put the pairs that the user left to others before them again."""
    return ReviewSkip.objects.filter(user=user, review__state=Review.State.OPEN).delete()[0]


def undo_last(user: User) -> Review:
    """Take back what the user decided last; the pair is in front of them again.

    Raises `Refused` where there is nothing to take back, and as `rulings.undo` does.
    """
    with in_lane("Taken back."):
        last = queries.last_decided(user, timezone.now() - TAKEN_BACK_WITHIN)
        if last is None or last.ruling_id is None:
            raise Refused("There is nothing to take back: older rulings are undone from the list of rulings.")
        rulings.undo(last.ruling_id, by=user, reason="Taken back while reviewing.")
        Review.objects.filter(leased_by=user).update(leased_by=None, leased_until=None)
        review = Review.objects.select_for_update(of=("self",)).get(pk=last.pk)
        return _reopened(review, user)


def _reopened(review: Review, user: User) -> Review:
    review.state, review.verdict, review.ruling = Review.State.OPEN, "", None
    review.decided_by = review.decided_at = None
    review.leased_by, review.leased_until = user, timezone.now() + LEASE
    review.machine_same = queries.places([review])[review.pk].same
    review.save()
    return review


def ring_when_low(user: User) -> None:
    """Have the queue filled when few pairs are left for the user."""
    if queries.waiting(user) in LOW:
        ring("archive.fill_reviews")
