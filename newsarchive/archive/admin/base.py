"""What all the desk's tables share: looked at, never edited; long ones searched by index and paged in bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.db import DataError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from newsarchive.archive.queries.veil import Veil, desk_veil
from newsarchive.archive.queries.veiled import seen

REACH = 10_000
"""Rows that pages lead to. Counting and skipping further costs more than anyone would leaf through; search instead."""

LARGEST_ID = 2**63 - 1


def veil_of(request: HttpRequest) -> Veil | None:
    """What the request's user may not see at the desk, asked once a request; None for those who may see all."""
    if not hasattr(request, "desk_veil"):
        request.desk_veil = desk_veil(request.user)  # type: ignore[attr-defined]
    return request.desk_veil  # type: ignore[attr-defined]


class BoundedPaginator(Paginator):
    """Counts no further than `REACH`, so that a table of millions opens as fast as one of a hundred."""

    reach = REACH

    @cached_property
    def count(self) -> int:
        return int(self.object_list.order_by().values("pk")[: self.reach].count())


class FewRelated(admin.RelatedFieldListFilter):
    """Offers the related rows as a filter only while there are few; a thousand sources are searched, not listed.

    Aliases are not offered: nothing is listed under them.
    """

    MOST = 40

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, str]]:
        names = seen(field.related_model._default_manager.filter(alias_of=None), veil_of(request))
        found = names.order_by("name")[: self.MOST + 1]
        choices = [(row.pk, str(row)) for row in found]
        return [] if len(choices) > self.MOST else choices


class Narrowing(admin.SimpleListFilter):
    """A filter that leaves some rows out unless they are asked for; ``otherwise`` names what is listed then."""

    words: tuple[tuple[str, str], ...] = ()
    otherwise = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.words)

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        named = super().choices(changelist)
        yield next(named) | {"display": self.otherwise}
        yield from named


class Listing(ChangeList):
    """A list whose address may be typed by hand: days that there are not are a filter that is not known, no defect."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except (ValueError, OverflowError) as trouble:
            raise IncorrectLookupParameters(trouble) from trouble

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except (ValueError, OverflowError, DataError) as trouble:
            raise IncorrectLookupParameters(trouble) from trouble


class ByHand(admin.ModelAdmin):
    """A table whose addresses and forms may be written by hand: what no row can be called is not found, or refused."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return None if "\0" in object_id else super().get_object(request, object_id, from_field)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.to_python(chosen)
            except ValidationError as trouble:
                raise BadRequest(f"No row has the number {chosen[:40]!r}.") from trouble
            if "\0" in chosen:
                raise BadRequest("No row has a number with a NUL in it.")
        return super().response_action(request, queryset)


class LookOnly(ByHand):
    """A table that is read here and written by services alone.

    `numbers` are the columns that a search for a number looks into, `digests` those that a search for hexadecimal
    digits does; both must be indexed. A table that is searched by words too overrides `found`.
    """

    actions: Any = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    # Sorting a long table by a column without an index reads all of it: offered only where tables stay short.
    sortable_by: Any = ()
    search_fields: Any = ("pk",)
    search_help_text = "A number."
    numbers: tuple[str, ...] = ("pk",)
    digests: tuple[str, ...] = ()
    heavy: tuple[str, ...] = ()
    """Columns that lists never need and that can be megabytes a row."""

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return Listing

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that may be seen: what tells of anything under embargo is not there for those who may not see it."""
        return seen(super().get_queryset(request), veil_of(request)).defer(*self.heavy)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.replace("\0", "").strip()
        return (queryset.filter(self.found(term, request)) if term else queryset), False

    def found(self, term: str, request: HttpRequest) -> Q:
        """What rows the words typed into the search box ask for."""
        return either([*self.by_number(term), *self.by_digest(term)])

    def by_number(self, term: str) -> Iterable[Q]:
        number = as_id(term.removeprefix("#"))
        return [] if number is None else [Q(**{column: number}) for column in self.numbers]

    def by_digest(self, term: str) -> Iterable[Q]:
        try:
            digest = bytes.fromhex(term)
        except ValueError:
            return []
        return [Q(**{column: digest}) for column in self.digests]


def either(conditions: Iterable[Q]) -> Q:
    """Rows for which any of the conditions holds; none, where there is no condition."""
    asked = list(conditions)
    joined = asked[0] if asked else Q(pk__in=[])
    for condition in asked[1:]:
        joined |= condition
    return joined


def as_id(term: str) -> int | None:
    """The row number that was written, or None where it is none that a table could hold."""
    if not (term.isascii() and term.isdigit()):
        return None
    number = int(term[:20])
    return number if 0 < number <= LARGEST_ID else None


def row_link(model: type[Model], pk: object, label: object = "") -> str:
    """A link to a row's page at the desk; a dash where there is no row."""
    if pk is None:
        return "–"
    address = reverse(f"admin:archive_{model._meta.model_name}_change", args=[pk])
    return format_html('<a href="{}">{}</a>', address, label or f"{model._meta.verbose_name} {pk}")


def listed(lines: Iterable[str]) -> str:
    """Lines one below the other, each turned as its own letters are; a dash where there is none."""
    items = format_html_join("", '<li dir="auto">{}</li>', ((line,) for line in lines))
    return format_html('<ul class="desk-told">{}</ul>', items) if items else "–"


def list_link(model: type[Model], label: str, **lookups: object) -> str:
    """A link to the rows of a table that the lookups leave."""
    address = reverse(f"admin:archive_{model._meta.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(lookups), label)
