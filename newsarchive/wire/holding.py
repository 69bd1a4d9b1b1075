"""Which lines hold the copy that they stand above back, and which only speak of an embargo.

Better held too long than sent too early: not only the trade's set phrases count, but any line that names an embargo and
its moment and says nothing else, and in notes to editors any sentence that speaks of one as of the copy's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsarchive.wire import hold_words as table
from newsarchive.wire.remembered import remembered
from newsarchive.wire.trade_words import EMBARGO, HOLD, TO_EDITORS, Table

HOLDING = frozenset({EMBARGO, HOLD})

Found = tuple[str, int, int]
"""The kind of mark, and where its words begin and end in the line."""

_NEAR = 80
_LONGEST = 160


def _compiled(rows: Table) -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(form)) for kind, form in rows]


_HOLDING, _UNTIL, _IN_NOTES = map(_compiled, (table.HOLDING, table.HOLDING_UNTIL, table.IN_NOTES))
_ADDRESSED = (
    r"(?:eds?\.?|editors?['’]?s?['’]? notes?|notes? to editors|nota|attention|atención|atenção|attenzione"
    r"|achtung|note|nb|n\.b\.|important|wichtig"
    r"|hinweis|redaktionshinweis|(?:press|news|media) release|pressemitteilung|communiqué(?: de presse)?"
    r"|nota de prensa|comunicato stampa)\b"
)
_OPENERS = re.compile(rf"[\W_]*(?:(?:{TO_EDITORS.pattern}|{_ADDRESSED})[\W_]+)*", re.I)
_SENTENCES = re.compile(r"(?:^|[.;:!?)—]|--|\n)[\s(\[*]*(?=\S)")


def holdings(line: str, at: int, to_editors: bool) -> Iterator[Found]:
    """What holds the story back in a line, from ``at`` on; in a note to editors every sentence may."""
    begun = _OPENERS.match(line, at)
    start = begun.end() if begun else at
    found = _held(line, start) or (_behind_sign(line, start) if len(line) <= _LONGEST else None)
    if found:
        yield found
    if to_editors:
        yield from _in_note(line, start, found[2] if found else start)


def _behind_sign(line: str, start: int) -> Found | None:
    """What holds the story back in a later part of a short line: *Check delivery - embargoed until 1500 GMT*."""
    parts = (gap.end() for gap in _PARTS.finditer(line, start))
    return next((found for at in parts if (found := _held(line, at))), None)


_PARTS = re.compile(r"\s(?:-{1,2}|[–—|/])\s+|[|;]\s*|(?<=[^\W\d_]{2})[.!]\s+")


def says_no_more(line: str) -> bool:
    """Whether words of embargoes and moments are all that a line says."""
    begun = _OPENERS.match(line)
    end, ended = _run(line, begun.end() if begun else 0)
    return ended and end >= len(line.rstrip(" *.:!)]"))


def _in_note(line: str, start: int, told: int) -> Iterator[Found]:
    """What the sentences of a note say from ``start`` on; those that begin before ``told`` have been heard."""
    for gap in _SENTENCES.finditer(line[start:]):
        at = start + gap.end()
        found = _by_form(line, at, _IN_NOTES) or (_held(line, at) or _named(line, at) if at >= told else None)
        if found:
            yield found
            told = found[2]


def _held(line: str, at: int) -> Found | None:
    return _by_form(line, at, _HOLDING) or _until(line, at) or _nothing_else(line, at)


def _by_form(line: str, at: int, forms: list[tuple[str, re.Pattern[str]]]) -> Found | None:
    for kind, form in forms:
        found = form.match(line, at)
        if found:
            return kind, at, max(found.end(), _run(line, at)[0])
    return None


def _until(line: str, at: int) -> Found | None:
    """A form that has to be followed by a moment."""
    for kind, form in _UNTIL:
        found = form.match(line, at)
        if found and table.A_TIME.search(line, max(at, found.end() - 1), found.end() + _NEAR):
            return kind, at, max(found.end(), _run(line, at)[0])
    return None


def _nothing_else(line: str, at: int) -> Found | None:
    """An embargo and its moment, in whatever order, and nothing else to the end of the sentence."""
    end, ended = _run(line, at)
    said = line[at:end]
    if not ended or not table.A_TIME.search(said):
        return None
    named = table.NAMES.search(said) or (re.search(r"\d", said) and table.BLOCKED.match(said))
    return (EMBARGO, at, end) if named else None


def _named(line: str, at: int) -> Found | None:
    """A sentence of a note that speaks of an embargo as of the copy's own: *Note embargo of 0001 GMT*."""
    end = _end_of_sentence(line, at)
    name = table.NAMES.search(line, at, end)
    if not name or not table.SPOKEN_OF.search(line[at : name.start()]):
        return None
    if any(form.search(line, at, end) for form in table.NOT_THIS):
        return None
    kept = table.A_TIME.search(line, name.end(), end) or table.TO_BE_KEPT.search(line, at, end)
    return (EMBARGO, at, name.end()) if kept else None


_STOP = re.compile(r"[.;!?](?=\s+[^\W\d_a-z])(?<!\b[ap]\.m\.)|\n|$")


def _end_of_sentence(line: str, at: int) -> int:
    """Where a sentence ends; short forms of months may end it early, and then its moment is not needed."""
    found = _STOP.search(line, at)
    return found.end() if found else len(line)


_TOKEN = re.compile(r"[^\s,;()\[\]/|*–—«»“”\"]+")
_AN_END = re.compile(r"[\s,*]*(?:$|[;)\]|–—»”\"]|--)")


def _run(line: str, at: int) -> tuple[int, bool]:
    """How far a line goes on with words of embargoes and moments alone, and whether its sentence ends there."""
    end, place = at, -1
    for token in _TOKEN.finditer(line, at, at + _LONGEST):
        named = table.OF_A_PLACE.match(line, token.start())
        place = named.end() if named else place
        if token.start() >= place and not _is_beside(token.group()):
            break
        end = token.end()
    return end, bool(_AN_END.match(line, end)) or line[end - 1 : end] in (".", "!")


@remembered
def _is_beside(token: str) -> bool:
    bare = token.strip(".:!'’-").casefold()
    whole = bare.replace(".", "")
    if not bare or bare in table.BESIDE or whole in table.BESIDE or table.NAMES.fullmatch(bare):
        return True
    return any(form.fullmatch(each) for form in (table.MOMENT, table.ZONE) for each in (bare, whole))
