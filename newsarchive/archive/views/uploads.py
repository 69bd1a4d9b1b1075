"""The page on which files are handed in, and the list of what was."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from newsarchive.archive.forms import Named, UploadForm
from newsarchive.archive.models import Upload
from newsarchive.archive.queries import choices, receipts, schemes
from newsarchive.archive.services import portions
from newsarchive.archive.services.intake import receive
from newsarchive.archive.views import sent
from newsarchive.archive.views.access import uploading
from newsarchive.archive.views.owned import own

UPLOADS_A_PAGE = 25
UNFINISHED = 5
"""How many uploads one is reminded of."""


@require_http_methods(["GET", "HEAD", "POST"])
@uploading
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in and go to their receipt; or keep them and show first what was recognised."""
    asked = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if asked else UploadForm()
    if asked and form.is_valid():
        return _taken(request, form)
    unfinished = receipts.unfinished_of(request.user)[:UNFINISHED]
    return _page(request, form, asked, {"unfinished": list(unfinished)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@uploading
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with an upload that broke off: what it has already is left out."""
    made = own(request, pk)
    if not made.unfinished:
        return redirect("receipt", pk=pk)
    asked = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if asked else UploadForm()
    if asked and form.is_valid():
        _add(request, made, form.named())
        return redirect("receipt", pk=pk)
    return _page(request, form, asked, {"made": made, "progress": receipts.progress(made)})


@require_safe
@uploading
def uploads(request: HttpRequest) -> HttpResponse:
    """What was handed in: one's own, and everyone's for editors."""
    page = Paginator(receipts.uploads_seen_by(request.user), UPLOADS_A_PAGE).get_page(request.GET.get("page"))
    tallies = receipts.tallies([made.pk for made in page])
    rows = [(made, tallies[made.pk]) for made in page]
    return render(request, "archive/uploads.html", {"page": page, "rows": rows})


def _taken(request: HttpRequest, form: UploadForm) -> HttpResponse:
    files, source, look = form.named(), form.cleaned_data["source"], form.cleaned_data["look"]
    if not look and not sent.any_zip(files):
        made = receive(list(sent.incoming(files)), via=Upload.Via.FORM, by=request.user, source=source)
    else:
        made = _in_portions(request, files, source, look)
    return redirect("upload-held" if look else "receipt", pk=made.pk)


def _in_portions(request: HttpRequest, files: Sequence[Named], source: str, held: bool) -> Upload:
    """As the page with scripts would do it: what comes out of an archive may be too much for one transaction."""
    made = portions.begin(request.user, announced=len(files), source=source, held=held)
    _add(request, made, files)
    portions.end(made.pk)
    return made


def _add(request: HttpRequest, made: Upload, files: Sequence[Named]) -> None:
    try:
        portions.add_all(made.pk, sent.incoming(files))
    except portions.Refused as refused:
        messages.error(request, refused.reason)


def _page(request: HttpRequest, form: UploadForm, asked: bool, more: dict[str, object]) -> HttpResponse:
    context = {
        "form": form,
        "sources": choices.source_names(request.veil),
        "most_files": settings.MAX_UPLOAD_FILES,
        "most_in_all": settings.MAX_LOAD_FILES,
        "most_megabytes": settings.MAX_FILE_MB,
        "most_request": settings.MAX_REQUEST_MB,
        "most_unpacked": settings.MAX_UNPACKED_MB,
        "refused": schemes.refusal(),
        **more,
    }
    return render(request, "archive/upload.html", context, status=422 if asked else 200)
