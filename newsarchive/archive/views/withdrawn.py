"""What is said of articles and stories that are not here any more, because whoever handed them in took them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

GONE = 410
MAY_SEE = ("archive.rule", "archive.withdraw_upload")


def may_see(request: HttpRequest) -> bool:
    """Whether someone may look into the bin: whoever may decide what is in it, or in stories at all."""
    return any(request.user.has_perm(right) for right in MAY_SEE)


def gone(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """The page at the address of what was withdrawn. It may come back, so the address stays.

    Browsers would remember that something is gone for ever, and not ask again, were they not told otherwise.
    """
    response = render(request, "archive/gone.html", context, status=GONE)
    add_never_cache_headers(response)
    return response
