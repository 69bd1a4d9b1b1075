"""What the list of rulings can be narrowed to. People and stories are typed: a list of thousands helps nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.models import Ruling


class Holds(admin.SimpleListFilter):
    title = "holds"
    parameter_name = "holds"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "holds"), ("no", "undone")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ruling]) -> QuerySet[Ruling]:
        return queryset.filter(undone_at__isnull=self.value() == "yes") if self.value() else queryset


class Typed(admin.SimpleListFilter):
    """A filter that is typed into a field."""

    template = "admin/archive/ruling/typed_filter.html"
    label = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """One: the field, what was typed, and what else the list is narrowed to."""
        others = {name: value for name, value in changelist.params.items() if name != self.parameter_name}
        yield {"name": self.parameter_name, "label": self.label, "value": self.value() or "", "others": others}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ruling]) -> QuerySet[Ruling]:
        typed = (self.value() or "").replace("\0", "").strip()
        return self.narrowed(queryset, typed) if typed else queryset

    def narrowed(self, queryset: QuerySet[Ruling], typed: str) -> QuerySet[Ruling]:
        raise NotImplementedError


class By(Typed):
    title = "who ruled"
    parameter_name = "by"
    label = "User name"

    def narrowed(self, queryset: QuerySet[Ruling], typed: str) -> QuerySet[Ruling]:
        return queryset.filter(made_by__username__iexact=typed)


class OfStory(Typed):
    title = "story"
    parameter_name = "story"
    label = "Number of a story"

    def narrowed(self, queryset: QuerySet[Ruling], typed: str) -> QuerySet[Ruling]:
        number = as_id(typed.removeprefix("#"))
        return queryset.filter(stories__story=number) if number else queryset.none()
