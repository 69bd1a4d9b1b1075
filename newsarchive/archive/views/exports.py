"""What a search finds as a file: a table for spreadsheets, or a line of JSON for each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsarchive.archive.forms import SearchForm
from newsarchive.archive.queries import exported, written_out
from newsarchive.archive.queries.addresses import Address
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.views.access import reading

SIGNATURE = "\ufeff"
"""Without it spreadsheets take a table for one in another encoding, and accents for other signs."""


@never_cache
@require_safe
@reading
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All that the search in the address finds, as far as a file goes; sent row by row while it is read."""
    if form not in written_out.CONTENT_TYPES:
        raise Http404("There are tables (csv) and lines of JSON (jsonl).")
    wanted = SearchForm(request.GET or None).wanted()
    found = exported.rows(wanted, request.veil, request.build_absolute_uri("/").rstrip("/"))
    lines = written_out.as_jsonl(found) if form == "jsonl" else _table(wanted, found)
    response = StreamingHttpResponse(lines, content_type=written_out.CONTENT_TYPES[form])
    name = f"newsarchive-{wanted.show}-{timezone.localdate().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _table(wanted: Wanted, found: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield SIGNATURE
    yield from written_out.as_csv(list(exported.columns(wanted)), (map(_cell, row.values()) for row in found))


def _cell(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


@require_safe
@reading
def columns(request: HttpRequest) -> HttpResponse:
    """What the columns of both kinds of file have, and how much goes into one."""
    context = {
        "kinds": [("A row a story", exported.OF_STORIES), ("A row an article", exported.OF_ARTICLES)],
        "most": exported.MOST,
        "search": Address.of(request.GET.lists()),
        "wanted": SearchForm(request.GET or None).wanted(),
    }
    return render(request, "archive/export.html", context)
