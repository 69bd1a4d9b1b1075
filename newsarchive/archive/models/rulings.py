"""What editors decided. Rulings name articles by original and item, so that they outlive any row."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Ruling(models.Model):
    """One decision about a group of articles.

    ``same``: all the named articles are one story. ``different``: no article of side *a* is in a story with one of
    side *b*, and those of side *a* are one story. A ruling that was undone is kept, with who, when and why.
    """

    class Kind(models.TextChoices):
        SAME = "same", "same story"
        DIFFERENT = "different", "different stories"

    class Level(models.TextChoices):
        STORY = "story", "story"
        VERSION = "version", "version"

    class Use(models.TextChoices):
        MERGE = "merge", "stories merged"
        TAKE_OUT = "take out", "members taken out"
        PAIR = "pair", "pair ruled on"

    kind = models.CharField(max_length=10, choices=Kind)
    level = models.CharField(max_length=10, choices=Level, default=Level.STORY)
    use = models.CharField(max_length=10, choices=Use)
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="rulings")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="rulings_undone"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)
    before = models.JSONField(default=dict, blank=True, help_text="Stories and members as they stood.")
    after = models.JSONField(default=dict, blank=True, help_text="Stories and members as they stood afterwards.")

    class Meta:
        ordering = ["-made_at", "-id"]
        permissions = [("rule", "Can merge, take out, rule and undo")]

    def __str__(self) -> str:
        return f"Ruling {self.pk}: {self.get_use_display()}"

    @property
    def holds(self) -> bool:
        return self.undone_at is None


class RuledArticle(models.Model):
    """An article named by a ruling, on side *a* or *b*."""

    class Side(models.TextChoices):
        A = "a", "a"
        B = "b", "b"

    ruling = models.ForeignKey(Ruling, models.CASCADE, related_name="articles")
    original_digest = models.CharField(max_length=64)
    item = models.PositiveIntegerField(default=1)
    side = models.CharField(max_length=1, choices=Side, default=Side.A)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ruling", "original_digest", "item"], name="ruled_article_once"),
        ]
        indexes = [models.Index(fields=["original_digest", "item"], name="ruled_article_named")]

    def __str__(self) -> str:
        return f"{self.original_digest[:12]}#{self.item}"
