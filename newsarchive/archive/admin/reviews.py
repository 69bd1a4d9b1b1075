"""The queue of pairs to review, what editors said, and how well the archive agrees with them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from newsarchive.archive.admin.base import LookOnly, either, row_link
from newsarchive.archive.admin.desk.base import may_rule
from newsarchive.archive.admin.desk.reviewing import ReviewDesk
from newsarchive.archive.models import Article, Review, ReviewSkip, Ruling
from newsarchive.archive.queries.agreement import ENOUGH, agreement
from newsarchive.archive.queries.charts import chart


@admin.register(Review)
class ReviewAdmin(LookOnly):
    list_display = (
        "__str__",
        "state",
        "stake",
        "odds_shown",
        "one_link",
        "other_link",
        "verdict",
        "decided_by",
        "put_at",
    )
    list_select_related = ("decided_by",)
    list_filter = ("state", "queue", "verdict")
    ordering = ("-id",)
    fields = (
        *("queue", "state", "one_link", "other_link", "stake", "odds", "machine_same"),
        *("stratum", "population", "seed", "scheme", "put_at", "leased_by", "leased_until"),
        *("verdict", "decided_by", "decided_at", "ruling_link"),
    )
    readonly_fields = ("put_at", "one_link", "other_link", "ruling_link")
    numbers = ("pk", "ruling_id")
    search_help_text = "The number of a review or a ruling, or the beginning of an original's digest."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        named = {
            "one_id": Article.objects.filter(original_id=OuterRef("digest"), item=OuterRef("item")),
            "other_id": Article.objects.filter(original_id=OuterRef("other_digest"), item=OuterRef("other_item")),
        }
        return super().get_queryset(request).annotate(**{k: Subquery(a.values("pk")[:1]) for k, a in named.items()})

    def found(self, term: str, request: HttpRequest) -> Q:
        digest = [Q(digest__startswith=term.lower()), Q(other_digest__startswith=term.lower())]
        return either([*digest, *self.by_number(term)])

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("next/", wrap(ReviewDesk.of(self)), name="archive_review_next"),
            path("agreement/", wrap(require_safe(self.agreement)), name="archive_review_agreement"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_rule": may_rule(request), **(extra_context or {})})

    def agreement(self, request: HttpRequest) -> HttpResponse:
        """How often the archive is right, as far as reviews tell."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = agreement()
        context = {
            **self.admin_site.each_context(request),
            "title": "Agreement of archive and editors",
            "opts": self.opts,
            "found": found,
            "chart": chart(found.months),
            "enough": ENOUGH,
            "may_rule": may_rule(request),
        }
        return TemplateResponse(request, "admin/archive/desk/agreement.html", context)

    @admin.display(description="odds")
    def odds_shown(self, review: Review) -> str:
        return "–" if review.odds is None else f"{review.odds:+.1f}"

    @admin.display(description="one article")
    def one_link(self, review: Review) -> str:
        return row_link(Article, review.one_id)

    @admin.display(description="other article")
    def other_link(self, review: Review) -> str:
        return row_link(Article, review.other_id)

    @admin.display(description="ruling")
    def ruling_link(self, review: Review) -> str:
        return row_link(Ruling, review.ruling_id)


@admin.register(ReviewSkip)
class ReviewSkipAdmin(LookOnly):
    list_display = ("__str__", "review_link", "user", "at")
    list_select_related = ("user",)
    ordering = ("-id",)
    fields = readonly_fields = ("review_link", "user", "at")
    numbers = ("pk", "review_id")
    search_help_text = "The number of a review."

    @admin.display(description="review")
    def review_link(self, row: ReviewSkip) -> str:
        return row_link(Review, row.review_id)
