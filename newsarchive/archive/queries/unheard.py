"""Names that were asked for and that nothing in the archive bears, each with the nearest that something does bear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from newsarchive.archive.queries.asked import facets_of_names
from newsarchive.archive.queries.indexed import all_of
from newsarchive.archive.queries.kept import answers_to
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import Wanted

TOLD = 3
"""How many unheard names are told, and how many near ones of each."""

NEAR = 70
"""How alike a name is that may be meant, of 100."""

SHORTEST = 2
"""Characters of a name that others may be like."""

NAMES = 5000
"""Sources and agencies that are looked through."""

PLACES = 1000
"""Places that are looked through, of those that begin with the same letter, be it written large or small."""


class Unheard(NamedTuple):
    """A name of a field, and the nearest names that an article to be seen has."""

    field: str
    name: str
    near: Sequence[str]


def unheard(wanted: Wanted, veil: Veil = OPEN, places: Collection[str] = ()) -> list[Unheard]:
    """What was asked for and is borne by nothing that is to be seen; in five questions at the most.

    Of places these may be meant too, besides those that begin with the same letter.
    """
    names = facets_of_names(wanted) if wanted.source or wanted.agency or wanted.place else {}
    borne = _borne(names, veil) if names else set()
    missing = [one for one in names if one not in borne][:TOLD]
    if not missing:
        return []
    known = _candidates(missing)
    known["place"] |= set(places)
    alike = {(field, name): _alike(name, known[field]) for field, name in missing}
    near = _near(alike, veil)
    told = {(field, name): [n for n in alike[field, name] if (field, n) in near] for field, name in missing}
    return [Unheard(field, name, names[:TOLD]) for (field, name), names in told.items()]


def _near(alike: dict[tuple[str, str], list[str]], veil: Veil) -> set[tuple[str, str]]:
    """Those of the names that something to be seen bears."""
    fields: dict[str, list[str]] = defaultdict(list)
    for (field, _), names in alike.items():
        fields[field] += names
    return _borne(facets_of_names(Wanted(**fields)), veil) if any(fields.values()) else set()


_BORNE = """
SELECT asked.number FROM unnest(%(facets)s::text[]) WITH ORDINALITY AS asked (facets, number)
WHERE (SELECT TRUE FROM archive_searchentry entry
    WHERE entry.facets @@ asked.facets::tsquery AND entry.article_id <> ALL(%(hidden)s::bigint[]) LIMIT 1)
"""


def _borne(names: dict[tuple[str, str], list[str]], veil: Veil) -> set[tuple[str, str]]:
    asked = [one for one, facets in names.items() if facets]
    given = {"facets": [all_of([names[one]]) for one in asked], "hidden": veil.hidden}
    return {asked[number - 1] for (number,) in answers_to(_BORNE, given)}


_KNOWN = """
(SELECT 'source', name FROM archive_source WHERE 'source' = ANY(%(fields)s) LIMIT %(names)s)
UNION ALL (SELECT 'agency', name FROM archive_agency WHERE 'agency' = ANY(%(fields)s) LIMIT %(names)s)
UNION ALL SELECT 'place', found.place FROM unnest(%(letters)s::text[]) AS letter CROSS JOIN LATERAL (
    WITH RECURSIVE next AS (
        (SELECT place FROM archive_article WHERE place >= letter ORDER BY place LIMIT 1)
        UNION ALL
        SELECT (SELECT article.place FROM archive_article article WHERE article.place > next.place
            ORDER BY article.place LIMIT 1) FROM next WHERE starts_with(next.place, letter)
    ) SELECT place FROM next WHERE starts_with(place, letter) LIMIT %(places)s) AS found
"""
"""Places are gone through in their index from one to the next."""


def _candidates(missing: Collection[tuple[str, str]]) -> dict[str, set[str]]:
    """The names that there are in the fields of these."""
    letters = {each for field, name in missing if field == "place" for each in (name[:1].lower(), name[:1].upper())}
    given = {"fields": [field for field, _ in missing], "letters": sorted(letters), "names": NAMES, "places": PLACES}
    found: dict[str, set[str]] = defaultdict(set)
    for field, name in answers_to(_KNOWN, given):
        found[field].add(name)
    return found


def _alike(name: str, names: Collection[str]) -> list[str]:
    """The nearest of these, the most alike first, those that differ in their letters' case alone once."""
    bare = name.replace("*", "")
    if len(bare) < SHORTEST:
        return []
    found = process.extract(
        bare, sorted(names), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=NEAR, limit=4 * TOLD
    )
    once: dict[str, str] = {}
    for each, _, _ in found:
        once.setdefault(each.lower(), each)
    return list(once.values())
