"""Stock text: what is proposed, what stands in the register and who decided so, and the versions made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from newsarchive.archive.admin.base import LookOnly, either, row_link
from newsarchive.archive.admin.desk import stocking
from newsarchive.archive.admin.desk.base import demand_right, may_rule
from newsarchive.archive.admin.desk.what_if import ADOPT
from newsarchive.archive.models import Adoption, Rest, StockDecision, StockEntry, StockProposal, StockRegister
from newsarchive.archive.services import proposing
from newsarchive.archive.services.doorbell import ring

SHOWN = 160


@admin.register(StockProposal)
class StockProposalAdmin(LookOnly):
    """Strongest first."""

    list_display = ("told", "stories", "days", "sources", "articles", "at_margins", "found_at")
    ordering = ("-score", "id")
    fields = readonly_fields = (
        *("said", "words", "stories", "days", "sources", "articles", "at_margins", "found_at", "decide_link"),
    )
    actions = ("decide",)
    search_help_text = "A part of the wording, or a number."

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(said__icontains=term), *self.by_number(term)])

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if may_rule(request) else {}

    @admin.action(description="Accept or reject the selected…")
    def decide(self, request: HttpRequest, queryset: QuerySet[StockProposal]) -> HttpResponse:
        """Nothing happens yet: this leads to the page where they stand with their examples."""
        demand_right(request, self)
        chosen = list(queryset.values_list("pk", flat=True)[: stocking.AT_ONCE + 1])
        if len(chosen) > stocking.AT_ONCE:
            self.message_user(request, f"Choose {stocking.AT_ONCE} at most.", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        asked = "&".join(f"proposal={pk}" for pk in chosen)
        return HttpResponseRedirect(f"{reverse('admin:archive_stockproposal_decide')}?{asked}")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("decide/", view(stocking.VerdictDesk.of(self)), name="archive_stockproposal_decide"),
            path("look/", view(_looking(self)), name="archive_stockproposal_look"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_rule": may_rule(request)} | (extra_context or {}))

    @admin.display(description="wording")
    def told(self, row: StockProposal) -> str:
        return truncatechars(row.said, SHOWN)

    @admin.display(description="at the margins")
    def at_margins(self, row: StockProposal) -> str:
        return f"{row.ends:.0%}"

    @admin.display(description="decide")
    def decide_link(self, row: StockProposal) -> str:
        address = f"{reverse('admin:archive_stockproposal_decide')}?proposal={row.pk}"
        return format_html('<a href="{}">Accept or reject…</a>', address)


def _looking(model_admin: StockProposalAdmin) -> Callable[..., HttpResponse]:
    """Asking a worker to look through the archive anew."""

    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        demand_right(request, model_admin)
        ring(proposing.TASK)
        said = "A worker looks through the archive; what it proposes replaces this list when it is done."
        model_admin.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:archive_stockproposal_changelist"))

    return view


@admin.register(StockEntry)
class StockEntryAdmin(LookOnly):
    list_display = ("told", "state")
    list_filter = ("state",)
    ordering = ("-id",)
    fields = readonly_fields = ("said", "words", "state", "decided", "links")
    search_help_text = "A part of the wording, or a number."

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(said__icontains=term), *self.by_number(term)])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("type/", view(stocking.TypedDesk.of(self)), name="archive_stockentry_type"),
            path("what-if/", view(stocking.WhatIfDesk.of(self)), name="archive_stockentry_what_if"),
            path("<int:pk>/reword/", view(stocking.RewordDesk.of(self)), name="archive_stockentry_reword"),
            path("<int:pk>/take-out/", view(stocking.TakeOutDesk.of(self)), name="archive_stockentry_take_out"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"may_rule": may_rule(request), "may_adopt": may_rule(request, ADOPT)}
        return super().changelist_view(request, extra | (extra_context or {}))

    @admin.display(description="wording")
    def told(self, row: StockEntry) -> str:
        return truncatechars(row.said, SHOWN)

    @admin.display(description="decided")
    def decided(self, row: StockEntry) -> str:
        made = row.decisions.select_related("made_by")[:20]
        return format_html_join("", "<p>{}: {}, by {}. {}</p>", ((*_when(one), one.reason) for one in made)) or "–"

    @admin.display(description="change")
    def links(self, row: StockEntry) -> str:
        pages = [("reword", "Reword…")] if row.state == StockEntry.State.IN else []
        pages += [("take_out", "Take out…")] if row.state != StockEntry.State.OUT else []
        addresses = ((reverse(f"admin:archive_stockentry_{page}", args=[row.pk]), label) for page, label in pages)
        return format_html_join(" ", '<a href="{}">{}</a>', addresses) or "–"


def _when(one: StockDecision) -> tuple[str, str, object]:
    return date_format(localtime(one.made_at), "DATETIME_FORMAT"), one.get_after_display(), one.made_by or "someone"


@admin.register(StockDecision)
class StockDecisionAdmin(LookOnly):
    list_display = ("__str__", "made_by", "made_at", "why")
    list_select_related = ("entry", "made_by")
    ordering = ("-id",)
    fields = readonly_fields = ("entry_link", "before", "after", "reason", "made_by", "made_at")
    numbers = ("pk", "entry_id")
    search_help_text = "The number of a decision or of an entry."

    @admin.display(description="reason")
    def why(self, row: StockDecision) -> str:
        return truncatechars(row.reason, SHOWN)

    @admin.display(description="entry")
    def entry_link(self, row: StockDecision) -> str:
        return row_link(StockEntry, row.entry_id)


@admin.register(StockRegister)
class StockRegisterAdmin(LookOnly):
    list_display = ("name", "how_many", "made_by", "made_at", "in_force")
    list_select_related = ("made_by",)
    ordering = ("-id",)
    fields = readonly_fields = ("name", "how_many", "made_by", "made_at", "in_force", "lines")
    search_help_text = "A number, or the beginning of a name."

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(name__startswith=term), *self.by_number(term)])

    def get_queryset(self, request: HttpRequest) -> QuerySet[StockRegister]:
        now = Adoption.objects.order_by("-id").values(name=KeyTextTransform("boilerplate", "scheme__definition"))[:1]
        return super().get_queryset(request).annotate(now=Subquery(now))

    @admin.display(description="entries")
    def how_many(self, row: StockRegister) -> int:
        return len(row.entries)

    @admin.display(description="in force", boolean=True)
    def in_force(self, row: StockRegister) -> bool:
        return bool(row.name == row.now)  # type: ignore[attr-defined]

    @admin.display(description="wordings")
    def lines(self, row: StockRegister) -> str:
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((entry,) for entry in row.entries)))


@admin.register(Rest)
class RestAdmin(LookOnly):
    """What is left of texts and passages."""

    list_display = ("__str__", "words")
    ordering = ("-id",)
    fields = readonly_fields = ("digest_shown", "words")
    digests = ("digest",)
    search_help_text = "A number, or the whole digest."

    @admin.display(description="digest")
    def digest_shown(self, row: Rest) -> str:
        return bytes(row.digest).hex()
