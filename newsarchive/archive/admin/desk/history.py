"""A story's history: its rulings, page by page, and where it came from or went."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from newsarchive.archive.admin.base import BoundedPaginator
from newsarchive.archive.admin.desk.undoing import may_undo
from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries import history, telling

RULINGS_A_PAGE = 25


def page(request: HttpRequest, story: Story) -> dict[str, Any]:
    """One page of the story's rulings, the latest first, for those who may look at rulings."""
    if not admin.site.get_model_admin(Ruling).has_view_permission(request):
        return {}
    pages = BoundedPaginator(telling.short(history.touching(story.pk)), RULINGS_A_PAGE)
    rulings = pages.get_page(request.GET.get("rulings"))
    return {
        "rulings": rulings,
        "ruling_pages": pages.get_elided_page_range(rulings.number),
        "entries": [(entry, may_undo(request, entry.ruling)) for entry in history.entries(rulings.object_list)],
        "lineage": history.lineage(story),
    }
