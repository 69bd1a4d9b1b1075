"""Which clustering scheme is in force, and what is known of the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db import connection

from newsarchive.archive.models import Adoption, Match, Scheme
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import FixedQuestion
from newsarchive.dedup.definitions import KNOWN, Misdefined, scheme_of
from newsarchive.dedup.schemes import CLUSTERING, ClusteringScheme, SignatureScheme


class SchemeRefused(Exception):
    """A stored scheme that this release does not compute as it was computed.

    ``scheme`` is its id, ``why`` the cause in a few words; ``reason`` says both and what to do.
    """

    def __init__(self, scheme: str, why: str) -> None:
        self.scheme, self.why = scheme, why
        self.reason = (
            f"Stories were made under the scheme {scheme}, which this release cannot compute ({why}). Run the release"
            " that made them, or change to a scheme of this one: manage.py refingerprint evidence --adopt"
        )
        super().__init__(self.reason)


def in_force() -> ClusteringScheme:
    """The scheme by which texts are compared and clustered today.

    It is read from the database each time: a process that remembered it could go on under one that was replaced.
    Where it has to stay the same, ask inside the clustering lane. Raises `SchemeRefused`.
    """
    return adopted() or _from_the_start()


def adopted() -> ClusteringScheme | None:
    """The scheme that was adopted last; None in an archive that has not begun. Raises `SchemeRefused`."""
    return next((_as_written(*latest) for latest in _ADOPTED.rows()), None)


_ADOPTED = FixedQuestion(lambda: Adoption.objects.order_by("-id").values_list("scheme_id", "scheme__definition")[:1])


@lru_cache(maxsize=64)
def _as_written(scheme_id: str, definition: str) -> ClusteringScheme:
    """Kept, because every page asks for it, and hardly ever for another one."""
    return load(scheme_id, json.loads(definition))


def for_pages() -> ClusteringScheme:
    """The scheme in force; where this release cannot compute it, its own: pages open all the same."""
    try:
        return in_force()
    except SchemeRefused:
        return CLUSTERING


def refusal() -> SchemeRefused | None:
    """Why new files wait to be compared and rulings cannot be made; None where this release computes the scheme."""
    try:
        in_force()
    except SchemeRefused as refused:
        return refused
    return None


def _from_the_start() -> ClusteringScheme:
    """The scheme of an archive that none was written down for."""
    other = Match.objects.exclude(scheme=CLUSTERING.id).values_list("scheme", flat=True).first()
    if other:
        raise SchemeRefused(other, "its numbers were not kept")
    return CLUSTERING


def find(name: str) -> tuple[str, Callable[[], ClusteringScheme]]:
    """The id of the scheme that a name or an id means, and how to get it. Raises `Misdefined` where none is meant.

    A name means numbers: what register of stock text is in force goes on being left out.
    """
    if name in KNOWN:
        named = replace(KNOWN[name], boilerplate=for_pages().boilerplate)
        return named.id, lambda: named
    row = Scheme.objects.filter(id=name).first()
    if row is None:
        raise Misdefined(f"There is no scheme called {name}. By name there are {' and '.join(KNOWN)}; --list has ids.")
    return row.id, lambda: load(row.id, row.definition)


_loaded: dict[str, tuple[Any, ClusteringScheme]] = {}
"""Schemes by id, with the numbers they were made of: pages ask for the one in force again and again."""


def load(scheme_id: str, spelled: Any) -> ClusteringScheme:
    """A stored scheme. Raises `SchemeRefused` where its numbers no longer come to its id."""
    known = _loaded.get(scheme_id)
    if known is None or known[0] != spelled:
        known = _loaded[scheme_id] = (spelled, _checked(scheme_id, spelled))
    return known[1]


def _checked(scheme_id: str, spelled: Any) -> ClusteringScheme:
    try:
        scheme = scheme_of(spelled)
    except Misdefined as trouble:
        raise SchemeRefused(scheme_id, str(trouble).rstrip(".")) from None
    if scheme.id != scheme_id:
        raise SchemeRefused(scheme_id, f"its numbers come to {scheme.id} here")
    return scheme


def signature_schemes() -> dict[str, SignatureScheme]:
    """By their ids, all schemes of signatures that this archive may have used and this release can compute."""
    known = list(KNOWN.values())
    for pk, spelled in Scheme.objects.values_list("id", "definition"):
        with suppress(SchemeRefused):
            known.append(load(pk, spelled))
    return {each.id: each for scheme in known for each in (scheme.texts, scheme.passages)}


def matched(text_ids: Iterable[int], scheme: ClusteringScheme) -> set[int]:
    """Those of the texts that are clustered and were compared under the scheme."""
    ids = sorted(int(pk) for pk in text_ids)
    if not ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_MATCHED, [literal(ids), scheme.id])
        return {pk for (pk,) in cursor.fetchall()}


_MATCHED = """
SELECT found.text_id FROM unnest(%s::bigint[]) AS given(number) CROSS JOIN LATERAL
(SELECT text_id FROM archive_membership WHERE text_id = given.number AND NOT EXISTS
 (SELECT FROM archive_unmatched WHERE scheme_id = %s AND text_id = given.number) OFFSET 0) AS found
"""
