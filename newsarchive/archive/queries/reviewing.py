"""The pairs in the queue: where their articles are today, which of them are questions still, and how many wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from newsarchive.archive.models import Article, Review, ReviewSkip
from newsarchive.archive.queries.questions import ruled_on
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.queries.veiled import seen

COUNTED = 1000
"""Waiting pairs are counted no further."""

Name = tuple[str, int]


@dataclass(frozen=True)
class Place:
    """Where an article is today."""

    article: int
    text: int
    story: int


@dataclass(frozen=True)
class Places:
    """Where the two articles of a pair are today; None for one that is gone or in the bin."""

    one: Place | None
    other: Place | None

    @property
    def texts(self) -> tuple[int, int] | None:
        return (self.one.text, self.other.text) if self.one and self.other else None

    @property
    def same(self) -> bool:
        """Whether the archive has the two in one story."""
        return bool(self.one and self.other and self.one.story == self.other.story)

    @property
    def seen(self) -> str:
        """The stories of the two: it goes out with the page and comes back with the verdict."""
        return "-".join(str(place.story if place else 0) for place in (self.one, self.other))


def places(reviews: Iterable[Review]) -> dict[int, Places]:
    """For each review where its articles are, in one question to the database."""
    pairs = {r.pk: ((r.digest, r.item), (r.other_digest, r.other_item)) for r in reviews}
    digests = {digest for pair in pairs.values() for digest, _ in pair}
    here = Article.objects.filter(original__in=digests, text__membership__isnull=False)
    rows = here.values_list("original_id", "item", "pk", "text_id", "text__membership__story_id")
    at: dict[Name, Place] = {(digest, item): Place(*rest) for digest, item, *rest in rows}
    return {pk: Places(at.get(one), at.get(other)) for pk, (one, other) in pairs.items()}


def no_longer_asked(reviews: Collection[Review]) -> set[int]:
    """Those of the open reviews that are no question any more.

    An article is gone, both print the same text now, an editor ruled on the two meanwhile, the archive itself decides
    otherwise than when it was asked, or another scheme is in force.
    """
    found = places(reviews)
    scheme = _scheme_in_force()
    ruled = ruled_on(place.texts for place in found.values() if place.texts)

    def asked(review: Review) -> bool:
        texts = found[review.pk].texts
        known = texts is not None and texts[0] != texts[1] and frozenset(texts) not in ruled
        return known and found[review.pk].same == review.machine_same and scheme in ("", review.scheme)

    return {review.pk for review in reviews if not asked(review)}


def _scheme_in_force() -> str:
    """Its id; empty where this release cannot compute it."""
    try:
        return in_force().id
    except SchemeRefused:
        return ""


def open_to(user: User, veil: Veil | None = None) -> QuerySet[Review]:
    """Open pairs that the user did not leave to others."""
    skipped = ReviewSkip.objects.filter(review=OuterRef("pk"), user=user)
    return seen(Review.objects.filter(~Exists(skipped), state=Review.State.OPEN), veil)


def free_for(user: User, veil: Veil | None = None) -> QuerySet[Review]:
    """Those of `open_to` the user that nobody else is looking at."""
    unleased = Q(leased_until=None) | Q(leased_until__lt=timezone.now()) | Q(leased_by=user)
    return open_to(user, veil).filter(unleased)


def waiting(user: User, veil: Veil | None = None) -> int:
    """How many pairs wait for the user, counted to one more than `COUNTED`."""
    return open_to(user, veil).order_by()[: COUNTED + 1].count()


def skipped(user: User, veil: Veil | None = None) -> int:
    """How many open pairs the user left to others."""
    skips = ReviewSkip.objects.filter(user=user, review__state=Review.State.OPEN)
    return seen(skips, veil)[: COUNTED + 1].count()


def held(user: User, veil: Veil | None = None) -> Review | None:
    """The pair that the user has in front of them."""
    mine = Review.objects.filter(state=Review.State.OPEN, leased_by=user, leased_until__gt=timezone.now())
    return seen(mine, veil).order_by("leased_until", "pk").last()


def last_decided(user: User, since: object) -> Review | None:
    """What the user decided last, where that was not taken back yet and not before then."""
    decided = Review.objects.filter(state=Review.State.DECIDED, decided_by=user, decided_at__gte=since)
    return decided.filter(ruling__undone_at=None, ruling__isnull=False).order_by("-decided_at", "-pk").first()
