"""Other numbers tried on the archive: asked for here, worked off by a worker, adopted and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from newsarchive.archive.admin.base import LookOnly, either, row_link, veil_of
from newsarchive.archive.admin.desk.adopting import AdoptDesk, BackDesk
from newsarchive.archive.admin.desk.base import demand_right, may_rule
from newsarchive.archive.admin.desk.numbers import turned
from newsarchive.archive.admin.desk.what_if import ADOPT, trial_address, what_if_view
from newsarchive.archive.models import Scheme, Trial
from newsarchive.archive.queries import trials
from newsarchive.archive.queries.mentioned import report_seen
from newsarchive.archive.services import trying
from newsarchive.archive.services.rulings import Refused
from newsarchive.dedup.definitions import differing


@admin.register(Trial)
class TrialAdmin(LookOnly):
    list_display = ("__str__", "state_told", "reason_told", "asked_by", "asked_at")
    list_select_related = ("asked_by",)
    list_filter = ("act", "state")
    ordering = ("-id",)
    heavy = ("definition", "report")
    fields = readonly_fields = ("scheme_link", "what_for", "asked_by", "asked_at", "finished_at")
    search_help_text = "A number, the beginning of a scheme's id, or a part of the name or the reason."

    def found(self, term: str, request: HttpRequest) -> Q:
        words = [Q(name__icontains=term), Q(reason__icontains=term), Q(scheme__startswith=term)]
        return either([*words, *self.by_number(term)])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("ask/", view(what_if_view(self)), name="archive_trial_ask"),
            path("back/", view(BackDesk.of(self)), name="archive_trial_back"),
            path("<int:pk>/adopt/", view(AdoptDesk.of(self)), name="archive_trial_adopt"),
            path("<int:pk>/stop/", view(_stopping(self)), name="archive_trial_stop"),
            path("<int:pk>/progress/", view(_progress(self)), name="archive_trial_progress"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"may_adopt": may_rule(request, ADOPT), "now": trials.present()}
        return super().changelist_view(request, extra | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        trial = self.get_object(request, object_id)
        extra = _shown(request, trial) if trial and self.has_view_permission(request, trial) else {}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @admin.display(description="state")
    def state_told(self, row: Trial) -> str:
        return row.get_state_display()

    @admin.display(description="what for")
    def reason_told(self, row: Trial) -> str:
        return row.reason[:100]

    @admin.display(description="what for")
    def what_for(self, row: Trial) -> str:
        return row.reason or "–"

    @admin.display(description="scheme")
    def scheme_link(self, row: Trial) -> str:
        """Its numbers are written down when the comparing begins."""
        known = Scheme.objects.filter(pk=row.scheme).exists()
        return row_link(Scheme, row.scheme, row.scheme) if known else row.scheme or "–"


def _shown(request: HttpRequest, trial: Trial) -> dict[str, Any]:
    """What the page of a trial needs."""
    now = trials.present()
    compared = trials.compared_with(trial, now)
    stale = trial.since_id != now.since
    return _how_far(trial) | {
        "report": report_seen(trial.report, veil_of(request)),
        "now": now,
        "turned": turned(differing(compared, trial.definition)) if trial.definition else [],
        "stale": stale and trial.act == Trial.Act.LOOK and trial.state == Trial.State.DONE,
        "title": f"Trial {trial.pk}",
        "subtitle": None,
        "is_in_force": trial.scheme == now.id,
        "may_adopt": may_rule(request, ADOPT),
    }


def _how_far(trial: Trial) -> dict[str, Any]:
    return {
        "trial": trial,
        "percent": _percent(trial),
        "ahead": trials.ahead_of(trial) if trial.unfinished else 0,
        "told_stage": f"{trial.state}-{trial.stage}",
    }


def _percent(trial: Trial) -> int | None:
    return trial.done * 100 // trial.total if trial.total else None


def _progress(model_admin: TrialAdmin) -> Callable[..., HttpResponse]:
    """How far a trial is, for the page that follows it; when it is over, that page loads anew."""

    @never_cache
    @require_safe
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        trial = get_object_or_404(Trial.objects.defer("definition", "report"), pk=pk)
        if not model_admin.has_view_permission(request, trial):
            raise PermissionDenied
        if not request.htmx:
            return HttpResponseRedirect(trial_address(trial))
        if not trial.unfinished:
            return HttpResponseClientRefresh()
        seen = {"seen_stage": request.GET.get("stage", "")}
        return render(request, "admin/archive/trial/_progress.html", _how_far(trial) | seen)

    return view


def _stopping(model_admin: TrialAdmin) -> Callable[..., HttpResponse]:
    """Giving a trial up."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        trial = get_object_or_404(Trial.objects.defer("definition", "report"), pk=pk)
        demand_right(request, model_admin, [trial], ADOPT)
        try:
            trying.stop(trial.pk)
        except Refused as refusal:
            model_admin.message_user(request, refusal.reason, messages.ERROR)
        else:
            model_admin.log_change(request, trial, "Stopped.")
            model_admin.message_user(request, "Stopped. No story was changed.", messages.SUCCESS)
        return HttpResponseRedirect(trial_address(trial))

    return view
