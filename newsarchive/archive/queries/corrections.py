"""What editors corrected in articles, as it holds today, beside what the archive read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from newsarchive.archive.models import Article, Reading, RuledArticle, Ruling, Source
from newsarchive.archive.queries.kept import any_ruling

TEXTS = ("headline", "byline", "place")
DAYS = ("published_on", "filed_on", "dateline_on", "retrieved_on")
LABELS = {
    "headline": "headline",
    "byline": "byline",
    "place": "place",
    "published_on": "published",
    "filed_on": "filed",
    "dateline_on": "dateline's day",
    "retrieved_on": "retrieved",
    "source": "source",
    "agencies": "agencies",
}
"""What may be corrected, in the order in which pages show it, and how pages call it."""

Value = str | list[str] | None
"""A field's value as rulings keep it: words, a day as ISO writes it, names; None where there is none."""


@dataclass(frozen=True)
class Correction:
    """What the latest correction in force says of a field."""

    value: Value
    ruling: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Beside:
    """A corrected field: what the archive read, what counts, and the ruling that says so."""

    field: str
    label: str
    read: str
    now: str
    correction: Correction

    @property
    def clock(self) -> str:
        """The clock whose day it is, if it is one."""
        return self.field.removesuffix("_on") if self.field in DAYS else ""


@dataclass(frozen=True)
class Change:
    """What would be another in an article."""

    label: str
    before: str
    after: str


_ANY = any_ruling(Ruling.Kind.ARTICLE)
_IN_FORCE = """
SELECT named.original_digest, named.item, ruling.value::text, ruling.id, editor.username, ruling.made_at
FROM archive_ruledarticle named
JOIN archive_ruling ruling ON ruling.id = named.ruling_id
LEFT JOIN auth_user editor ON editor.id = ruling.made_by_id
WHERE ruling.kind = %s AND ruling.undone_at IS NULL AND ruling.id <> %s AND named.original_digest = ANY(%s)
ORDER BY ruling.id
"""


def in_force(articles: Iterable[Article], without: int = 0) -> dict[int, dict[str, Correction]]:
    """The corrections that hold, by article and field; a later ruling overrules an earlier one. One query.

    They are told as if the ruling ``without`` had been undone.
    """
    if not _ANY.any():
        return {}
    by_name = {(a.original_id, a.item): a.pk for a in articles}
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [Ruling.Kind.ARTICLE.value, without, [digest for digest, _ in by_name]])
        rows = cursor.fetchall()
    found: dict[int, dict[str, Correction]] = defaultdict(dict)
    for digest, item, written, ruling, by, at in rows:
        if (digest, item) in by_name:
            value = json.loads(written)
            for field in value.keys() & LABELS.keys():
                found[by_name[digest, item]][field] = Correction(value[field], ruling, by or "someone", at)
    return dict(found)


def present(article: Article) -> dict[str, Value]:
    """What counts for each field, in the form that rulings keep."""
    words: dict[str, Value] = {field: " ".join(getattr(article, field).split()) for field in TEXTS}
    days: dict[str, Value] = {field: _iso(getattr(article, field)) for field in DAYS}
    source = article.source.name if article.source else None
    return words | days | {"source": source, "agencies": sorted(agency.name for agency in article.agencies.all())}


def beside(article: Article) -> dict[str, Beside]:
    """The corrected fields of an article, by their names."""
    corrected = in_force([article]).get(article.pk, {})
    if not corrected:
        return {}
    now, read = present(article), readings(article)
    return {
        field: Beside(field, LABELS[field], told(field, read.get(field)), told(field, now[field]), corrected[field])
        for field in LABELS
        if field in corrected
    }


def readings(article: Article) -> dict[str, Value]:
    """What the archive read of an article, for each field that may be corrected."""
    kept = Reading.objects.filter(article=article).values_list("values", flat=True).first() or {}
    read = {field: kept[field] for field in (*TEXTS, *DAYS) if field in kept}
    read |= {field: moment for field in ("published_on", "filed_on") if (moment := _moment(field, kept))}
    handed_in = Source.objects.filter(pk=article.source_read_id).values_list("name", flat=True).first()
    return present(article) | read | {"source": handed_in, "agencies": sorted(article.agencies_read)}


def _moment(field: str, kept: Mapping[str, str | None]) -> str | None:
    """The instant that was read of a clock, or the day and the hour as printed without a zone."""
    clock = field.removesuffix("_on")
    instant, hour = kept.get(f"{clock}_at"), kept.get(f"{clock}_time")
    return instant or (f"{kept[field]}T{hour}" if hour else None)


def rulings_on(article: Article) -> QuerySet[Ruling]:
    """Every ruling that names the article, the latest first, also those that were undone."""
    named = RuledArticle.objects.filter(original_digest=article.original_id, item=article.item).values("ruling")
    return Ruling.objects.filter(pk__in=named).defer("before", "after").select_related("made_by", "undone_by")


def without(ruling: Ruling) -> list[Change]:
    """What would count otherwise in the article that a correction is about, were this one undone."""
    names = set(ruling.articles.values_list("original_digest", "item"))
    near = Article.objects.filter(original__in={digest for digest, _ in names}).select_related("source")
    articles = [a for a in near.prefetch_related("agencies") if (a.original_id, a.item) in names]
    then = in_force(articles, without=ruling.pk)
    return [change for article in articles for change in _without(article, then.get(article.pk, {}), ruling)]


def _without(article: Article, then: dict[str, Correction], ruling: Ruling) -> list[Change]:
    now, read = present(article), readings(article)
    fields = [field for field in LABELS if field in ruling.value]
    would = {field: then[field].value if field in then else read[field] for field in fields}
    told_of = ((field, told(field, now[field]), told(field, would[field])) for field in fields)
    return [Change(LABELS[field], was, becomes) for field, was, becomes in told_of if was != becomes]


def told(field: str, value: Value) -> str:
    """A field's value as people read it."""
    if isinstance(value, list):
        return ", ".join(value) or "none"
    if value and field in DAYS:
        return _day(value)
    return value or "none"


def _day(value: str) -> str:
    """A day, an instant or an hour without a zone as pages print it."""
    at = datetime.fromisoformat(value)
    if "T" not in value:
        return f"{at:%-d %B %Y}"
    return f"{at:%-d %B %Y, %H:%M %Z}" if at.tzinfo else f"{at:%-d %B %Y, %H:%M}, zone not printed"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
