"""What the archive holds: the overview, and the pages of sources and agencies."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from newsarchive.archive.models import Agency, Source
from newsarchive.archive.queries import named
from newsarchive.archive.queries.named import Listed
from newsarchive.archive.queries.overview import overview as counted
from newsarchive.archive.views.access import reading

LONGEST = 200
"""Characters of a name that is looked for."""


@require_safe
@reading
def overview(request: HttpRequest) -> HttpResponse:
    """What the archive holds, over time, by source and by agency, and what is reprinted most."""
    context = {"overview": counted(request.veil), "zone": timezone.get_current_timezone_name()}
    return render(request, "archive/overview.html", context)


@require_safe
@reading
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """What there is from a source. The address of another spelling leads to the name that counts."""
    return _profile(request, get_object_or_404(Source, pk=pk))


@require_safe
@reading
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """What there is of an agency's copy; other spellings as with sources."""
    return _profile(request, get_object_or_404(Agency, pk=pk))


@require_safe
@reading
def sources(request: HttpRequest) -> HttpResponse:
    """All sources that articles were taken from."""
    return _names(request, Source)


@require_safe
@reading
def agencies(request: HttpRequest) -> HttpResponse:
    """All agencies that articles credit."""
    return _names(request, Agency)


def _profile(request: HttpRequest, row: Source | Agency) -> HttpResponse:
    kind = row._meta.model_name
    if row.alias_of_id is not None:
        return redirect(str(kind), pk=row.alias_of_id, permanent=False)
    context = {
        "kind": kind,
        "named": row,
        "profile": named.profile(row, request.veil),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "archive/profile.html", context)


def _names(request: HttpRequest, model: type[Source] | type[Agency]) -> HttpResponse:
    typed = request.GET.get("name", "").replace("\0", "")[:LONGEST].strip()
    order = named.MOST if request.GET.get("order") == named.MOST else named.NAME
    found = named.listed(model, typed, order)
    context = {
        "kind": model._meta.model_name,
        "kinds": model._meta.verbose_name_plural,
        "typed": typed,
        "order": order,
        "page": Paginator(found, named.NAMES_A_PAGE).get_page(request.GET.get("page")),
        "letters": _letters(found) if order == named.NAME else [],
    }
    template = "archive/_names.html" if request.htmx else "archive/names.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _letters(found: Sequence[Listed]) -> list[tuple[str, int, int]]:
    """The letters that names begin with, each with the page where they begin, and the row of the first."""
    letters: dict[str, tuple[str, int, int]] = {}
    for at, one in enumerate(found):
        letter = one.row.name[:1].upper()
        letters.setdefault(letter, (letter, at // named.NAMES_A_PAGE + 1, one.row.pk))
    return list(letters.values()) if len(found) > named.NAMES_A_PAGE // 4 else []
