"""By which numbers texts are compared and clustered: the schemes that were ever used, and when each was in force."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime


class Scheme(models.Model):
    """A clustering scheme with every number it consists of. Its id is computed from them and must still be."""

    id = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=60, blank=True, help_text="What it was called when it was first computed.")
    definition = models.JSONField()
    kept = models.BooleanField(default=False, help_text="Its matches are here, but for the texts noted as unmatched.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.id})" if self.name else self.id


class Adoption(models.Model):
    """A scheme came into force. The latest one says which is; the first is the one the archive began with."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="adoptions")
    replaced = models.ForeignKey(Scheme, models.PROTECT, null=True, blank=True, related_name="replacements")
    adopted_at = models.DateTimeField(auto_now_add=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    report = models.JSONField(default=dict, help_text="What it changed.")
    before = models.JSONField(
        default=dict, help_text="The texts of each story that it changed, so that going back gives stories their ids."
    )

    def __str__(self) -> str:
        return f"{self.scheme_id} since {date_format(localtime(self.adopted_at), 'DATETIME_FORMAT')}"


class Unmatched(models.Model):
    """A text that is still to be compared under a scheme other than the one in force.

    Clustering adds a row for each text it meets; whoever compares the text takes away the rows that were there
    before. So a text met in between has a row left, and is compared again.
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="unmatched", db_index=False)
    text = models.ForeignKey("Text", models.CASCADE, related_name="unmatched")

    class Meta:
        verbose_name_plural = "unmatched texts"
        indexes = [models.Index(fields=["scheme", "text"], name="unmatched_of_scheme")]

    def __str__(self) -> str:
        return f"Text {self.text_id} under {self.scheme_id}"
