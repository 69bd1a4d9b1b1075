"""Handing files in, and the receipt that says what became of each."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile as Sent
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from newsarchive.archive.forms import UploadForm
from newsarchive.archive.models import Upload
from newsarchive.archive.queries import choices, receipts, schemes
from newsarchive.archive.queries.bin import kept_until, with_withdrawals
from newsarchive.archive.services.intake import Incoming, receive
from newsarchive.archive.views.access import uploading

UPLOADS_A_PAGE = 50
FILES_A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@uploading
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in and go to their receipt."""
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        incoming = list(_incoming(form.cleaned_data["files"]))
        made = receive(incoming, via=Upload.Via.FORM, by=request.user, source=form.cleaned_data["source"])
        return redirect("receipt", pk=made.pk)
    context = {
        "form": form,
        "sources": choices.source_names(),
        "most_files": settings.MAX_UPLOAD_FILES,
        "most_megabytes": settings.MAX_FILE_MB,
        "refused": schemes.refusal(),
    }
    return render(request, "archive/upload.html", context, status=422 if sent else 200)


@require_safe
@uploading
def uploads(request: HttpRequest) -> HttpResponse:
    """What was handed in: one's own, and everyone's for editors."""
    found = receipts.uploads_seen_by(request.user)
    page = Paginator(found, UPLOADS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "archive/uploads.html", {"page": page})


@never_cache
@require_safe
@uploading
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each file; htmx asks for the changing part alone, and gets nothing when nothing changed."""
    made = get_object_or_404(with_withdrawals(Upload.objects.select_related("by", "source")), pk=pk)
    if made.by_id != request.user.pk and not request.user.has_perm("archive.rule"):
        raise PermissionDenied
    progress = receipts.progress(made)
    if request.htmx and request.GET.get("mark") == progress.mark:
        response = HttpResponse(status=204)
    else:
        template = "archive/_receipt.html" if request.htmx else "archive/receipt.html"
        response = render(request, template, _receipt_context(request, made, progress))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _receipt_context(request: HttpRequest, made: Upload, progress: receipts.Progress) -> dict[str, object]:
    only_rejected = request.GET.get("only") == "rejected"
    page = Paginator(receipts.files(made, only_rejected), FILES_A_PAGE).get_page(request.GET.get("page"))
    return {
        "upload": made,
        "kept_until": kept_until(made),
        "progress": progress,
        "outcomes": receipts.outcomes(made),
        "page": page,
        "only_rejected": only_rejected,
        "refused": None if progress.finished else schemes.refusal(),
    }


def _incoming(files: Iterable[Sent]) -> Iterable[Incoming]:
    return (Incoming(name=file.name or "unnamed", size=file.size or 0, chunks=file.chunks) for file in files)
