"""Many numbers asked for in one question, and answered as an array.

Thousands of parameters cost the ORM more than the database: here they travel as one array. Each of them is looked up
by itself, through the index of its column: on a fresh archive PostgreSQL knows nothing yet of how many rows there are,
and would read a whole table where a thousand of its rows are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection, models
from psycopg import sql

Ints = npt.NDArray[np.int64]

_QUESTION = sql.SQL(
    "SELECT {wanted} FROM unnest(%s::bigint[]) AS given(number) CROSS JOIN LATERAL"
    " (SELECT {inner} FROM {table} WHERE {column} = given.number {more} OFFSET 0) AS found"
)

_PAIRED = sql.SQL(
    "SELECT {wanted} FROM unnest(%s::bigint[], %s::bigint[]) AS given(one, other) CROSS JOIN LATERAL"
    " (SELECT {inner} FROM {table} WHERE {one} = given.one AND {other} = given.other {more} OFFSET 0) AS found"
)


def literal(numbers: Iterable[int] | Ints) -> str:
    """Whole numbers as PostgreSQL writes an array of them."""
    listed = numbers.tolist() if isinstance(numbers, np.ndarray) else numbers
    return "{" + ",".join(map(str, listed)) + "}"


def rows(
    model: type[models.Model],
    wanted: Sequence[str],
    column: str,
    numbers: Iterable[int] | Ints,
    **only: Any,
) -> list[tuple[Any, ...]]:
    """The wanted columns of the rows whose ``column`` is one of the distinct numbers, where others are ``only`` so.

    The column must be the first of an index. Rows of one number come together, the numbers in the order given.
    """
    return [row for some in _in_portions(model, wanted, column, numbers, only) for row in some]


_AT_ONCE = 50_000


def _in_portions(
    model: type[models.Model],
    wanted: Sequence[str],
    column: str,
    numbers: Iterable[int] | Ints,
    only: Mapping[str, Any],
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The same, some thousands at a time."""
    text = literal(numbers)
    if text == "{}":
        return
    question = _question(model._meta.db_table, tuple(wanted), column, tuple(only))
    with connection.cursor() as cursor:
        cursor.execute(question, [text, *only.values()])
        while some := cursor.fetchmany(_AT_ONCE):
            yield some


@lru_cache(maxsize=256)
def _question(table: str, wanted: Sequence[str], column: str, only: Sequence[str]) -> str:
    """Kept, because putting it together takes longer than many an answer."""
    question = _QUESTION.format(
        wanted=sql.SQL(", ").join(sql.SQL("found.") + sql.Identifier(name) for name in wanted),
        inner=sql.SQL(", ").join(map(sql.Identifier, wanted)),
        table=sql.Identifier(table),
        column=sql.Identifier(column),
        more=sql.SQL("").join(sql.SQL(" AND {} = %s").format(sql.Identifier(name)) for name in only),
    )
    return question.as_string(None)


def numbers(
    model: type[models.Model], wanted: Sequence[str], column: str, given: Iterable[int] | Ints, **only: Any
) -> Ints:
    """`rows` of whole numbers, shape (rows, wanted). Never all of them are objects at once: of a crowd many keys may
    be asked, each with as many rows as the crowd has texts.
    """
    width = len(wanted)
    found = [table(some, width) for some in _in_portions(model, wanted, column, given, only)]
    return np.concatenate([table([], width), *found])


def table(found: Sequence[Sequence[int]], width: int) -> Ints:
    """Rows of whole numbers as an array, shape (rows, width)."""
    flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=len(found) * width)
    return flat.reshape(-1, width)


def distinct(pairs: Ints) -> Ints:
    """Each pair once, in order; shape (pairs, 2)."""
    ordered = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return ordered[first]


def without(pairs: Ints, gone: Ints) -> Ints:
    """The pairs that are not among the others, each once."""
    both = np.concatenate([distinct(pairs), np.repeat(distinct(gone), 2, axis=0)])
    ordered = both[np.lexsort((both[:, 1], both[:, 0]))]
    differs = np.ones(len(ordered) + 1, dtype=bool)
    differs[1:-1] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return ordered[differs[1:] & differs[:-1]]


def at_pairs(
    model: type[models.Model], wanted: Sequence[str], columns: Sequence[str], pairs: Ints, **only: Any
) -> list[tuple[Any, ...]]:
    """`rows` of those whose two ``columns``, the first of an index, are one of the pairs, shape (pairs, 2)."""
    if not len(pairs):
        return []
    question = _PAIRED.format(
        wanted=sql.SQL(", ").join(sql.SQL("found.") + sql.Identifier(name) for name in wanted),
        inner=sql.SQL(", ").join(map(sql.Identifier, wanted)),
        table=sql.Identifier(model._meta.db_table),
        one=sql.Identifier(columns[0]),
        other=sql.Identifier(columns[1]),
        more=sql.SQL("").join(sql.SQL(" AND {} = %s").format(sql.Identifier(name)) for name in only),
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [literal(pairs[:, 0]), literal(pairs[:, 1]), *only.values()])
        return list(cursor.fetchall())


def joined(one: Ints, other: Ints) -> Ints:
    """What two sets of pairs have on their second places where the first places agree, shape (pairs, 2)."""
    other = other[np.argsort(other[:, 0], kind="stable")]
    first, last = (np.searchsorted(other[:, 0], one[:, 0], side=side) for side in ("left", "right"))
    counts = last - first
    starts = np.repeat(first - np.cumsum(counts) + counts, counts)
    return np.stack([np.repeat(one[:, 1], counts), other[starts + np.arange(counts.sum()), 1]], axis=1)
