"""Pages that belong to the site rather than to the archive."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says that the web server answers; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask at the old address."""
    return redirect(static("favicon.svg"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that could not be understood; one that was merely too large is told so."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    context = {
        "too_large": too_large,
        "most_files": settings.MAX_UPLOAD_FILES,
        "most_megabytes": settings.MAX_REQUEST_MB,
    }
    return render(request, "400.html", context, status=413 if too_large else 400)
