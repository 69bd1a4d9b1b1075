"""In how many articles wordings of stock text were set aside as page furniture.

As many articles are looked through as texts are for where a wording stands (`newsarchive.archive.queries.occurrences`).
The database finds lines that may hold one; whether they do is told from their words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.occurrences import Standing, drawn, in_time
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.boilerplate import Register
from newsarchive.dedup.words import words

LINES = 200_000
"""Different lines that are told from their words, two seconds' work. Only wordings of a few short words meet more."""

_LIKE = f"""
SELECT line, array_agg(DISTINCT article.id)
FROM (SELECT id, furniture FROM archive_article article {{sample}}
    WHERE text_id IS NOT NULL AND id <> ALL(%s::bigint[])
        AND array_to_string(furniture, chr(10)) ILIKE ANY(%s) OFFSET 0) AS article
CROSS JOIN LATERAL unnest(article.furniture) AS line
WHERE line ILIKE ANY(%s) GROUP BY line LIMIT {LINES + 1}
"""  # noqa: S608 - all of it is written here

_ACCENTED = re.compile("[aceinosuyz]")


def set_aside(entries: Sequence[str], veil: Veil | None = None) -> Standing | None:
    """In how many articles a line that was set aside holds each of the entries, given as their words.

    Hidden articles are not counted. None where that takes too long.
    """
    if not entries:
        return Standing([])
    hidden = (veil or OPEN).hidden
    return in_time(lambda: drawn("archive_article", len(entries), lambda sample: _counted(entries, sample, hidden)))


def _counted(entries: Sequence[str], sample: str, hidden: str) -> list[int] | None:
    patterns = list(map(_pattern, entries))
    found = answers(_LIKE.format(sample=sample), hidden, patterns, patterns)
    if len(found) > LINES:
        return None
    lines = [(words(line), articles) for line, articles in found]
    return [len(_holding(Register([entry]), lines)) for entry in entries]


def _holding(register: Register, lines: Sequence[tuple[list[str], list[int]]]) -> set[int]:
    return {article for said, articles in lines if register.spans(said) for article in articles}


def _pattern(entry: str) -> str:
    """What lines that hold the entry are like, whatever their accents, figures, and apostrophes within words."""
    kept = (word for word in entry.split() if word.isalpha())
    return f"%{'%'.join(map(_loose, kept))}%"


def _loose(word: str) -> str:
    """A word without what printing may change: an apostrophe stands after its first letter or before its last two."""
    letters = [_ACCENTED.sub("_", letter) for letter in word]
    return "%".join(filter(None, (letters[0], "".join(letters[1:-2]), *letters[1:][-2:])))
