"""A story's history: its rulings, page by page, and where it came from or went."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from newsarchive.archive.admin.base import BoundedPaginator, veil_of
from newsarchive.archive.admin.desk.undoing import may_undo
from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries import history, telling
from newsarchive.archive.queries.veiled import seen

RULINGS_A_PAGE = 25


def page(request: HttpRequest, story: Story) -> dict[str, Any]:
    """One page of the story's rulings, the latest first, for those who may look at rulings."""
    if not admin.site.get_model_admin(Ruling).has_view_permission(request):
        return {}
    veil = veil_of(request)
    pages = BoundedPaginator(telling.short(seen(history.touching(story.pk), veil)), RULINGS_A_PAGE)
    rulings = pages.get_page(request.GET.get("rulings"))
    told = history.entries(rulings.object_list, veil=veil)
    return {
        "rulings": rulings,
        "ruling_pages": pages.get_elided_page_range(rulings.number),
        "entries": [(entry, may_undo(request, entry.ruling)) for entry in told],
        "lineage": history.lineage(story),
    }
