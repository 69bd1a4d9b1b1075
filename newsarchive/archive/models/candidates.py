"""What the search for candidates keeps, so that a text's way to others does not lead through every article."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BTreeIndex
from django.db import models


class Printing(models.Model):
    """A text prints a passage, in one article or in thousands of identical ones."""

    pk = models.CompositePrimaryKey("text", "passage")
    text = models.ForeignKey("Text", models.CASCADE, related_name="printings", db_index=False)
    passage = models.ForeignKey("Passage", models.CASCADE, related_name="printings", db_index=False)

    class Meta:
        indexes = [BTreeIndex(fields=["passage"], include=["text"], name="printing_passage")]

    def __str__(self) -> str:
        return f"Text {self.text_id} prints passage {self.passage_id}"


class Crowd(models.Model):
    """An index key that so many texts have that they are compared with a few of them only, the ``heads``.

    A key without a row is no crowd under that clustering scheme. ``kind`` says of what table the key is.
    """

    class Kind(models.IntegerChoices):
        BAND = 1, "band of texts"
        PASSAGE = 2, "passage"
        PASSAGE_BAND = 3, "band of passages"

    scheme = models.CharField(max_length=40)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    key = models.BigIntegerField()
    heads = ArrayField(models.BigIntegerField(), help_text="Texts with the smallest digests, in that order.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "kind", "scheme"], name="crowd_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}: a crowd under {self.scheme}"
