"""What a reader asks for, as the index is asked: names become the facets that entries have."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from newsarchive.archive.queries.indexed import Question
from newsarchive.archive.queries.tongues import NO_WORDS, Asked, put, put_many
from newsarchive.archive.queries.typed import YES
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import OF_ARTICLES, Wanted
from newsarchive.archive.search_days import ALL, FIRST, LAST


class _Known(NamedTuple):
    """What the archive knows of the names asked for, and how its articles are spread over the days.

    Sources and agencies are told as the number of the name asked for, a blank, and the row's number or name.
    """

    sources: Sequence[str]
    agencies: Sequence[str]
    places: Sequence[str]
    latest: int
    first: datetime.date
    last: datetime.date
    languages: Sequence[str]
    edges: Sequence[datetime.date]


FOLDED = "folded lede"
"""The facet of articles that print their lede twice."""

KEPT = 300.0
"""Seconds for which it is remembered how the days are spread: they only say in what steps to look."""

_KNOWN = """
SELECT
    ARRAY(SELECT asked.number || ' ' || bearer.id
        FROM unnest(%(source)s::text[]) WITH ORDINALITY AS asked (name, number)
        JOIN archive_source named ON lower(named.name) = lower(asked.name)
        JOIN archive_source bearer ON COALESCE(named.alias_of_id, named.id) IN (bearer.id, bearer.alias_of_id)),
    ARRAY(SELECT asked.number || ' ' || lower(bearer.name)
        FROM unnest(%(agency)s::text[]) WITH ORDINALITY AS asked (name, number)
        JOIN archive_agency named ON lower(named.name) = lower(asked.name)
        JOIN archive_agency bearer ON COALESCE(named.alias_of_id, named.id) IN (bearer.id, bearer.alias_of_id)),
    ARRAY(SELECT lower(btrim(asked.name)) FROM unnest(%(place)s::text[]) WITH ORDINALITY AS asked (name, number)
        ORDER BY asked.number),
    COALESCE((SELECT max(id) FROM archive_article), 0),
    COALESCE((SELECT min(dated_on) FROM archive_article), %(first)s),
    COALESCE((SELECT max(dated_on) FROM archive_article), %(last)s),
    {tongues},
    {edges}
"""
"""Names with all their other spellings, and the languages that the archive has texts in."""

_TONGUES = """ARRAY(
    WITH RECURSIVE had AS (
        (SELECT language FROM archive_article WHERE NOT language IN ('', 'en') ORDER BY language LIMIT 1)
        UNION ALL
        SELECT (SELECT article.language FROM archive_article article WHERE NOT article.language IN ('', 'en')
            AND article.language > had.language ORDER BY article.language LIMIT 1)
        FROM had WHERE had.language IS NOT NULL)
    SELECT language FROM had WHERE language IS NOT NULL)"""
"""One look into the index of languages for each that there is."""

_EDGES = """(SELECT histogram_bounds::text::date[] FROM pg_stats
    WHERE schemaname = current_schema() AND tablename = 'archive_searchentry' AND attname = 'dated_on')"""
"""The planner's own statistics say how the days are spread. They cost more than all the rest."""

_kept: tuple[float, tuple[datetime.date, ...]] | None = None


def question(wanted: Wanted, veil: Veil = OPEN) -> Question | None:
    """The question to the index, in a query or two; None where it can have no answer: one of the names is borne by
    nothing in the archive, or what was asked makes no sense. What is under the veil is left out of all answers.
    """
    if wanted.impossible:
        return None
    known = _known(wanted)
    facets, without = _facets(wanted, known)
    if not all(facets):
        return None
    return Question(
        put(wanted.query, known.languages) if wanted.query else NO_WORDS,
        facets,
        without,
        span=(wanted.since or FIRST, wanted.until or LAST),
        known=known.latest,
        days=(known.first, known.last),
        edges=known.edges,
        hidden=veil.hidden if veil else "",
    )


def _names(wanted: Wanted, field: str) -> list[str]:
    """The values asked for in a field, then those that are not to be had."""
    return [*getattr(wanted, field), *(value for name, value in wanted.without if name == field)]


def _facets(wanted: Wanted, known: _Known) -> tuple[list[list[str]], list[str]]:
    """Facets of each group of which one must be had, and those of which none may be."""
    groups, without = [], []
    for field in OF_ARTICLES:
        asked = len(getattr(wanted, field))
        facets = _stamps(field, _names(wanted, field), known)
        groups += [[facet for each in facets[:asked] for facet in each]] if asked else []
        without += [facet for each in facets[asked:] for facet in each]
    groups += [[FOLDED]] if wanted.folded else []
    without += [FOLDED] if ("folded", YES) in wanted.without else []
    return groups, without


def _stamps(field: str, names: Sequence[str], known: _Known) -> list[list[str]]:
    """The facets that entries have for each of these names."""
    if field == "place":
        return [[f"place {place}"] for place in known.places]
    if field not in ("source", "agency"):
        return [[f"{field} {name}"] for name in names]
    found: list[list[str]] = [[] for _ in names]
    for row in known.sources if field == "source" else known.agencies:
        number, bearer = row.split(" ", 1)
        found[int(number) - 1].append(f"{field} {bearer}")
    return found


def _known(wanted: Wanted) -> _Known:
    edges = _kept[1] if _kept and time.monotonic() - _kept[0] < KEPT else ()
    given: dict[str, object] = {name: _names(wanted, name) for name in ("source", "agency", "place")}
    given |= {"first": FIRST, "last": LAST}
    statement = _KNOWN.format(edges="NULL" if edges else _EDGES, tongues=_TONGUES if wanted.query else "NULL")
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        *rest, found = cursor.fetchone()
    return _Known(*rest, edges or _keep(tuple(found or ())))


def _keep(edges: tuple[datetime.date, ...]) -> tuple[datetime.date, ...]:
    """Remember them, where there are any: of a small archive PostgreSQL knows nothing yet."""
    global _kept
    _kept = (time.monotonic(), edges) if edges else None
    return edges


_NAMED = ("source", "agency", "place")


def facets_of_names(wanted: Wanted) -> dict[tuple[str, str], list[str]]:
    """The facets that entries have for each source, agency and place that is to be had, by its field and name; in a
    query. None where the archive does not know the name.
    """
    known = _known(wanted)
    stamps = {field: _stamps(field, _names(wanted, field), known) for field in _NAMED}
    return {
        (field, name): facets
        for field in _NAMED
        for name, facets in zip(getattr(wanted, field), stamps[field], strict=False)
    }


def questions(many: Sequence[Wanted], veil: Veil = OPEN) -> list[Question | None]:
    """The questions of many searches, in two queries for all of them; of articles alone, whatever is asked of stories.

    Each is for whoever knows which articles to ask of: what helps to find the newest of all is not in it.
    """
    names = {field: list(dict.fromkeys(n for one in many for n in _names(one, field))) for field in _NAMED}
    known = _known(Wanted("any words", **names))
    words = put_many([one.query for one in many], known.languages)
    return [_bare(one, asked, _known_to(one, known, names), veil) for one, asked in zip(many, words, strict=True)]


def _bare(wanted: Wanted, words: Asked, known: _Known, veil: Veil) -> Question | None:
    facets, without = _facets(wanted, known)
    if wanted.impossible or not all(facets) or (wanted.query and not words.searchable):
        return None
    span = (wanted.since or FIRST, wanted.until or LAST) if wanted.narrow else ALL
    return Question(words, facets, without, span=span, hidden=veil.hidden if veil else "")


def _known_to(wanted: Wanted, known: _Known, names: Mapping[str, Sequence[str]]) -> _Known:
    """What is known of the names that one of the searches asks for, numbered as they come in it."""
    own = {field: [names[field].index(name) for name in _names(wanted, field)] for field in _NAMED}
    return known._replace(
        sources=_renumbered(known.sources, own["source"]),
        agencies=_renumbered(known.agencies, own["agency"]),
        places=[known.places[at] for at in own["place"]],
    )


def _renumbered(rows: Sequence[str], places: Sequence[int]) -> list[str]:
    parted = [row.split(" ", 1) for row in rows]
    return [f"{n} {bearer}" for n, at in enumerate(places, 1) for number, bearer in parted if int(number) == at + 1]
