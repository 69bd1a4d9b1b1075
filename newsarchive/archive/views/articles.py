"""The article page, and its original to take away."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsarchive.archive.models import Article
from newsarchive.archive.queries import articles, corrections, marks, schemes
from newsarchive.archive.queries.bin import withdrawals_of
from newsarchive.archive.services import keeping
from newsarchive.archive.views.access import reading
from newsarchive.archive.views.downloads import attachment, download_name
from newsarchive.archive.views.withdrawn import gone, may_see


@require_safe
@reading
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An article as printed, its repeats folded, with its clocks, its story and its identical copies.

    One in the bin is shown to those alone who may decide about it.
    """
    article = get_object_or_404(articles.full(Article.objects.all()), pk=pk)
    if article.text_id is None and not may_see(request):
        return gone(request, {"article": article})
    story = articles.story_of(article)
    context = {
        "article": article,
        "withdrawn": [] if article.text_id else list(withdrawals_of(article)[:5]),
        "story": story,
        "refused": None if story else schemes.refusal(),
        "paragraphs": articles.paragraphs(article),
        "readings": articles.readings(article),
        "other_doubts": articles.other_doubts(article),
        "corrected": corrections.beside(article),
        "bearing": marks.borne_by([article]).get(article.pk),
        "names": articles.names(article),
        "agencies": articles.agencies([article.pk]).get(article.pk, []),
        "copies": articles.copies(article),
    }
    return render(request, "archive/article_detail.html", context)


@require_safe
@reading
def original(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """The file as it was handed in, byte for byte, as plain text to save: never shown by the browser."""
    article = get_object_or_404(Article.objects.select_related("original"), pk=pk)
    if article.text_id is None and not may_see(request):
        return gone(request, {"article": article})
    names = articles.names(article)
    try:
        opened = storages["originals"].open(keeping.path_of(article.original_id), "rb")
    except OSError:
        raise Http404("The original is missing from the store.") from None
    response = FileResponse(opened, content_type="text/plain")
    response["Content-Disposition"] = attachment(download_name(names[0] if names else "", article.pk))
    response["Content-Length"] = str(article.original.size)
    return response
