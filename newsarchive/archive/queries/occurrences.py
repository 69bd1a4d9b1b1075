"""In how many texts of the archive wordings of stock text stand today.

All texts are looked through where that takes about a second at most; of a larger archive so many of them as that does,
whole pages of the table drawn always alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.boilerplate import FIGURE

MOST = 150_000
"""Texts that are looked through for one wording, a second's work; for several, fewer."""

FEWEST = 20_000

_LONGEST = "5s"
"""Beyond which a database that is busy with something else is not asked any longer."""

_STANDING = """
SELECT asked.number, count(*)
FROM (SELECT ' ' || words || ' ' AS words FROM archive_text text {sample}
    WHERE EXISTS (SELECT FROM archive_article article
        WHERE article.text_id = text.id AND article.id <> ALL(%s::bigint[])) OFFSET 0) AS text
JOIN unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked(run, form, number)
    ON text.words LIKE asked.run AND (asked.form = '' OR text.words ~ asked.form)
GROUP BY asked.number
"""
_HOW_MANY = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass"


@dataclass(frozen=True)
class Standing:
    """How many texts hold each of some entries: of all, or of those ``looked`` through where of all about ``texts``
    only some were. In `newsarchive.archive.queries.set_aside` it is articles.
    """

    counts: Sequence[int]
    looked: int = 0
    texts: int = 0

    @property
    def reckoned(self) -> list[int]:
        """About how many of all texts hold each."""
        return [count * self.texts // max(self.looked, 1) for count in self.counts] if self.texts else [*self.counts]


def standing(entries: Sequence[str], veil: Veil | None = None) -> Standing | None:
    """How many texts that are not hidden hold each of the entries, given as their words.

    None where a busy database takes too long.
    """
    if not entries:
        return Standing([])
    hidden = (veil or OPEN).hidden
    return in_time(lambda: drawn("archive_text", len(entries), lambda sample: _counted(entries, sample, hidden)))


def in_time(ask: Callable[[], Standing | None]) -> Standing | None:
    """What is answered within the time that a busy database is asked for; None where it takes longer."""
    try:
        with transaction.atomic():
            _limit(_LONGEST)
            found = ask()
            _limit("0")
    except OperationalError:
        return None
    return found


def drawn(table: str, entries: int, count: Callable[[str], Sequence[int] | None]) -> Standing | None:
    """What ``count`` counts, given how rows of the table are drawn where there are too many for so many entries.

    None where it counts nothing.
    """
    most = max(MOST // entries, FEWEST)
    ((rows,),) = answers(_HOW_MANY, table)
    sample = f"TABLESAMPLE SYSTEM ({100 * most / rows:.4f}) REPEATABLE (1)" if rows > most else ""
    counts = count(sample)
    if counts is None:
        return None
    if not sample:
        return Standing(counts)
    ((looked,),) = answers(f"SELECT count(*) FROM {table} {sample}")  # noqa: S608 - of numbers
    return Standing(counts, looked, rows)


def _counted(entries: Sequence[str], sample: str, hidden: str) -> list[int]:
    given = hidden, list(map(_run, entries)), list(map(_form, entries))
    found = dict(answers(_STANDING.format(sample=sample), *given))
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
