"""The names that forms offer. Any other may still be typed."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from newsarchive.archive.models import Agency, Article, Source
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.wire.languages import NAMES

Named = TypeVar("Named", int, str)

OFFERED = 200
"""How many names a filter offers."""

LOOKED_AT = 5000
"""Articles that are counted: the newest."""

KEPT = 300.0
"""Seconds for which a large archive's names are kept."""


@dataclass(frozen=True)
class Choices:
    """Names that the filters offer: agencies by name, others by how many of the newest articles have them."""

    agencies: list[str]
    sources: list[str]
    places: list[str]
    languages: list[tuple[str, str]]
    """Codes, each with its name."""

    @property
    def codes(self) -> list[str]:
        return [code for code, _ in self.languages]


_kept: dict[Veil, tuple[float, Choices]] = {}


def choices(veil: Veil = OPEN) -> Choices:
    """What the filters offer, `OFFERED` names each at most; none that hidden articles alone have.

    Each process counts a large archive's anew every `KEPT` seconds, a small one's every time.
    """
    for old in [old for old, (at, _) in _kept.items() if time.monotonic() - at >= KEPT]:
        _kept.pop(old, None)
    if veil in _kept:
        return _kept[veil][1]
    found, large = _counted(veil)
    if large:
        _kept[veil] = (time.monotonic(), found)
    return found


def source_names(veil: Veil = OPEN) -> list[str]:
    """Sources to suggest when something is handed in; none that hidden articles alone were taken from."""
    sources = Source.objects.filter(alias_of=None).order_by("name")
    if veil:
        own = Article.objects.filter(source=OuterRef("pk"))
        hidden = Source.objects.filter(articles__in=veil.articles).filter(~Exists(own.exclude(pk__in=veil.articles)))
        sources = sources.exclude(pk__in=hidden)
    return list(sources.values_list("name", flat=True)[:OFFERED])


def _agencies(veil: Veil) -> QuerySet[Agency, str]:
    """Names of agencies; where anything is hidden, of those that an article to be seen credits."""
    agencies = Agency.objects.filter(alias_of=None).order_by("name")
    if veil:
        credits = Article.agencies.through.objects.filter(agency=OuterRef("pk"))
        agencies = agencies.filter(Exists(credits.exclude(article__in=veil.articles)))
    return agencies.values_list("name", flat=True)


def _counted(veil: Veil) -> tuple[Choices, bool]:
    """The names, and whether there are more articles than are counted."""
    newest = Article.objects.exclude(text=None).exclude(pk__in=veil.articles).order_by("-dated_on", "-pk")[:LOOKED_AT]
    rows = list(newest.values_list("source_id", "place", "language"))
    agencies = _agencies(veil)
    ran, places, languages = (Counter(filter(None, column)) for column in (*zip(*rows, strict=True),) or ((), (), ()))
    named = Source.objects.filter(alias_of=None, pk__in=_most(ran)).in_bulk()
    sources = sorted(named.values(), key=lambda source: (-ran[source.pk], source.name))
    told = [(code, NAMES.get(code, code)) for code in _most(languages)]
    found = Choices(list(agencies[:OFFERED]), [source.name for source in sources], _most(places), told)
    return found, len(rows) == LOOKED_AT


def _most(counted: Counter[Named]) -> list[Named]:
    return sorted(counted, key=lambda one: (-counted[one], one))[:OFFERED]
