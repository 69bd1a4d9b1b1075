"""Searches that readers keep under a name."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Lower


class SavedSearch(models.Model):
    """A search of one reader, which nobody else sees: the desk has no page of it.

    ``address`` is its query string, without the place in the list. ``seen`` is the highest number of an article of
    which its reader could know: a story with a later one that fits is new.
    """

    NAME, ADDRESS = 100, 2000
    """The longest of each, in characters."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_searches", db_index=False)
    name = models.CharField(max_length=NAME)
    address = models.CharField(max_length=ADDRESS)
    seen = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "saved searches"
        ordering = ["name"]
        constraints = [models.UniqueConstraint("user", Lower("name"), name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name
