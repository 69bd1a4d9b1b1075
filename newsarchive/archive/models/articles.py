"""Articles as outlets ran them, their paragraphs, and the passages those print."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Article(models.Model):
    """One text as one outlet ran it, named for ever by its original's digest and its number in that file.

    Each clock has the day it shows (``_on``) and, where the page printed one with a zone, the instant (``_at``), else
    the hour as it is printed (``_time``), which could be any of twenty-four.
    ``dated_on`` is the first clock known in the order published, filed, dateline, retrieved, ingested, and
    ``dated_by`` says which. ``doubts`` says in plain words what was inferred about them.

    Columns hold what counts: an editor's correction where there is one (`Reading` keeps what the archive read). An
    article in the bin has no text, and so is in no story, list, count or search.
    """

    class Clock(models.TextChoices):
        PUBLISHED = "published", "published"
        FILED = "filed", "filed"
        DATELINE = "dateline", "dateline"
        RETRIEVED = "retrieved", "retrieved"
        INGESTED = "ingested", "taken in"

    class LanguageBy(models.TextChoices):
        TEXT = "text", "its text"
        PAGE = "page", "its page"

    original = models.ForeignKey("Original", models.PROTECT, related_name="articles", db_index=False)
    item = models.PositiveIntegerField(default=1)
    text = models.ForeignKey(
        "Text",
        models.PROTECT,
        null=True,
        related_name="articles",
        db_index=False,
        help_text="None while it is in the bin.",
    )
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="articles")
    source_read = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="+", help_text="As it was handed in."
    )
    agencies = models.ManyToManyField("Agency", blank=True, related_name="articles")
    agencies_read = ArrayField(
        models.TextField(), default=list, blank=True, help_text="As the archive read them, before any correction."
    )
    format = models.CharField(max_length=20)
    headline = models.TextField(blank=True)
    byline = models.TextField(blank=True)
    dateline = models.TextField(blank=True, help_text="As printed.")
    place = models.CharField(max_length=200, blank=True)
    dateline_on = models.DateField(null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_time = models.TimeField(null=True, blank=True, help_text="As printed, where the page names no zone.")
    published_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_time = models.TimeField(null=True, blank=True, help_text="As printed, where the page names no zone.")
    retrieved_on = models.DateField(null=True, blank=True)
    ingested_at = models.DateTimeField(auto_now_add=True)
    dated_on = models.DateField()
    dated_by = models.CharField(max_length=10, choices=Clock)
    doubts = models.JSONField(default=dict, blank=True)
    site = models.CharField(max_length=255, blank=True)
    url = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True, help_text="A code; empty where it is in doubt.")
    language_by = models.CharField(max_length=4, choices=LanguageBy, blank=True)
    language_declared = models.CharField(max_length=20, blank=True, help_text="By the page.")
    furniture = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        ordering = ["-dated_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["original", "item"], name="article_once")]
        indexes = [
            models.Index(fields=["-dated_on", "-id"], name="article_newest"),
            models.Index(fields=["place"], name="article_place"),
            models.Index(fields=["text", "id"], name="article_text"),
            models.Index(fields=["language"], name="article_language", condition=~models.Q(language__in=["", "en"])),
        ]

    def __str__(self) -> str:
        return self.headline or f"Article {self.pk}"


class Reading(models.Model):
    """What the archive read of an article, in those columns that an editor corrected; values as JSON has them."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="reading")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Reading of article {self.article_id}"


class Passage(models.Model):
    """A distinct paragraph text, known by the digest of its normalised words; ``text`` is the first printing seen."""

    digest = models.BinaryField(max_length=16, unique=True)
    text = models.TextField()
    words = models.PositiveIntegerField(help_text="Normalised words.")

    def __str__(self) -> str:
        return self.text[:80]


class Paragraph(models.Model):
    """A passage at its place in an article. ``printed`` is kept only where it differs from the passage's text.

    A repeat points at the paragraph that it prints again: it is folded on the page, never deleted.
    """

    class Fold(models.TextChoices):
        SAME = "same", "the same words"
        CUT = "cut", "the beginning, cut short"
        EDITED = "edited", "nearly the same words"
        STANDFIRST = "standfirst", "its first sentences"
        EDITOR = "editor", "as an editor decided"

    article = models.ForeignKey(Article, models.CASCADE, related_name="paragraphs", db_index=False)
    position = models.PositiveIntegerField()
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="paragraphs")
    printed = models.TextField(null=True, blank=True)
    dateline_length = models.PositiveSmallIntegerField(default=0)
    repeats = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeated_by", db_index=False
    )
    fold = models.CharField(max_length=10, choices=Fold, blank=True)
    likeness = models.FloatField(null=True, blank=True, help_text="To the paragraph it repeats, 0 to 1.")

    class Meta:
        ordering = ["article_id", "position"]
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="paragraph_position_once")]
        indexes = [
            models.Index(fields=["repeats"], name="paragraph_repeats", condition=models.Q(repeats__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def body(self) -> str:
        """The paragraph exactly as this article prints it."""
        return self.passage.text if self.printed is None else self.printed


class SearchEntry(models.Model):
    """What the full-text search sees of an article; apart, so that moving articles never rewrites it.

    ``vector`` has its words, ``facets`` what else is asked for: the stamps of its day (`search_days`), and as
    ``place port selwyn``, ``source 12`` and ``agency northwire`` its place, the row of the source it was handed in
    under and the agencies as it names them: not those that count for them, so that merging names rewrites no entry.
    ``format html``, ``slug harbour-fire`` and ``folded lede`` are there too. Words of a language that PostgreSQL can
    stem stand in the vector twice, as English and as words of their own (`search_text.TONGUES`).
    Both are in one index, which intersects them. ``dated_on`` and ``text_id`` are the article's own, at hand where
    the index leads.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_entry")
    text_id = models.BigIntegerField()
    dated_on = models.DateField()
    facets = SearchVectorField()
    vector = SearchVectorField()

    class Meta:
        verbose_name_plural = "search entries"
        indexes = [GinIndex(fields=["vector", "facets"], name="search_all", fastupdate=False)]

    def __str__(self) -> str:
        return f"Search entry of article {self.article_id}"
