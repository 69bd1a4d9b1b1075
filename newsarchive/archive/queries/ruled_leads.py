"""Which article leads a story where an editor pinned one or set a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from newsarchive.archive.models import Article, Printing
from newsarchive.archive.queries.said import PINNED, Said

Ranked = Callable[[QuerySet[Article]], QuerySet[Article]]
"""Members of stories, those first that lead by a rule."""

FIRST = ("dated_on", "original_id", "item")
"""In this order articles were printed; the names decide among those of one day."""


def ruled_leads(said: Mapping[int, Said]) -> dict[int, Article]:
    """Story to the article that leads it by what was said."""
    pinned = {story: one.lead for story, one in said.items() if one.rule == PINNED}
    articles = Article.objects.in_bulk([pk for pk in pinned.values() if pk])
    found = {story: articles[pk] for story, pk in pinned.items() if pk in articles}
    for rule, ranked in RANKED.items():
        found |= _leading([story for story, one in said.items() if one.rule == rule], ranked)
    return found


def _leading(story_ids: Collection[int], ranked: Ranked) -> dict[int, Article]:
    """The first member of each story; the rules look at what a story's members are, so each asks for itself."""
    found = {}
    for story in story_ids:
        first = ranked(Article.objects.filter(text__membership__story=story)).first()
        if first is not None:
            found[story] = first
    return found


def _earliest(members: QuerySet[Article]) -> QuerySet[Article]:
    return members.order_by(*FIRST)


def _longest(members: QuerySet[Article]) -> QuerySet[Article]:
    return members.order_by("-text__length", *FIRST)


def _agencys_own(members: QuerySet[Article]) -> QuerySet[Article]:
    """Taken from the agency itself, else with no other source known, else crediting one, else any: the earliest."""
    own = Q(source__name__isnull=False, agencies__name__iexact=F("source__name"))
    is_own = Article.objects.filter(own, pk=OuterRef("pk")).values("pk")
    credited = Article.agencies.through.objects.filter(article=OuterRef("pk")).values("article")
    rank = Case(
        When(pk__in=Subquery(is_own), then=Value(0)),
        When(source=None, pk__in=Subquery(credited), then=Value(1)),
        When(pk__in=Subquery(credited), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return members.annotate(rank=rank).order_by("rank", *FIRST)


def _most_complete(members: QuerySet[Article]) -> QuerySet[Article]:
    """Prints most of what the story's articles print: each word counts as often as texts of the story print it."""
    rows = Printing.objects.filter(text__in=members.order_by().values("text"))
    printed = list(rows.values_list("text_id", "passage_id", "passage__words"))
    ran = Counter(passage for _, passage, _ in printed)
    weight: Counter[int] = Counter()
    for text, passage, words in printed:
        weight[text] += words * ran[passage]
    most = max(weight.values(), default=0)
    fullest = [text for text, weighed in weight.items() if weighed == most]
    return (members.filter(text__in=fullest) if fullest else members).order_by("-text__length", *FIRST)


RANKED: Mapping[str, Ranked] = {
    "earliest": _earliest,
    "longest": _longest,
    "agency": _agencys_own,
    "complete": _most_complete,
}
