"""Questions that are asked at every step, put into words once: to do so takes the ORM longer than many an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from newsarchive.archive.models import Ruling


def answers(question: str, *given: Any) -> list[tuple[Any, ...]]:
    """The rows that answer a question in SQL. Ask for many things by an array: then it is the same question each time,
    which PostgreSQL has to plan but once.
    """
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        return list(cursor.fetchall())


def answers_to(question: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The same of a question that names what it is given."""
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        return list(cursor.fetchall())


class FixedQuestion:
    """A question of the ORM that is the same each time.

    Its answers are rows as the database has them: JSON is text.
    """

    def __init__(self, asked: Callable[[], QuerySet[Any, Any]]) -> None:
        self._asked = asked

    @cached_property
    def _words(self) -> tuple[str, tuple[Any, ...]]:
        return self._asked().query.sql_with_params()

    def rows(self) -> list[tuple[Any, ...]]:
        question, given = self._words
        return answers(question, *given)

    def any(self) -> bool:
        """Whether there is a row; ask only for one."""
        return bool(self.rows())


def any_ruling(*kinds: str) -> FixedQuestion:
    """Whether any ruling of these kinds stands: in many an archive, none."""
    return FixedQuestion(lambda: Ruling.objects.standing().filter(kind__in=kinds).order_by().values("pk")[:1])
