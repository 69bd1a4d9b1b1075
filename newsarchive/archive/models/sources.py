"""Where copy was taken from, and who is credited in it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower


class Source(models.Model):
    """The outlet or feed that articles were taken from.

    A source with ``alias_of`` is another name of that one: nothing is listed under it, and what is handed in under
    it goes there.
    """

    name = models.CharField(max_length=200)
    alias_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="aliases")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="source_name_once")]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A wire service, by the name under which it signs. One with ``alias_of`` is another name of that one."""

    name = models.CharField(max_length=100)
    alias_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="aliases")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [models.UniqueConstraint(Lower("name"), name="agency_name_once")]

    def __str__(self) -> str:
        return self.name
