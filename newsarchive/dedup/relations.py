"""What one text is to another, in the trade's words, which way round, and how surely.

What the two texts show (`newsarchive.dedup.traits`) is put as a few clues. Five questions are asked of them, one after
the other: have they anything in common, is it one report, does the one put right what the other says, does it carry it
on, is it cut. Each is a weighted sum of clues, learnt from pairs that were labelled by reading; the numbers are in
`newsarchive.dedup.sense`. What remains of certainty after each is what the answer is worth. Which of two is the later
is asked apart, of differences only, so that the answer turns round with the pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log, log1p, tanh

from newsarchive.dedup.likeness import Likeness
from newsarchive.dedup.noise_evidence import agreed_words
from newsarchive.dedup.profiles import Profile, profiles_as_given
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.sense import SENSE, RelationScheme
from newsarchive.dedup.traits import Side, Traits, traits_of
from newsarchive.dedup.vocabulary import spelled


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
class Clock:
    """When a text went out. ``hours`` count from any fixed moment; ``timed`` says that the hour is known and not only
    the day, ``filed`` that the clock is the agency's own and not that of a page.
    """

    hours: float
    timed: bool
    filed: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What the trade's marks on a text say of it. ``number`` is that of the update or lead, where one is printed."""

    updates: bool = False
    corrects: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A text as it is compared: its normalised words in order, its profile, and what else is known of it."""

    words: Sequence[str]
    profile: Profile
    clock: Clock | None = None
    said: Said = Said()


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
"""Of two texts with the same words."""


def relation(one: Told, other: Told, scheme: RelationScheme = SENSE) -> Related:
    """What the one text is to the other."""
    return relations([one, other], [(0, 1)], scheme)[0]


def relations(
    texts: Sequence[Told], pairs: Sequence[tuple[int, int]], scheme: RelationScheme = SENSE, together: bool = False
) -> list[Related]:
    """`relation` of many pairs of indices into ``texts``. ``together`` says that each pair is of one story, so that it
    has something in common whatever the words say.
    """
    texts, pairs = _agreed(texts, pairs)
    turned = [list(texts[i].words) > list(texts[j].words) for i, j in pairs]
    ordered = [(j, i) if turn else (i, j) for (i, j), turn in zip(pairs, turned, strict=True)]
    traits = traits_of([t.words for t in texts], [t.profile for t in texts], ordered)
    found = [_related(t, texts[i], texts[j], scheme, together) for t, (i, j) in zip(traits, ordered, strict=True)]
    return [each.turned() if turn else each for each, turn in zip(found, turned, strict=True)]


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


def _related(traits: Traits, one: Told, other: Told, scheme: RelationScheme, together: bool) -> Related:
    if one.words == other.words:
        return EQUAL
    shares = kinds(clues(traits, one.said, other.said), scheme)
    if together:
        shares[Kind.SHARING] += shares.pop(Kind.NONE)
    kind = max(shares, key=lambda each: (shares[each], each))
    if kind not in _DIRECTED:
        return Related(kind, Way.NEITHER, round(shares[kind], 3))
    odds = shorter(traits) if kind == Kind.TRIM else scheme.later.odds(signs(traits, one, other))
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
    """Whether anything was put right: a name or a figure gave way to another, or a mark says so."""
    return found["swaps"] > 0 or found["says_corrected"] > 0


def _share(odds: float) -> float:
    """The probability that log-odds stand for."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))


def clues(traits: Traits, said: Said = Said(), other_said: Said = Said()) -> dict[str, float]:
    """What tells the kind of a relation; the same whichever text comes first. The names are those of the schemes.

    *Smaller* and *larger* are by length. Counts come as the log of 1 and the count, so that the first ones tell most.
    """
    smaller, larger = sorted((traits.one, traits.other), key=_by_size)
    return {
        **_in_common(smaller, larger),
        **_rewritten(traits, smaller, larger),
        **_put_right(traits),
        **_laid(traits, smaller, larger),
        "ratio": log((larger.own + 20) / (smaller.own + 20)),
        "left_out": larger.apart / larger.own,
        "brought": smaller.apart / smaller.own,
        "larger_cut": log1p(larger.stretch.cut),
        "says_corrected": float(said.corrects != other_said.corrects),
        "says_updated": float(said.updates != other_said.updates),
    }


def _in_common(smaller: Side, larger: Side) -> dict[str, float]:
    contained = max(smaller.contained, larger.contained)
    almost_all = max(smaller.contained_own, larger.contained_own)
    return {
        "contained": log(contained + 0.02),
        "almost_all": -log(1.03 - almost_all),
        "passages_count": log1p(smaller.passages * max(smaller.length - 7, 0)),
        "head": max(smaller.head, larger.head),
        "both_heads": min(smaller.head, larger.head),
    }


def _laid(traits: Traits, smaller: Side, larger: Side) -> dict[str, float]:
    mine, theirs, order = smaller.covered, larger.covered, traits.order
    shared = smaller.specifics - smaller.lacking
    return {
        "longest": log1p(max(mine.longest, theirs.longest)),
        "specific": shared / (smaller.specifics + 3),
        "specifics": log1p(min(shared, larger.specifics - larger.lacking)),
        "news": log1p(smaller.news),
        "both_news": log1p(min(smaller.news, larger.news)),
        "laid": order.laid,
        "inserted": log1p(order.inserted),
        "cuts": log1p(order.cuts),
        "larger_opens": theirs.opening,
        "absent": theirs.absent,
        "end_kept": theirs.end,
    }


def _rewritten(traits: Traits, smaller: Side, larger: Side) -> dict[str, float]:
    own, order = smaller.own, traits.order
    mine, theirs = smaller.stretch, larger.stretch
    return {
        "both_fresh": log1p(min(smaller.fresh, larger.fresh)),
        "both_rewritten": log1p(min(mine.rewritten, theirs.rewritten)),
        "both_open": log1p(min(mine.before, theirs.before)),
        "both_end": log1p(min(mine.after, theirs.after)),
        "touches": order.touches / (own / 50 + 1),
        "worked_over": (order.touched + mine.rewritten) / (own * max(smaller.contained, 0.05) + 20),
    }


def _put_right(traits: Traits) -> dict[str, float]:
    order = traits.order
    return {
        "figures": log1p(traits.figures_changed),
        "figures_share": traits.figures_changed / (traits.figures + 4),
        "names": log1p(traits.names_changed),
        "names_share": traits.names_changed / (traits.names + 4),
        "swaps": log1p(order.swaps),
        "one_swap": float(0 < order.swapped <= 2),
        "other_touches": log1p(order.touches - order.swaps),
    }


def _by_size(side: Side) -> tuple[float, ...]:
    return (side.own, -side.contained, -side.head, side.lacking, side.stretch.cut)


def shorter(traits: Traits) -> float:
    """Log-odds that of two cuts the other is trimmed from the one: it has less that is its own."""
    return 40 * (traits.other.contained - traits.one.contained)


def signs(traits: Traits, one: Told, other: Told) -> dict[str, float]:
    """What tells which text is the later: positive where it is the other; each turns round with the pair."""
    mine, theirs = traits.one, traits.other
    return {
        **_by_clock(one.clock, other.clock),
        "longer": log((theirs.own + 20) / (mine.own + 20)),
        "adds": mine.covered.share - theirs.covered.share,
        "rewrites": _news(theirs) - _news(mine),
        "grows": tanh(traits.order.grown),
        "knows": tanh(traits.order.knows),
        "says_corrected": float(other.said.corrects) - float(one.said.corrects),
        "says_updated": float(other.said.updates) - float(one.said.updates),
        "number": tanh((other.said.number or 0) - (one.said.number or 0)),
    }


def _news(side: Side) -> float:
    return log1p(side.stretch.rewritten + side.stretch.before)


def _by_clock(one: Clock | None, other: Clock | None) -> dict[str, float]:
    """Hours between two clocks of one kind. Pages are late by hours or days, and without an hour by half a day more."""
    if one is None or other is None:
        return {}
    apart = other.hours - one.hours
    if one.filed and other.filed and one.timed and other.timed:
        return {"filed": tanh(apart)}
    if one.timed and other.timed:
        return {"published": tanh(apart / 12)}
    return {"published": tanh(apart / 24) if abs(apart) >= 12 else 0.0}
