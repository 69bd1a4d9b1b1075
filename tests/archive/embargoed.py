"""Putting articles under embargo, directly."""

from __future__ import annotations

from newsarchive.archive.models import Article, Carried, Notice, Story


def embargo(article: Article) -> None:
    """As a notice does that names no moment: the article, its copies and its story are marked."""
    notice = Notice.objects.create(article=article, kinds=["embargo"])
    Carried.objects.create(text_id=article.text_id, notice=notice, mark="embargoed", confidence=1.0)
    Story.objects.filter(memberships__text=article.text_id).update(marks=["embargoed"])
