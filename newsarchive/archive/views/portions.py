"""What the upload page's script asks for: an upload is begun, added to in portions, gone on with, ended.

Every answer is JSON; one that is not 200 has a ``reason`` that is fit to be shown.
"""

from __future__ import annotations

from itertools import chain

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from newsarchive.archive.forms import BeginForm, PortionForm
from newsarchive.archive.models import Upload
from newsarchive.archive.queries import receipts
from newsarchive.archive.services import portions
from newsarchive.archive.views import sent
from newsarchive.archive.views.access import uploading
from newsarchive.archive.views.owned import own


@require_POST
@uploading
def begin(request: HttpRequest) -> HttpResponse:
    """Make an upload that files can be added to."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _wrong(form)
    said = form.cleaned_data
    made = portions.begin(request.user, announced=said["files"], source=said["source"], key=said["key"])
    return JsonResponse(_addresses(made))


@require_POST
@uploading
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a portion; what the upload has already is left out."""
    made = own(request, pk)
    form = PortionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _wrong(form)
    try:
        incoming = chain(sent.incoming(form.named()), sent.missed(form.missed()))
        added = portions.add_all(made.pk, incoming)
    except portions.Refused as refused:
        return JsonResponse({"reason": refused.reason}, status=409)
    return JsonResponse({"added": added.added, "already": added.already, "refused": added.refused})


@never_cache
@require_safe
@uploading
def there(request: HttpRequest, pk: int) -> HttpResponse:
    """Names and sizes of what has come, so that it need not be sent again; or only how many that are."""
    made = own(request, pk)
    if request.GET.get("count"):
        return JsonResponse({"count": receipts.progress(made).total})
    return JsonResponse({"there": list(receipts.there(made))})


@require_POST
@uploading
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more will come: the receipt, or for the script only that it is so."""
    made = own(request, pk)
    portions.end(made.pk)
    if request.htmx:
        return JsonResponse({"ended": pk})
    left = Upload.objects.filter(pk=pk).exists()
    return redirect("receipt", pk=pk) if left else redirect("uploads")


def _addresses(made: Upload) -> dict[str, str]:
    names = {"add": "upload-add", "there": "upload-there", "end": "upload-end", "more": "upload-more"}
    return {key: reverse(name, args=[made.pk]) for key, name in (names | {"done": "receipt"}).items()}


def _wrong(form: forms.Form) -> HttpResponse:
    reason = next(iter(form.errors.values()))[0]
    return JsonResponse({"reason": reason}, status=422)
