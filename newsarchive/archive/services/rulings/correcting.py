"""What an article says of itself: headline, byline, place, days, source and agencies, as an editor knows better."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.utils import timezone

from newsarchive.archive.models import Agency, Article, RuledArticle, Ruling, Source
from newsarchive.archive.queries import corrections
from newsarchive.archive.queries.carrying import stories_named_by
from newsarchive.archive.queries.corrections import DAYS, LABELS, Value
from newsarchive.archive.queries.said import stories_of
from newsarchive.archive.services import bonding, clustering, corrected, killing, names, placing
from newsarchive.archive.services.rulings.deciding import (
    Decision,
    Refused,
    close,
    entered,
    hold_readings,
    in_lane,
)

A = RuledArticle.Side.A
LONGEST = {"headline": 500, "byline": 500, "place": 200, "source": names.LONGEST[Source]}
AGENCIES_AT_ONCE = 20
EARLIEST = datetime.date(1600, 1, 1)
"""The first newspapers."""


def correct_article(article_id: int, changes: Mapping[str, Any], *, by: User | None, reason: str) -> Ruling:
    """Say what an article's headline, byline, place, days, source or agencies are, for good.

    What the archive read is kept beside it, and handing the file in again does not overrule it. A day that is
    corrected has no time any more. Days are dates or as ISO writes them; None and empty take a value away; a source
    or an agency that has no row yet is entered. Raises `Refused` for an article that is not here, for what is no
    such value, and where nothing would change.
    """
    with in_lane(reason):
        hold_readings()
        article = _here(article_id)
        before = corrections.present(article)
        value = _changed(before, {field: _checked(field, new) for field, new in changes.items()})
        decision = Decision(Ruling.Kind.ARTICLE, Ruling.Use.CORRECT, by, reason, {A: [article]}, value)
        ruling = entered(decision, {"article": {field: before[field] for field in value}})
        stories = carry(ruling)
        after = corrections.present(_here(article_id))
        return close(ruling, {"article": {field: after[field] for field in value}}, stories)


def carry(ruling: Ruling) -> set[int]:
    """Bring the ruling's articles up to date with the corrections in force. Returns the stories they are in."""
    hold_readings()
    named = ruling.articles.filter(original_digest=OuterRef("original_id"), item=OuterRef("item"))
    articles = list(Article.objects.filter(Exists(named)).order_by("pk"))
    ids = [article.pk for article in articles]
    stories = stories_named_by(ids)
    corrected.apply(articles)
    killing.name_what_came(ids)
    if bound := bonding.bind(ids):
        clustering.recluster(bound)
    stories |= stories_of(ruling) | stories_named_by(ids)
    placing.summarise(stories, touched=stories)
    return stories


def _here(article_id: int) -> Article:
    articles = Article.objects.select_related("source").prefetch_related("agencies")
    article = articles.filter(pk=article_id).first()
    if article is None:
        raise Refused("There is no such article any more.")
    if article.text_id is None:
        raise Refused("This article is in the bin. Bring it back first, then correct it.")
    return article


def _changed(before: Mapping[str, Value], wanted: Mapping[str, Value]) -> dict[str, Value]:
    """Those of the wanted values that say something else than what counts now; names count by whom they stand for."""
    value = {field: new for field, new in wanted.items() if _counting(field, new) != _counting(field, before[field])}
    if not value:
        raise Refused("Nothing would change: that is what the archive says already.")
    return value


def _counting(field: str, value: Value) -> object:
    if field not in ("source", "agencies"):
        return value
    asked = value if isinstance(value, list) else [value] if value else []
    borne = names.borne(Agency if field == "agencies" else Source, asked)
    return {borne[name].counts if name in borne else name.lower() for name in asked}


def _checked(field: str, value: Any) -> Value:
    """A value in the form that rulings keep. Raises `Refused` for what is none."""
    if field not in LABELS:
        raise Refused(f"An article has no “{field}” that could be corrected. Choose one of: {', '.join(LABELS)}.")
    if field in DAYS:
        return _day(LABELS[field], value)
    if field == "agencies":
        return _names(value or [])
    words = names.spaced(str(value or ""))
    if len(words) > LONGEST[field]:
        raise Refused(f"That {LABELS[field]} is too long: write {LONGEST[field]} characters at most.")
    return words or (None if field == "source" else "")


def check_day(label: str, day: datetime.date) -> datetime.date:
    """The day, where news can be of it. Raises `Refused` for one before newspapers, or still to come."""
    if day < EARLIEST:
        raise Refused(f"{label.capitalize()}: {day.isoformat()} cannot be; there were no newspapers yet.")
    if day > timezone.now().date() + datetime.timedelta(days=1):
        raise Refused(f"{label.capitalize()}: {day.isoformat()} cannot be; that day is still to come.")
    return day


def _day(label: str, value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        day = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise Refused(f"{label.capitalize()}: this is no date; write it as 2021-03-04.") from None
    return check_day(label, day).isoformat()


def _names(value: Sequence[str]) -> list[str]:
    """Agencies' names in order, each once, as it was written first."""
    longest = names.LONGEST[Agency]
    tidy = [words for words in (names.spaced(str(name)) for name in value) if words]
    if len(tidy) > AGENCIES_AT_ONCE or any(len(name) > longest for name in tidy):
        raise Refused(f"Name {AGENCIES_AT_ONCE} agencies at most, in {longest} characters at most each.")
    return sorted({name.lower(): name for name in reversed(tidy)}.values())
