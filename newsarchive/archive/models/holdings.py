"""What the archive holds, counted from time to time, so that no page counts a million articles."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Holding(models.Model):
    """What the archive holds as a whole, from one source, or of one agency's copy. Embargoed articles are not in it.

    ``number`` is the row of the source or agency, 0 for the archive. Of ``articles``, those that ``followed`` ran a
    story after another article had, and ``ledes`` print theirs twice. ``detail`` has lists, most first, of
    ``[name or number, articles]``, and the months: ``[first day, articles, followed, ledes, paragraphs, folded]``.
    ``took`` is how many seconds counting took.
    """

    class Of(models.TextChoices):
        ARCHIVE = "archive", "the archive"
        SOURCE = "source", "a source"
        AGENCY = "agency", "an agency"

    of = models.CharField(max_length=10, choices=Of)
    number = models.BigIntegerField(default=0)
    articles = models.PositiveIntegerField(default=0)
    stories = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    followed = models.PositiveIntegerField(default=0)
    ledes = models.PositiveIntegerField(default=0)
    paragraphs = models.PositiveIntegerField(default=0)
    folded = models.PositiveIntegerField(default=0)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    detail = models.JSONField(default=dict)
    counted_at = models.DateTimeField(default=timezone.now)
    took = models.FloatField(default=0.0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="holding_once")]
        indexes = [models.Index(fields=["of", "-articles", "number"], name="holding_most")]

    def __str__(self) -> str:
        return f"{self.get_of_display()} {self.number or ''}: {self.articles} articles"
