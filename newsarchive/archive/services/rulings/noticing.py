"""What editors say of notices: that one counts for nothing, or which articles a kill means."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User

from newsarchive.archive.models import Article, Membership, Notice, RuledArticle, Ruling
from newsarchive.archive.queries import standings, telling
from newsarchive.archive.queries.carrying import carried_in, stories_named_by
from newsarchive.archive.queries.marks import MARK_OF
from newsarchive.archive.queries.turned import recorded, turned
from newsarchive.archive.services import placing
from newsarchive.archive.services.rulings.deciding import Decision, Refused, close, entered, in_lane

A, B = RuledArticle.Side.A, RuledArticle.Side.B


def rule_on_notice(
    article_id: int, counts: bool, *, naming: Sequence[int] = (), by: User | None, reason: str
) -> Ruling:
    """Say that the notice an article bears counts, or that it counts for nothing: it then carries to nobody.

    With ``naming`` it is said of these articles alone, which the notice seems to name, that it means them, or does not.
    Raises `Refused` for an article that bears no such notice, and for articles that it does not seem to name.
    """
    with in_lane(reason):
        notice = Notice.objects.select_related("article").filter(article=article_id, carries=True).first()
        if notice is None:
            raise Refused("This article bears no notice that does anything to others.")
        named = list(Article.objects.filter(named_by__notice=notice, pk__in=naming).order_by("pk"))
        if len(named) < len(set(naming)):
            raise Refused("The notice does not seem to name that article any more. Mark the article itself instead.")
        value = {"mark": _mark(notice), "set": counts, "of": "notice"} | ({"named": len(named)} if named else {})
        stories = _stories(notice.article_id, named)
        decision = Decision(Ruling.Kind.MARK, Ruling.Use.MARK, by, reason, {A: [notice.article], B: named}, value)
        ruling, was = entered(decision, {"said": standings.said(stories)}), carried_in(stories)
        placing.summarise(stories)
        marks = recorded(turned(was, carried_in(stories)))
        return close(ruling, {"said": standings.said(stories), telling.TURNED: marks}, stories)


def _mark(notice: Notice) -> str:
    return next((mark for kind, mark in MARK_OF.items() if kind in notice.kinds), "embargoed")


def _stories(notice: int, named: Sequence[Article]) -> set[int]:
    texts = [article.text_id for article in named]
    own = Article.objects.filter(pk=notice).values("text_id")
    beside = set(Membership.objects.filter(text__in=own).values_list("story_id", flat=True))
    beside |= set(Membership.objects.filter(text__in=texts).values_list("story_id", flat=True))
    return beside | stories_named_by([notice])
