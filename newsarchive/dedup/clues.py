"""What two texts and the rest of their story show, put as the clues that `newsarchive.dedup.sense` weighs."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log1p, tanh

from newsarchive.dedup.told import Clock, Told
from newsarchive.dedup.traits import Side, Traits
from newsarchive.dedup.witnesses import UNSEEN, Own, Witnessed

_PAGE_CLOCKS = 2.0
"""Hours by which the middle of the clocks of pages is off."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What two texts show, and what the rest of their story shows of them."""

    traits: Traits
    seen: Witnessed = UNSEEN


def clues(shown: Shown, one: Told, other: Told) -> dict[str, float]:
    """What tells the kind of a relation; the same whichever text comes first. The names are those of the schemes.

    *Smaller* and *larger* are by length. Counts come as the log of 1 and the count, so that the first ones tell most.
    """
    traits, seen = shown.traits, shown.seen
    smaller, larger = sorted((traits.one, traits.other), key=_by_size)
    return {
        **_in_common(smaller, larger),
        **_rewritten(traits, smaller, larger),
        **_put_right(traits),
        **_laid(traits, smaller, larger),
        **_seen(*((seen.one, seen.other) if smaller is traits.one else (seen.other, seen.one)), seen),
        "ratio": log((larger.own + 20) / (smaller.own + 20)),
        "left_out": larger.apart / larger.own,
        "brought": smaller.apart / smaller.own,
        "larger_cut": log1p(larger.stretch.cut),
        "says_corrected": float(one.said.corrects != other.said.corrects),
        "says_updated": float(one.said.updates != other.said.updates),
        "hours": _hours(one.clock, other.clock),
        "ran_apart": abs(_ran(seen)),
    }


def _seen(smaller: Own, larger: Own, seen: Witnessed) -> dict[str, float]:
    """What the others of the story print. Shares are of a text that is some lines longer, lest a few words of a short
    one tell much.
    """
    return {
        "larger_seen": larger.seen / (larger.runs + 30),
        "larger_alone": larger.alone / (larger.runs + 30),
        "both_alone": log1p(min(smaller.alone, larger.alone)),
        "together": log1p(seen.together),
        "joined": seen.joined,
        "wholes": log1p(seen.wholes),
    }


def _in_common(smaller: Side, larger: Side) -> dict[str, float]:
    contained = max(smaller.contained, larger.contained)
    return {
        "contained": log(contained + 0.02),
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
        "both_news": log1p(min(smaller.news, larger.news)),
        "both_new": log1p(min(smaller.new, larger.new)),
        "laid": order.laid,
        "inserted": log1p(order.inserted),
        "absent": theirs.absent,
        "sentences": log1p(mine.absent * smaller.length),
    }


def _rewritten(traits: Traits, smaller: Side, larger: Side) -> dict[str, float]:
    own, order = smaller.own, traits.order
    mine, theirs = smaller.stretch, larger.stretch
    return {
        "both_fresh": log1p(min(smaller.fresh, larger.fresh)),
        "both_rewritten": log1p(min(mine.rewritten, theirs.rewritten)),
        "both_open": log1p(min(mine.before, theirs.before)),
        "worked_over": (order.touched + mine.rewritten) / (own * max(smaller.contained, 0.05) + 20),
    }


def _put_right(traits: Traits) -> dict[str, float]:
    order = traits.order
    return {
        "figures": log1p(traits.figures_changed),
        "figures_share": traits.figures_changed / (traits.figures + 4),
        "names_share": traits.names_changed / (traits.names + 4),
        "swaps": log1p(order.swaps),
        "other_touches": log1p(order.touches - order.swaps),
    }


def _by_size(side: Side) -> tuple[float, ...]:
    return (side.own, -side.contained, -side.head, side.lacking, side.stretch.cut)


def shorter(traits: Traits) -> float:
    """Log-odds that of two cuts the other is trimmed from the one: it has less that is its own."""
    return 40 * (traits.other.contained_own - traits.one.contained_own)


def signs(shown: Shown, one: Told, other: Told) -> dict[str, float]:
    """What tells which text is the later: positive where it is the other; each turns round with the pair."""
    traits, seen = shown.traits, shown.seen
    mine, theirs = traits.one, traits.other
    return {
        **_by_clock(one.clock, other.clock),
        "ran": _ran(seen),
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


def _ran(seen: Witnessed) -> float:
    return tanh((seen.later or 0.0) / _PAGE_CLOCKS)


def _hours(one: Clock | None, other: Clock | None) -> float:
    """How far apart two clocks are, as far as both name the hour."""
    return tanh(abs(other.hours - one.hours) / 12) if one and other and one.timed and other.timed else 0.0


def _by_clock(one: Clock | None, other: Clock | None) -> dict[str, float]:
    """Hours between two clocks of one kind. Pages are late by hours or days, and without an hour by half a day more."""
    if one is None or other is None:
        return {}
    apart = other.hours - one.hours
    if one.filed and other.filed and one.timed and other.timed and one.zoned and other.zoned:
        return {"filed": tanh(apart)}
    if one.timed and other.timed:
        return {"published": tanh(apart / 12)}
    return {"published": tanh(apart / 24) if abs(apart) >= 12 else 0.0}
