"""What was handed in and what became of it."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat, truncatechars
from django.urls import URLPattern, path
from django.utils import timezone

from newsarchive.archive.admin.base import FewRelated, LookOnly, either, list_link, row_link, veil_of
from newsarchive.archive.admin.desk import base as desk
from newsarchive.archive.admin.desk.withdrawing import WithdrawDesk
from newsarchive.archive.models import Article, Original, Receipt, Ruling, Upload, UploadedFile
from newsarchive.archive.queries.bin import kept_until, withdrawn
from newsarchive.archive.queries.veiled import seen

NAMES_SEARCHED = 100_000
"""File names have no index: the search reads those handed in last, and says so."""


@admin.register(Original)
class OriginalAdmin(LookOnly):
    list_display = ("short", "bytes_kept", "kept_at", "articles", "files")
    fields = ("digest", "size", "bytes_kept", "kept_at", "articles", "files")
    readonly_fields = ("bytes_kept", "articles", "files")
    ordering = ("digest",)
    search_help_text = "The digest or its beginning."

    def found(self, term: str, request: HttpRequest) -> Q:
        return Q(digest__startswith=term.lower())

    @admin.display(description="digest")
    def short(self, original: Original) -> str:
        return original.digest[:16]

    @admin.display(description="size")
    def bytes_kept(self, original: Original) -> str:
        return str(filesizeformat(original.size))

    @admin.display(description="articles")
    def articles(self, original: Original) -> str:
        return list_link(Article, "articles", original__digest__exact=original.pk)

    @admin.display(description="handed in as")
    def files(self, original: Original) -> str:
        return list_link(UploadedFile, "files", original__digest__exact=original.pk)


class Withdrawn(admin.SimpleListFilter):
    """The bin: what was withdrawn, whether or not it can be brought back."""

    title = "the bin"
    parameter_name = "bin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("kept", "in the bin"), ("emptied", "deleted for good"), ("no", "not withdrawn")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Upload]) -> QuerySet[Upload]:
        if self.value() == "no":
            return queryset.filter(withdrawal=None)
        if self.value() == "kept":
            return queryset.filter(pk__in=withdrawn().values("pk"))
        if self.value() == "emptied":
            return queryset.filter(withdrawal__value__has_key="emptied")
        return queryset


@admin.register(Upload)
class UploadAdmin(LookOnly):
    list_display = ("__str__", "withdrawn", "at", "via", "by", "source", "files")
    list_select_related = ("by", "source", "withdrawal")
    heavy = ("withdrawal__before", "withdrawal__after")
    list_filter = (Withdrawn, "via", ("source", FewRelated))
    date_hierarchy = "at"
    fields = ("at", "via", "by", "source", "files", "progress", "withdrawn", "ruling")
    readonly_fields = ("files", "progress", "withdrawn", "ruling")
    search_help_text = "A number, a source's name or a person's user name."

    def found(self, term: str, request: HttpRequest) -> Q:
        words = [Q(source__name__icontains=term), Q(by__username__iexact=term)]
        return either([*words, *self.by_number(term)])

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Upload | None:
        """The upload with those of its files at hand that may be seen."""
        upload = super().get_object(request, object_id, from_field)
        if upload:
            upload.files_seen = seen(upload.files.order_by(), veil_of(request))
        return upload

    @admin.display(description="files")
    def files(self, upload: Upload) -> str:
        return list_link(UploadedFile, "files", upload__id__exact=upload.pk)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(WithdrawDesk.of(self))
        return [path("<int:pk>/withdraw/", view, name="archive_upload_withdraw"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        upload = self.get_object(request, object_id)
        extra: dict[str, Any] = {}
        if upload and desk.may_rule(request, desk.WITHDRAW):
            back = bool(kept_until(upload)) and request.user.has_perm("archive.view_ruling")
            extra = {"may_withdraw": upload.withdrawal_id is None, "may_bring_back": back}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @admin.display(description="withdrawn")
    def withdrawn(self, upload: Upload) -> str:
        """Since when, and for how long the bin keeps it."""
        if upload.withdrawal is None:
            return "–"
        until = kept_until(upload)
        if until is None:
            return "deleted for good"
        days = max(math.ceil((until - timezone.now()) / timedelta(days=1)), 0)
        return f"in the bin, {days} day{'' if days == 1 else 's'} left"

    @admin.display(description="ruling")
    def ruling(self, upload: Upload) -> str:
        return row_link(Ruling, upload.withdrawal_id)

    @admin.display(description="how far it is")
    def progress(self, upload: Upload) -> str:
        counts = upload.files_seen.values_list("state").annotate(Count("id"))
        return ", ".join(f"{count} {UploadedFile.State(state).label}" for state, count in counts) or "no files"


@admin.register(UploadedFile)
class UploadedFileAdmin(LookOnly):
    list_display = ("short_name", "upload_link", "position", "state", "short_reason", "bytes_handed_in", "source")
    list_select_related = ("source",)
    list_filter = ("state",)
    ordering = ("-id",)
    fields = (
        *("name", "upload", "position", "size", "source", "original", "state", "code", "reason"),
        *("attempts", "leased_until", "finished_at", "receipts"),
    )
    readonly_fields = ("receipts",)
    numbers = ("pk", "upload_id")
    search_help_text = (
        f"A part of a name (of the last {NAMES_SEARCHED:,} files), an upload's number, the beginning of a digest."
    )

    def found(self, term: str, request: HttpRequest) -> Q:
        last = UploadedFile.objects.aggregate(last=Max("id"))["last"] or 0
        named = Q(pk__gt=last - NAMES_SEARCHED, name__icontains=term)
        return either([named, Q(original__digest__startswith=term.lower()), *self.by_number(term)])

    @admin.display(description="name")
    def short_name(self, file: UploadedFile) -> str:
        return truncatechars(file.name, 80)

    @admin.display(description="reason")
    def short_reason(self, file: UploadedFile) -> str:
        return truncatechars(file.reason, 80)

    @admin.display(description="size")
    def bytes_handed_in(self, file: UploadedFile) -> str:
        return str(filesizeformat(file.size))

    @admin.display(description="upload")
    def upload_link(self, file: UploadedFile) -> str:
        return row_link(Upload, file.upload_id)

    @admin.display(description="receipt")
    def receipts(self, file: UploadedFile) -> str:
        return list_link(Receipt, "receipt lines", file__id__exact=file.pk)


@admin.register(Receipt)
class ReceiptAdmin(LookOnly):
    list_display = ("file", "item", "outcome", "article_link", "related_link", "similarity")
    list_select_related = ("file",)
    list_filter = ("outcome",)
    ordering = ("-id",)
    fields = ("file", "item", "outcome", "article", "related", "similarity")
    numbers = ("pk", "file_id", "article_id")
    search_help_text = "The number of a file or an article."

    @admin.display(description="article")
    def article_link(self, receipt: Receipt) -> str:
        return row_link(Article, receipt.article_id)

    @admin.display(description="related to")
    def related_link(self, receipt: Receipt) -> str:
        return row_link(Article, receipt.related_id)
