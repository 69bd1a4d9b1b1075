"""Saved searches: a reader's own, what is new in each, and what its reader does with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsarchive.archive.forms import SearchForm
from newsarchive.archive.models import SavedSearch
from newsarchive.archive.queries import fresh, lines
from newsarchive.archive.queries.addresses import Address
from newsarchive.archive.queries.standing_in import lines_seen
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.services import searches
from newsarchive.archive.services.searches import Outcome
from newsarchive.archive.views.access import reading_as_oneself

REFUSED = {
    Outcome.NAMELESS: "A saved search needs a name.",
    Outcome.TOO_LONG: f"This is too long to be saved: a name may have {SavedSearch.NAME} characters.",
    Outcome.TAKEN: "You have a search of this name already; give it another.",
    Outcome.TOO_MANY: f"You have {searches.MOST} saved searches, which is all there is room for: delete one first.",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reading_as_oneself
def saved(request: HttpRequest) -> HttpResponse:
    """The reader's saved searches, each with how much is new in it; what is posted is saved as one more."""
    if request.method == "POST":
        return _save(request)
    own = list(SavedSearch.objects.filter(user=request.user).order_by("name", "pk"))
    asked = [wanted_of(search.address) for search in own]
    news = fresh.counts([(wanted, search.seen) for wanted, search in zip(asked, own, strict=True)], request.veil)
    rows = [
        {"search": search, "wanted": wanted, "news": new} for search, wanted, new in zip(own, asked, news, strict=True)
    ]
    return render(request, "archive/saved.html", {"rows": rows, "most": searches.MOST, "reach": fresh.REACH})


def _save(request: HttpRequest) -> HttpResponse:
    """Save the search whose address was posted, and go back to it."""
    address = address_of(request.POST.get("address", ""))
    wanted = wanted_of(address)
    if wanted.impossible or not wanted.anything:
        messages.error(request, "There is no search to be saved: ask for something first.")
        return redirect("saved")
    name = request.POST.get("name", "")
    came_to = searches.save(request.user, name, address)
    if came_to == Outcome.DONE:
        messages.success(request, f"Saved as “{searches.spaced(name)}”. What comes in from now on counts as new in it.")
    else:
        messages.error(request, REFUSED[came_to])
    return redirect(_found_at(address))


@never_cache
@require_safe
@reading_as_oneself
def saved_news(request: HttpRequest, pk: int) -> HttpResponse:
    """The stories that are new in a saved search. They stay new until the search is opened."""
    search = _own(request, pk)
    wanted = wanted_of(search.address)
    found = fresh.stories(wanted, search.seen, request.veil)
    told = lines.of(found)
    context = {
        "search": search,
        "wanted": wanted,
        "stories": lines_seen([told[pk] for pk in found if pk in told], request.veil),
        "more": len(found) >= fresh.REACH,
    }
    return render(request, "archive/saved_news.html", context)


@require_POST
@reading_as_oneself
def saved_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what the search finds; all that is there now counts as seen."""
    search = _own(request, pk)
    searches.mark_seen(search)
    return redirect(_found_at(search.address))


@require_POST
@reading_as_oneself
def saved_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the search another name."""
    came_to = searches.rename(_own(request, pk), request.POST.get("name", ""))
    if came_to != Outcome.DONE:
        messages.error(request, REFUSED[came_to])
    return redirect("saved")


@require_POST
@reading_as_oneself
def saved_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the search. What it finds stays where it is."""
    search = _own(request, pk)
    searches.delete(search)
    messages.success(request, f"The saved search “{search.name}” was deleted.")
    return redirect("saved")


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    """One of the reader's own: of others' it is not even said that they are there."""
    return get_object_or_404(SavedSearch, pk=pk, user=request.user)


def _found_at(address: str) -> str:
    return f"{reverse('stories')}?{address}"


def address_of(query: str) -> str:
    """A search's query string without what does not belong to the search, such as the place in the list."""
    return str(Address.of(QueryDict(query.lstrip("?")).lists()))


def wanted_of(address: str) -> Wanted:
    """What a saved search asks for."""
    return SearchForm(QueryDict(address)).wanted()
