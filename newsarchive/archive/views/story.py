"""The story page and the genealogy matrix."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from newsarchive.archive.models import Article, Naming, Story
from newsarchive.archive.queries import articles, columns, genealogy, marks, stories
from newsarchive.archive.queries.evidence import Why, rulings_within, why
from newsarchive.archive.queries.genealogy import Matrix
from newsarchive.archive.queries.killed import beside_kills, withdrawals
from newsarchive.archive.queries.putting_right import Question, unanswered
from newsarchive.archive.queries.relations import Member
from newsarchive.archive.queries.standing_in import placed_in_view, story_seen
from newsarchive.archive.queries.stories import MemberPage
from newsarchive.archive.queries.timeline import timeline
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.queries.weakest import weakest_link
from newsarchive.archive.views.access import reading
from newsarchive.archive.views.numbers import number
from newsarchive.archive.views.withdrawn import gone

EXPLAINED = 25
"""Articles of the largest story whose page says at once why each is in it, and where it is weakest."""

NOTICES_SHOWN = 3
"""Notices that head a story's page; the rest are one click away."""

SMALL_MATRIX = 40
"""Articles of the largest story whose page has its matrix."""


@require_safe
@reading
def story_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A story: its lead's text and its members by version. A merged story's address leads to the living one."""
    story = _story(request, pk)
    if isinstance(story, HttpResponseBase):
        return story
    page, lost = _members(request, story)
    lead, veil = story.lead_article, request.veil
    printed = articles.paragraphs(lead) if lead else []
    matrix = _matrix(story, page, veil)
    numbers = stories.version_numbers(story)
    agencies = articles.agencies([a.pk for a in page.articles] + [lead.pk] * bool(lead))
    marked = _marked(story, page, veil)
    groups = stories.versions(story, page, matrix, agencies, numbers, veil) if matrix else []
    groups = _of_kills(groups, {one.notice for one in marked["withdrawals"] if one.articles})
    shown = [row.member for group in groups for row in group.rows]
    asked = request.GET.keys() & {"why", "weakest"}
    context = {
        "story": story,
        "lead": lead,
        "page": page,
        "lost": lost,
        "versions": groups,
        "numbers": numbers,
        "agencies": agencies.get(lead.pk, []) if lead else [],
        "margin": _margin(story, printed, matrix, veil),
        "timeline": timeline(story, numbers, veil),
        "large": story.article_count > EXPLAINED,
        "asked": asked,
        "orders": ORDERS,
        "questions": _questions(request, page.articles),
        "unmarked": _unmarked(request, story, shown),
        **_small_matrix(story, matrix),
        **marked,
        **_evidence(story, shown, asked, veil),
    }
    return render(request, "archive/story_detail.html", context)


ORDERS = {"version": "by version", "date": "by date", "likeness": "by likeness to the lead", "source": "by source"}


@require_safe
@reading
def story_matrix(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The genealogy matrix of a whole story: equal columns once, as many columns as make a page."""
    story = _story(request, pk)
    if isinstance(story, HttpResponseBase):
        return story
    if story.lead_article is None:
        raise Http404("Nothing leads this story.")
    matrix = genealogy.of_story(story, story.lead_article, request.veil)
    opened = number(request.GET.get("open", "")) or 0
    laid = columns.laid_out(matrix, opened, number(request.GET.get("from", "")) or 0)
    context = {"story": story, "lead": story.lead_article, "matrix": laid, "bound": genealogy.MOST}
    return render(request, "archive/story_matrix.html", context)


def _story(request: HttpRequest, pk: int) -> Story | HttpResponseBase:
    """The living story as the reader may see it, or the answer that leads there or says why it is not shown."""
    story = get_object_or_404(Story.objects.select_related("lead_article__source"), pk=pk)
    home = stories.living(story)
    if home.pk != story.pk:
        matched = request.resolver_match
        return redirect(matched.view_name if matched else "story", home.pk)
    if not story.article_count:
        return gone(request, {"story": story})
    seen = story_seen(story, request.veil)
    if seen is None:
        raise Http404("Nothing of this story may be seen yet.")
    return seen


def _members(request: HttpRequest, story: Story) -> tuple[MemberPage, bool]:
    """The members that are asked for, and whether the address goes on from one that is not there."""
    after, before = (number(request.GET.get(name, "")) for name in ("after", "before"))
    order = request.GET.get("order", "")
    order = order if order in stories.ORDERS else "version"
    page = stories.member_page(story, after, before, order, request.veil)
    lost, page = page is None, page or stories.member_page(story, order=order, veil=request.veil)
    assert page is not None
    return replace(page, places=placed_in_view(page.places, story, request.veil)), lost


def _matrix(story: Story, page: MemberPage, veil: Veil) -> Matrix | None:
    """Who prints which paragraph: of the whole story, or of the members on the page where it is too large for that."""
    if story.lead_article is None:
        return None
    if story.article_count <= genealogy.MOST:
        return genealogy.of_story(story, story.lead_article, veil)
    return genealogy.of_these((article.pk for article in page.articles), story.lead_article)


def _margin(story: Story, printed: Sequence[articles.Printed], matrix: Matrix | None, veil: Veil) -> list[Any]:
    """The lead's paragraphs, each with its number and with how many copies print it."""
    if matrix is None or story.article_count == 1:
        return genealogy.numbered(printed, {})
    if not matrix.bounded:
        return genealogy.numbered(printed, genealogy.stands(matrix))
    passages = stories.unfolded(printed)
    return genealogy.numbered(printed, genealogy.stands_in_all(story, passages, story.article_count, veil))


def _small_matrix(story: Story, matrix: Matrix | None) -> dict[str, object]:
    if matrix is None or not 1 < story.article_count <= SMALL_MATRIX:
        return {}
    return {"matrix": columns.laid_out(matrix)}


def _marked(story: Story, page: MemberPage, veil: Veil) -> dict[str, Any]:
    """The marks of the story and of the members shown, and its notices, without those that may not be seen."""
    lead = story.lead_article
    found = marks.notices_in(story.pk, lead.text_id if lead else None) if story.marks else []
    notices = marks.with_rulings([one for one in found if _may_be_told(one, story, veil)], story.pk)
    borne = marks.borne_by(page.articles, veil)
    return {
        "marks": {pk: bearing.words for pk, bearing in borne.items()},
        "withdrawals": withdrawals(borne.items(), veil),
        "headed": marks.marks_told(story, notices),
        "notices": notices[:NOTICES_SHOWN],
        "more_notices": notices[NOTICES_SHOWN:],
    }


def _of_kills(groups: list[stories.VersionRows], kills: Collection[int]) -> list[stories.VersionRows]:
    """The members as they are to these kills, given by their articles, where they print the same text."""
    if not kills:
        return groups
    return [
        replace(group, rows=[row._replace(member=beside_kills(row.member, kills)) for row in group.rows])
        for group in groups
    ]


def _may_be_told(notice: marks.Borne, story: Story, veil: Veil) -> bool:
    hides = story.pk in veil.partly and notice.mark == Story.Mark.EMBARGOED
    return not hides and notice.notice not in veil.articles


def _may_rule(request: HttpRequest) -> bool:
    return bool(request.user.is_staff and request.user.has_perm("archive.rule"))


def _questions(request: HttpRequest, shown: Sequence[Article]) -> list[Naming]:
    """Where a kill may mean an article shown and is not sure: told to those who may say so."""
    if not _may_rule(request):
        return []
    found = marks.asked_about([article.pk for article in shown])
    return [naming for naming in found if naming.notice_id not in request.veil.articles]


def _unmarked(request: HttpRequest, story: Story, shown: Sequence[Member]) -> list[Question]:
    """Where an article shown may put another right and nothing marks it: told to those who may say so."""
    if not _may_rule(request):
        return []
    pairs: dict[tuple[int, int], Question] = {}
    for m in shown:
        if m.related and m.but:
            pairs.setdefault((m.text_id, m.related.text_id), Question(m.article, m.related, m.but))
    return unanswered(pairs.values(), story.pk)


def _evidence(story: Story, shown: Sequence[Member], asked: Collection[str], veil: Veil) -> dict[str, object]:
    """Why the members shown are in the story, and where it is weakest: always of a small one, of a large one as asked.

    What rulings hold in a small story is looked up once for both. Of a story that is hidden in part it is not told
    where it is weakest, for that counts all of it.
    """
    small = story.article_count <= EXPLAINED
    rulings = rulings_within(story) if small else None
    whys = why(story, shown, rulings) if small or "why" in asked else []
    told = (small or "weakest" in asked) and story.pk not in veil.partly
    link = weakest_link(story, rulings) if told else None
    return {"whys": {each.article.pk: each for each in whys if _may_be_said(each, veil)}, "link": link}


def _may_be_said(reason: Why, veil: Veil) -> bool:
    return not any(named and named.pk in veil.articles for named in (reason.same, reason.nearest))
