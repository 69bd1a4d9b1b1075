"""Whether a kill means an article with which it shares no text: told from slug, headline, number, place and time.

Points for and against add up, each with its reason; they were set by hand on invented notices, since no public set of
kills exists.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import xxhash

from newsarchive.dedup.rarity import rarities
from newsarchive.dedup.words import words

SURE, ASKED = 5.0, 3.0
"""Points from which a kill carries by itself, and from which an editor is asked."""

DAYS = 7
"""A kill means what was sent within so many days before it."""

_HELD = SURE - 0.5
"""Points that are left at most where something that the notice names is otherwise: then an editor is asked."""

_ANOTHER = 0.2
"""Likeness of two headlines below which they are plainly two."""

_TELLING = 3
_AROUND = "\"'“”‘’„«»()[]{}<>,.;:!?…-–—*"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a kill says of the story that it kills, and what is known of the kill itself.

    ``slug`` is a key, ``place`` in capitals, ``moved`` the clock at which it went out. ``on`` and ``at`` say when the
    kill was sent, None where nothing printed says so; ``at`` names its zone. ``sent_as`` is the kill's own number.
    ``own`` are those of *slug*, *headline*, *serial* and *place* that it does not name in so many words: they may be
    the notice's own, and speak against nothing. One that takes ``back`` speaks of a story of which there is a kill.
    """

    slug: str
    headline: str
    serial: str
    place: str
    moved: time | None
    agencies: frozenset[str]
    on: date | None
    at: datetime | None
    sent_as: str = ""
    own: frozenset[str] = frozenset()
    back: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of an article that might be meant."""

    slug: str
    headline: str
    serial: str
    place: str
    agencies: frozenset[str]
    on: date | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Judged:
    """Points, and the reasons in words, those that count most first."""

    points: float
    why: tuple[str, ...]
    sure: bool

    @property
    def confidence(self) -> float:
        """From 0 to 1: a half where an editor would toss a coin."""
        return round(1 / (1 + math.exp(ASKED + 1 - self.points)), 3)


def telling(headline: str) -> list[str]:
    """The rarest words of a headline, three at most, in the order of the alphabet: what finds it again.

    Only words that every index parts as we do: letters alone, with nothing inside them. So a headline in a script
    without spaces has none.
    """
    distinct = sorted({own[0] for token in headline.split() if len(own := _plainly(token)) == 1})
    if not distinct:
        return []
    hashes = np.array([xxhash.xxh3_64_intdigest(word.encode()) for word in distinct], dtype=np.uint64)
    rare = sorted((-rarity, word) for rarity, word in zip(rarities(hashes).tolist(), distinct, strict=True) if rarity)
    return sorted(word for _, word in rare[:_TELLING])


def _plainly(token: str) -> list[str]:
    bare = token.strip(_AROUND)
    return words(bare) if bare.isalpha() else []


def keys(meant: Meant) -> list[str]:
    """By any of these what a kill means is found: its slug, its number, the words of its headline; and its place, where
    the hour is named at which it moved.
    """
    found = [f"slug {meant.slug}"] * bool(meant.slug) + [f"serial {meant.serial}"] * bool(meant.serial)
    found += [f"place {_bare_place(meant.place)}"] * bool(meant.place and meant.moved)
    return found + [f"word {word}" for word in telling(meant.headline or meant.slug.replace("-", " "))]


def key_of_kill(number: str) -> str:
    """By this a notice is found that takes back the kill of a number."""
    return f"kill {number}"


def keys_of(candidate: Candidate) -> list[str]:
    """What an article may be found by, from its side."""
    found = [f"slug {candidate.slug}"] * bool(candidate.slug) + [f"serial {candidate.serial}"] * bool(candidate.serial)
    found += [f"place {_bare_place(candidate.place)}"] * bool(candidate.place)
    return found + [f"word {word}" for word in sorted(set(words(candidate.headline)))]


def judged(meant: Meant, candidate: Candidate) -> Judged | None:
    """How surely the kill means the article; None where it cannot, or too little speaks for it."""
    when = _when(meant, candidate)
    if when is None or not _found_by(meant, candidate):
        return None
    named = [*_slug(meant, candidate), *_headline(meant, candidate), *_serial(meant, candidate)]
    if not any(points > 0 for points, _ in named) and not _moved_there(meant, candidate):
        return None
    reasons = [
        *named,
        when,
        *_place(meant, candidate),
        *_agency(meant, candidate),
        *_provider(meant, candidate),
        *_moved(meant, candidate),
    ]
    points = sum(each for each, _ in reasons)
    why = tuple(words_ for _, words_ in sorted(reasons, key=lambda reason: -abs(reason[0])) if words_)
    held = _contradicts(meant, candidate)
    sure = not held and points >= (ASKED if meant.back else SURE)
    return Judged(min(points, _HELD) if held else points, why, sure) if points >= ASKED else None


def _found_by(meant: Meant, candidate: Candidate) -> bool:
    """Whether an index leads from the one to the other, from either side."""
    if (meant.slug and meant.slug == candidate.slug) or (meant.serial and meant.serial == candidate.serial):
        return True
    return _moved_there(meant, candidate) or _has_telling(meant.headline or meant.slug.replace("-", " "), candidate)


def _has_telling(headline: str, candidate: Candidate) -> bool:
    """Whether a candidate's headline has the words by which another is found again."""
    told = telling(headline)
    return bool(told) and set(told) <= set(words(candidate.headline))


def _contradicts(meant: Meant, candidate: Candidate) -> bool:
    """Whether anything that the notice names is otherwise. An outlet's page has an hour of its own."""
    named = [*_slug(meant, candidate), *_headline(meant, candidate), *_serial(meant, candidate)]
    named += _place(meant, candidate) if "place" not in meant.own else ()
    named += _moved(meant, candidate) if candidate.slug or candidate.serial else ()
    return any(points < 0 for points, _ in named)


def _moved_there(meant: Meant, candidate: Candidate) -> bool:
    """Whether it moved at the hour that the notice names, from the place that it names."""
    points = [*_place(meant, candidate), *_moved(meant, candidate)]
    return len(points) == 2 and all(each > 0 for each, _ in points)


def _bare_place(place: str) -> str:
    return place.split(",")[0].casefold()


Reasons = Sequence[tuple[float, str]]


def _slug(meant: Meant, candidate: Candidate) -> Reasons:
    if not meant.slug:
        return ()
    if meant.slug == candidate.slug:
        return ((3.0 if "-" in meant.slug else 2.0, f"its slug is {meant.slug}"),)
    told = set(meant.slug.split("-"))
    if len(told) > 1 and told <= set(words(candidate.headline)):
        return ((1.5, f"its headline has the words of the slug {meant.slug}"),)
    return ((-1.0, f"but its slug is {candidate.slug}"),) if candidate.slug and "slug" not in meant.own else ()


def _headline(meant: Meant, candidate: Candidate) -> Reasons:
    mine, theirs = set(words(meant.headline)), set(words(candidate.headline))
    if len(mine) < 2 or not theirs:
        return ()
    shared = len(mine & theirs) / len(mine | theirs)
    if shared >= 0.85 and len(mine) > 2:
        return ((5.0, "the notice names its headline"),)
    if shared >= 0.55:
        return ((3.0, "the notice names nearly its headline"),)
    if len(mine) > 2 and _has_telling(meant.headline, candidate):
        return ((2.0, "its headline has the rarest words of the one named"),)
    another = shared < _ANOTHER and theirs.isdisjoint(telling(meant.headline)) and "headline" not in meant.own
    return ((-2.0, "but its headline is another than the one named"),) if another else ()


BY_NUMBER = "its number is"
"""How the reason begins that outweighs all others."""


def _serial(meant: Meant, candidate: Candidate) -> Reasons:
    if not meant.serial or not candidate.serial:
        return ()
    if meant.serial == candidate.serial:
        return ((5.0, f"{BY_NUMBER} {meant.serial}"),)
    another = _feed(meant.serial) == _feed(candidate.serial) and "serial" not in meant.own
    return ((-2.0, f"but its number is {candidate.serial}"),) if another else ()


def _feed(serial: str) -> str:
    """Numbers of one feed begin alike: NORTHWIRE 0417 and NORTHWIRE 0431."""
    return serial.rstrip(" -0123456789")


def _when(meant: Meant, candidate: Candidate) -> tuple[float, str] | None:
    """How long before the kill the article was sent; None where it was later, or too long before."""
    if meant.at and candidate.at:
        ago = meant.at - candidate.at
        if ago < timedelta(0) or ago > timedelta(days=DAYS):
            return None
        return (
            1.5 if ago <= timedelta(days=1) else 0.5 if ago <= timedelta(days=3) else 0.0
        ), f"sent {_told(ago)} before"
    if not (meant.on and candidate.on):
        return -1.0, "it is not known when it was sent"
    days = (meant.on - candidate.on).days
    if not 0 <= days <= DAYS:
        return None
    return (0.5 if days <= 1 else 0.0), "sent the same day" if days == 0 else f"sent {days} days before"


def _told(ago: timedelta) -> str:
    minutes = int(ago.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{ago.days} days"


def _place(meant: Meant, candidate: Candidate) -> Reasons:
    mine, theirs = _bare_place(meant.place), _bare_place(candidate.place)
    if not mine or not theirs:
        return ()
    return ((1.5, f"from {candidate.place}"),) if mine == theirs else ((-2.0, f"but from {candidate.place}"),)


def _agency(meant: Meant, candidate: Candidate) -> Reasons:
    if not meant.agencies or not candidate.agencies:
        return ()
    shared = sorted(meant.agencies & candidate.agencies)
    if shared:
        return ((0.5, f"both by {shared[0]}"),)
    return ((-2.0, "but by another agency"),)


def _provider(meant: Meant, candidate: Candidate) -> Reasons:
    mine, theirs = _feed(meant.sent_as), _feed(candidate.serial)
    if not mine or not theirs:
        return ()
    return ((0.5, f"both sent by {theirs}"),) if mine == theirs else ((-0.5, "but sent by another feed"),)


def _moved(meant: Meant, candidate: Candidate) -> Reasons:
    """A clock without a day is of the day before the kill: stories of one slug move at the same hour every day."""
    if not meant.moved or not candidate.at:
        return ()
    if meant.at and meant.at - candidate.at > timedelta(days=1):
        return ((-1.0, f"but not moved at {meant.moved:%H%M} of that day"),)
    at = candidate.at.astimezone(meant.moved.tzinfo) if meant.moved.tzinfo else candidate.at
    apart = abs((at.hour * 60 + at.minute) - (meant.moved.hour * 60 + meant.moved.minute))
    apart = min(apart, 24 * 60 - apart)
    if apart <= 2:
        return ((3.0, f"moved at {meant.moved:%H%M}, as the notice says"),)
    return ((-1.0, f"but not moved at {meant.moved:%H%M}"),) if apart > 15 and meant.moved.tzinfo else ()
