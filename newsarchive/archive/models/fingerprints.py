"""Signatures and the index keys cut from them. A scheme's id says how they were made; never compared across schemes."""

from __future__ import annotations

from django.contrib.postgres.indexes import BTreeIndex
from django.db import models


class Fingerprint(models.Model):
    """The MinHash signature of a text: unsigned 32-bit integers, little-endian."""

    text = models.ForeignKey("Text", models.CASCADE, related_name="fingerprints")
    scheme = models.CharField(max_length=40)
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "scheme"], name="fingerprint_once")]

    def __str__(self) -> str:
        return f"Fingerprint of text {self.text_id} ({self.scheme})"


class Band(models.Model):
    """An index key cut from a text's signature; the scheme's id is hashed into the key."""

    key = models.BigIntegerField()
    scheme = models.IntegerField(help_text="The mark of the signature scheme.")
    text = models.ForeignKey("Text", models.CASCADE, related_name="bands", db_index=True)

    class Meta:
        indexes = [BTreeIndex(fields=["key"], include=["text"], name="band_key")]

    def __str__(self) -> str:
        return f"{self.key}: text {self.text_id}"


class PassageFingerprint(models.Model):
    """The MinHash signature of a passage: unsigned 32-bit integers, little-endian."""

    passage = models.ForeignKey("Passage", models.CASCADE, related_name="fingerprints")
    scheme = models.CharField(max_length=40)
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["passage", "scheme"], name="passage_fingerprint_once")]

    def __str__(self) -> str:
        return f"Fingerprint of passage {self.passage_id} ({self.scheme})"


class PassageBand(models.Model):
    """An index key cut from a passage's signature: finds paragraphs that were edited on the way."""

    key = models.BigIntegerField()
    scheme = models.IntegerField(help_text="The mark of the signature scheme.")
    passage = models.ForeignKey("Passage", models.CASCADE, related_name="bands", db_index=True)

    class Meta:
        indexes = [BTreeIndex(fields=["key"], include=["passage"], name="passage_band_key")]

    def __str__(self) -> str:
        return f"{self.key}: passage {self.passage_id}"
