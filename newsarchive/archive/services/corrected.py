"""What counts of an article: what the archive read of it, overlaid by the corrections in force."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from newsarchive.archive.models import Agency, Article, Reading, Source
from newsarchive.archive.queries import corrections
from newsarchive.archive.queries.corrections import DAYS, TEXTS, Correction
from newsarchive.archive.services import clocks, names, searched

Said = Mapping[str, Correction]
"""The corrections in force of one article, by field."""

_CLOCK_OF = {column: clock for clock, column in clocks.DAYS.items()}
_HOURS = tuple(chain.from_iterable(clocks.HOURS.values()))
_COLUMNS = (*TEXTS, *DAYS, *_HOURS, "source", "doubts", "dated_on", "dated_by")


@dataclass(frozen=True)
class Named:
    """Which rows count for the names and sources that some articles have."""

    sources: Mapping[str, names.Borne]
    agencies: Mapping[str, names.Borne]
    handed_in: Mapping[int, int]


def apply_to_new(articles: Sequence[Article]) -> None:
    """Give articles that were just filed what standing corrections say of them; one query where nothing does."""
    named = corrections.in_force(articles)
    if named:
        apply([article for article in articles if article.pk in named])


def apply(articles: Sequence[Article]) -> None:
    """Make the articles' columns, agencies, readings and search entries what they are to be today.

    It looks at all corrections and aliases that are in force and at nothing that was before, so that it comes out
    the same in whatever order these were made and undone.
    """
    said = corrections.in_force(articles)
    kept = Reading.objects.in_bulk([article.pk for article in articles])
    named = _named(articles, said)
    headlines = {article.pk: article.headline for article in articles}
    readings = []
    for article in articles:
        _restore(article, kept[article.pk].values if article.pk in kept else {})
        values = _overlay(article, said.get(article.pk, {}))
        article.source_id = _source(article, said.get(article.pk, {}), named)
        clocks.date_anew(article)
        readings.append(Reading(article=article, values=values))
    Article.objects.bulk_update(articles, _COLUMNS, batch_size=500)
    _keep(readings)
    _credit(articles, said, named)
    searched.reindex([article.pk for article in articles if article.headline != headlines[article.pk]])
    searched.restamp([article.pk for article in articles if article.headline == headlines[article.pk]])


def _restore(article: Article, read: Mapping[str, Any]) -> None:
    """Set the columns that were corrected to what was read."""
    for column in (*TEXTS, *DAYS, *_HOURS):
        if column in read:
            setattr(article, column, Article._meta.get_field(column).to_python(read[column]))
    doubts = (article.doubts if isinstance(article.doubts, dict) else {}) | read.get("doubts", {})
    article.doubts = {about: doubt for about, doubt in doubts.items() if doubt}


def _overlay(article: Article, said: Said) -> dict[str, Any]:
    """Set the columns that are corrected. Returns what was read in them, as JSON."""
    read: dict[str, Any] = {}
    for field, correction in said.items():
        if field in TEXTS:
            read[field] = getattr(article, field)
            setattr(article, field, correction.value or "")
        elif field in DAYS:
            _overlay_day(article, field, correction, read)
    if "source" in said:
        read["source"] = article.source_read_id
    if "agencies" in said:
        read["agencies"] = list(article.agencies_read)
    return read


def _overlay_day(article: Article, field: str, correction: Correction, read: dict[str, Any]) -> None:
    """Set a clock's day. The hour goes: that of the day that the editor named is not known."""
    clock = _CLOCK_OF[field]
    read[field] = _json(getattr(article, field))
    read.setdefault("doubts", {})[str(clock)] = article.doubts.get(clock, "")
    for hour in clocks.HOURS.get(field, ()):
        read[hour] = _json(getattr(article, hour))
        setattr(article, hour, None)
    setattr(article, field, datetime.date.fromisoformat(str(correction.value)) if correction.value else None)
    article.doubts[str(clock)] = f"Corrected by {correction.by} (ruling {correction.ruling})."


def _json(moment: datetime.date | datetime.time | None) -> str | None:
    return moment.isoformat() if moment else None


def _named(articles: Sequence[Article], said: Mapping[int, Said]) -> Named:
    """Look up all names at once; those that only a correction knows are entered."""
    sources = {str(own["source"].value) for own in said.values() if "source" in own and own["source"].value}
    credited = {name for article in articles for name in _credited(article, said)}
    handed_in = {article.source_read_id for article in articles if article.source_read_id}
    return Named(names.entered(Source, sources), names.entered(Agency, credited), names.counting(Source, handed_in))


def _source(article: Article, said: Said, named: Named) -> int | None:
    if "source" in said:
        name = said["source"].value
        return named.sources[str(name)].counts if name else None
    return named.handed_in[article.source_read_id] if article.source_read_id else None


def _credited(article: Article, said: Mapping[int, Said]) -> Collection[str]:
    """The names of the agencies that an article credits, as read or as corrected."""
    correction = said.get(article.pk, {}).get("agencies")
    found = correction.value if correction else article.agencies_read
    return found if isinstance(found, list) else []


def _keep(readings: Sequence[Reading]) -> None:
    """Keep what was read of the fields that are corrected, and nothing where none is."""
    Reading.objects.bulk_create(
        [reading for reading in readings if reading.values],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["values"],
        batch_size=500,
    )
    Reading.objects.filter(article__in=[reading.article_id for reading in readings if not reading.values]).delete()


def _credit(articles: Sequence[Article], said: Mapping[int, Said], named: Named) -> None:
    """Make the articles' agencies those that they credit."""
    link = Article.agencies.through
    wanted = {(a.pk, named.agencies[name].counts) for a in articles for name in _credited(a, said)}
    here = {
        (article, agency): pk
        for pk, article, agency in link.objects.filter(article__in=articles).values_list("pk", "article", "agency")
    }
    link.objects.filter(pk__in=[pk for pair, pk in here.items() if pair not in wanted]).delete()
    fresh = [link(article_id=article, agency_id=agency) for article, agency in sorted(wanted - set(here))]
    link.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=2000)
