"""What a reader may mean who is still typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsarchive.archive.queries.suggestions import suggested
from newsarchive.archive.views.access import reading


@never_cache
@require_safe
@reading
def suggest(request: HttpRequest) -> HttpResponse:
    """The options of a list box for what the search box has up to the cursor; empty where there is nothing to say."""
    found = suggested(request.GET.get("q", ""), request.veil)
    return render(request, "archive/_suggestions.html", {"found": found})
