"""The receipt: what became of each file of an upload, to be followed, narrowed, tried again, taken home."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from newsarchive.archive.models import Receipt, Upload, UploadedFile
from newsarchive.archive.queries import receipts, schemes
from newsarchive.archive.queries.bin import kept_until
from newsarchive.archive.queries.moment import one_moment
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.services import portions, retrying
from newsarchive.archive.views import spreadsheets
from newsarchive.archive.views.access import uploading
from newsarchive.archive.views.owned import seen

FILES_A_PAGE = 100
FATES = (*UploadedFile.State.values, *Receipt.Outcome.values)


@never_cache
@require_safe
@uploading
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each file; htmx asks for the changing part alone, and gets nothing when nothing changed."""
    made = seen(request, pk)
    with one_moment():
        response = _told(request, made)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@uploading
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Failed files, or those that failed by one reason, are read once more."""
    made = seen(request, pk)
    try:
        again = retrying.retry(made.pk, request.POST.get("code", "")[:40])
    except portions.Refused as refused:
        messages.error(request, refused.reason)
    else:
        files = "file is" if again == 1 else "files are"
        messages.success(request, f"{again:,} {files} being read once more." if again else "Nothing was left to retry.")
    return redirect("receipt", pk=pk)


@never_cache
@require_safe
@uploading
def receipt_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All files of the upload as a table that spreadsheets open, sent while it is read."""
    made = seen(request, pk)
    rows = spreadsheets.table(_HEADINGS, _rows(made, request.veil))
    return StreamingHttpResponse(rows, headers=spreadsheets.headers(f"receipt-{made.pk}.csv"))


def _told(request: HttpRequest, made: Upload) -> HttpResponse:
    progress = receipts.progress(made)
    if request.htmx and request.GET.get("mark") == progress.mark:
        return HttpResponse(status=204)
    template = "archive/_receipt.html" if request.htmx else "archive/receipt.html"
    return render(request, template, _context(request, made, progress))


def _context(request: HttpRequest, made: Upload, progress: receipts.Progress) -> dict[str, object]:
    only = _only(request)
    page = Paginator(receipts.files(made, only), FILES_A_PAGE).get_page(request.GET.get("page"))
    failures = receipts.failures(made) if progress.rejected else []
    return {
        "upload": made,
        "mine": made.by_id == request.user.pk,
        "kept_until": kept_until(made),
        "progress": progress,
        "outcomes": receipts.outcomes(made),
        "failures": failures,
        "mendable": 0 if made.withdrawal_id else sum(failure.mendable for failure in failures),
        "several": sum(bool(failure.mendable) for failure in failures) > 1,
        "page": page,
        "only": only,
        "hidden": request.veil.articles,
        "refused": None if progress.finished else schemes.refusal(),
    }


def _only(request: HttpRequest) -> receipts.Only:
    """What the address asks for; what makes no sense is left out."""
    fate, code, name = (request.GET.get(key, "").replace("\0", "") for key in ("only", "why", "name"))
    return receipts.Only(fate if fate in FATES else "", code[:40], name.strip()[:200])


_HEADINGS = (
    *("place", "file", "bytes", "sha256", "state", "reason", "item", "outcome"),
    *("article", "headline", "related article", "likeness", "note"),
)


def _rows(made: Upload, veil: Veil) -> Iterator[list[tuple[object, ...]]]:
    for files in receipts.all_files(made):
        yield [row for file in files for row in _lines(file, veil)]


def _lines(file: receipts.FileTold, veil: Veil) -> list[tuple[object, ...]]:
    """A line for each item of a file, and one for a file without any."""
    state = UploadedFile.State(file.state).label
    about = (file.position, file.name, file.size, file.digest, state, file.reason)
    return [(*about, *_item(item, veil)) for item in file.items] or [(*about, *[""] * 7)]


def _item(item: receipts.ItemTold, veil: Veil) -> tuple[object, ...]:
    """What the receipt says of an item, without what this reader may not see yet."""
    outcome = Receipt.Outcome(item.outcome).label if item.outcome else ""
    if item.article in veil.articles:
        return (item.item, outcome, "", "", "", "", "under embargo")
    related = "" if item.related in veil.articles else item.related
    likeness = "" if item.similarity is None else f"{item.similarity:.3f}"
    return (item.item, outcome, item.article, item.headline, related, likeness, item.note)
