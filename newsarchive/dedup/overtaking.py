"""Corrections that were corrected: what the latest of them says of older wordings, once.

A text that prints 12, which was corrected to 19, which was corrected to 17, is corrected by the last one: 12 → 17.
A pure function of what each notice of a story does by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from newsarchive.dedup.put_right import Change
from newsarchive.dedup.spreading import SHOWN, Effect, Member
from newsarchive.dedup.words import words

THROUGH = "it was corrected before, to"
"""How the reason begins that a text prints what an earlier correction put right in between."""

Done = tuple[Member, Effect]
"""A notice, and something that it does."""

Way = tuple[int, ...]
"""Corrections, by their articles, each of which corrects the one before."""

Again = Mapping[int, Sequence[Done]]
"""For each correction, by its article, the later ones that correct its own text."""


def by_the_latest(done: Sequence[Done]) -> list[Done]:
    """The same, but that what a later correction put right again is told by that one alone, from the oldest words on.

    What came to be right again as it was before is not *corrected* at all.
    """
    again = _again(done)
    if not again:
        return list(done)
    told = [(by, *each) for by, effect in done for each in _onward(by, effect, again, ())]
    anew = {(article, effect.text) for by, _, effect, way in told for article in way if article != by.article}
    return [
        (late, effect) for by, late, effect, _ in told if (by.article, effect.text) not in anew or _is_right(effect)
    ]


def _is_right(effect: Effect) -> bool:
    return effect.mark != "corrected"


def _again(done: Sequence[Done]) -> Again:
    of_text = {by.text: by for by, effect in done if effect.mark == "corrects" and effect.text == by.text}
    found: dict[int, list[Done]] = defaultdict(list)
    for by, effect in done:
        first = of_text.get(effect.text)
        if effect.mark == "corrected" and first and first.article != by.article:
            found[first.article].append((by, effect))
    return {article: sorted(some, key=lambda each: each[0].order) for article, some in found.items()}


def _onward(by: Member, effect: Effect, again: Again, way: Way) -> Iterator[tuple[Member, Effect, Way]]:
    """An effect, as far as no later correction has a say in it, and what later ones make of it; on which way."""
    way = (*way, by.article)
    left = effect.changes
    for later, own in again.get(by.article, ()) if effect.mark == "corrected" else ():
        after = {one: _after(one, own.changes) for one in left}
        if later.article not in way and any(after.values()):
            left = tuple(one for one in left if not after[one])
            if whole := _joined(effect, after, own):
                yield from _onward(later, whole, again, way)
    if left or not effect.changes:
        yield by, replace(effect, changes=left), way


def _after(one: Change, later: Sequence[Change]) -> Change | None:
    """The later change of what the one made right."""
    return next((change for change in later if _follows(change, one)), None)


def _follows(later: Change, one: Change) -> bool:
    if later.kind != one.kind or words(later.before) != words(one.after):
        return False
    return bool(one.new & later.old) or (one.where, one.behind) == (later.where, later.behind)


def _joined(effect: Effect, after: Mapping[Change, Change | None], own: Effect) -> Effect | None:
    """What a later correction does to a text that the first one corrects; None where that is right again."""
    whole = [_both(one, then) for one, then in after.items() if then and words(one.before) != words(then.after)]
    if not whole:
        return None
    rest = [change for change in own.changes if change not in after.values()]
    through = sorted({f"{THROUGH} {one.after}" for one, then in after.items() if then})
    changes = tuple(dict.fromkeys([*whole, *rest]))[:SHOWN]
    return replace(effect, changes=changes, why=(*effect.why, *through))


def _both(one: Change, then: Change) -> Change:
    tolls = (one.tolls[0], then.tolls[1]) if one.tolls and then.tolls else None
    line = then.line._replace(before=one.line.before) if one.line and then.line else None
    return replace(then, before=one.before, old=one.old, tolls=tolls, line=line)
