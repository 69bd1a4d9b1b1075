"""Pages that belong to the site rather than to the archive."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from newsarchive.archive.views.access import signed_in


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says that the web server answers; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask at the old address."""
    return redirect(static("favicon.svg"))


@require_safe
@signed_in
def help_page(request: HttpRequest) -> HttpResponse:
    """How to search, what the words mean, how to hand in, which keys there are."""
    return render(request, "archive/help.html", {"most_megabytes": settings.MAX_FILE_MB})
