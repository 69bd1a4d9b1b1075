"""What is said at the address of an article that is under embargo, to those who may not read it yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from newsarchive.archive.models import Article
from newsarchive.archive.queries.until import until

FORBIDDEN = 403


def embargoed(request: HttpRequest, article: Article) -> HttpResponse | None:
    """The page that says until when an article may not be read; None where the reader may read it.

    It says nothing of the article but its number.
    """
    if article.pk not in request.veil.articles:
        return None
    context = {"number": article.pk, "until": until(article)}
    response = render(request, "archive/embargoed.html", context, status=FORBIDDEN)
    add_never_cache_headers(response)
    return response
