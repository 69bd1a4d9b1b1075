"""Pairs of articles put before editors, one at a time, and what they said."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Review(models.Model):
    """A pair to look at. Named as rulings name articles, the smaller name first; a pair is here once.

    ``stake`` is how many articles a ruling against the machine would move: the queue is worked off by it, largest
    first. ``odds`` of one story are a natural logarithm. Pairs drawn for measuring have the ``stratum`` they were
    drawn from, its ``population`` of pairs at that time, and the ``seed`` by which they were drawn; they are put in
    the order in which they were drawn. Who looks at a pair has a lease on it.
    """

    class Queue(models.TextChoices):
        NEAR = "near", "close to the line"
        WEAK = "weak", "weakest link of a large story"
        JOINED = "joined", "new in an old story"
        AGAINST = "against", "the archive against an earlier ruling"
        SAMPLE = "sample", "drawn for measuring"

    class State(models.TextChoices):
        OPEN = "open", "open"
        DECIDED = "decided", "decided"
        STALE = "stale", "no longer asked"

    class Verdict(models.TextChoices):
        SAME = "same", "same story"
        DIFFERENT = "different", "different stories"
        UNSURE = "unsure", "unsure"

    digest = models.CharField(max_length=64)
    item = models.PositiveIntegerField(default=1)
    other_digest = models.CharField(max_length=64)
    other_item = models.PositiveIntegerField(default=1)
    queue = models.CharField(max_length=10, choices=Queue)
    stake = models.PositiveIntegerField(default=1)
    odds = models.FloatField(null=True, blank=True)
    stratum = models.CharField(max_length=20, blank=True)
    population = models.PositiveBigIntegerField(default=0)
    seed = models.PositiveBigIntegerField(null=True, blank=True)
    machine_same = models.BooleanField(null=True, help_text="Whether the archive had them in one story when asked.")
    scheme = models.CharField(max_length=40)
    put_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    leased_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    leased_until = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    ruling = models.ForeignKey("Ruling", models.SET_NULL, null=True, blank=True, related_name="reviews")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "item", "other_digest", "other_item"], name="review_once"),
        ]
        indexes = [
            models.Index(fields=["-stake", "id"], name="review_open", condition=models.Q(state="open")),
            models.Index(fields=["decided_at"], name="review_decided", condition=models.Q(state="decided")),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk}: {self.get_queue_display()}"


class ReviewSkip(models.Model):
    """Somebody left a pair to others."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="skips")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "user"], name="review_skip_once")]

    def __str__(self) -> str:
        return f"Review {self.review_id} skipped by {self.user_id}"
