"""What changed from one text to another, as data: numbers, names, quotes and datelines that differ, and where.

Numbers and names are those that gave way to others (`newsarchive.dedup.gave_way`). What only one side prints is looked
through for quotations alone: a new paragraph is read, not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from newsarchive.dedup.alignment import aligned
from newsarchive.dedup.gave_way import Place, Where, figures_changed, names_changed, placed, places, printed
from newsarchive.dedup.quotations import Quotation, alike, quotations, within
from newsarchive.dedup.tolls import FATES, counted
from newsarchive.dedup.words import words

MOST = 40
"""Changes that are told; what weighs most comes first."""

_ONE_QUOTE = 0.6
"""Likeness of words from which two quotations are one, altered."""


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
    where: Where = (None, None)

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
    for row, where in placed(aligned(one, other)):
        found += [change for place in places(row, where) for change in _at(place)]
        for side, text in enumerate((row.one, row.other)):
            quotes[side].extend(quotations(" ".join(piece.text for piece in text), where[side]))
    found += _of_quotes(*quotes)
    return sorted(_distinct(found), key=_weight)[:MOST]


def _distinct(found: Sequence[Change]) -> list[Change]:
    """Each change once. The same figures of two fates are two changes; a place that names no fate tells nothing new."""
    fates = {(change.before, change.after) for change in found if change.said in FATES}
    distinct: dict[tuple[Kind, str, str, str], Change] = {}
    for change in found:
        fate = change.said if change.said in FATES else ""
        if fate or change.kind != Kind.NUMBER or (change.before, change.after) not in fates:
            distinct.setdefault((change.kind, change.before, change.after, fate), change)
    return list(distinct.values())


def _weight(change: Change) -> tuple[int, int]:
    place = min((at for at in change.where if at is not None), default=99)
    counts = change.kind == Kind.NUMBER and change.before and change.after
    rank = {Kind.NUMBER: 0 if counts and place < 3 else 2, Kind.NAME: 1, Kind.DATELINE: 3, Kind.QUOTE: 4}
    return rank[change.kind], place


def _at(place: Place) -> Iterator[Change]:
    """The numbers and names that gave way to others at a place."""
    for mine, theirs in figures_changed(place):
        said = counted(place.other, *theirs) or counted(place.one, *mine)
        before, after = printed(place.one, mine), printed(place.other, theirs)
        yield Change(Kind.NUMBER, before, after, said, place.where)
    for mine, theirs in names_changed(place):
        yield Change(Kind.NAME, printed(place.one, mine), printed(place.other, theirs), "", place.where)


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
