"""What changed from one text to another, as data: numbers, names, quotes and datelines that differ, and where.

Paragraphs are laid side by side (`newsarchive.dedup.alignment`), and within those that answer each other the words
that gave way to others. What only one side prints is looked through for quotations alone: a new paragraph is read, not
compared.
"""

# ruff: noqa: SIM905 (lists of words read best as text)

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.distance import Indel

from newsarchive.dedup.alignment import Kind as RowKind
from newsarchive.dedup.alignment import Row, aligned
from newsarchive.dedup.numbers import SCALES, figure_of, value_of_run
from newsarchive.dedup.quotations import Quotation, alike, quotations, within
from newsarchive.dedup.words import words

MOST = 40
"""Changes that are told; what weighs most comes first."""

_AROUND = 4
"""Words beside a number that say what it counts."""

_ONE_QUOTE = 0.6
"""Likeness of words from which two quotations are one, altered."""

_LONGEST_NAME = 5

_REPLACED = 6
"""Words beyond which a stretch was rewritten, so that a name in it gave way to no other."""

_SPELLING = 0.7
"""Likeness of letters from which two names are one in another spelling: Centre and Center."""

_POSSESSIVE = re.compile(r"['’‘]s?$")


_EDGES = "\"'“”‘’„«»()[]{}<>,.;:!?…-–—*"
_DAYS = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow january february "
        "march april may june july august september october november december "
    ).split()
)
_SMALL = frozenset(
    ("a an the of and or in on at to from for by with as is was were had has have not but that it ").split()
)


class Kind(StrEnum):
    NUMBER = "number"
    NAME = "name"
    QUOTE = "quote"
    DATELINE = "dateline"


@dataclass(frozen=True, slots=True)
class Change:
    """Words that stand otherwise in the later text, as printed; ``before`` or ``after`` is empty where only one has
    them.

    ``said`` are words beside a number that say what it counts, or who is quoted. ``where`` are the places of the
    paragraphs on both sides, from 0; None where that side has no paragraph there, or for a dateline.
    """

    kind: Kind
    before: str
    after: str
    said: str = ""
    where: tuple[int | None, int | None] = (None, None)

    @property
    def words(self) -> str:
        """``killed 12 → 19``."""
        return f"{self.said} {self.before or 'none'} → {self.after or 'none'}".strip()

    def turned(self) -> Change:
        """The same from the later text back."""
        return Change(self.kind, self.after, self.before, self.said, self.where[::-1])


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a text was written, and by which agency, as far as it says."""

    place: str = ""
    on: str = ""
    agencies: Sequence[str] = field(default=())


def changes(
    one: Sequence[str], other: Sequence[str], dateline: Dateline | None = None, other_dateline: Dateline | None = None
) -> list[Change]:
    """What changed from the one text's paragraphs to the other's, `MOST` at most, each change once.

    Numbers in the first paragraphs come first, then names, other numbers, datelines and quotations.
    """
    found = [*_of_datelines(dateline or Dateline(), other_dateline or Dateline())]
    quotes: tuple[list[Quotation], list[Quotation]] = ([], [])
    for row, where in _placed(aligned(one, other)):
        if row.kind == RowKind.CHANGED:
            found += _of_row(row, where)
        for side, text in enumerate((row.one, row.other)):
            quotes[side].extend(quotations(" ".join(piece.text for piece in text), where[side]))
    found += _of_quotes(*quotes)
    return sorted(_distinct(found), key=_weight)[:MOST]


def _distinct(found: Sequence[Change]) -> list[Change]:
    """Each change once. The same figures of two fates are two changes; a place that names no fate tells nothing new."""
    fates = {(change.before, change.after) for change in found if change.said in _FATES}
    distinct: dict[tuple[Kind, str, str, str], Change] = {}
    for change in found:
        fate = change.said if change.said in _FATES else ""
        if fate or change.kind != Kind.NUMBER or (change.before, change.after) not in fates:
            distinct.setdefault((change.kind, change.before, change.after, fate), change)
    return list(distinct.values())


def _placed(rows: Sequence[Row]) -> Iterator[tuple[Row, tuple[int | None, int | None]]]:
    """Each row with the places of its paragraphs."""
    i = j = -1
    for row in rows:
        i, j = i + bool(row.one), j + bool(row.other)
        yield row, (i if row.one else None, j if row.other else None)


def _weight(change: Change) -> tuple[int, int]:
    place = min((at for at in change.where if at is not None), default=99)
    counted = change.kind == Kind.NUMBER and change.before and change.after
    rank = {Kind.NUMBER: 0 if counted and place < 3 else 2, Kind.NAME: 1, Kind.DATELINE: 3, Kind.QUOTE: 4}
    return rank[change.kind], place


def _of_row(row: Row, where: tuple[int | None, int | None]) -> Iterator[Change]:
    """The numbers and names that gave way to others within two paragraphs that answer each other."""
    mine, theirs = (" ".join(piece.text for piece in side).split() for side in (row.one, row.other))
    steps = _replaced(mine, theirs)
    for (a, b), (c, d) in steps:
        numbers = _numbers(mine, a, b), _numbers(theirs, c, d)
        yield from _numbers_changed(*numbers, mine, theirs, where)
        if max(b - a, d - c) <= _REPLACED:
            yield from _names_changed(_names(mine, a, b), _names(theirs, c, d), mine, theirs, where)


Span = tuple[int, int]


def _replaced(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[Span, Span]]:
    """The stretches of words that differ, widened to whole numbers such as 1.2 million."""
    steps = Indel.opcodes([_plain(token) for token in mine], [_plain(token) for token in theirs])
    found: list[tuple[Span, Span]] = []
    for step in steps:
        if step.tag == "equal":
            continue
        span = (step.src_start, step.src_end), (step.dest_start, step.dest_end)
        if found and found[-1][0][1] == span[0][0] and found[-1][1][1] == span[1][0]:
            before = found.pop()
            span = (before[0][0], span[0][1]), (before[1][0], span[1][1])
        found.append(span)
    return found


def _plain(token: str) -> str:
    return " ".join(words(token)) or token


def _numbers(tokens: Sequence[str], first: int, last: int) -> list[Span]:
    """Where numbers stand among some tokens; what makes up one number goes together, beyond the stretch too."""
    found: list[Span] = []
    at = first
    while at < last:
        if not _is_number(tokens[at]):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and (_is_scale(tokens[end]) or (end < last and _is_number(tokens[end]))):
            end += 1
        found.append((at, end))
        at = end
    return found


def _is_number(token: str) -> bool:
    bare = token.strip(_EDGES + "$£€%").lower()
    return figure_of(bare) is not None or (bare in SCALES and bare == "dozen") or ("-" in bare and _hyphened(bare))


def _hyphened(bare: str) -> bool:
    """``twenty-three``, and not ``7-year-old``."""
    return value_of_run(bare.split("-")) is not None


def _is_scale(token: str) -> bool:
    return token.strip(_EDGES).lower() in SCALES


def _numbers_changed(
    mine: Sequence[Span],
    theirs: Sequence[Span],
    one: Sequence[str],
    other: Sequence[str],
    where: tuple[int | None, int | None],
) -> Iterator[Change]:
    """Numbers that gave way to numbers, in order; where only one side has some they are read, not compared."""
    for (a, b), (c, d) in zip(mine, theirs, strict=False):
        before, after = _printed(one[a:b]), _printed(other[c:d])
        if _value(before) != _value(after):
            yield Change(Kind.NUMBER, before, after, _beside(other, c, d) or _beside(one, a, b), where)


def _value(printed: str) -> float | str:
    """A number's value, its printed form where it has none."""
    value = value_of_run(printed.lower().strip("$£€%").replace("-", " ").split())
    return printed if value is None else value


def _beside(tokens: Sequence[str], first: int, last: int) -> str:
    """What a number counts: what became of people in its clause, the word behind it, or one before.

    A fate right before it governs it (*injured 31*), else one behind (*12 people were killed*), else one before.
    """
    before, behind = _clause_before(tokens, first), _clause_behind(tokens, last)
    governing = next((word for word in before if word not in _SMALL and word not in _VAGUE), "")
    fates = [word for word in (governing, *behind, *before) if word in _FATES]
    return fates[0] if fates else next((word for word in (*behind, *before) if _says(word)), "")


def _clause_before(tokens: Sequence[str], first: int) -> list[str]:
    """The words of a number's clause before it, nearest first, `_AROUND` at most."""
    found: list[str] = []
    for token in reversed(tokens[max(0, first - _AROUND) : first]):
        if token[-1:] in _PAUSES or _parts(token):
            break
        found.append(_bare(token).lower())
    return found


def _clause_behind(tokens: Sequence[str], last: int) -> list[str]:
    """The words of a number's clause behind it, nearest first, `_AROUND` at most."""
    found: list[str] = []
    if tokens[last - 1][-1:] in _PAUSES:
        return found
    for token in tokens[last : last + _AROUND]:
        if _parts(token):
            break
        found.append(_bare(token).lower())
        if token[-1:] in _PAUSES:
            break
    return found


def _parts(token: str) -> bool:
    """Whether another clause, or another number's words, begin with a token."""
    return _bare(token).lower() in _JOINTS or _is_number(token)


def _says(word: str) -> bool:
    return word.isalpha() and word not in _SMALL and word not in _VAGUE and word not in _DAYS


_FATES = frozenset(
    (
        "killed kills killing dead died dies deaths wounded wounds wounding injured injures injuring hurt hurting "
        "missing arrested arrests detained detains toll survivors bodies "
    ).split()
)
_PAUSES = frozenset(",.;:!?)-–—")
_JOINTS = frozenset("and or but while whereas as when after before including that which who".split())
_VAGUE = frozenset(
    ("least about some nearly almost than more fewer over up around another people percent per ").split()
)


def _bare(token: str) -> str:
    return token.strip(_EDGES)


def _printed(tokens: Sequence[str]) -> str:
    return " ".join(tokens).strip(_EDGES + " ")


def _names(tokens: Sequence[str], first: int, last: int) -> list[str]:
    """The names among some tokens: capitals not at the head of a sentence, side by side."""
    found: list[str] = []
    run: list[str] = []
    for at in range(first, last):
        if _is_name(tokens, at):
            run.append(tokens[at])
            if tokens[at][-1] not in ",.;:!?" or (tokens[at].endswith(".") and len(tokens[at]) <= 3):
                continue
        if run:
            found.append(_printed(run))
            run = []
    return [*found, _printed(run)] if run else found


def _is_name(tokens: Sequence[str], at: int) -> bool:
    bare = _bare(tokens[at])
    if not bare[:1].isupper() or bare.lower() in _DAYS or bare.lower() in _SMALL or any(map(str.isdigit, bare)):
        return False
    opens = at == 0 or tokens[at - 1][-1:] in '.!?:"”' or tokens[at][:1] in '"“‘'
    return not opens or (at + 1 < len(tokens) and tokens[at + 1][:1].isupper())


def _names_changed(
    mine: Sequence[str],
    theirs: Sequence[str],
    one: Sequence[str],
    other: Sequence[str],
    where: tuple[int | None, int | None],
) -> Iterator[Change]:
    """Names that gave way to names; not one and the same put otherwise, nor what the other prints elsewhere there."""
    here, there = ({word for token in tokens for word in words(token)} for tokens in (one, other))
    gone = [name for name in mine if not set(words(name)) <= there]
    come = [name for name in theirs if not set(words(name)) <= here]
    for before, after in zip(gone, come, strict=False):
        if (
            len(before.split()) <= _LONGEST_NAME
            and len(after.split()) <= _LONGEST_NAME
            and not _one_name(before, after)
        ):
            yield Change(Kind.NAME, before, after, "", where)


def _one_name(before: str, after: str) -> bool:
    """Whether it is the same name: longer or shorter, a possessive, an abbreviation, or spelled otherwise."""
    before, after = (_POSSESSIVE.sub("", name) for name in (before, after))
    a, b = words(before), words(after)
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    one, other = "".join(a), "".join(b)
    return _short_for(one, other) or _short_for(other, one) or Indel.normalized_similarity(one, other) >= _SPELLING


def _short_for(short: str, name: str) -> bool:
    """``ky`` for ``kentucky``: it begins alike, and its letters come in the same order."""
    letters = iter(name)
    return len(short) <= 4 and short[:1] == name[:1] and all(letter in letters for letter in short)


def _of_quotes(mine: Sequence[Quotation], theirs: Sequence[Quotation]) -> Iterator[Change]:
    """Quotations that were altered, dropped and added. A cut one counts as the same."""
    left = list(theirs)
    for quote in mine:
        answer = max(left, key=lambda each: alike(quote, each), default=None)
        if answer is None or alike(quote, answer) < _ONE_QUOTE:
            yield Change(Kind.QUOTE, quote.printed, "", quote.speaker, (quote.at, None))
            continue
        left.remove(answer)
        if not within(quote, answer):
            yield Change(
                Kind.QUOTE, quote.printed, answer.printed, answer.speaker or quote.speaker, (quote.at, answer.at)
            )
    for quote in left:
        yield Change(Kind.QUOTE, "", quote.printed, quote.speaker, (None, quote.at))


def _of_datelines(one: Dateline, other: Dateline) -> Iterator[Change]:
    """Place, date and agency, where both say one and say another; an agency also where only one says it."""
    for said, before, after in (("place", one.place, other.place), ("date", one.on, other.on)):
        if before and after and words(before) != words(after):
            yield Change(Kind.DATELINE, before, after, said)
    before, after = (", ".join(sorted(side.agencies)) for side in (one, other))
    if before != after and (before or after):
        yield Change(Kind.DATELINE, before, after, "agency")
