"""Two articles compared."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from newsarchive.archive.models import Article
from newsarchive.archive.queries import marks
from newsarchive.archive.queries.compare import articles_to_compare, compared
from newsarchive.archive.queries.killed import withdraws
from newsarchive.archive.views.access import reading
from newsarchive.archive.views.withdrawn import gone


@require_safe
@reading
def compare(request: HttpRequest, one: int, other: int) -> HttpResponseBase:
    """Two articles side by side; of an article and itself there is only the article."""
    if one == other:
        return redirect("article", get_object_or_404(Article, pk=one).pk)
    found = articles_to_compare(one, other)
    if len(found) < 2 or request.veil.articles & found.keys():
        raise Http404("One of the articles is not here.")
    for article in found.values():
        if article.text_id is None:
            return gone(request, {"article": article})
    pair = compared(found[one], found[other], request.veil)
    bearing = marks.borne_by(found.values(), request.veil)
    ways = [way for way in ((one, other), (other, one)) if withdraws(*way, bearing)]
    withdrawn = {"first": ways[0][0] == one} if ways else None
    context = {"pair": pair, "marks": {pk: each.words for pk, each in bearing.items()}, "withdrawn": withdrawn}
    return render(request, "archive/compare.html", context)
