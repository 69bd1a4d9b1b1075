"""The story list with its search box, and the copies of a story that fit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from newsarchive.archive.forms import SearchForm
from newsarchive.archive.models import Story
from newsarchive.archive.queries import bookmarks, choices, facets, hits, schemes, search, stories
from newsarchive.archive.queries import copies as copies_of
from newsarchive.archive.queries.addresses import FIELDS, Address
from newsarchive.archive.queries.standing_in import story_seen
from newsarchive.archive.queries.unheard import unheard
from newsarchive.archive.views.access import reading
from newsarchive.archive.views.withdrawn import gone


@require_safe
@reading
def story_list(request: HttpRequest) -> HttpResponse:
    """Stories, each once, or articles, in the order asked for. Where the reader is in them is in the address."""
    form = SearchForm(request.GET or None)
    wanted = form.wanted()
    written = request.GET.get("at", "")
    bookmark = bookmarks.read(written)
    page = search.find_stories(wanted, bookmark, request.veil)
    asked = Address.of(request.GET.lists())
    if page.at_the_top:
        return redirect(f"{request.path}?{asked}")
    listed = bool(page.stories or page.entries)
    offered = choices.choices(request.veil)
    counted = facets.of(wanted, request.veil, ready=page.prepared)
    context = {
        "form": form,
        "wanted": wanted,
        "page": page.counted_as(counted.counted, all_of_them=counted.whole),
        "rows": [] if wanted.articles else hits.rows(page),
        "articles": hits.articles(page, request.veil) if wanted.articles else [],
        "query": f"?{asked}" if asked.asked else "",
        "begins": bookmark is None,
        "lost": bool(written and bookmark is None),
        "unheard": [] if listed or wanted.impossible else unheard(wanted, request.veil, offered.places),
        "choices": offered,
        "facets": counted,
        "search": asked,
        "kept": (*FIELDS, "at"),
        "refused": schemes.refusal() if request.user.is_staff else None,
    }
    return render(request, "archive/story_list.html", context)


@require_safe
@reading
@vary_on_headers("HX-Request")
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """All that a search can be narrowed down to by one facet: a page, or the values that are not beside the results
    for htmx.
    """
    if name not in facets.TITLES:
        raise Http404
    wanted = SearchForm(request.GET or None).wanted()
    counted = facets.of(wanted, request.veil, facets.OFFERED)
    context = {
        "facet": counted.side(name),
        "facets": counted,
        "search": Address.of(request.GET.lists()),
        "title": facets.TITLES[name],
        "wanted": wanted,
    }
    return render(request, "archive/_facet_rest.html" if request.htmx else "archive/facet.html", context)


@require_safe
@reading
@vary_on_headers("HX-Request")
def copies(request: HttpRequest, pk: int) -> HttpResponse:
    """The copies of a story, those first that fit what was searched for: a page, or the list alone for htmx."""
    story = get_object_or_404(Story, pk=pk)
    home = stories.living(story)
    if home.pk != story.pk:
        return redirect("copies", home.pk)
    if not story.article_count:
        return gone(request, {"story": story})
    seen = story_seen(story, request.veil)
    if seen is None:
        raise Http404
    wanted = SearchForm(request.GET or None).wanted()
    context = {"story": seen, "wanted": wanted, "copies": copies_of.of(story.pk, wanted, request.veil)}
    return render(request, "archive/_copies.html" if request.htmx else "archive/copies.html", context)
