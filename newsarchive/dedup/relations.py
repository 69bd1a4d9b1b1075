"""What one text is to another, in the trade's words, which way round, and how surely.

What the two texts show (`newsarchive.dedup.traits`), and what the rest of their story shows of them
(`newsarchive.dedup.witnesses`), is put as a few clues. Five questions are asked of them, one after
the other: have they anything in common, is it one report, does the one put right what the other says, does it carry it
on, is it cut. Each is a weighted sum of clues, learnt from pairs that were labelled by reading; the numbers are in
`newsarchive.dedup.sense`. What remains of certainty after each is what the answer is worth. Which of two is the later
is asked apart, of differences only, so that the answer turns round with the pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp

from newsarchive.dedup.clues import Shown, clues, shorter, signs
from newsarchive.dedup.figures import in_figures
from newsarchive.dedup.likeness import Likeness
from newsarchive.dedup.noise_evidence import agreed_words
from newsarchive.dedup.profiles import profiles_as_given
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.sense import SENSE, RelationScheme
from newsarchive.dedup.told import Told
from newsarchive.dedup.traits import traits_of
from newsarchive.dedup.vocabulary import spelled
from newsarchive.dedup.witnesses import Witnesses


class Kind(StrEnum):
    """What two texts are to each other, whichever way round."""

    COPY = "copy"
    """One text but for small edits and the outlet's own lines."""
    TRIM = "trim"
    """The one is the other with parts left out."""
    UPDATE = "update"
    """One report as it developed."""
    CORRECTION = "correction"
    """The same with a stated fact put right."""
    WITHDRAWAL = "withdrawal"
    """The one is a notice that takes the other back."""
    SHARING = "sharing"
    """Different reports that print the same passages."""
    NONE = "none"


class Relation(StrEnum):
    """Read as: this text *is a copy of*, *is trimmed from* … that one."""

    COPY = "copy"
    TRIMMED = "trimmed from"
    EXTENDS = "extends"
    ANOTHER_CUT = "another cut of"
    UPDATES = "updates"
    UPDATED_BY = "updated by"
    ANOTHER_VERSION = "another version of"
    CORRECTS = "corrects"
    CORRECTED_BY = "corrected by"
    EITHER_CORRECTS = "corrects or is corrected by"
    WITHDRAWS = "withdraws"
    WITHDRAWN_BY = "withdrawn by"
    SHARES = "shares passages"


class Way(StrEnum):
    """Which of two texts comes from the other: is trimmed from it, updates, corrects or withdraws it."""

    FIRST = "first"
    SECOND = "second"
    UNKNOWN = "unknown"
    NEITHER = "neither"

    @property
    def turned(self) -> Way:
        return {Way.FIRST: Way.SECOND, Way.SECOND: Way.FIRST}.get(self, self)


@dataclass(frozen=True, slots=True)
class Related:
    """What the first of two texts is to the second. ``confidence``, 0 to 1, is how often such an answer is right, kind
    and way together.
    """

    kind: Kind
    way: Way
    confidence: float

    @property
    def relation(self) -> Relation | None:
        """In words; None where they have nothing to speak of in common."""
        return _WORDS.get((self.kind, self.way))

    def turned(self) -> Related:
        """What the second is to the first."""
        return replace(self, way=self.way.turned)


_WORDS: Mapping[tuple[Kind, Way], Relation] = {
    (Kind.COPY, Way.NEITHER): Relation.COPY,
    (Kind.TRIM, Way.FIRST): Relation.TRIMMED,
    (Kind.TRIM, Way.SECOND): Relation.EXTENDS,
    (Kind.TRIM, Way.UNKNOWN): Relation.ANOTHER_CUT,
    (Kind.UPDATE, Way.FIRST): Relation.UPDATES,
    (Kind.UPDATE, Way.SECOND): Relation.UPDATED_BY,
    (Kind.UPDATE, Way.UNKNOWN): Relation.ANOTHER_VERSION,
    (Kind.CORRECTION, Way.FIRST): Relation.CORRECTS,
    (Kind.CORRECTION, Way.SECOND): Relation.CORRECTED_BY,
    (Kind.CORRECTION, Way.UNKNOWN): Relation.EITHER_CORRECTS,
    (Kind.WITHDRAWAL, Way.FIRST): Relation.WITHDRAWS,
    (Kind.WITHDRAWAL, Way.SECOND): Relation.WITHDRAWN_BY,
    (Kind.SHARING, Way.NEITHER): Relation.SHARES,
}

_DIRECTED = (Kind.TRIM, Kind.UPDATE, Kind.CORRECTION, Kind.WITHDRAWAL)

EQUAL = Related(Kind.COPY, Way.NEITHER, 1.0)
"""Of two texts with the same words, but for how numbers are written."""


def relation(one: Told, other: Told, scheme: RelationScheme = SENSE) -> Related:
    """What the one text is to the other."""
    return relations([one, other], [(0, 1)], scheme)[0]


def relations(
    texts: Sequence[Told],
    pairs: Sequence[tuple[int, int]],
    scheme: RelationScheme = SENSE,
    together: bool = False,
    beside: Sequence[Sequence[int]] | None = None,
) -> list[Related]:
    """`relation` of many pairs of indices into ``texts``. ``together`` says that each pair is of one story, so that it
    has something in common whatever the words say. ``beside`` are, for each pair, the indices of texts of its story or
    stories, which may be these themselves (`newsarchive.dedup.witnesses`).
    """
    asked = beside_each(texts, pairs, beside or [()] * len(pairs))
    texts, pairs = _agreed(texts, pairs)
    turned = [list(texts[i].words) > list(texts[j].words) for i, j in pairs]
    ordered = [(j, i) if turn else (i, j) for (i, j), turn in zip(pairs, turned, strict=True)]
    found = [
        _related(told, texts[i], texts[j], scheme, together)
        for told, (i, j) in zip(shown(texts, ordered, asked), ordered, strict=True)
    ]
    return [each.turned() if turn else each for each, turn in zip(found, turned, strict=True)]


@dataclass(frozen=True, slots=True)
class Beside:
    """The texts that are asked about a pair. ``but`` are those that print the same as one of the two."""

    table: Witnesses
    but: tuple[int, ...]

    def printed(self, words: Sequence[str]) -> bool | None:
        """Whether they print words that stand in a row."""
        return self.table.print(words, self.but)


def beside_each(
    texts: Sequence[Told], pairs: Sequence[tuple[int, int]], beside: Sequence[Sequence[int]]
) -> list[Beside]:
    """Those to be asked about each pair, one table for all that stand beside the same."""
    tables: dict[tuple[int, ...], Witnesses] = {}
    found = []
    for (i, j), others in zip(pairs, map(tuple, beside), strict=True):
        if others not in tables:
            tables[others] = Witnesses([texts[k] for k in others])
        but = tuple(n for n, k in enumerate(others) if texts[k].words in (texts[i].words, texts[j].words))
        found.append(Beside(tables[others], but))
    return found


def shown(texts: Sequence[Told], pairs: Sequence[tuple[int, int]], beside: Sequence[Beside]) -> list[Shown]:
    """What each pair shows, and what the others show of it."""
    profiles = [text.profile for text in texts]
    traits = traits_of([text.words for text in texts], profiles, pairs, [each.printed for each in beside])
    return [
        Shown(own, each.table.of(texts[i], texts[j], each.but))
        for own, each, (i, j) in zip(traits, beside, pairs, strict=True)
    ]


def _agreed(
    texts: Sequence[Told], pairs: Sequence[tuple[int, int]]
) -> tuple[Sequence[Told], Sequence[tuple[int, int]]]:
    """The same pairs, where a text is damaged as both most likely were printed: what a scan did is no correction."""
    every, found = list(texts), list(pairs)
    for n, (i, j) in enumerate(pairs):
        if agreed := agreed_words(texts[i].profile, texts[j].profile):
            found[n] = len(every), len(every) + 1
            printed = profiles_as_given(spelled(agreed))
            every += [
                replace(texts[k], words=own, profile=p) for k, own, p in zip((i, j), agreed, printed, strict=True)
            ]
    return every, found


def by_containment(likeness: Likeness, scheme: ClusteringScheme) -> Relation | None:
    """A first word on the relation of one text to another, from how alike they are alone, or None where they have
    nothing to speak of in common: what a receipt says the moment an article is filed.
    """
    mine, theirs = likeness.contained, likeness.other_contained
    if min(mine, theirs) >= scheme.copy:
        return Relation.COPY
    if max(mine, theirs) >= scheme.trimmed and abs(mine - theirs) > 1 - scheme.copy:
        return Relation.TRIMMED if mine > theirs else Relation.EXTENDS
    if likeness.story >= 0:
        return Relation.UPDATES
    return Relation.SHARES if max(mine, theirs) >= scheme.shared else None


def _related(told: Shown, one: Told, other: Told, scheme: RelationScheme, together: bool) -> Related:
    if one.words == other.words or in_figures(one.words) == in_figures(other.words):
        return EQUAL
    shares = kinds(clues(told, one, other), scheme)
    if together:
        shares[Kind.SHARING] += shares.pop(Kind.NONE)
    kind = max(shares, key=lambda each: (shares[each], each))
    if kind not in _DIRECTED:
        return Related(kind, Way.NEITHER, round(shares[kind], 3))
    odds = shorter(told.traits) if kind == Kind.TRIM else scheme.later.odds(signs(told, one, other))
    way = Way.UNKNOWN if abs(odds) < scheme.undecided else Way.SECOND if odds > 0 else Way.FIRST
    return Related(kind, way, round(shares[kind] * max(_share(odds), _share(-odds)), 3))


def kinds(found: Mapping[str, float], scheme: RelationScheme = SENSE) -> dict[Kind, float]:
    """How likely each kind is, given the clues; they add up to 1. Withdrawals are not among them: a notice shares no
    words with what it takes back.
    """
    shares, left = {}, 1.0
    for kind, weighing, asked in (
        (Kind.NONE, scheme.common, False),
        (Kind.SHARING, scheme.report, False),
        (Kind.CORRECTION, scheme.corrects, True),
        (Kind.UPDATE, scheme.updates, True),
        (Kind.TRIM, scheme.cut, True),
    ):
        yes = _share(weighing.odds(found)) if kind != Kind.CORRECTION or may_correct(found) else 0.0
        shares[kind] = left * (yes if asked else 1 - yes)
        left -= shares[kind]
    return {**shares, Kind.COPY: left}


def may_correct(found: Mapping[str, float]) -> bool:
    """Whether anything was put right: a name or a figure gave way to another, or other words did and a mark says so.
    A mark on one side alone, where no word gave way to another, is that of a correction whose copy bears none.
    """
    return found["swaps"] > 0 or (found["says_corrected"] > 0 and found["other_touches"] > 0)


def _share(odds: float) -> float:
    """The probability that log-odds stand for."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))
