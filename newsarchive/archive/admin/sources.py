"""Sources and agencies: renamed, merged, given other spellings; never deleted."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from newsarchive.archive.admin.base import LookOnly, either, list_link, row_link, veil_of
from newsarchive.archive.admin.desk import base as desk
from newsarchive.archive.admin.desk.naming import (
    NAMES_AT_ONCE,
    MergeNamesDesk,
    SpellingDesk,
    merge_names_address,
    suggest,
    unfit_to_merge,
)
from newsarchive.archive.models import Agency, Article, Source, Upload
from newsarchive.archive.queries import names
from newsarchive.archive.queries.veiled import seen
from newsarchive.archive.services import rulings as services

SPELLINGS_SHOWN = 50
RULINGS_SHOWN = 50


class NameForm(forms.ModelForm):
    """A name that no other row bears, however it is capitalised; one of its own other spellings will do."""

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        model = self._meta.model
        others = model.objects.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if others.exclude(alias_of=self.instance.pk).exists():
            raise forms.ValidationError(f"There is already a {model._meta.verbose_name} of that name.")
        return name

    def _get_validation_exclusions(self) -> set[str]:
        """`clean_name` alone says whether a name is free: that of one of its own spellings is; they change places."""
        return {*super()._get_validation_exclusions(), "name"}


class Spellings(admin.SimpleListFilter):
    """Names that count, or other spellings of them."""

    title = "kind"
    parameter_name = "spelling"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "names that count"), ("yes", "other spellings")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(alias_of__isnull=self.value() == "no") if self.value() else queryset


class Named(LookOnly):
    """A short table of names. Renaming needs the change permission; what carries the name follows it."""

    form = NameForm
    actions = ("merge",)
    change_form_template = "admin/archive/names/change_form.html"
    list_display: tuple[str, ...] = ("name", "stands_for", "its_articles")
    list_select_related = ("alias_of",)
    list_filter = (Spellings,)
    sortable_by = ("name",)
    fields: tuple[str, ...] = ("name", "its_articles")
    readonly_fields: tuple[str, ...] = ("its_articles", "stands_for")
    search_help_text = "A part of the name, or a number."

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.fields, "stands_for") if obj is not None and obj.alias_of_id else self.fields

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An alias keeps its name: it is how copy was signed."""
        may = bool(request.user.has_perm(f"archive.change_{self.opts.model_name}"))
        return may and (obj is None or obj.alias_of_id is None)

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(name__icontains=term), *self.by_number(term)])

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if desk.may_rule(request) else {}

    @admin.action(description="Merge the selected %(verbose_name_plural)s…")
    def merge(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Nothing happens yet: this leads to the page where the names lie side by side."""
        desk.demand_right(request, self)
        chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[: NAMES_AT_ONCE + 1])
        trouble = unfit_to_merge(len(chosen))
        if trouble:
            self.message_user(request, trouble, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(merge_names_address(self.model, chosen))

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"archive_{self.opts.model_name}"
        own = [
            path("merge/", view(MergeNamesDesk.of(self)), name=f"{name}_merge"),
            path("names/", view(require_safe(partial(suggest, self))), name=f"{name}_names"),
            path("<int:pk>/spelling/", view(SpellingDesk.of(self)), name=f"{name}_spelling"),
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        extra = self._about(request, row) if row and self.has_view_permission(request, row) else {}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def _about(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        aliases = seen(row.aliases.order_by("name"), veil_of(request))
        spellings = list(aliases[:SPELLINGS_SHOWN])
        made = names.rulings_on(spellings)
        table = f"admin:archive_{self.opts.model_name}"
        return {
            "spellings": [(spelling, made.get(spelling.pk)) for spelling in spellings],
            "more_spellings": aliases.count() - len(spellings),
            "rulings": names.rulings_naming(row)[:RULINGS_SHOWN],
            "may_rule": desk.may_rule(request),
            "addresses": {
                "merge": reverse(f"{table}_merge"),
                "names": reverse(f"{table}_names"),
                "spelling": reverse(f"{table}_spelling", args=[row.pk]),
            },
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Rename; the old name goes on to be known."""
        try:
            services.rename(self.opts.model_name, obj.pk, obj.name, by=request.user)
        except services.Refused as refusal:
            request.desk_refused = refusal.reason  # type: ignore[attr-defined]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        refused = getattr(request, "desk_refused", "")
        if not refused:
            return super().response_change(request, obj)
        self.message_user(request, refused, messages.ERROR)
        return HttpResponseRedirect(request.path)

    @admin.display(description="another spelling of")
    def stands_for(self, row: Any) -> str:
        return row_link(self.model, row.alias_of_id, row.alias_of) if row.alias_of_id else "–"


@admin.register(Source)
class SourceAdmin(Named):
    list_display = ("name", "stands_for", "its_articles", "its_uploads")
    readonly_fields = ("its_articles", "its_uploads", "stands_for")
    fields = ("name", "its_articles", "its_uploads")

    @admin.display(description="articles")
    def its_articles(self, source: Source) -> str:
        return list_link(Article, "articles", source__id__exact=source.pk)

    @admin.display(description="uploads")
    def its_uploads(self, source: Source) -> str:
        return list_link(Upload, "uploads", source__id__exact=source.pk)


@admin.register(Agency)
class AgencyAdmin(Named):
    @admin.display(description="articles")
    def its_articles(self, agency: Agency) -> str:
        return list_link(Article, "articles", agencies__id__exact=agency.pk)
