"""What was handed in, and what became of it. These rows are the work queue."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Original(models.Model):
    """A file's bytes as they arrived, kept once under their SHA-256 digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    kept_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest[:12]


class Upload(models.Model):
    """Files handed in together, through the form or the command. ``withdrawal`` is the ruling that took it back.

    One that is sent in portions says how many files are ``announced``, and is unfinished until it has ``ended_at``.
    ``held`` ones are here to be looked at, and go no further until whoever sent them says so.
    """

    class Via(models.TextChoices):
        FORM = "form", "upload form"
        COMMAND = "command", "command line"

    via = models.CharField(max_length=10, choices=Via)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="uploads")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    withdrawal = models.ForeignKey("Ruling", models.SET_NULL, null=True, blank=True, related_name="uploads")

    key = models.CharField(max_length=64, blank=True, default="", help_text="By which its sender asks for it again.")
    announced = models.PositiveIntegerField(null=True, blank=True, help_text="Files that are to come, in portions.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When the last portion had come.")
    held = models.BooleanField(default=False, help_text="Waits to be looked at before anything is taken in.")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="upload_key_once", condition=~models.Q(key="")),
        ]

    def __str__(self) -> str:
        return f"Upload {self.pk}"

    @property
    def unfinished(self) -> bool:
        """Whether more may come."""
        return self.announced is not None and self.ended_at is None and self.withdrawal_id is None


class UploadedFile(models.Model):
    """One file of an upload on its way through the house.

    ``held`` files wait for their sender's word; ``waiting`` files are read under a lease by any worker; ``read`` files
    wait for the one clustering lane; ``settled`` and ``rejected`` are final; ``withdrawn`` are those of an upload that
    was taken back. ``attempts`` is counted before work starts, so that a file that kills its worker is put aside in the
    end.
    """

    class State(models.TextChoices):
        HELD = "held", "held back until you hand it in"
        WAITING = "waiting", "waiting to be read"
        READ = "read", "read, waiting to be compared"
        SETTLED = "settled", "in the archive"
        REJECTED = "rejected", "rejected"
        WITHDRAWN = "withdrawn", "withdrawn"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files", db_index=False)
    position = models.PositiveIntegerField()
    name = models.TextField(help_text="The file's name as it was handed in.")
    size = models.BigIntegerField()
    original = models.ForeignKey(Original, models.PROTECT, null=True, blank=True, related_name="files")
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    code = models.CharField(max_length=40, blank=True, help_text="Why it was rejected, in one word.")
    reason = models.TextField(blank=True, help_text="Why it was rejected, in plain words.")
    refused_under = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="By which version of the readers it was refused.",
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["upload_id", "position"]
        constraints = [models.UniqueConstraint(fields=["upload", "position"], name="file_position_once")]
        indexes = [
            # In the order in which files take their turn, of however many others that wait.
            models.Index(
                fields=["state", "position", "id"],
                name="file_in_turn",
                condition=models.Q(state__in=["waiting", "read"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """What became of one item of one uploaded file, at the moment it was settled."""

    class Outcome(models.TextChoices):
        NEW_STORY = "new story", "new story"
        COPY = "copy", "copy of"
        TRIMMED = "trimmed from", "trimmed from"
        EXTENDS = "extends", "extends"
        UPDATES = "updates", "updates"
        SHARES = "shares passages", "shares passages with"
        ALREADY_HERE = "already here", "already here"

    file = models.ForeignKey(UploadedFile, models.CASCADE, related_name="receipts", db_index=False)
    item = models.PositiveIntegerField(default=1)
    article = models.ForeignKey("Article", models.CASCADE, related_name="receipts")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, help_text="Empty until compared.")
    related = models.ForeignKey("Article", models.SET_NULL, null=True, blank=True, related_name="+")
    similarity = models.FloatField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="What else whoever handed it in should know.")

    class Meta:
        ordering = ["file_id", "item"]
        constraints = [models.UniqueConstraint(fields=["file", "item"], name="receipt_item_once")]

    def __str__(self) -> str:
        return f"{self.file_id}#{self.item}: {self.outcome or 'being compared'}"
