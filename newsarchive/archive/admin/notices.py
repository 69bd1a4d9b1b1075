"""What articles bear of the trade, what notices do, and how far it is read under which rules."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.urls import URLPattern, path

from newsarchive.archive.admin.base import LookOnly, list_link, listed, row_link
from newsarchive.archive.admin.desk import base as desk
from newsarchive.archive.admin.desk.noticing import NoticeDesk
from newsarchive.archive.models import Article, Bond, Carried, Naming, Notice, Sense, Text
from newsarchive.archive.queries import notice_words
from newsarchive.archive.queries.marks import told

SHOWN = 120


class OfNotices(LookOnly):
    """Rows that belong to a notice."""

    @admin.display(description="notice")
    def notice_link(self, row: Any) -> str:
        return row_link(Notice, row.notice_id)

    @admin.display(description="why")
    def reasons(self, row: Any) -> str:
        return "; ".join(row.why) or "–"


@admin.register(Notice)
class NoticeAdmin(LookOnly):
    list_display = ("__str__", "article_link", "headline", "slug", "serial", "held_until")
    list_filter = ("carries",)
    ordering = ("-article_id",)
    heavy = ("article__furniture",)
    numbers = ("article_id",)
    fields = readonly_fields = (
        *("article_link", "headline", "kinds_said", "printed", "slug", "serial", "says", "held_until", "carries"),
        *("namings_link", "carried_link"),
    )
    search_help_text = "An article's number."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return super().get_queryset(request).select_related("article")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("<int:pk>/rule/", view(NoticeDesk.of(self)), name="archive_notice_rule"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {"may_rule": desk.may_rule(request)} | (extra_context or {})
        return super().change_view(request, object_id, form_url, extra)

    @admin.display(description="article")
    def article_link(self, notice: Notice) -> str:
        return row_link(Article, notice.article_id)

    @admin.display(description="headline")
    def headline(self, notice: Notice) -> str:
        return truncatechars(notice.article.headline, SHOWN)

    @admin.display(description="kinds")
    def kinds_said(self, notice: Notice) -> str:
        return ", ".join(notice.kinds) or "–"

    @admin.display(description="marks")
    def printed(self, notice: Notice) -> str:
        """As the article's page has them."""
        return render_to_string("archive/_trade_marks.html", {"marks": notice.marks}) if notice.marks else "–"

    @admin.display(description="what it says")
    def says(self, notice: Notice) -> str:
        return listed(notice_words.sentences(notice))

    @admin.display(description="what it names")
    def namings_link(self, notice: Notice) -> str:
        return list_link(Naming, "articles that it names", notice__article__id__exact=notice.pk)

    @admin.display(description="what it does")
    def carried_link(self, notice: Notice) -> str:
        return list_link(Carried, "texts that it marks", notice__article__id__exact=notice.pk)


@admin.register(Naming)
class NamingAdmin(OfNotices):
    list_display = ("id", "notice_link", "article_link", "confidence", "sure", "reasons")
    list_filter = ("sure",)
    ordering = ("-id",)
    fields = readonly_fields = ("notice_link", "article_link", "confidence", "sure", "reasons")
    numbers = ("pk", "article_id", "notice_id")
    search_help_text = "An article's number, that of the notice or of what it names."

    @admin.display(description="article")
    def article_link(self, naming: Naming) -> str:
        return row_link(Article, naming.article_id)


@admin.register(Bond)
class BondAdmin(LookOnly):
    list_display = ("id", "correction_link", "article_link")
    ordering = ("-id",)
    fields = readonly_fields = ("correction_link", "article_link")
    numbers = ("pk", "correction_id", "article_id")
    search_help_text = "The number of a correction's article, or of what it corrects."

    @admin.display(description="correction")
    def correction_link(self, bond: Bond) -> str:
        return row_link(Article, bond.correction_id)

    @admin.display(description="what it corrects")
    def article_link(self, bond: Bond) -> str:
        return row_link(Article, bond.article_id)


@admin.register(Carried)
class CarriedAdmin(OfNotices):
    list_display = ("id", "mark", "notice_link", "text_link", "confidence", "reasons")
    ordering = ("-id",)
    fields = readonly_fields = ("mark", "notice_link", "text_link", "confidence", "reasons", "changed")
    numbers = ("pk", "text_id", "notice_id")
    search_help_text = "A text's number, or a notice's."

    @admin.display(description="text")
    def text_link(self, carried: Carried) -> str:
        return row_link(Text, carried.text_id)

    @admin.display(description="what changed")
    def changed(self, carried: Carried) -> str:
        return listed(told([change]) for change in carried.changes)


@admin.register(Sense)
class SenseAdmin(LookOnly):
    list_display = ("name", "version", "going", "reached", "finished_at")
    ordering = ("name",)
    fields = readonly_fields = ("name", "version", "going", "reached", "upgrade", "finished_at")
    numbers = ()
    search_help_text = ""
