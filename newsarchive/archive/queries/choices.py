"""The names that forms offer. Any other may still be typed."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from newsarchive.archive.models import Agency, Article, Source
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


_kept: tuple[float, Choices] | None = None


def choices() -> Choices:
    """What the filters offer, `OFFERED` names each at most.

    Each process counts a large archive's anew every `KEPT` seconds, a small one's every time.
    """
    global _kept
    if _kept and time.monotonic() - _kept[0] < KEPT:
        return _kept[1]
    found, large = _counted()
    _kept = (time.monotonic(), found) if large else None
    return found


def source_names() -> list[str]:
    """Sources to suggest when something is handed in."""
    return list(Source.objects.filter(alias_of=None).order_by("name").values_list("name", flat=True)[:OFFERED])


def _counted() -> tuple[Choices, bool]:
    """The names, and whether there are more articles than are counted."""
    newest = Article.objects.exclude(text=None).order_by("-dated_on", "-pk")[:LOOKED_AT]
    rows = list(newest.values_list("source_id", "place", "language"))
    agencies = Agency.objects.filter(alias_of=None).order_by("name").values_list("name", flat=True)
    ran, places, languages = (Counter(filter(None, column)) for column in (*zip(*rows, strict=True),) or ((), (), ()))
    named = Source.objects.filter(alias_of=None, pk__in=_most(ran)).in_bulk()
    sources = sorted(named.values(), key=lambda source: (-ran[source.pk], source.name))
    told = [(code, NAMES.get(code, code)) for code in _most(languages)]
    found = Choices(list(agencies[:OFFERED]), [source.name for source in sources], _most(places), told)
    return found, len(rows) == LOOKED_AT


def _most(counted: Counter[Named]) -> list[Named]:
    return sorted(counted, key=lambda one: (-counted[one], one))[:OFFERED]
