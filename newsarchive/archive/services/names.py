"""Names of sources and agencies: which row bears one, and which row counts for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection
from psycopg import sql

from newsarchive.archive.models import Agency, Source
from newsarchive.archive.queries.arrays import rows

Name = TypeVar("Name", Source, Agency)

TABLES: dict[str, type[Source] | type[Agency]] = {"source": Source, "agency": Agency}
LONGEST = {Source: 200, Agency: 100}

_READINGS = 0x72656164
"""The advisory lock's number: any number will do that nothing else in the database uses."""


@dataclass(frozen=True)
class Borne:
    """The row that bears a name, and the one that counts: another where the name is an alias."""

    row: int
    counts: int


def rely_on_them() -> None:
    """Keep editors from changing aliases and corrections until the transaction ends; for who files new articles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_READINGS])


def change_them() -> None:
    """Wait until nobody files articles by the aliases and corrections of now, and keep them waiting till the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_READINGS])


_OVERRIDES = re.compile("[\0\u202a-\u202e\u2066-\u2069]")


def spaced(words: str) -> str:
    """What somebody typed, without needless white space and characters that turn the direction of what follows it."""
    return " ".join(_OVERRIDES.sub("", words).split())


def tidied(name: str, longest: int) -> str:
    """A name as `spaced`, as long as its column takes."""
    return spaced(name)[:longest]


def borne(model: type[Name], names: Iterable[str]) -> dict[str, Borne]:
    """Which rows bear these names, whatever their case, by the name as it was asked for."""
    statement = sql.SQL(
        "SELECT asked.name, row.id, COALESCE(row.alias_of_id, row.id) FROM unnest(%s::text[]) AS asked (name)"
        " JOIN {} AS row ON lower(row.name) = lower(asked.name)"
    ).format(sql.Identifier(model._meta.db_table))
    asked = sorted(set(names))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked])
        return {name: Borne(row, counts) for name, row, counts in cursor.fetchall()}


def entered(model: type[Name], names: Iterable[str]) -> dict[str, Borne]:
    """The same, once those that nothing bears yet are entered, in an order that two workers share."""
    asked = set(names)
    known = borne(model, asked)
    fresh = [model(name=name) for name in sorted(asked, key=lambda name: (name.lower(), name)) if name not in known]
    model.objects.bulk_create(fresh, ignore_conflicts=True)
    return borne(model, asked) if fresh else known


def counting(model: type[Name], ids: Collection[int]) -> dict[int, int]:
    """For each row the one that counts for it: itself, or what it is an alias of."""
    return {pk: alias or pk for pk, alias in rows(model, ("id", "alias_of_id"), "id", ids)}
