"""The story page."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from newsarchive.archive.models import Article, Naming, Story
from newsarchive.archive.queries import articles, marks, stories
from newsarchive.archive.queries.evidence import rulings_within, why
from newsarchive.archive.queries.putting_right import Question, unanswered
from newsarchive.archive.queries.relations import Member
from newsarchive.archive.queries.weakest import weakest_link
from newsarchive.archive.views.access import reading
from newsarchive.archive.views.withdrawn import gone

EXPLAINED = 25
"""Articles of the largest story whose page says at once why each is in it, and where it is weakest."""

NOTICES_SHOWN = 3
"""Notices that head a story's page; the rest are one click away."""


@require_safe
@reading
def story_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A story: its lead's text and its members by version. A merged story's address leads to the living one."""
    story = get_object_or_404(Story.objects.select_related("lead_article__source"), pk=pk)
    home = stories.living(story)
    if home.pk != story.pk:
        return redirect(home)
    if not story.article_count:
        return gone(request, {"story": story})
    after, before = (_number(request.GET.get(name, "")) for name in ("after", "before"))
    page = stories.member_page(story, after, before)
    lost, page = page is None, page or stories.member_page(story)
    lead = story.lead_article
    printed = articles.paragraphs(lead) if lead else []
    agencies = articles.agencies([a.pk for a in page.articles] + [lead.pk] * bool(lead))
    groups = stories.versions(story, page.places, stories.unfolded(printed), agencies)
    shown = [row.member for group in groups for row in group.rows]
    asked = request.GET.keys() & {"why", "weakest"}
    notices = marks.notices_in(story.pk, lead.text_id if lead else None) if story.marks else []
    notices = marks.with_rulings(notices, story.pk)
    context = {
        "story": story,
        "lead": lead,
        "page": page,
        "lost": lost,
        "versions": groups,
        "agencies": agencies.get(lead.pk, []) if lead else [],
        "paragraphs": printed,
        "large": story.article_count > EXPLAINED,
        "asked": asked,
        "marks": {pk: bearing.words for pk, bearing in marks.borne_by(page.articles).items()},
        "questions": _questions(request, page.articles),
        "unmarked": _unmarked(request, story, shown),
        "headed": marks.marks_told(story, notices),
        "notices": notices[:NOTICES_SHOWN],
        "more_notices": notices[NOTICES_SHOWN:],
        **_evidence(story, shown, asked),
    }
    return render(request, "archive/story_detail.html", context)


def _questions(request: HttpRequest, shown: Sequence[Article]) -> list[Naming]:
    """Where a kill may mean an article shown and is not sure: told to those who may say so."""
    if not (request.user.is_staff and request.user.has_perm("archive.rule")):
        return []
    return marks.asked_about([article.pk for article in shown])


def _unmarked(request: HttpRequest, story: Story, shown: Sequence[Member]) -> list[Question]:
    """Where an article shown may put another right and nothing marks it: told to those who may say so."""
    if not (request.user.is_staff and request.user.has_perm("archive.rule")):
        return []
    pairs: dict[tuple[int, int], Question] = {}
    for m in shown:
        if m.related and m.but:
            pairs.setdefault((m.text_id, m.related.text_id), Question(m.article, m.related, m.but))
    return unanswered(pairs.values(), story.pk)


def _evidence(story: Story, shown: Sequence[Member], asked: Collection[str]) -> dict[str, object]:
    """Why the members shown are in the story, and where it is weakest: always of a small one, of a large one as asked.

    What rulings hold in a small story is looked up once for both.
    """
    small = story.article_count <= EXPLAINED
    rulings = rulings_within(story) if small else None
    whys = why(story, shown, rulings) if small or "why" in asked else []
    link = weakest_link(story, rulings) if small or "weakest" in asked else None
    return {"whys": {reason.article.pk: reason for reason in whys}, "link": link}


def _number(written: str) -> int | None:
    """The number of a row that an address names; one that there cannot be for anything else, and None for nothing."""
    if not written:
        return None
    return int(written) if re.fullmatch(r"[1-9]\d{0,17}", written, re.ASCII) else -1
