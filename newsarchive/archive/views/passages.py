"""The passage page: where a paragraph ran, and its edited forms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsarchive.archive.models import Passage
from newsarchive.archive.queries import passages, stock
from newsarchive.archive.queries.edited import edited_forms
from newsarchive.archive.queries.printed_over_time import chart
from newsarchive.archive.views.access import reading
from newsarchive.archive.views.numbers import number
from newsarchive.dedup.boilerplate import Piece, pieces
from newsarchive.dedup.schemes import PASSAGES


@require_safe
@reading
def passage_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a paragraph ran, first to last, by story, and what else was printed that is an edited form of it.

    One that ran in no article that the reader may see is not there.
    """
    passage = get_object_or_404(Passage, pk=pk)
    counted = passages.tally(passage.pk, request.veil)
    if not counted.articles:
        raise Http404("This paragraph stands in no article that may be read.")
    after, before = (number(request.GET.get(name, "")) for name in ("after", "before"))
    page = passages.page_of(passage.pk, after, before, request.veil)
    parts = _parts(passage)
    context = {
        "passage": passage,
        "parts": parts,
        "stock": all(part.stock or not part.text.strip() for part in parts),
        "holds_stock": any(part.stock for part in parts),
        "language": page.runs[0].language if page.runs else "",
        "counted": counted,
        "bound": passages.COUNTED,
        "chart": chart((count.day, count.articles) for count in counted.dated),
        "page": page,
        "begins": not (after or before),
        "groups": passages.by_story(page.runs, counted, request.veil),
        "edited": edited_forms(passage, request.veil),
        "too_short": passage.words < PASSAGES.least,
    }
    return render(request, "archive/passage_detail.html", context)


def _parts(passage: Passage) -> list[Piece]:
    """The passage in parts that are stock text and parts that are not."""
    register = stock.on_pages()
    return list(pieces(passage.text, register)) if register else [Piece(passage.text, False)]
