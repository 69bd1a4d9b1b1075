"""Signatures and the index keys cut from them: never compared with those of another scheme, which has another mark."""

from __future__ import annotations

from django.db import models


class Fingerprint(models.Model):
    """The MinHash signature of a text: unsigned 32-bit integers, little-endian."""

    text = models.ForeignKey("Text", models.CASCADE, related_name="fingerprints", db_index=False)
    scheme = models.IntegerField(help_text="The mark of the signature scheme.")
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "scheme"], name="fingerprint_once")]

    def __str__(self) -> str:
        return f"Fingerprint of text {self.text_id} ({self.scheme})"


class Band(models.Model):
    """An index key cut from a text's signature; the scheme's id is hashed into the key.

    There are dozens a text, so a row is its key and nothing else. Which keys a text has, its signature says; who
    deletes a text deletes these with it (`services.unsigning`).
    """

    pk = models.CompositePrimaryKey("key", "text")
    key = models.BigIntegerField()
    text = models.ForeignKey("Text", models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)

    def __str__(self) -> str:
        return f"{self.key}: text {self.text_id}"


class PassageFingerprint(models.Model):
    """The MinHash signature of a passage: unsigned 32-bit integers, little-endian."""

    passage = models.ForeignKey("Passage", models.CASCADE, related_name="fingerprints", db_index=False)
    scheme = models.IntegerField(help_text="The mark of the signature scheme.")
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["passage", "scheme"], name="passage_fingerprint_once")]

    def __str__(self) -> str:
        return f"Fingerprint of passage {self.passage_id} ({self.scheme})"


class PassageBand(models.Model):
    """An index key cut from a passage's signature: finds paragraphs that were edited on the way. Narrow as `Band`."""

    pk = models.CompositePrimaryKey("key", "passage")
    key = models.BigIntegerField()
    passage = models.ForeignKey("Passage", models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)

    def __str__(self) -> str:
        return f"{self.key}: passage {self.passage_id}"
