"""What a correction puts right: the words of an older text that stand otherwise in it, and which texts print which.

Figures and names are those that gave way to others (`newsarchive.dedup.gave_way`), in any spelling; where a place has
none, its words. Changed words are known again in other copies by the words beside them, since a bare 12 may stand
anywhere; tolls also by what they count, since a copy may say *four were killed* for *killed 4*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from newsarchive.dedup.alignment import aligned
from newsarchive.dedup.figures import PAUSES, Span, in_figures, value
from newsarchive.dedup.gave_way import (
    SMALL,
    Pair,
    Place,
    figures_changed,
    names_changed,
    only_written_otherwise,
    places,
    printed,
)
from newsarchive.dedup.tolls import FATES, counted, fate_of, tolls
from newsarchive.dedup.words import words

LONGEST = 12
"""Words of a change beyond which a passage was rewritten rather than put right."""

MOST = 12
"""Changes that are told; figures and names come first."""

NUMBER, NAME, WORDS = "number", "name", "words"

_SIDE = 2
_ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Change:
    """Words that gave way to others, as printed; ``where`` are the words in front of both, ``behind`` the one behind.

    ``old`` and ``new`` are runs of normalised words, numbers in figures, the change with its neighbours: a text that
    has one of them has the words at that place. Of a toll ``fate`` says what became of people, with their numbers;
    ``line`` is how a figure is told.
    """

    kind: str
    before: str
    after: str
    where: str
    old: frozenset[str]
    new: frozenset[str]
    behind: str = ""
    fate: str = ""
    tolls: tuple[float, float] | None = None
    line: Line | None = None


class Line(NamedTuple):
    """A change as it is told: *killed 4 → 7*, *54 → 45 percent*. Of a figure one word beside it says what it counts."""

    kind: str
    before: str
    after: str
    where: str
    behind: str


def lines(changes: Iterable[Change]) -> list[Line]:
    """The changes as they are told, each once."""
    return list(dict.fromkeys(c.line or Line(c.kind, c.before, c.after, c.where, c.behind) for c in changes))


def put_right(one: Sequence[str], other: Sequence[str]) -> list[Change]:
    """What stands otherwise in the other article's paragraphs, figures and names first, `MOST` at most.

    Left out is what could not be told again: words that both articles have with such neighbours.
    """
    found = [change for row in aligned(one, other) for place in places(row, bridged=True) for change in _at(place)]
    mine, theirs = (_whole(" ".join(words(" ".join(paragraphs)))) for paragraphs in (one, other))
    clear = [_telling(change, mine, theirs) for change in found]
    distinct = {(c.before, c.after, c.where): c for c in clear if c.old or c.new}
    return sorted(distinct.values(), key=lambda change: (NUMBER, NAME, WORDS).index(change.kind))[:MOST]


def _whole(text: str) -> str:
    """A text's normalised words, with numbers in figures, for runs to be looked for in it."""
    return f" {' '.join(in_figures(text.split()))} "


def _telling(change: Change, mine: str, theirs: str) -> Change:
    old = frozenset(run for run in change.old if run not in theirs)
    return replace(change, old=old, new=frozenset(run for run in change.new if run not in mine))


def _at(place: Place) -> Iterator[Change]:
    """The figures and names that changed at a place; where there are none, all of its words, if they are few."""
    if place.longest > LONGEST or only_written_otherwise(place):
        return
    numbers, names = figures_changed(place), names_changed(place, respelled=True)
    yield from (_toll(place, pair) for pair in numbers)
    yield from (_name(place, pair) for pair in names)
    if not (numbers or names):
        yield _change(place, Pair(place.mine, place.theirs))


def _change(place: Place, pair: Pair, kind: str = "") -> Change:
    (one, mine), (other, theirs) = (place.one, pair.mine), (place.other, pair.theirs)
    before, after = " ".join(one[slice(*mine)]), " ".join(other[slice(*theirs)])
    where = " ".join(other[max(0, theirs[0] - _SIDE) : theirs[0]])
    behind = _bare(" ".join(other[theirs[1] : theirs[1] + 1]))
    known = _known_by(one, mine), _known_by(other, theirs)
    return Change(kind or _kind(before, after), _bare(before), _bare(after), where, *known, behind)


def _name(place: Place, pair: Pair) -> Change:
    """A name that gave way to another. It is told by itself: beside it may stand the rest of it, or anything."""
    change = _change(place, pair, NAME)
    return replace(change, line=Line(NAME, change.before, change.after, "", ""))


def _toll(place: Place, pair: Pair) -> Change:
    """A figure that gave way to another, with what became of those whom it counts."""
    fate = fate_of(counted(place.other, *pair.theirs)) or fate_of(counted(place.one, *pair.mine))
    worth = [value(tokens[slice(*span)]) for tokens, span in ((place.one, pair.mine), (place.other, pair.theirs))]
    change = replace(_change(place, pair, NUMBER), line=_line_of_figure(place, pair, worth))
    before, after = worth
    if fate and isinstance(before, float) and isinstance(after, float):
        return replace(change, fate=fate, tolls=(before, after))
    return change


def _line_of_figure(place: Place, pair: Pair, worth: Sequence[float | str]) -> Line:
    """Numbers in figures on both sides, however printed; beside them what became of people, else what they count, else
    the word in front, if it is of their sentence.
    """
    before, after = map(_figure, (printed(place.one, pair.mine), printed(place.other, pair.theirs)), worth)
    counts = counted(place.other, *pair.theirs) or counted(place.one, *pair.mine)
    if counts in FATES:
        return Line(NUMBER, before, after, fate_of(counts) or counts, "")
    first, last = pair.theirs
    behind = "" if place.other[last - 1][-1:] in PAUSES else _bare(" ".join(place.other[last : last + 1]))
    if behind and behind.lower() not in SMALL:
        return Line(NUMBER, before, after, "", behind)
    front = "".join(place.other[max(0, first - 1) : first])
    return Line(NUMBER, before, after, "" if front[-1:] in _ENDS else _bare(front), "")


def _figure(printed_so: str, worth: float | str) -> str:
    in_words = not any(map(str.isdigit, printed_so))
    return f"{worth:,.12g}" if isinstance(worth, float) and in_words else printed_so


def _kind(before: str, after: str) -> str:
    both = (word for word in words(f"{before} {after}") if word != "one")
    if any(map(str.isdigit, "".join(in_figures(list(both))))):
        return NUMBER
    return NAME if before[:1].isupper() and after[:1].isupper() else WORDS


def _known_by(tokens: Sequence[str], at: Span) -> frozenset[str]:
    """The words at a place with two before them, and with two behind."""
    own = _joined(tokens[slice(*at)])
    before = " ".join(_joined(tokens[max(0, at[0] - 8) : at[0]]).split()[-_SIDE:])
    behind = " ".join(_joined(tokens[at[1] : at[1] + 8]).split()[:_SIDE])
    if not own:
        return frozenset({f" {before} {behind} "} if before and behind else ())
    return frozenset(
        f" {' '.join(run.split())} " for run in (f"{before} {own}", f"{own} {behind}") if run.strip() != own
    )


def _joined(tokens: Sequence[str]) -> str:
    return " ".join(in_figures(words(" ".join(tokens))))


def _bare(printed: str) -> str:
    return printed.strip(" ,;:.\"'“”‘’()")


def leaning(text: str, changes: Collection[Change]) -> int:
    """How a text, its words with spaces between, prints the places of the changes: above 0 as it was wrong, below 0 as
    it is right; 0 where it prints none of them, or as many this way as that.
    """
    whole, told = _read(text)
    return sum(_prints(change, whole, told) for change in changes)


@lru_cache(maxsize=2000)
def _read(text: str) -> tuple[str, frozenset[tuple[str, float]]]:
    """A text as `leaning` looks at it. Remembered, for every correction of a story asks of the same texts."""
    return _whole(text), tolls(text.split())


def _prints(change: Change, whole: str, told: frozenset[tuple[str, float]]) -> int:
    wrong, right = (any(run in whole for run in runs) for runs in (change.old, change.new))
    if change.tolls and not (wrong or right):
        wrong, right = ((change.fate, worth) in told for worth in change.tolls)
    return wrong - right


def meant(changes: Sequence[Change], said: Collection[tuple[str, str]]) -> list[Change]:
    """Those of the changes that the correction's own note speaks of; all where it speaks of none of them."""
    spoken = [change for change in changes if any(_speaks(change, before, after) for before, after in said)]
    return spoken or list(changes)


def speaks_of(changes: Collection[Change], said: Collection[tuple[str, str]], whole: bool = False) -> bool:
    """Whether what a note says it corrects is among the changes; ``whole``: what was wrong and what is right."""
    return any(_speaks(change, before, after, whole) for change in changes for before, after in said)


def _speaks(change: Change, before: str, after: str, whole: bool = False) -> bool:
    both = _within(before, change.before), _within(after, change.after)
    return all(both) if whole else any(both)


def _within(said: str, printed: str) -> bool:
    return f" {_joined(said.split())} " in f" {_joined(printed.split())} "
