"""Many numbers asked for in one question, and answered as an array.

Thousands of parameters cost the ORM more than the database: here they travel as one array. Each of them is looked up
by itself, through the index of its column: on a fresh archive PostgreSQL knows nothing yet of how many rows there are,
and would read a whole table where a thousand of its rows are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    text = literal(numbers)
    if text == "{}":
        return []
    names = sql.SQL(", ").join(map(sql.Identifier, wanted))
    more = sql.SQL("").join(sql.SQL("AND {} = %s").format(sql.Identifier(name)) for name in only)
    question = _QUESTION.format(
        wanted=sql.SQL(", ").join(sql.SQL("found.") + sql.Identifier(name) for name in wanted),
        inner=names,
        table=sql.Identifier(model._meta.db_table),
        column=sql.Identifier(column),
        more=more,
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [text, *only.values()])
        return list(cursor.fetchall())


def numbers(
    model: type[models.Model], wanted: Sequence[str], column: str, given: Iterable[int] | Ints, **only: Any
) -> Ints:
    """`rows` of whole numbers, shape (rows, wanted)."""
    return table(rows(model, wanted, column, given, **only), len(wanted))


def table(found: Sequence[Sequence[int]], width: int) -> Ints:
    """Rows of whole numbers as an array, shape (rows, width)."""
    flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=len(found) * width)
    return flat.reshape(-1, width)
