"""What editors decided. Rulings name articles by original and item, so that they outlive any row."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class RulingQuerySet(models.QuerySet["Ruling"]):
    """Rulings, and those of them that were not undone."""

    def standing(self) -> RulingQuerySet:
        """Those that were not undone. What a later one replaced still stands, and counts again when that is undone."""
        return self.filter(undone_at=None)


class Ruling(models.Model):
    """One decision, and the articles it names.

    ``same``: all the named articles are one story (or one version: ``level``). ``different``: no article of side *a*
    is in one with any of side *b*; those of side *a* are one story, with those of side *c* where there are any, unless
    ``value`` says ``{"alone": true}``: then no two of side *a* are together either. ``unsure`` asks for nothing.

    The other kinds say something of what they name and move nobody: the latest in force counts. What is said of a
    story names a few of its articles, its lead first, and holds for the story of the first of them that is here.
    ``value`` says what: lead ``{"rule": "pinned" | "earliest" | "longest" | "agency" | "complete"}``, story
    ``{"headline": "…", "dated_on": "2007-08-09"}``, mark ``{"mark": "corrected", "set": true, "of": "story" |
    "article" | "notice" | "pair"}`` (what the notice of side *a* does, to the articles of side *b* alone where there
    are any; of a pair, that side *a* corrects side *b*),
    article ``{field: value}``, paragraph ``{"position": 3, "passage": hex digest, "repeats": 0 | null}``,
    withdrawn ``{"upload": 12}``, names ``{"table": "source" | "agency", "keep": 3, "others": [4, 5]}``.

    ``replaces`` are earlier rulings that contradict this one, set aside for as long as it stands. A *same* replaced
    by a *different* is only narrowed: it goes on for its articles but those of the other's side *a*.
    A ruling that was undone is kept, with who, when and why.
    """

    class Kind(models.TextChoices):
        SAME = "same", "same"
        DIFFERENT = "different", "different"
        UNSURE = "unsure", "unsure"
        LEAD = "lead", "lead"
        STORY = "story", "headline or date"
        MARK = "mark", "mark"
        ARTICLE = "article", "correction"
        PARAGRAPH = "paragraph", "fold"
        WITHDRAWN = "withdrawn", "withdrawal"
        NAMES = "names", "names"

    class Level(models.TextChoices):
        STORY = "story", "story"
        VERSION = "version", "version"

    class Use(models.TextChoices):
        MERGE = "merge", "stories merged"
        TAKE_OUT = "take out", "members taken out"
        MOVE = "move", "members moved to another story"
        PART = "part", "members parted, each alone"
        PAIR = "pair", "pair ruled on"
        LEAD = "lead", "lead chosen"
        STORY = "story", "headline or date of a story set"
        MARK = "mark", "mark set or lifted"
        CORRECT = "correct", "article corrected"
        FOLD = "fold", "paragraph folded or unfolded"
        WITHDRAW = "withdraw", "upload withdrawn"
        NAMES = "names", "names merged"

    MOVING = (Kind.SAME, Kind.DIFFERENT)
    """The kinds that say which articles are together."""

    OF_STORIES = (Kind.LEAD, Kind.STORY, Kind.MARK)
    """The kinds that say something of the story that they name."""

    kind = models.CharField(max_length=10, choices=Kind)
    level = models.CharField(max_length=10, choices=Level, default=Level.STORY)
    use = models.CharField(max_length=10, choices=Use)
    value = models.JSONField(default=dict, blank=True)
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="rulings")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="rulings_undone"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)
    replaces = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="replaced_by")
    before = models.JSONField(default=dict, blank=True, help_text="Stories and members as they stood.")
    after = models.JSONField(default=dict, blank=True, help_text="Stories and members as they stood afterwards.")

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        # Every pass and every page asks whether anything of a kind was ruled at all.
        indexes = [models.Index(fields=["kind"], name="ruling_standing", condition=models.Q(undone_at__isnull=True))]
        permissions = [
            ("rule", "Can merge, split, rule on pairs, choose leads, mark, correct, and undo that"),
            ("withdraw_upload", "Can withdraw whole uploads and bring them back"),
            ("adopt_scheme", "Can try another scheme, adopt it and return"),
        ]

    def __str__(self) -> str:
        return f"Ruling {self.pk}: {self.get_use_display()}"

    def get_use_display(self) -> str:
        """What was done, in a few words."""
        of = self.value.get("of") if self.kind == self.Kind.MARK and isinstance(self.value, dict) else ""
        return _SAID_OF.get(of) or str(self.Use(self.use).label)

    @property
    def holds(self) -> bool:
        return self.undone_at is None


_SAID_OF = {"pair": "which of two articles is right", "notice": "notice ruled on"}
"""What a ruling on marks is about that neither sets nor lifts one itself."""


class RuledArticle(models.Model):
    """An article named by a ruling, on side *a*, *b* or *c*."""

    class Side(models.TextChoices):
        A = "a", "a"
        B = "b", "b"
        C = "c", "c"

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


class RuledStory(models.Model):
    """A story that a ruling changed or was about, so that its history is found without reading every record."""

    ruling = models.ForeignKey(Ruling, models.CASCADE, related_name="stories")
    story = models.ForeignKey("Story", models.CASCADE, related_name="rulings")

    class Meta:
        verbose_name_plural = "ruled stories"
        constraints = [models.UniqueConstraint(fields=["story", "ruling"], name="ruled_story_once")]

    def __str__(self) -> str:
        return f"Ruling {self.ruling_id} on story {self.story_id}"


Value = dict[str, Any]
"""What a ruling says of the articles that it names."""
