"""The story list with its search box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from newsarchive.archive.forms import SearchForm
from newsarchive.archive.queries import bookmarks, choices, schemes, search
from newsarchive.archive.views.access import reading


@require_safe
@reading
def story_list(request: HttpRequest) -> HttpResponse:
    """Stories, newest first or best first; each once. Where the reader is in them is in the address."""
    form = SearchForm(request.GET or None)
    wanted = form.wanted()
    written = request.GET.get("at", "")
    bookmark = bookmarks.read(written)
    page = search.find_stories(wanted, bookmark)
    if page.at_the_top:
        return redirect(_from_the_beginning(request))
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "begins": bookmark is None,
        "looked_at": search.LOOKED_AT,
        "lost": bool(written and bookmark is None),
        "choices": choices.choices(),
        "refused": schemes.refusal() if request.user.is_staff else None,
    }
    return render(request, "archive/story_list.html", context)


def _from_the_beginning(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("at", None)
    return f"{request.path}?{asked.urlencode()}"
