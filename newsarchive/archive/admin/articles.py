"""Articles, their paragraphs, the passages those print, and what the search sees of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import CharField, Func, IntegerField, Q, QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from newsarchive.archive.admin.base import FewRelated, LookOnly, Narrowing, either, list_link, listed, row_link, veil_of
from newsarchive.archive.admin.desk import base as desk
from newsarchive.archive.admin.desk.correcting import CorrectDesk
from newsarchive.archive.admin.desk.folding import FoldDesk, paragraphs_page
from newsarchive.archive.models import Article, Credit, Paragraph, Passage, Reading, Receipt, SearchEntry, Story
from newsarchive.archive.queries import articles, corrections
from newsarchive.archive.queries.choices import choices
from newsarchive.archive.queries.rulings import articles_saying
from newsarchive.archive.queries.veil import OPEN
from newsarchive.archive.queries.veiled import seen

SHOWN = 120
"""Characters of an article's words in a list."""

RULINGS_SHOWN = 100


class InTheBin(Narrowing):
    """Articles in the bin are in no list but when asked for."""

    title = "the bin"
    parameter_name = "bin"
    words = (("yes", "in the bin"), ("any", "all"))
    otherwise = "not in it"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset if self.value() == "any" else queryset.filter(text__isnull=self.value() == "yes")


class Spoken(admin.SimpleListFilter):
    """The languages of the newest articles, and those where it is in doubt."""

    title = "language"
    parameter_name = "language"
    doubt = "none"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*choices(veil_of(request) or OPEN).languages, (self.doubt, "in doubt")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        return queryset.filter(language="" if value == self.doubt else value) if value else queryset


@admin.register(Article)
class ArticleAdmin(LookOnly):
    list_display = ("__str__", "story_link", "source", "place", "dated_on", "dated_by")
    list_filter = (InTheBin, "dated_by", Spoken, ("source", FewRelated), ("agencies", FewRelated))
    date_hierarchy = "dated_on"
    search_help_text = "Words of the headline or the body, or the article's number."
    heavy = ("text__words", "furniture")
    readonly_fields = (
        *("story_link", "paragraphs_link", "credits_link", "receipts_link", "original_link"),
        *("inferred", "set_aside"),
    )
    fieldsets = (
        (
            None,
            {"fields": ("headline", "byline", "source", "agencies", "credits_link", "story_link", "paragraphs_link")},
        ),
        (
            "Clocks",
            {
                "fields": (
                    *("dated_on", "dated_by", "dateline", "place", "dateline_on", "filed_on", "filed_at", "filed_time"),
                    *("published_on", "published_at", "published_time", "retrieved_on", "ingested_at", "inferred"),
                )
            },
        ),
        (
            "Where it came from",
            {
                "fields": (
                    "original_link",
                    "item",
                    "format",
                    "site",
                    "url",
                    "language",
                    "language_by",
                    "language_declared",
                )
            },
        ),
        ("What became of it", {"fields": ("receipts_link", "set_aside")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "ingested_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).select_related("source", "text__membership")

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(pk__in=articles_saying(term)), *self.by_number(term)])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/correct/", view(CorrectDesk.of(self)), name="archive_article_correct"),
            path("<int:pk>/paragraphs/", view(paragraphs_page(self)), name="archive_article_paragraphs"),
            path("<int:pk>/fold/", view(FoldDesk.of(self)), name="archive_article_fold"),
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self.get_object(request, object_id)
        extra: dict[str, Any] = {}
        if article and self.has_view_permission(request, article):
            extra = {
                "corrected": list(corrections.beside(article).values()),
                "rulings": seen(corrections.rulings_on(article), veil_of(request))[:RULINGS_SHOWN],
                "may_correct": desk.may_rule(request),
            }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @admin.display(description="story")
    def story_link(self, article: Article) -> str:
        membership = getattr(article.text, "membership", None)
        return row_link(Story, membership and membership.story_id)

    @admin.display(description="paragraphs")
    def paragraphs_link(self, article: Article) -> str:
        return list_link(Paragraph, "as printed", article__id__exact=article.pk)

    @admin.display(description="words that credit agencies")
    def credits_link(self, article: Article) -> str:
        return list_link(Credit, "as printed", article__id__exact=article.pk)

    @admin.display(description="receipts")
    def receipts_link(self, article: Article) -> str:
        return list_link(Receipt, "receipt lines", article__id__exact=article.pk)

    @admin.display(description="doubts")
    def inferred(self, article: Article) -> str:
        return listed(articles.doubts(article))

    @admin.display(description="page furniture")
    def set_aside(self, article: Article) -> str:
        return listed(article.furniture)

    @admin.display(description="original")
    def original_link(self, article: Article) -> str:
        address = reverse("original", args=[article.pk])
        return format_html('<a href="{}">{}…</a>', address, article.original_id[:16])

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        return reverse("article", args=[obj.pk]) if obj else None


@admin.register(Reading)
class ReadingAdmin(LookOnly):
    list_display = ("__str__", "article_link", "fields_kept")
    ordering = ("-article_id",)
    fields = readonly_fields = ("article_link", "was_read")
    search_help_text = "An article's number."

    @admin.display(description="article")
    def article_link(self, reading: Reading) -> str:
        return row_link(Article, reading.article_id)

    @admin.display(description="corrected")
    def fields_kept(self, reading: Reading) -> str:
        return ", ".join(corrections.LABELS[field] for field in corrections.LABELS if field in reading.values)

    @admin.display(description="the archive read")
    def was_read(self, reading: Reading) -> str:
        kept = ((field, label) for field, label in corrections.LABELS.items() if field in reading.values)
        return listed(f"{label}: {corrections.told(field, reading.values[field])}" for field, label in kept)


@admin.register(Credit)
class CreditAdmin(LookOnly):
    list_display = ("printed", "name", "where", "short", "article_link")
    ordering = ("-id",)
    fields = readonly_fields = ("article_link", "name", "where", "line", "printed")
    numbers = ("pk", "article_id")
    search_help_text = "The number of an article or a credit."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credit]:
        return super().get_queryset(request).select_related("article")

    @admin.display(description="line")
    def short(self, credit: Credit) -> str:
        return truncatechars(credit.line, SHOWN)

    @admin.display(description="article")
    def article_link(self, credit: Credit) -> str:
        return row_link(Article, credit.article_id)


@admin.register(Paragraph)
class ParagraphAdmin(LookOnly):
    list_display = ("short", "article_link", "position", "fold", "likeness")
    list_filter = ("fold",)
    ordering = ("article_id", "position")
    fields = ("article", "position", "body", "passage", "dateline_length", "repeats", "fold", "likeness")
    readonly_fields = ("body",)
    numbers = ("pk", "article_id")
    search_help_text = "The number of an article or a paragraph."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paragraph]:
        return super().get_queryset(request).select_related("passage", "article", "repeats__passage")

    @admin.display(description="paragraph")
    def short(self, paragraph: Paragraph) -> str:
        return truncatechars(paragraph.body, SHOWN)

    @admin.display(description="article")
    def article_link(self, paragraph: Paragraph) -> str:
        return row_link(Article, paragraph.article_id)


@admin.register(Passage)
class PassageAdmin(LookOnly):
    list_display = ("beginning", "words", "printed_by")
    ordering = ("-id",)
    heavy = ("text",)
    fields = ("text", "words", "hex_digest", "printed_by")
    readonly_fields = ("hex_digest", "printed_by")
    digests = ("digest",)
    search_help_text = "The passage's number or its whole digest."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        start = Left("text", SHOWN, output_field=CharField())
        return super().get_queryset(request).annotate(start=start)

    @admin.display(description="passage")
    def beginning(self, passage: Passage) -> str:
        return passage.start or "–"

    @admin.display(description="digest")
    def hex_digest(self, passage: Passage) -> str:
        return bytes(passage.digest).hex()

    @admin.display(description="printed by")
    def printed_by(self, passage: Passage) -> str:
        return list_link(Paragraph, "paragraphs", passage__id__exact=passage.pk)


@admin.register(SearchEntry)
class SearchEntryAdmin(LookOnly):
    list_display = ("__str__", "article_link", "headline", "lexemes")
    ordering = ("-article_id",)
    heavy = ("vector", "article__furniture")
    fields = readonly_fields = ("article_link", "headline", "lexemes")
    search_help_text = "Words as the reading pages find them, or an article's number."

    def get_queryset(self, request: HttpRequest) -> QuerySet[SearchEntry]:
        distinct = Func("vector", function="length", output_field=IntegerField())
        return super().get_queryset(request).select_related("article").annotate(distinct_words=distinct)

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(pk__in=articles_saying(term)), *self.by_number(term)])

    @admin.display(description="article")
    def article_link(self, entry: SearchEntry) -> str:
        return row_link(Article, entry.article_id)

    @admin.display(description="headline")
    def headline(self, entry: SearchEntry) -> str:
        return truncatechars(entry.article.headline, SHOWN)

    @admin.display(description="distinct words")
    def lexemes(self, entry: SearchEntry) -> int:
        return int(entry.distinct_words)
