"""Finding stories: by words, by who ran them, by place and by date. Each story once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from newsarchive.archive.models import Agency, Article, Membership, Source, Story
from newsarchive.archive.search_text import CONFIG, prepare

RELEVANCE, NEWEST = "relevance", "newest"
OFFERED = 200
"""How many names a filter offers; any other may still be typed."""


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for; empty fields ask nothing. Words, agency, source and place must meet in one article."""

    query: str = ""
    agency: str = ""
    source: str = ""
    place: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    order: str = RELEVANCE

    @property
    def anything(self) -> bool:
        return any((self.query, self.agency, self.source, self.place, self.since, self.until))


@dataclass(frozen=True)
class Choices:
    """Names that the filters offer: agencies by name, sources and places by how much they ran."""

    agencies: list[str]
    sources: list[str]
    places: list[str]


def find_stories(wanted: Wanted) -> QuerySet[Story]:
    """Living stories that fit, best first when words were asked for, else newest first by the story's own date."""
    stories = Story.objects.filter(merged_into=None, article_count__gt=0).filter(_dates(wanted))
    members = _members(wanted)
    if members is not None:
        stories = stories.filter(pk__in=members.values("story"))
    if wanted.query and wanted.order != NEWEST and members is not None:
        return stories.annotate(rank=_rank(members, wanted.query)).order_by("-rank", "-dated_on", "-pk")
    return stories.order_by("-dated_on", "-pk")


def choices() -> Choices:
    """What the filters offer, `OFFERED` names each at most."""
    agencies = Agency.objects.filter(alias_of=None).order_by("name").values_list("name", flat=True)
    sources = (
        Source.objects.filter(alias_of=None).annotate(ran=Count("articles__text")).order_by("-ran", "name")
    ).values_list("name", flat=True)
    places = (
        Article.objects.exclude(place="")
        .exclude(text=None)
        .values("place")
        .annotate(ran=Count("pk"))
        .order_by("-ran", "place")
    ).values_list("place", flat=True)
    return Choices(list(agencies[:OFFERED]), list(sources[:OFFERED]), list(places[:OFFERED]))


def source_names() -> list[str]:
    """Sources to suggest when something is handed in."""
    return list(Source.objects.filter(alias_of=None).order_by("name").values_list("name", flat=True)[:OFFERED])


def _dates(wanted: Wanted) -> Q:
    fits = Q()
    if wanted.since:
        fits &= Q(dated_on__gte=wanted.since)
    if wanted.until:
        fits &= Q(dated_on__lte=wanted.until)
    return fits


def _members(wanted: Wanted) -> QuerySet[Membership] | None:
    """Memberships with an article that fits; None where every article would."""
    fits: dict[str, Any] = {}
    if wanted.query:
        fits["text__articles__search_entry__vector"] = _question(wanted.query)
    if wanted.agency:
        fits["text__articles__agencies__in"] = counting(Agency, wanted.agency)
    if wanted.source:
        fits["text__articles__source__in"] = counting(Source, wanted.source)
    if wanted.place:
        # The forms a place is written in, rather than a comparison without case, so that the index serves.
        fits["text__articles__place__in"] = _cases(wanted.place)
    return Membership.objects.filter(**fits) if fits else None


def counting(model: type[Agency] | type[Source], name: str) -> QuerySet[Any, Any]:
    """The number of the source or agency that counts for a name or another spelling of it, as a subquery."""
    return model.objects.filter(name__iexact=name).values(counts=Coalesce("alias_of_id", "pk"))


def _cases(name: str) -> list[str]:
    return sorted({name, name.upper(), name.title(), name.capitalize()})


def _question(query: str) -> SearchQuery:
    return SearchQuery(prepare(query), config=CONFIG, search_type="websearch")


def _rank(members: QuerySet[Membership], query: str) -> Subquery:
    """The best rank of a story's fitting articles; long articles are not better for being long."""
    rank = SearchRank(F("text__articles__search_entry__vector"), _question(query), normalization=1)
    best = members.filter(story=OuterRef("pk")).order_by().values("story").annotate(best=Max(rank))
    return Subquery(best.values("best"))
