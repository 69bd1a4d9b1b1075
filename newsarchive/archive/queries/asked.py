"""What a reader asks for, as the index is asked: names become the facets that entries have."""

from __future__ import annotations

import datetime
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
    edges: Sequence[datetime.date]
    indexable: bool


_KNOWN = """
SELECT
    ARRAY(SELECT bearer.id FROM archive_source named JOIN archive_source bearer
        ON COALESCE(named.alias_of_id, named.id) IN (bearer.id, bearer.alias_of_id)
        WHERE lower(named.name) = lower(%(source)s)),
    ARRAY(SELECT lower(bearer.name) FROM archive_agency named JOIN archive_agency bearer
        ON COALESCE(named.alias_of_id, named.id) IN (bearer.id, bearer.alias_of_id)
        WHERE lower(named.name) = lower(%(agency)s)),
    lower(btrim(%(place)s)),
    (SELECT histogram_bounds::text::date[] FROM pg_stats
        WHERE schemaname = current_schema() AND tablename = 'archive_searchentry' AND attname = 'dated_on'),
    querytree(websearch_to_tsquery(%(config)s, %(words)s)) <> 'T'
"""
"""Names with all their other spellings. The planner's own statistics say how the days are spread.

Words that are all to be missing are no use to the index.
"""


def question(wanted: Wanted) -> Question | None:
    """The question to the index, in one query; None where a name is borne by nothing in the archive."""
    known = _known(wanted)
    groups = [
        (wanted.source, [f"source {pk}" for pk in known.sources]),
        (wanted.agency, [f"agency {name}" for name in known.agencies]),
        (wanted.place, [f"place {known.place}"]),
    ]
    facets = [facets for asked, facets in groups if asked]
    span = (wanted.since or FIRST, wanted.until or LAST)
    return Question(wanted.query, facets, span, known.edges, known.indexable) if all(facets) else None


def _known(wanted: Wanted) -> _Known:
    with connection.cursor() as cursor:
        names = {name: getattr(wanted, name) for name in ("source", "agency", "place")}
        cursor.execute(_KNOWN, names | {"config": CONFIG, "words": prepare(wanted.query)})
        sources, agencies, place, edges, indexable = cursor.fetchone()
    return _Known(sources, agencies, place, edges or (), indexable)
