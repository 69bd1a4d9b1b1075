"""The story list with its search box, and the story page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from newsarchive.archive.forms import SearchForm
from newsarchive.archive.models import Story
from newsarchive.archive.queries import articles, bookmarks, choices, schemes, search, stories
from newsarchive.archive.queries.evidence import why
from newsarchive.archive.queries.relations import members
from newsarchive.archive.queries.said import marks_of_articles
from newsarchive.archive.queries.weakest import weakest_link
from newsarchive.archive.views.access import reading
from newsarchive.archive.views.withdrawn import gone

MEMBERS_A_PAGE = 100


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


@require_safe
@reading
def story_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A story: its lead's text and its members by version. A merged story's address leads to the living one."""
    story = get_object_or_404(Story.objects.select_related("merged_into", "lead_article__source"), pk=pk)
    home = stories.living(story)
    if home.pk != story.pk:
        return redirect(home)
    if not story.article_count:
        return gone(request, {"story": story})
    everyone = members(story)
    page = Paginator(everyone, MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    lead = story.lead_article
    groups = stories.versions(everyone, lead, page.start_index() - 1 if everyone else 0, page.end_index())
    context = {
        "story": story,
        "lead": lead,
        "page": page,
        "versions": groups,
        "paragraphs": articles.paragraphs(lead) if lead else [],
        "whys": {reason.article.pk: reason for reason in why(story, page.object_list)},
        "link": weakest_link(story),
        "marks": marks_of_articles(member.article for member in page.object_list),
    }
    return render(request, "archive/story_detail.html", context)
