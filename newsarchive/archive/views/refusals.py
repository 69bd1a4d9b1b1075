"""Refusals that have no page of their own from Django."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that could not be understood; one that was merely too large is told so."""
    if not isinstance(exception, TOO_LARGE):
        return render(request, "400.html", status=400)
    context = {
        "most_files": settings.MAX_UPLOAD_FILES,
        "most_megabytes": settings.MAX_FILE_MB,
        "most_request": settings.MAX_REQUEST_MB,
    }
    return render(request, "413.html", context, status=413)


class WrongMethod:
    """Middleware: what a page does not take is said in words, where Django's answer is empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            said = render(request, "405.html", status=response.status_code)
            said["Allow"] = response["Allow"]
            return said
        return response
