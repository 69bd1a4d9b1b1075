"""What a reader asks for, as the index is asked: names become the facets that entries have."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from newsarchive.archive.queries.entries import Question
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.search_days import FIRST, LAST
from newsarchive.archive.search_text import CONFIG, prepare


class _Known(NamedTuple):
    """What the archive knows of the names asked for, and how its articles are spread over the days."""

    sources: Sequence[int]
    agencies: Sequence[str]
    place: str
    latest: int
    first: datetime.date
    last: datetime.date
    indexable: bool
    together: bool
    edges: Sequence[datetime.date]


KEPT = 300.0
"""Seconds for which it is remembered how the days are spread: they only say in what steps to look."""

_KNOWN = """
SELECT
    ARRAY(SELECT bearer.id FROM archive_source named JOIN archive_source bearer
        ON COALESCE(named.alias_of_id, named.id) IN (bearer.id, bearer.alias_of_id)
        WHERE lower(named.name) = lower(%(source)s)),
    ARRAY(SELECT lower(bearer.name) FROM archive_agency named JOIN archive_agency bearer
        ON COALESCE(named.alias_of_id, named.id) IN (bearer.id, bearer.alias_of_id)
        WHERE lower(named.name) = lower(%(agency)s)),
    lower(btrim(%(place)s)),
    COALESCE((SELECT max(id) FROM archive_article), 0),
    COALESCE((SELECT min(dated_on) FROM archive_article), %(first)s),
    COALESCE((SELECT max(dated_on) FROM archive_article), %(last)s),
    querytree(asked.words) <> 'T',
    strpos(asked.words::text, '<') > 0,
    {edges}
FROM (SELECT websearch_to_tsquery(%(config)s, %(words)s)) AS asked(words)
"""
"""Names with all their other spellings. Words that are all to be missing are no use to the index."""

_EDGES = """(SELECT histogram_bounds::text::date[] FROM pg_stats
    WHERE schemaname = current_schema() AND tablename = 'archive_searchentry' AND attname = 'dated_on')"""
"""The planner's own statistics say how the days are spread. They cost more than all the rest."""

_kept: tuple[float, tuple[datetime.date, ...]] | None = None


def question(wanted: Wanted) -> Question | None:
    """The question to the index, in one query; None where a name is borne by nothing in the archive."""
    known = _known(wanted)
    groups = [
        (wanted.source, [f"source {pk}" for pk in known.sources]),
        (wanted.agency, [f"agency {name}" for name in known.agencies]),
        (wanted.place, [f"place {known.place}"]),
        (wanted.language, [f"language {wanted.language}"]),
    ]
    facets = [facets for asked, facets in groups if asked]
    if not all(facets):
        return None
    return Question(
        wanted.query,
        facets,
        span=(wanted.since or FIRST, wanted.until or LAST),
        known=known.latest,
        days=(known.first, known.last),
        edges=known.edges,
        indexable=known.indexable,
        together=known.together,
    )


def _known(wanted: Wanted) -> _Known:
    edges = _kept[1] if _kept and time.monotonic() - _kept[0] < KEPT else ()
    given = {name: getattr(wanted, name) for name in ("source", "agency", "place")}
    given |= {"config": CONFIG, "words": prepare(wanted.query), "first": FIRST, "last": LAST}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN.format(edges="NULL" if edges else _EDGES), given)
        *rest, found = cursor.fetchone()
    return _Known(*rest, edges or _keep(tuple(found or ())))


def _keep(edges: tuple[datetime.date, ...]) -> tuple[datetime.date, ...]:
    """Remember them, where there are any: of a small archive PostgreSQL knows nothing yet."""
    global _kept
    _kept = (time.monotonic(), edges) if edges else None
    return edges
