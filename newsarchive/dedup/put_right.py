"""What a correction puts right: the words of an older text that stand otherwise in it, and which texts print which.

Both are told from the two texts alone. Changed words are known again in other copies by the words beside them, since
a bare 12 may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from newsarchive.dedup.alignment import Kind, Row, aligned
from newsarchive.dedup.words import words

LONGEST = 12
"""Words of a change beyond which a passage was rewritten rather than put right."""

MOST = 12
"""Changes that are told; figures and names come first."""

NUMBER, NAME, WORDS = "number", "name", "words"

_SIDE = 2


@dataclass(frozen=True, slots=True)
class Change:
    """Words that gave way to others, as printed; ``where`` are the words in front of both, ``behind`` the one behind.

    ``old`` and ``new`` are runs of normalised words, the change with its neighbours: a text that has one of them has
    the words at that place.
    """

    kind: str
    before: str
    after: str
    where: str
    old: frozenset[str]
    new: frozenset[str]
    behind: str = ""


def put_right(one: Sequence[str], other: Sequence[str]) -> list[Change]:
    """What stands otherwise in the other article's paragraphs, figures and names first, `MOST` at most.

    Left out is what could not be told again: words that both articles have with such neighbours.
    """
    found = [change for row in aligned(one, other) if row.kind == Kind.CHANGED for change in _changes(row)]
    mine, theirs = (_whole(paragraphs) for paragraphs in (one, other))
    clear = [_telling(change, mine, theirs) for change in found]
    distinct = {(c.before, c.after, c.where): c for c in clear if c.old or c.new}
    return sorted(distinct.values(), key=lambda change: (NUMBER, NAME, WORDS).index(change.kind))[:MOST]


def _whole(paragraphs: Sequence[str]) -> str:
    return f" {' '.join(words(' '.join(paragraphs)))} "


def _telling(change: Change, mine: str, theirs: str) -> Change:
    old = frozenset(run for run in change.old if run not in theirs)
    return replace(change, old=old, new=frozenset(run for run in change.new if run not in mine))


def _changes(row: Row) -> Iterator[Change]:
    one = " ".join(piece.text for piece in row.one).split()
    other = " ".join(piece.text for piece in row.other).split()
    steps = list(Indel.opcodes([_plain(w) for w in one], [_plain(w) for w in other]))
    for i, j, k, n in _replaced([(s.tag, s.src_start, s.src_end, s.dest_start, s.dest_end) for s in steps]):
        if (j - i or n - k) and max(j - i, n - k) <= LONGEST:
            yield _change(one, other, (i, j), (k, n))


def _replaced(steps: Sequence[tuple[str, int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches without words in common, as places in both; a single word that stayed between two is no border."""
    run: tuple[int, int, int, int] | None = None
    for tag, i, j, k, n in steps:
        if tag != "equal":
            run = (run[0], j, run[2], n) if run else (i, j, k, n)
        elif run and j - i > 1:
            yield run
            run = None
    if run:
        yield run


def _change(one: Sequence[str], other: Sequence[str], mine: tuple[int, int], theirs: tuple[int, int]) -> Change:
    before, after = " ".join(one[slice(*mine)]), " ".join(other[slice(*theirs)])
    where = " ".join(other[max(0, theirs[0] - _SIDE) : theirs[0]])
    kind = _kind(before, after)
    behind = _bare(" ".join(other[theirs[1] : theirs[1] + 1]))
    return Change(kind, _bare(before), _bare(after), where, _known_by(one, mine), _known_by(other, theirs), behind)


def _kind(before: str, after: str) -> str:
    if any(map(str.isdigit, before + after)) or not _FIGURES.isdisjoint(words(f"{before} {after}")):
        return NUMBER
    return NAME if before[:1].isupper() and after[:1].isupper() else WORDS


_FIGURES = frozenset(
    words(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half"
        " quarter third dozen"
    )
)


def _known_by(tokens: Sequence[str], at: tuple[int, int]) -> frozenset[str]:
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
    return " ".join(words(" ".join(tokens)))


def _plain(token: str) -> str:
    return " ".join(words(token)) or token


def _bare(printed: str) -> str:
    return printed.strip(" ,;:.\"'“”‘’()")


def leaning(text: str, changes: Collection[Change]) -> int:
    """How a text, its words with spaces between, prints the places of the changes: above 0 as it was wrong, below 0 as
    it is right; 0 where it prints none of them, or as many this way as that.
    """
    whole = f" {text} "
    wrong = sum(any(run in whole for run in change.old) for change in changes)
    return wrong - sum(any(run in whole for run in change.new) for change in changes)


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
    return f" {' '.join(words(said))} " in f" {' '.join(words(printed))} "
