"""Other numbers tried on the archive as it stands: asked for at the desk, worked off by a worker."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from newsarchive.archive.models.schemes import Adoption

UNFINISHED = ("waiting", "running")


class Trial(models.Model):
    """A scheme that somebody wants looked at, adopted, or taken back. The row is the queue, and shows how far it is.

    ``definition`` has all the numbers of the scheme; it is empty for *back*, which knows where to return to. A worker
    holds a lease while it computes; a lease that ran out means that it died, and another goes on from there. ``since``
    is the adoption that was the latest when it was asked for, and for *what if* when it was computed.
    """

    class Act(models.TextChoices):
        LOOK = "look", "what if"
        ADOPT = "adopt", "adopt"
        BACK = "back", "return"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for a worker"
        RUNNING = "running", "being computed"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        STOPPED = "stopped", "stopped"

    act = models.CharField(max_length=10, choices=Act)
    definition = models.JSONField(default=dict, blank=True)
    scheme = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True, help_text="What is tried, in words.")
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    since = models.ForeignKey(
        Adoption, models.SET_NULL, null=True, blank=True, related_name="+", help_text="What it is compared with."
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    trouble = models.TextField(blank=True, help_text="Why it failed, in plain words.")
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], name="trial_unfinished", condition=models.Q(state__in=UNFINISHED)),
        ]

    def __str__(self) -> str:
        return f"Trial {self.pk}: {self.get_act_display()} {self.name}".rstrip()

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED
