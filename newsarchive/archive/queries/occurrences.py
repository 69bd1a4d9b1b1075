"""In how many texts of the archive wordings of stock text stand today."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import OperationalError, connection, transaction

from newsarchive.archive.queries.kept import answers
from newsarchive.dedup.boilerplate import FIGURE

_LONGEST = "5s"
"""How long all texts are looked through for a page; a larger archive than that takes is not counted."""

_STANDING = """
SELECT asked.number, count(*)
FROM (SELECT ' ' || words || ' ' AS words FROM archive_text text
    WHERE EXISTS (SELECT FROM archive_article article WHERE article.text_id = text.id) OFFSET 0) AS text
JOIN unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked(run, form, number)
    ON text.words LIKE asked.run AND (asked.form = '' OR text.words ~ asked.form)
GROUP BY asked.number
"""


def standing(entries: Sequence[str]) -> list[int] | None:
    """How many texts hold each of the entries, given as their words; None where looking through them takes too long."""
    if not entries:
        return []
    try:
        with transaction.atomic():
            _limit(_LONGEST)
            found = dict(answers(_STANDING, list(map(_run, entries)), list(map(_form, entries))))
            _limit("0")
    except OperationalError:
        return None
    return [found.get(number, 0) for number in range(1, len(entries) + 1)]


def _limit(time: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [time])


def _run(entry: str) -> str:
    """What texts that hold the entry are like, any words standing for its figures."""
    plain = re.sub(r"([\\%_])", r"\\\1", f" {entry} ")
    return "%" + plain.replace(f" {FIGURE} ", " % ") + "%"


def _form(entry: str) -> str:
    """The same exactly, where the entry has figures."""
    words = entry.split()
    if FIGURE not in words:
        return ""
    return f" {' '.join('[[:digit:]]+' if word == FIGURE else _escaped(word) for word in words)} "


def _escaped(word: str) -> str:
    return re.sub(r"(\W)", r"\\\1", word)
