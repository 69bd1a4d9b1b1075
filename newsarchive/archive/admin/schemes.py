"""The schemes that stories were made by, and when which came into force; another is tried and adopted by a trial."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars
from django.utils.html import format_html

from newsarchive.archive.admin.base import LookOnly, either, list_link, row_link, veil_of
from newsarchive.archive.admin.desk.base import may_rule
from newsarchive.archive.admin.desk.what_if import ADOPT
from newsarchive.archive.models import Adoption, Scheme, Text, Unmatched
from newsarchive.archive.queries import trials
from newsarchive.archive.queries.adoptions import stories_changed
from newsarchive.archive.queries.mentioned import report_seen


@admin.register(Scheme)
class SchemeAdmin(LookOnly):
    list_display = ("id", "name", "created_at", "kept")
    ordering = ("-created_at", "id")
    fields = readonly_fields = ("id", "name", "created_at", "kept", "numbers_used", "adoptions_link")
    search_help_text = "A name or the beginning of an id."

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(name__iexact=term), Q(id__startswith=term)])

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {"may_try": may_rule(request, ADOPT) and unquote(object_id) != trials.present().id}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @admin.display(description="numbers")
    def numbers_used(self, row: Scheme) -> str:
        return format_html("<pre>{}</pre>", json.dumps(row.definition, indent=2))

    @admin.display(description="in force")
    def adoptions_link(self, row: Scheme) -> str:
        return list_link(Adoption, "when it was", scheme__id__exact=row.pk)


@admin.register(Adoption)
class AdoptionAdmin(LookOnly):
    list_display = ("__str__", "scheme_link", "replaced_link", "adopted_by", "why", "changed")
    list_select_related = ("adopted_by",)
    ordering = ("-id",)
    heavy = ("before",)
    fields = readonly_fields = (
        *("scheme_link", "replaced_link", "adopted_at", "adopted_by", "reason", "changed", "moved"),
    )
    search_help_text = "A number, the beginning of a scheme's id, or a part of the reason."

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(reason__icontains=term), Q(scheme__id__startswith=term), *self.by_number(term)])

    @admin.display(description="scheme")
    def scheme_link(self, row: Adoption) -> str:
        return row_link(Scheme, row.scheme_id, row.scheme_id)

    @admin.display(description="instead of")
    def replaced_link(self, row: Adoption) -> str:
        return row_link(Scheme, row.replaced_id, row.replaced_id)

    @admin.display(description="reason")
    def why(self, row: Adoption) -> str:
        return truncatechars(row.reason, 100)

    @admin.display(description="stories changed")
    def changed(self, row: Adoption) -> int:
        return stories_changed(row)

    @admin.display(description="articles moved")
    def moved(self, row: Adoption) -> int:
        return int(row.report.get("moved", 0))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        now = trials.present()
        latest = now.before is not None and object_id == str(now.since)
        row = self.get_object(request, object_id)
        report = report_seen(row.report, veil_of(request)) if row else {}
        extra = {"may_return": latest and may_rule(request, ADOPT), "report": report}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))


@admin.register(Unmatched)
class UnmatchedAdmin(LookOnly):
    list_display = ("id", "text_link", "scheme_link")
    ordering = ("-id",)
    fields = readonly_fields = ("text_link", "scheme_link")
    numbers = ("text_id",)
    search_help_text = "A text's number."

    @admin.display(description="text")
    def text_link(self, row: Unmatched) -> str:
        return row_link(Text, row.text_id)

    @admin.display(description="scheme")
    def scheme_link(self, row: Unmatched) -> str:
        return row_link(Scheme, row.scheme_id, row.scheme_id)
