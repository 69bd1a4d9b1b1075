"""The record of what editors decided, and the way to undo it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from newsarchive.archive.admin.base import LookOnly, either, list_link, row_link, veil_of
from newsarchive.archive.admin.desk.pairs import PairDesk
from newsarchive.archive.admin.desk.putting_right import PutRightDesk
from newsarchive.archive.admin.desk.undoing import UndoDesk, may_undo
from newsarchive.archive.admin.ruling_filters import By, Holds, OfStory
from newsarchive.archive.models import Article, RuledArticle, RuledStory, Ruling, Story
from newsarchive.archive.queries import telling
from newsarchive.archive.queries.history import entries
from newsarchive.archive.queries.records import written
from newsarchive.archive.queries.ruling_export import WRITERS, rows
from newsarchive.archive.queries.veiled import seen
from newsarchive.archive.queries.written_out import CONTENT_TYPES

CHANGES_SHOWN = 100
RELATED_SHOWN = 25


@admin.register(Ruling)
class RulingAdmin(LookOnly):
    list_display = ("number", "what", "made_by", "made_at", "why", "today")
    list_filter = (Holds, "use", By, OfStory)
    date_hierarchy = "made_at"
    fields = (
        *("what", ("about", "kind", "level"), "reason", ("made_by", "made_at"), "still_holds"),
        *("undone_by", "undone_at", "undone_reason", "articles_link"),
    )
    readonly_fields = ("what", "about", "made_at", "still_holds", "articles_link")
    search_help_text = "A number, a part of the reason, or a user name."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ruling]:
        return telling.short(super().get_queryset(request))

    def found(self, term: str, request: HttpRequest) -> Q:
        words = [Q(reason__icontains=term), Q(undone_reason__icontains=term), Q(made_by__username__iexact=term)]
        return either([*words, *self.by_number(term)])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/undo/", view(UndoDesk.of(self)), name="archive_ruling_undo"),
            path("pair/", view(PairDesk.of(self)), name="archive_ruling_pair"),
            path("corrects/", view(PutRightDesk.of(self)), name="archive_ruling_corrects"),
            path("export.<str:form>", view(require_safe(self.export)), name="archive_ruling_export"),
        ]
        return own + super().get_urls()

    def export(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The rulings that the list is narrowed to, all of them, as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in WRITERS:
            raise Http404("no such format")
        try:
            listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseBadRequest("The list cannot be narrowed in that way.", content_type="text/plain")
        asked = Ruling.objects.filter(pk__in=listed.order_by().values("pk"))
        named = {"Content-Disposition": f'attachment; filename="rulings.{form}"'}
        return StreamingHttpResponse(WRITERS[form](rows(asked)), content_type=CONTENT_TYPES[form], headers=named)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ruling = self.get_object(request, object_id)
        shown = _record(request, ruling) if ruling and self.has_view_permission(request, ruling) else {}
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    @admin.display(description="ruling")
    def number(self, ruling: Ruling) -> str:
        return f"Ruling {ruling.pk}"

    @admin.display(description="what")
    def what(self, ruling: Ruling) -> str:
        return telling.told(ruling)

    @admin.display(description="use")
    def about(self, ruling: Ruling) -> str:
        return ruling.get_use_display()

    @admin.display(description="reason")
    def why(self, ruling: Ruling) -> str:
        return truncatechars(ruling.reason, 100)

    @admin.display(description="holds", boolean=True)
    def still_holds(self, ruling: Ruling) -> bool:
        return ruling.holds

    @admin.display(description="today")
    def today(self, ruling: Ruling) -> str:
        return "holds" if ruling.holds else f"undone by {ruling.undone_by or 'someone'}"

    @admin.display(description="articles")
    def articles_link(self, ruling: Ruling) -> str:
        return list_link(RuledArticle, "articles it names", ruling__id__exact=ruling.pk)


def _record(request: HttpRequest, ruling: Ruling) -> dict[str, Any]:
    """What the ruling's page shows besides its fields."""
    veil = veil_of(request)
    (entry,) = entries([ruling], CHANGES_SHOWN, veil)
    earlier, later = (seen(rows.order_by("pk"), veil) for rows in (ruling.replaces, ruling.replaced_by))
    return {
        "entry": entry,
        "record": written(ruling, veil),
        "headings": telling.sides(ruling),
        "earlier": entries(telling.short(earlier)[:RELATED_SHOWN], veil=veil),
        "later": entries(telling.short(later)[:RELATED_SHOWN], veil=veil),
        "may_undo": may_undo(request, ruling),
    }


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
