"""A reader's words as PostgreSQL is asked for them: as English of all texts, of those in other languages as theirs too.

Texts are indexed as English and as their own language (`search_text.TONGUES`). So a question has a branch for each
language that the archive has texts in, and each branch but the first holds of texts in its language alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from newsarchive.archive.queries.kept import answers
from newsarchive.archive.search_text import CONFIG, IN, TONGUES, prepared_as


class Asked(NamedTuple):
    """Words as tsqueries, written out.

    ``query`` is what must hold of an entry; ``loose`` the same with its words wherever they stand, which is all that
    the index knows. ``branches`` are the configurations asked in, each with its tsquery. Words are ``indexable``
    unless all of them are to be missing, and ``together`` where there is a phrase among them.
    """

    query: str
    loose: str
    branches: Sequence[tuple[str, str]]
    indexable: bool
    together: bool

    @property
    def searchable(self) -> bool:
        """Whether any word is left: the commonest are in no index."""
        return bool(self.query)

    @property
    def abroad(self) -> bool:
        """Whether all words are too common in English, so that only texts in other languages were looked through."""
        return self.searchable and CONFIG not in {configuration for configuration, _ in self.branches}

    def __bool__(self) -> bool:
        return bool(self.branches)


NO_WORDS = Asked("", "", (), True, False)

_ASKED = """
SELECT owner, configuration, words::text, CASE WHEN strpos(words::text, '!') > 0 THEN words::text
        ELSE regexp_replace(words::text, '<(-|\\d+)>', '&', 'g')::tsquery::text END,
    querytree(words) <> 'T', strpos(words::text, '<') > 0
FROM (
    SELECT owner, configuration, number, websearch_to_tsquery(configuration::regconfig, prepared) AS words
    FROM unnest(%s::int[], %s::text[], %s::text[]) WITH ORDINALITY AS given (owner, configuration, prepared, number)
) AS asked WHERE numnode(words) > 0 ORDER BY number
"""
"""What a language has no words of, because all of them are too common, is not asked in it."""


def put(words: str, languages: Iterable[str]) -> Asked:
    """The question that these words are, for an archive that has texts in these languages."""
    return put_many([words], languages)[0]


def put_many(many: Sequence[str], languages: Iterable[str]) -> list[Asked]:
    """The questions that the words of many searches are, in one query; none where there are no words."""
    configurations = [CONFIG, *sorted({TONGUES[code] for code in languages if code in TONGUES})]
    given = [(n, c, prepared_as(words, c)) for n, words in enumerate(many) if words for c in configurations]
    rows: list[list[tuple[Any, ...]]] = [[] for _ in many]
    if given:
        for owner, *row in answers(_ASKED, *map(list, zip(*given, strict=True))):
            rows[owner].append(tuple(row))
    return [_asked(own) if words else NO_WORDS for words, own in zip(many, rows, strict=True)]


def _asked(rows: Sequence[tuple[Any, ...]]) -> Asked:
    return Asked(
        " | ".join(_branch(configuration, query) for configuration, query, *_ in rows),
        " | ".join(_branch(configuration, loose) for configuration, _, loose, *_ in rows),
        [(configuration, query) for configuration, query, *_ in rows] or [(CONFIG, "")],
        all(indexable for *_, indexable, _ in rows),
        any(together for *_, together in rows),
    )


def _branch(configuration: str, query: str) -> str:
    return f"( {query} )" if configuration == CONFIG else f"( {query} ) & '{IN}{configuration}'"
