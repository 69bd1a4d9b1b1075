"""What the trade prints around stories to say which they are, and what that does to other articles."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Notice(models.Model):
    """What an article bears of the trade: its marks, slug and provider's number. Most articles bear nothing.

    ``marks`` are those of `newsarchive.wire.TradeMark`, as JSON; ``slug`` is the key that makes two slugs one.
    ``said`` is what a notice says beyond its marks: of a kill what it names, of a correction what it puts right, of an
    embargo what was inferred about its moment. ``held_until`` is that moment, None where it has none that is known.
    ``names`` are the keys by which a kill finds what it names, and what comes later finds the kill. A notice that
    ``carries`` does something to other articles.
    """

    article = models.OneToOneField("Article", models.CASCADE, primary_key=True, related_name="notice")
    kinds = ArrayField(models.CharField(max_length=12), default=list)
    marks = models.JSONField(default=list)
    slug = models.CharField(max_length=80, blank=True)
    serial = models.CharField(max_length=40, blank=True)
    said = models.JSONField(default=dict)
    held_until = models.DateTimeField(null=True)
    names = ArrayField(models.TextField(), default=list)
    carries = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["slug"], name="notice_slug", condition=~models.Q(slug="")),
            models.Index(fields=["serial"], name="notice_serial", condition=~models.Q(serial="")),
            models.Index(fields=["article"], name="notice_carries", condition=models.Q(carries=True)),
            models.Index(fields=["article"], name="notice_kills", condition=~models.Q(names=[])),
            GinIndex(fields=["names"], name="notice_names", condition=~models.Q(names=[]), fastupdate=False),
            GinIndex(fields=["kinds"], name="notice_kinds", condition=~models.Q(kinds=[]), fastupdate=False),
        ]

    def __str__(self) -> str:
        kinds = f": {', '.join(self.kinds)}" if self.kinds else ""
        return f"Notice of article {self.article_id}{kinds}"


class Naming(models.Model):
    """An article that a kill or a withdrawal seems to name. It carries where it is ``sure``; else editors are asked.

    It depends on these two articles alone. ``why`` are the reasons, in words.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="namings")
    article = models.ForeignKey("Article", models.CASCADE, related_name="named_by")
    confidence = models.FloatField(help_text="0 to 1.")
    sure = models.BooleanField()
    why = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "article"], name="naming_once")]

    def __str__(self) -> str:
        return f"Notice {self.notice_id} names article {self.article_id}"


class Bond(models.Model):
    """A correction and an article that it corrects: both are of one story, however their figures part them.

    It depends on these two articles alone. What editors rule outranks it.
    """

    correction = models.ForeignKey("Article", models.CASCADE, related_name="bonds")
    article = models.ForeignKey("Article", models.CASCADE, related_name="bound_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["correction", "article"], name="bound_once")]

    def __str__(self) -> str:
        return f"Article {self.correction_id} corrects article {self.article_id}"


class Carried(models.Model):
    """What a notice does to a text, and so to every article that prints it. Worked out anew with its story.

    *corrects* is the correction's own text. ``changes`` is what it puts right: kind, before, after, where.
    """

    class Mark(models.TextChoices):
        CORRECTED = "corrected", "corrected"
        CORRECTS = "corrects", "corrects"
        WITHDRAWN = "withdrawn", "withdrawn"
        EMBARGOED = "embargoed", "embargoed"

    text = models.ForeignKey("Text", models.CASCADE, related_name="carried", db_index=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="carried")
    mark = models.CharField(max_length=10, choices=Mark)
    confidence = models.FloatField(help_text="0 to 1.")
    why = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "carried marks"
        constraints = [models.UniqueConstraint(fields=["text", "notice", "mark"], name="carried_once")]

    def __str__(self) -> str:
        return f"Text {self.text_id} {self.mark} by notice {self.notice_id}"


class Sense(models.Model):
    """Under which version of its rules a thing was last read anew for the whole archive, and how far that is.

    What is filed is read by the release's rules. ``reached`` is the last article of a recomputing that is under way
    under the version ``going``; ``upgrade`` says in words what the last one changed.
    """

    name = models.CharField(max_length=20, primary_key=True)
    version = models.CharField(max_length=20, blank=True)
    going = models.CharField(max_length=20, blank=True)
    reached = models.BigIntegerField(default=0)
    upgrade = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
