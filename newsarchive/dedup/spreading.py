"""What a notice does to the other texts of its story: a correction to those that print what was wrong, a kill and an
embargo to every copy of the version.

A pure function of the story's members and of what the notice says; nothing depends on who came first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz.distance import Indel

from newsarchive.dedup.naming import BY_NUMBER
from newsarchive.dedup.put_right import WORDS, Change, leaning, meant, put_right, speaks_of

LEAST = 0.35
"""Share of words in common, in order, from which a correction is taken to correct a text."""

MOST_ASKED = 300
"""Texts of a story among which the one that a correction corrects is looked for: leads of versions first."""

MOST_LAID = 8
"""Texts that are laid beside a correction, to see which of them it corrects."""

PRINTS_WRONG, PRINTS_NONE = 0.95, 0.7
"""How sure a text is *corrected* that prints what was wrong, and one of such a version that prints none of it."""

SHOWN = 6
"""Changes that a mark tells."""

_FOLLOWING = frozenset({"lead", "update", "recast", "correction"})
"""What a substitute for a killed story bears, and the killed story's late copies do not."""

Paragraphs = Callable[[int], Sequence[str]]
"""The paragraphs of an article, without repeats and datelines."""


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story. ``order`` is one that any two agree on: its digest and number.

    ``on`` is the day that it prints, None where it prints none; ``at`` the moment, where that is known. ``kinds`` are
    those of its trade marks. ``leads`` says that its text stands for its version.
    """

    article: int
    text: int
    version: int
    order: tuple[str, int]
    on: date | None
    at: datetime | None
    kinds: frozenset[str]
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """A mark on a text, how sure it is, why, and what changed."""

    text: int
    mark: str
    confidence: float
    why: tuple[str, ...]
    changes: tuple[Change, ...] = ()


def corrected(
    notice: Member,
    members: Sequence[Member],
    words: Mapping[int, str],
    said: Sequence[tuple[str, str]],
    paragraphs: Paragraphs,
    named: Sequence[Member] = (),
    spared: Collection[int] = (),
) -> list[Effect]:
    """What a correction does in its story; ``words`` are the texts' words, ``said`` what its note says it corrects.

    ``named`` are the articles that it corrects where an editor said so; ``spared`` are texts of which one said that it
    does not correct them.
    """
    own = Effect(notice.text, "corrects", 1.0, (BY_EDITOR if named else "its notice says so",))
    changes = _put_right(notice, named or origins_of(notice, members, words), said, paragraphs)
    if not changes:
        return [own, *_named(named, ())]
    told = meant(changes, said)
    shown = tuple(dict.fromkeys([*told, *(c for c in changes if c.kind != WORDS), *changes]))[:SHOWN]
    lean = {text: leaning(words[text], told) for text in {m.text for m in members} if text in words}
    wrong = {m.version for m in members if lean.get(m.text, 0) > 0} | {m.version for m in named}
    found = [Effect(notice.text, "corrects", 1.0, own.why, shown), *_named(named, shown)]
    told_of = {notice.text, *spared, *(m.text for m in named)}
    for text, prints in sorted(_by_text(members).items()):
        if text in told_of:
            continue
        if lean.get(text, 0) < 0:
            found.append(Effect(text, "corrects", 0.9, ("it prints what is right",), shown))
        elif prints[0].version in wrong and _may_be_wrong(notice, prints):
            found += _corrected(text, lean.get(text, 0), notice, prints, shown)
    return found


BY_EDITOR = "an editor says so"


def _named(named: Sequence[Member], shown: tuple[Change, ...]) -> list[Effect]:
    return [Effect(text, "corrected", 1.0, (BY_EDITOR,), shown) for text in sorted({m.text for m in named})]


def _corrected(
    text: int, lean: int, notice: Member, prints: Sequence[Member], shown: tuple[Change, ...]
) -> list[Effect]:
    if lean > 0:
        return [Effect(text, "corrected", PRINTS_WRONG, ("it prints what was corrected",), shown)]
    if lean == 0 and any(not _after(member, notice) for member in prints):
        return [
            Effect(text, "corrected", PRINTS_NONE, ("its version was corrected; it prints none of the words",), shown)
        ]
    return []


def without_overtaken(done: Sequence[tuple[Member, Effect]]) -> list[tuple[Member, Effect]]:
    """What the notices of a story do, but for corrections that were themselves corrected: a text that prints what a
    later one makes right, and none of what an earlier one put right, is not *corrected* by that.
    """
    right = [(notice, effect.text) for notice, effect in done if effect.mark == "corrects"]
    return [(notice, effect) for notice, effect in done if not _overtaken(notice, effect, right)]


def _overtaken(notice: Member, effect: Effect, right: Sequence[tuple[Member, int]]) -> bool:
    if effect.mark != "corrected" or effect.confidence > PRINTS_NONE:
        return False
    return any(text == effect.text and by.article != notice.article and not _after(notice, by) for by, text in right)


def _may_be_wrong(notice: Member, prints: Sequence[Member]) -> bool:
    """Another correction is itself corrected by a later one only."""
    return all("correction" not in m.kinds or _before(m, notice) for m in prints)


def _put_right(
    notice: Member, origins: Sequence[Member], said: Sequence[tuple[str, str]], paragraphs: Paragraphs
) -> list[Change]:
    """What changed in what it corrects: the likest text that prints what its note says was wrong, else the likest
    in which a figure or a name gave way to another. A copy of the correction itself may be more like it than these.
    """
    mine = paragraphs(notice.article)
    laid = [put_right(paragraphs(origin.article), mine) for origin in origins]
    whole = (changes for changes in laid if speaks_of(changes, said, whole=True))
    spoken = (changes for changes in laid if speaks_of(changes, said))
    telling = (changes for changes in laid if any(c.kind != WORDS and c.before and c.after for c in changes))
    return next(whole, None) or next(spoken, None) or next(telling, None) or next(iter(laid), [])


def origins_of(notice: Member, members: Sequence[Member], words: Mapping[int, str]) -> list[Member]:
    """The articles whose texts a correction may correct, `MOST_LAID` at most: those not later than it, likest first."""
    mine = words[notice.text].split()
    able = [m for m in members if m.text != notice.text and m.text in words and _could_be_origin(m, notice)]
    first: dict[int, Member] = {}
    for member in sorted(able, key=lambda m: (not m.leads, m.order)):
        first.setdefault(member.text, member)
    asked = list(first.values())[:MOST_ASKED]
    likeness = {m.text: Indel.normalized_similarity(words[m.text].split(), mine) for m in asked}
    near = sorted((m for m in asked if likeness[m.text] >= LEAST), key=lambda m: (-likeness[m.text], m.order))
    return near[:MOST_LAID]


def _could_be_origin(member: Member, notice: Member) -> bool:
    return _before(member, notice) if "correction" in member.kinds else not _after(member, notice)


def withdrawn(
    notice: Member, named: Iterable[tuple[Member, float, Sequence[str]]], members: Sequence[Member], holding: set[int]
) -> list[Effect]:
    """What a kill does to the story of articles that it names: marks their versions, and texts that hold theirs whole.

    ``named`` are articles with how surely each is meant and why, ``holding`` the texts that contain a named one's. What
    only notices print is not marked, nor is a substitute: what came later under a mark of its own.
    """
    found: dict[int, Effect] = {}
    by_text = _by_text(members)
    for member, confidence, why in sorted(named, key=lambda each: (-each[1], each[0].order)):
        for text, prints in sorted(by_text.items()):
            if text == member.text:
                reasons = tuple(why)
            elif prints[0].version == member.version:
                reasons = (_OF_ITS_VERSION, *why)
            elif text in holding:
                reasons = (_HOLDS_IT, *why)
            else:
                continue
            if text not in found and not _spared(notice, prints, text == member.text):
                found[text] = Effect(text, "withdrawn", round(confidence, 3), reasons)
    return list(found.values())


_OF_ITS_VERSION, _HOLDS_IT = "of the version that was killed", "it holds the text that was killed"


def without_killed(
    done: Sequence[tuple[Member, Effect]], lifted: Callable[[Effect], bool]
) -> list[tuple[Member, Effect]]:
    """What the notices of a story do, but for corrections that a kill names by their number: what they put right was
    not wrong. A slug, a headline or an hour may mean all of the story. ``lifted`` says of a kill's mark that an editor
    took it off.
    """
    killed = {e.text for _, e in done if e.mark == "withdrawn" and not lifted(e) and _names_it(e)}
    return [(notice, e) for notice, e in done if notice.text not in killed or e.mark not in ("corrects", "corrected")]


def _names_it(effect: Effect) -> bool:
    """Whether it is killed by its own number, not by what it is a copy of."""
    others = {_OF_ITS_VERSION, _HOLDS_IT} & set(effect.why[:1])
    return not others and any(reason.startswith(BY_NUMBER) for reason in effect.why)


def taken_back(kill: Member, by: Member) -> bool:
    """Whether a notice that takes a kill of the same article back takes back this one: not one sent after it."""
    return not _after(kill, by)


def _spared(notice: Member, prints: Sequence[Member], named: bool) -> bool:
    notices = all(m.kinds & {"kill", "withdrawn"} for m in prints)
    follows = any(m.kinds & _FOLLOWING for m in prints) and all(_after(m, notice) for m in prints)
    return notices or (not named and follows)


def held(notice: Member, members: Sequence[Member]) -> list[Effect]:
    """What an embargo does: it holds for every copy of its version."""
    texts = {m.text for m in members if m.version == notice.version}
    why = "a copy of what was sent under embargo"
    return [
        Effect(t, "embargoed", 1.0 if t == notice.text else 0.9, () if t == notice.text else (why,))
        for t in sorted(texts)
    ]


def _by_text(members: Sequence[Member]) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = {}
    for member in members:
        found.setdefault(member.text, []).append(member)
    return found


def _after(one: Member, other: Member) -> bool:
    """Whether an article is known to have been sent later than the other."""
    if one.at and other.at:
        return one.at > other.at
    return bool(one.on and other.on and one.on > other.on)


def _before(one: Member, other: Member) -> bool:
    return _after(other, one)
