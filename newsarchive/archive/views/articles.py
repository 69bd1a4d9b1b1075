"""The article page, its citation, and its original to take away or to look at as text."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsarchive import wire
from newsarchive.archive.citations import FORMS, Citation, behind, citation
from newsarchive.archive.models import Article
from newsarchive.archive.queries import articles, company, corrections, credits, damage, marks, originals, schemes
from newsarchive.archive.queries.bin import withdrawals_of
from newsarchive.archive.queries.killed import taken_back, withdrawals
from newsarchive.archive.services import keeping
from newsarchive.archive.views.access import reading
from newsarchive.archive.views.downloads import attachment, download_name
from newsarchive.archive.views.embargoed import embargoed
from newsarchive.archive.views.numbers import number
from newsarchive.archive.views.withdrawn import gone, may_see


@require_safe
@reading
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An article as printed, its repeats folded, with its clocks, its story and the company it keeps.

    One in the bin is shown to those alone who may decide about it.
    """
    article = get_object_or_404(articles.full(Article.objects.all()), pk=pk)
    refused = _refused(request, article)
    if refused:
        return refused
    context = _belongs(request, article) | _said(request, article)
    context["cited"] = _cited(request, article, [each.name for each in context["agencies"]])
    context["behind"] = behind(context["cited"])
    return render(request, "archive/article_detail.html", context | {"article": article, "forms": FORMS})


def _said(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What an article prints, what it bears, and who else prints it."""
    printed = articles.paragraphs(article)
    shares = company.sharing(article, printed, request.veil)
    bearing = marks.borne_by([article], request.veil).get(article.pk) or marks.Bearing()
    return {
        "paragraphs": printed,
        "lede": articles.lede(printed),
        "damaged": damage.one_word_in(printed),
        "bearing": bearing,
        "withdrawals": withdrawals([(article.pk, bearing)], request.veil),
        "taken_back": taken_back(article.pk, bearing, request.veil),
        "agencies": credits.credited([article.pk]).get(article.pk, []),
        "ran": company.ran_in((each.passage for each in printed), request.veil),
        "copies": articles.copies(article, request.veil),
        "shares": shares[: company.SHOWN],
        "more_share": len(shares) > company.SHOWN,
    }


def _belongs(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Where an article belongs, and what is known of it."""
    story = articles.story_of(article)
    return {
        "withdrawn": [] if article.text_id else list(withdrawals_of(article)[:5]),
        "story": story,
        "partly": bool(story and story.pk in request.veil.partly),
        "headed": bool(story and story.lead_article_id not in request.veil.articles),
        "place": company.place_in(story, article, request.veil),
        "refused": None if story else schemes.refusal(),
        "readings": articles.readings(article),
        "other_doubts": articles.other_doubts(article),
        "corrected": corrections.beside(article),
        "names": articles.names(article),
    }


def _cited(request: HttpRequest, article: Article, agencies: list[str]) -> Citation:
    return citation(article, agencies, request.build_absolute_uri(reverse("article", args=[article.pk])))


def _refused(request: HttpRequest, article: Article) -> HttpResponse | None:
    """What those are told who may not see an article: it is in the bin, or under embargo. None for the others."""
    if article.text_id is None and not may_see(request):
        return gone(request, {"article": article})
    return embargoed(request, article)


def _refused_file(request: HttpRequest, article: Article) -> HttpResponse | None:
    """The same of its file: nobody has that who may not see another article that is in it."""
    hidden = originals.hidden_beside(article, request.veil)
    return _refused(request, article) or (embargoed(request, hidden) if hidden else None)


@require_safe
@reading
def cite(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """An article's citation in a form to save."""
    article = get_object_or_404(Article.objects.select_related("source", "original"), pk=pk)
    refused = _refused(request, article)
    if refused:
        return refused
    if form not in FORMS:
        raise Http404("There is no such form of a citation.")
    names = [each.name for each in credits.credited([article.pk]).get(article.pk, [])]
    written = FORMS[form].written(_cited(request, article, names))
    response = HttpResponse(written, content_type=f"{FORMS[form].media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="article-{article.pk}.{form}"'
    return response


@require_safe
@reading
def original(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """The file as it was handed in, byte for byte, as plain text to save: never shown by the browser."""
    article = get_object_or_404(Article.objects.select_related("original"), pk=pk)
    refused = _refused_file(request, article)
    if refused:
        return refused
    names = articles.names(article)
    try:
        opened = storages["originals"].open(keeping.path_of(article.original_id), "rb")
    except OSError:
        raise Http404("The original is missing from the store.") from None
    response = FileResponse(opened, content_type="text/plain")
    response["Content-Disposition"] = attachment(download_name(names[0] if names else "", article.pk))
    response["Content-Length"] = str(article.original.size)
    return response


@require_safe
@reading
def original_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as text in numbered lines, as the archive read its bytes, what it read as the article marked."""
    article = get_object_or_404(Article.objects.select_related("original"), pk=pk)
    refused = _refused_file(request, article)
    if refused:
        return refused
    try:
        data = keeping.fetch(article.original_id)
    except OSError:
        raise Http404("The original is missing from the store.") from None
    page, line = (max(number(request.GET.get(name, "")) or 0, 0) for name in ("page", "line"))
    context = {"article": article, "names": articles.names(article), "line": line}
    try:
        context["pages"] = originals.pages(data, articles.paragraphs(article), page or 1, line)
    except wire.Unreadable as unreadable:
        context["unreadable"] = unreadable.reason
    return render(request, "archive/original_text.html", context)
