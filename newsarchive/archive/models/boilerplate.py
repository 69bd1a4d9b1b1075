"""Stock text: what is proposed, what editors said of it, the registers made of that, and what these leave of texts.

`StockEntry` is what stands today; `StockRegister` a set of entries frozen under an id that covers them, which a
clustering scheme names. Texts and passages that hold stock have a row for each register, leading to the `Rest`: what
is left of their words, signed and indexed in their place. Equal rests are one row, and those without stock have none.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import MD5


class StockEntry(models.Model):
    """A wording that somebody decided on: ``words`` normalised, ``said`` as it was printed or typed.

    One that is ``out`` was in the register and was taken out again; it may be proposed anew.
    """

    class State(models.TextChoices):
        IN = "in", "in the register"
        OUT = "out", "taken out"
        REJECTED = "rejected", "rejected"

    words = models.TextField()
    said = models.TextField()
    state = models.CharField(max_length=10, choices=State)

    class Meta:
        verbose_name = "stock text"
        verbose_name_plural = "stock text"
        constraints = [models.UniqueConstraint(MD5("words"), name="stock_entry_once")]

    def __str__(self) -> str:
        return self.said[:80]


class StockDecision(models.Model):
    """What somebody did about an entry. Rows are added and never changed."""

    entry = models.ForeignKey(StockEntry, models.CASCADE, related_name="decisions")
    before = models.CharField(max_length=10, choices=StockEntry.State, blank=True)
    after = models.CharField(max_length=10, choices=StockEntry.State)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_after_display()}"


class StockProposal(models.Model):
    """A passage or a run of words that recurs over unrelated stories, as it was last counted.

    ``stories`` counts stories that have nothing to do with one another, ``articles`` and ``examples`` those that
    print it; ``ends`` is the share of its places that are the last paragraphs of their article or the first ones.
    """

    words = models.TextField()
    said = models.TextField()
    score = models.FloatField()
    stories = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    sources = models.PositiveIntegerField()
    articles = models.PositiveIntegerField()
    ends = models.FloatField()
    examples = ArrayField(models.BigIntegerField())
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-score", "id"]
        indexes = [models.Index(fields=["-score", "id"], name="stock_strongest")]

    def __str__(self) -> str:
        return self.said[:80]


class StockRegister(models.Model):
    """A version of the register: entries that never change. The clustering scheme names it."""

    name = models.CharField(max_length=20, unique=True)
    entries = ArrayField(models.TextField())
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Rest(models.Model):
    """What some texts or passages say besides stock, by the digest of these words; ``words`` is how many they are."""

    digest = models.BinaryField(max_length=16, unique=True)
    words = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"Rest {self.pk}"


class RestFingerprint(models.Model):
    """The signature of a rest, as `Fingerprint` has that of a text."""

    pk = models.CompositePrimaryKey("rest", "scheme")
    rest = models.ForeignKey(Rest, models.CASCADE, related_name="fingerprints", db_index=False)
    scheme = models.IntegerField(help_text="The mark of the signature scheme.")
    signature = models.BinaryField()

    def __str__(self) -> str:
        return f"Fingerprint of rest {self.rest_id} ({self.scheme})"


class RestBand(models.Model):
    """An index key cut from a rest's signature: the very keys that a text or passage of these words would have."""

    pk = models.CompositePrimaryKey("key", "rest")
    key = models.BigIntegerField()
    rest = models.ForeignKey(Rest, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)

    def __str__(self) -> str:
        return f"{self.key}: rest {self.rest_id}"


class TextStock(models.Model):
    """A text holds stock of a register. Then its rest is what is indexed and compared."""

    pk = models.CompositePrimaryKey("text", "register")
    text = models.ForeignKey("Text", models.CASCADE, related_name="stock", db_index=False)
    register = models.ForeignKey(StockRegister, models.CASCADE, related_name="+", db_index=False)
    rest = models.ForeignKey(Rest, models.CASCADE, related_name="texts", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["rest", "register"], name="text_stock_rest")]

    def __str__(self) -> str:
        return f"Text {self.text_id} under register {self.register_id}"


class PassageStock(models.Model):
    """A passage holds stock of a register."""

    pk = models.CompositePrimaryKey("passage", "register")
    passage = models.ForeignKey("Passage", models.CASCADE, related_name="stock", db_index=False)
    register = models.ForeignKey(StockRegister, models.CASCADE, related_name="+", db_index=False)
    rest = models.ForeignKey(Rest, models.CASCADE, related_name="passages", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["rest", "register"], name="passage_stock_rest")]

    def __str__(self) -> str:
        return f"Passage {self.passage_id} under register {self.register_id}"
