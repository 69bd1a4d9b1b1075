"""Looking at what was recognised before it is handed in: at some files of many, or at an upload that is held."""

from __future__ import annotations

from itertools import chain

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from newsarchive.archive.forms import LookForm
from newsarchive.archive.services import looking, portions
from newsarchive.archive.views import sent
from newsarchive.archive.views.access import uploading
from newsarchive.archive.views.owned import own


@require_POST
@uploading
def look(request: HttpRequest) -> HttpResponse:
    """What some files would be read as. Nothing of them is kept."""
    form = LookForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(next(iter(form.errors.values()))[0], status=422, content_type="text/plain")
    loose = chain(sent.incoming(form.named()), sent.missed(form.missed()))
    archives = (sent.inside(*archive) for archive in form.archives())
    seen = looking.look(loose, form.cleaned_data["total"] or 0, archives, request.veil)
    template = "archive/_looked.html" if request.htmx else "archive/looked.html"
    response = render(request, template, {"look": seen, "source": form.cleaned_data["source"]})
    patch_vary_headers(response, ["HX-Request"])
    return response


@never_cache
@require_safe
@uploading
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """What an upload that waits for its sender's word would be read as."""
    made = own(request, pk)
    if not made.held:
        return redirect("receipt", pk=pk)
    context = {
        "upload": made,
        "look": looking.look_at_held(made, request.veil),
    }
    return render(request, "archive/held.html", context)


@require_POST
@uploading
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """What was held goes in."""
    made = own(request, pk)
    try:
        portions.hand_in(made.pk)
    except portions.Refused as refused:
        messages.error(request, refused.reason)
    return redirect("receipt", pk=pk)


@require_POST
@uploading
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """What was held is forgotten."""
    made = own(request, pk)
    try:
        portions.drop(made.pk)
    except portions.Refused as refused:
        messages.error(request, refused.reason)
        return redirect("receipt", pk=pk)
    return redirect("upload")
