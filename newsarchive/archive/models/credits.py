"""The words by which articles credit agencies."""

from __future__ import annotations

from django.db import models


class Credit(models.Model):
    """One place in an article, or on its page, that says that an agency wrote it.

    ``name`` is the agency's as the archive read it, before names were merged and whatever an editor corrected;
    ``line`` is what is printed there, cut short around the name, which stands in it from ``begins`` to ``ends``, in
    characters. An article's rows are numbered in the order of their strength.
    """

    class Where(models.TextChoices):
        DATELINE = "dateline", "dateline"
        LEDE = "lede", "first words"
        BYLINE = "byline", "byline"
        CREDIT_LINE = "credit line", "credit line"
        SIGN_OFF = "sign-off", "sign-off"
        NOTICE = "notice", "copyright notice"
        PAGE_DATA = "page data", "the page's own data"
        ADDRESS = "address", "the page's address"

    article = models.ForeignKey("Article", models.CASCADE, related_name="credits")
    name = models.CharField(max_length=100)
    where = models.CharField(max_length=12, choices=Where)
    line = models.TextField()
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.name}: {self.get_where_display()} {self.line.strip()!r}"

    @property
    def printed(self) -> str:
        """The agency as it is printed there."""
        return self.line[self.begins : self.ends]
