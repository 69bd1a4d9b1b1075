"""What a reader may mean who is still typing: names that begin so, as fields of the box, and headlines with the words.

What is asked for here is answered while somebody types, so nothing is looked for that no index leads to: names are few,
places are ordered by name, and headlines are those of the newest `HEADLINES` stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers_to
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.search_fields import Term

NAMES_OF_A_KIND, STORIES = 4, 5
"""How many are suggested at the most: names of each kind, and stories."""

SHORTEST = 2
"""Letters before anything is suggested."""

HEADLINES = 2000

LONGEST = 300
"""As the box takes."""

KINDS = ("agency", "source", "place")


class Completion(NamedTuple):
    """A name, what it is one of, and what the box has when it is chosen."""

    field: str
    name: str
    box: str


class Headline(NamedTuple):
    story: int
    headline: str


@dataclass(frozen=True)
class Suggestions:
    names: Sequence[Completion] = ()
    stories: Sequence[Headline] = ()


class _Tail(NamedTuple):
    """What a name may begin with, what the box has before it, and the kinds of names it can be."""

    start: str
    before: str
    kinds: Sequence[str] = KINDS


_FIELD = re.compile(rf'(?:^|\s)(-?)({"|".join(KINDS)}):(?:"([^"]*)|([^\s"]*))$', re.IGNORECASE)
_ENDS = re.compile(r"(?:\S+\s+){0,2}\S+$")


def suggested(typed: str, veil: Veil = OPEN) -> Suggestions:
    """What goes on from the end of what was typed, in two questions; nothing after a blank, or where a name of a field
    is closed.
    """
    typed = typed[:LONGEST].replace("\0", "")
    tails = [tail for tail in _tails(typed) if len(tail.start) >= SHORTEST]
    stories = [] if _FIELD.search(typed) else _stories(typed, veil)
    return Suggestions(_once(_names(tails, veil)) if tails else [], stories)


def _tails(typed: str) -> Iterator[_Tail]:
    """The last three words, the last two and the last one; of a field what follows its colon."""
    field = _FIELD.search(typed)
    if field:
        yield _Tail((field[3] or field[4] or "").lstrip(), typed[: field.end(1)], (field[2].lower(),))
        return
    end = _ENDS.search(typed)
    if end is None or '"' in end.group() or ":" in end.group():
        end = re.search(r'[^\s":]+$', typed)
    at = end.start() if end else None
    while at is not None:
        yield _Tail(typed[at:], typed[:at])
        more = re.search(r"\s+", typed[at:])
        at = at + more.end() if more else None


_OF_A_KIND = """
SELECT tail.number, '{kind}' AS kind, found.name
FROM unnest(%(starts)s::text[]) WITH ORDINALITY AS tail (start, number) CROSS JOIN LATERAL (
    SELECT each.name FROM (
        SELECT DISTINCT kept.id, kept.name FROM archive_{kind} named
        JOIN archive_{kind} kept ON kept.id = COALESCE(named.alias_of_id, named.id)
        WHERE starts_with(lower(named.name), lower(tail.start)) ORDER BY kept.name
    ) AS each WHERE (
        SELECT TRUE FROM {having} = each.id
            AND article.text_id IS NOT NULL AND article.id <> ALL(%(hidden)s::bigint[]) LIMIT 1)
    LIMIT %(most)s) AS found WHERE '{kind}' = ANY(%(kinds)s)
"""
_CREDITING = """archive_article_agencies link JOIN archive_article article ON article.id = link.article_id
            WHERE link.agency_id"""

_NAMES = f"""
{_OF_A_KIND.format(kind="agency", having=_CREDITING)}
UNION ALL
{_OF_A_KIND.format(kind="source", having="archive_article article WHERE article.source_id")}
UNION ALL
SELECT spelling.number, 'place', found.place
FROM unnest(%(spellings)s::text[], %(of)s::int[]) AS spelling (start, number) CROSS JOIN LATERAL (
    WITH RECURSIVE next AS (
        (SELECT place FROM archive_article WHERE place >= spelling.start ORDER BY place LIMIT 1)
        UNION ALL
        SELECT (SELECT article.place FROM archive_article article WHERE article.place > next.place
            ORDER BY article.place LIMIT 1) FROM next WHERE starts_with(next.place, spelling.start)
    ) SELECT place FROM next WHERE starts_with(place, spelling.start) AND (
        SELECT TRUE FROM archive_article article WHERE article.place = next.place
            AND article.text_id IS NOT NULL AND article.id <> ALL(%(hidden)s::bigint[]) LIMIT 1)
    LIMIT %(most)s) AS found WHERE 'place' = ANY(%(kinds)s)
"""  # noqa: S608 - all of it is written here
"""Names are told only where an article has them that is to be seen: that is looked up one by one, for no more than are
told. Places have an index by name alone, so they are gone through from one to the next.
"""


def _names(tails: Sequence[_Tail], veil: Veil) -> list[Completion]:
    """Names that begin as one of the tails, those of the longest first."""
    spellings = [(each, number) for number, tail in enumerate(tails, 1) for each in _spelled(tail.start)]
    given = {"starts": [tail.start for tail in tails], "kinds": list(tails[0].kinds), "hidden": veil.hidden}
    given |= {"spellings": [each for each, _ in spellings], "of": [number for _, number in spellings]}
    found = answers_to(_NAMES, given | {"most": NAMES_OF_A_KIND})
    return [
        Completion(kind, name, f"{tails[number - 1].before}{Term(kind, name)} ") for number, kind, name in sorted(found)
    ]


def _spelled(start: str) -> list[str]:
    """Of capitals the index knows nothing: as it was typed, with great letters at the beginning, and all great."""
    return list(dict.fromkeys([start, start[:1].upper() + start[1:], start.title(), start.upper()]))


def _once(names: Sequence[Completion]) -> list[Completion]:
    """Each name once, whatever its case, and no more of a kind than are shown."""
    found: dict[str, dict[str, Completion]] = {kind: {} for kind in KINDS}
    for name in names:
        found[name.field].setdefault(name.name.lower(), name)
    return [name for own in found.values() for name in list(own.values())[:NAMES_OF_A_KIND]]


_STORIES = """
SELECT newest.id, newest.headline FROM (
    SELECT id, headline FROM archive_story
    WHERE merged_into_id IS NULL AND article_count > 0 AND id <> ALL(%(hidden)s::bigint[])
    ORDER BY dated_on DESC, id DESC LIMIT %(newest)s
) AS newest WHERE newest.headline ~* ALL(%(words)s) LIMIT %(most)s
"""


def _stories(typed: str, veil: Veil) -> list[Headline]:
    """Stories whose headline has all the words, the last of which may go on. What is partly hidden may have another."""
    words = re.findall(r"\w+", re.sub(r"\S+:(\"[^\"]*\"?|\S*)", " ", typed))
    if typed.endswith(" ") or not words or len(words[-1]) <= SHORTEST:
        return []
    given = {"words": [rf"\m{word}" for word in words], "newest": HEADLINES, "most": STORIES}
    return [Headline(*row) for row in answers_to(_STORIES, given | {"hidden": literal(veil.stories | veil.partly)})]
