"""Distinct texts, the versions they make, and the stories that archivists see."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

ORDERED_BY = {
    "copies": "article_count",
    "span": "span_days",
    "sources": "source_count",
    "changed": "version_count",
}
"""Numbers of a story by which lists may be ordered; each has an index."""


class Text(models.Model):
    """The distinct body of an article after folding and without furniture; identical copies share one."""

    digest = models.BinaryField(max_length=32, unique=True)
    words = models.TextField(help_text="Normalised words, space-separated.")
    length = models.PositiveIntegerField(help_text="In words.")
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.words[:80]


class Story(models.Model):
    """The versions of one report as it developed.

    The summary columns repeat what its members say, so that lists need not count; only clustering writes them.
    ``updates`` takes longer to tell than clustering may wait: whatever may change it empties it, and a worker with
    nothing else to do tells it anew.
    A story that was merged keeps its row: its address redirects to ``merged_into``, and ``lead`` remembers which
    text it stood for, so that undoing the merge gives it back its number. A story all of whose articles are in the
    bin keeps its row too, with no articles and what was last said of it.
    """

    class Mark(models.TextChoices):
        CORRECTED = "corrected", "corrected"
        WITHDRAWN = "withdrawn", "withdrawn"
        EMBARGOED = "embargoed", "embargoed"

    lead = models.ForeignKey(Text, models.PROTECT, null=True, related_name="leads_stories")
    lead_article = models.ForeignKey("Article", models.SET_NULL, null=True, related_name="leads_stories")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    headline = models.TextField(blank=True)
    lede = models.TextField(blank=True)
    dated_on = models.DateField(null=True, blank=True)
    dated_by = models.CharField(max_length=10, blank=True)
    marks = ArrayField(models.CharField(max_length=10, choices=Mark), default=list, blank=True)
    held_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when it is embargoed, as notices say; None where they name no moment."
    )
    article_count = models.PositiveIntegerField(default=0)
    version_count = models.PositiveIntegerField(default=0)
    source_count = models.PositiveIntegerField(default=0)
    span_days = models.PositiveIntegerField(
        default=0, help_text="From the first to the last day on which one of its articles says that it was printed."
    )
    updates = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many of its texts are told as updates of others; None until it is told."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "stories"
        permissions = [("see_embargoed", "Can read what is under embargo")]
        ordering = ["-dated_on", "-id"]
        indexes = [
            models.Index(
                fields=["-dated_on", "-id"], name="story_newest", condition=models.Q(merged_into__isnull=True)
            ),
            models.Index(
                fields=["-dated_on", "-id"],
                name="story_marked",
                condition=models.Q(merged_into__isnull=True) & ~models.Q(marks=[]),
            ),
            models.Index(
                fields=["-id"],
                name="story_untold",
                condition=models.Q(merged_into__isnull=True, updates__isnull=True),
            ),
            models.Index(
                fields=["-dated_on", "-id"],
                name="story_updated",
                condition=models.Q(merged_into__isnull=True, updates__gt=0),
            ),
            *(
                models.Index(
                    fields=[f"-{column}", "-dated_on", "-id"],
                    name=f"story_{name}",
                    condition=models.Q(merged_into__isnull=True),
                )
                for name, column in ORDERED_BY.items()
            ),
        ]

    def __str__(self) -> str:
        return self.headline or f"Story {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.pk])

    @property
    def marks_now(self) -> list[str]:
        """Its marks in words; an embargo that is over is told as that, and that some of its articles were corrected."""
        over = self.held_until is not None and self.held_until <= timezone.now()
        words = {Story.Mark.CORRECTED.value: HAS_CORRECTION} | ({Story.Mark.EMBARGOED.value: PASSED} if over else {})
        return [words.get(mark, mark) for mark in self.marks]


HAS_CORRECTION = "has a correction"
"""What a story is marked of which some articles were corrected: its lead may be the correction itself."""

HAS_UPDATES = "has updates"
"""What a story is called of whose texts some are told as updates of others."""

PASSED = "was embargoed"
"""What a story is marked whose embargo is over."""


class Version(models.Model):
    """Texts that are the same but for trims and small edits. A version that lost its texts is deleted."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="versions")
    lead = models.ForeignKey(Text, models.PROTECT, related_name="leads_versions")

    def __str__(self) -> str:
        return f"Version {self.pk}"


class Membership(models.Model):
    """Where a text belongs today. Narrow, because it is what clustering and editors change."""

    text = models.OneToOneField(Text, models.CASCADE, primary_key=True, related_name="membership")
    version = models.ForeignKey(Version, models.PROTECT, related_name="memberships")
    story = models.ForeignKey(Story, models.PROTECT, related_name="memberships", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["story", "text"], name="membership_story")]

    def __str__(self) -> str:
        return f"Text {self.text_id} in story {self.story_id}"


class Mass(models.Model):
    """Texts that are all but equal, among so many that hang together that not all of them are compared.

    ``heads``, the first of them by digest, stand for the others: the same heads make the same versions and stories.
    Masses that hang together have the same number as their ``component``. A mass that is not known here only costs
    time: what it holds is then cut anew.
    """

    component = models.BigIntegerField()
    heads = ArrayField(models.BigIntegerField())
    size = models.PositiveIntegerField(help_text="In texts.")

    class Meta:
        verbose_name_plural = "masses"

    def __str__(self) -> str:
        return f"Mass {self.pk}"


class Tie(models.Model):
    """A text of a mass. All but one are tied to another that is all but equal, ``via``, whose rank is smaller.

    So it is seen that a mass still hangs together where matches go: unless a tie goes, and no other is found, it does.
    """

    text = models.OneToOneField(Text, models.CASCADE, primary_key=True, related_name="tie")
    mass = models.BigIntegerField()
    via = models.BigIntegerField(null=True)
    rank = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"Text {self.text_id} in mass {self.mass}"


class Match(models.Model):
    """A verified relation of two texts, the one with the smaller id first.

    ``likeness`` is the share of the smaller found in the other; the containments are the share of each found in the
    other, 0 to 1. The odds are natural logarithms: from 0 up the pair is taken for one version, for one story.
    """

    text = models.ForeignKey(Text, models.CASCADE, related_name="matches", db_index=False)
    other = models.ForeignKey(Text, models.CASCADE, related_name="matched_by")
    scheme = models.CharField(max_length=40)
    likeness = models.FloatField()
    contained = models.FloatField(help_text="Share of the text found in the other.")
    other_contained = models.FloatField(help_text="Share of the other found in the text.")
    version_odds = models.FloatField(default=0.0, help_text="Log-odds of one version.")
    story_odds = models.FloatField(default=0.0, help_text="Log-odds of one story.")

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["text", "other", "scheme"], name="match_once"),
            models.CheckConstraint(condition=models.Q(text__lt=models.F("other")), name="match_smaller_first"),
        ]

    def __str__(self) -> str:
        return f"Texts {self.text_id} and {self.other_id}: {self.likeness:.2f}"
