"""Links to the same search with a value more or less; they expect ``search``, the page's `Address`, in the context."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.urls import get_script_prefix, reverse

from newsarchive.archive.queries import chosen as told
from newsarchive.archive.queries.addresses import Address
from newsarchive.archive.queries.chosen import Chosen
from newsarchive.archive.queries.facets import Value
from newsarchive.archive.queries.histogram import Bar
from newsarchive.archive.queries.wanted import Wanted

register = template.Library()


@register.simple_tag(takes_context=True)
def narrowed(context: template.Context, value: Value) -> str:
    """The address of what is found and has this value, too."""
    search: Address = context["search"]
    return _at(search.within(*value.span) if value.span else search.plus(value.field, value.value))


@register.simple_tag(takes_context=True)
def within(context: template.Context, bar: Bar) -> str:
    """The address of what is found of a stretch of days."""
    search: Address = context["search"]
    return _at(search.within(bar.first, bar.last))


@register.simple_tag(takes_context=True)
def without(context: template.Context, value: Chosen) -> str:
    """The address of the search that does not ask for this."""
    search: Address = context["search"]
    if value.field == told.DAYS:
        return _at(search.anytime())
    return _at(
        search.wordless() if value.field == told.WORDS else search.minus(value.field, value.value, value.without)
    )


@register.simple_tag(takes_context=True)
def instead(context: template.Context, field: str, value: str, other: str) -> str:
    """The address of the search that asks for another value of a field."""
    search: Address = context["search"]
    return _at(search.instead(field, value, other))


@register.filter
def chosen(wanted: Wanted) -> list[Chosen]:
    """All that a search asks for, one by one."""
    return told.chosen(wanted)


def _at(query: str) -> str:
    return _stories(get_script_prefix()) + (f"?{query}" if query else "")


@lru_cache(maxsize=4)
def _stories(prefix: str) -> str:
    """The list's address under the site's prefix: a page of results has some two hundred links to it."""
    return reverse("stories")
