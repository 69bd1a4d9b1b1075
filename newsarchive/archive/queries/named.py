"""Sources and agencies, each by itself and in a list: what there is of them, and which other spellings they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsarchive.archive.models import Agency, Holding, Source
from newsarchive.archive.queries import search
from newsarchive.archive.queries.held import held
from newsarchive.archive.queries.lines import StoryLine
from newsarchive.archive.queries.overview import Part, Row, names, parts
from newsarchive.archive.queries.periods import Timeline, timeline
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import NEWEST, Wanted

NAMES_A_PAGE = 100
NEWEST_SHOWN = 10
PARTNERS = 25
PLACES = 15

OF: dict[type[Source] | type[Agency], str] = {Source: Holding.Of.SOURCE, Agency: Holding.Of.AGENCY}


@dataclass(frozen=True)
class Profile:
    """What there is of a source or agency. ``partners`` are the agencies that it runs, or the sources that run it."""

    row: Row
    time: Timeline
    partners: Sequence[Part]
    places: Sequence[Part]
    languages: Sequence[Part]
    spellings: Sequence[str]
    newest: Sequence[StoryLine]

    @property
    def holding(self) -> Holding:
        return self.row.holding


def profile(named: Source | Agency, veil: Veil = OPEN) -> Profile | None:
    """What there is of a name that counts; None where a large archive was not counted yet."""
    holding = held().one(OF[type(named)], named.pk)
    if holding is None:
        return None
    found = holding.detail
    others = found.get("partners", [])[:PARTNERS]
    other = Agency if isinstance(named, Source) else Source
    called = names(other, [pk for pk, _ in others]) if others else {}
    return Profile(
        Row(named.pk, named.name, holding, 100),
        timeline(found.get("months", [])),
        parts(others, called) if called else [],
        parts(found.get("places", [])[:PLACES]),
        parts(found.get("languages", [])),
        list(named.aliases.order_by("name").values_list("name", flat=True)),
        newest(named, veil) if holding.articles else [],
    )


def newest(named: Source | Agency, veil: Veil = OPEN) -> list[StoryLine]:
    """The first stories that the list shows where it is asked for the name."""
    asked = {"source" if isinstance(named, Source) else "agency": (named.name,)}
    return list(search.find_stories(Wanted(order=NEWEST, **asked), veil=veil).stories[:NEWEST_SHOWN])


class Listed(NamedTuple):
    """A name in the list, with what there is of it and its other spellings."""

    row: Row
    spellings: Sequence[str]


MOST, NAME = "most", "name"


def listed(model: type[Source] | type[Agency], typed: str = "", order: str = NAME) -> list[Listed]:
    """The names that articles to be seen have, from A to Z or those with most articles first.

    With ``typed``, those that have it somewhere in them or in one of their other spellings.
    """
    holdings = {h.number: h for h in held().everything(OF[model])}
    rows = list(model.objects.order_by().values_list("pk", "name", "alias_of"))
    spellings: dict[int, list[str]] = {}
    for _, name, alias_of in rows:
        if alias_of is not None:
            spellings.setdefault(alias_of, []).append(name)
    term = " ".join(typed.split()).casefold()
    most = max((h.articles for h in holdings.values()), default=0)
    found = [
        Listed(Row(pk, name, holdings[pk], round(100 * holdings[pk].articles / most, 2)), sorted(spellings.get(pk, ())))
        for pk, name, alias_of in rows
        if alias_of is None and pk in holdings
    ]
    fits = [one for one in found if any(term in name.casefold() for name in (one.row.name, *one.spellings))]
    return sorted(fits, key=_by_most if order == MOST else _by_name)


def _by_name(one: Listed) -> tuple[str, int]:
    return one.row.name.casefold(), one.row.pk


def _by_most(one: Listed) -> tuple[int, str]:
    return -one.row.holding.articles, one.row.name.casefold()
