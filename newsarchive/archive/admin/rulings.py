"""The record of what editors decided, and the way to undo it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path

from newsarchive.archive.admin.base import LookOnly, either, list_link, row_link
from newsarchive.archive.admin.desk import base as desk
from newsarchive.archive.admin.desk.pairs import PairDesk
from newsarchive.archive.admin.desk.undoing import UndoDesk
from newsarchive.archive.models import Article, RuledArticle, RuledStory, Ruling, Story
from newsarchive.archive.queries import rulings as seen


class Holds(admin.SimpleListFilter):
    title = "holds"
    parameter_name = "holds"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "holds"), ("no", "undone")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ruling]) -> QuerySet[Ruling]:
        return queryset.filter(undone_at__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(Ruling)
class RulingAdmin(LookOnly):
    list_display = ("__str__", "kind", "made_by", "made_at", "why", "still_holds", "undone_by")
    list_select_related = ("made_by", "undone_by")
    list_filter = (Holds, "use", "kind")
    date_hierarchy = "made_at"
    heavy = ("before", "after")
    fields = (
        *("use", "kind", "level", "reason", "made_by", "made_at", "still_holds"),
        *("undone_by", "undone_at", "undone_reason", "articles_link"),
    )
    readonly_fields = ("made_at", "still_holds", "articles_link")
    search_help_text = "A number, a part of the reason, or a user name."

    def found(self, term: str, request: HttpRequest) -> Q:
        words = [Q(reason__icontains=term), Q(undone_reason__icontains=term), Q(made_by__username__iexact=term)]
        return either([*words, *self.by_number(term)])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/undo/", view(UndoDesk.of(self)), name="archive_ruling_undo"),
            path("pair/", view(PairDesk.of(self)), name="archive_ruling_pair"),
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ruling = self.get_object(request, object_id)
        extra: dict[str, Any] = {}
        if ruling and self.has_view_permission(request, ruling):
            extra = {"record": seen.undo_preview(ruling), "may_undo": desk.may_rule(request) and ruling.holds}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @admin.display(description="reason")
    def why(self, ruling: Ruling) -> str:
        return truncatechars(ruling.reason, 100)

    @admin.display(description="holds", boolean=True)
    def still_holds(self, ruling: Ruling) -> bool:
        return ruling.holds

    @admin.display(description="articles")
    def articles_link(self, ruling: Ruling) -> str:
        return list_link(RuledArticle, "articles it names", ruling__id__exact=ruling.pk)


@admin.register(RuledArticle)
class RuledArticleAdmin(LookOnly):
    list_display = ("__str__", "side", "ruling_link", "article_link")
    ordering = ("-id",)
    fields = readonly_fields = ("ruling_link", "side", "original_digest", "item", "article_link")
    numbers = ("ruling_id",)
    search_help_text = "A ruling's number or the beginning of an original's digest."

    def get_queryset(self, request: HttpRequest) -> QuerySet[RuledArticle]:
        here = Article.objects.filter(original_id=OuterRef("original_digest"), item=OuterRef("item"))
        return super().get_queryset(request).annotate(article_id=Subquery(here.values("pk")[:1]))

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(original_digest__startswith=term.lower()), *self.by_number(term)])

    @admin.display(description="ruling")
    def ruling_link(self, row: RuledArticle) -> str:
        return row_link(Ruling, row.ruling_id)

    @admin.display(description="article")
    def article_link(self, row: RuledArticle) -> str:
        return row_link(Article, row.article_id)


@admin.register(RuledStory)
class RuledStoryAdmin(LookOnly):
    list_display = ("__str__", "ruling_link", "story_link")
    ordering = ("-id",)
    fields = readonly_fields = ("ruling_link", "story_link")
    numbers = ("ruling_id", "story_id")
    search_help_text = "The number of a ruling or a story."

    @admin.display(description="ruling")
    def ruling_link(self, row: RuledStory) -> str:
        return row_link(Ruling, row.ruling_id)

    @admin.display(description="story")
    def story_link(self, row: RuledStory) -> str:
        return row_link(Story, row.story_id)
