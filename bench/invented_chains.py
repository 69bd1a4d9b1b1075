"""Invented stories as they develop: a report, what outlets do to it, its updates, corrections, and a rival's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench import vocabulary
from bench.invented_article import PROSE, Invented, edited
from bench.invented_prose import Cast, Writer, cast, sign_off
from bench.vocabulary import Dice

_TRIM_LEAST = 50


@dataclass(frozen=True)
class _Draft:
    """A text with its toll kept apart: in the paragraphs it stands as #."""

    paragraphs: tuple[str, ...]
    toll: int

    def printed(self) -> tuple[str, ...]:
        return tuple(p.replace("#", str(self.toll)) for p in self.paragraphs)


def chains(count: int, seed: int) -> Iterator[Invented]:
    """``count`` stories, each of one to four versions of several articles, half of them with another agency's report
    of the same event, which is a story of its own.
    """
    for n in range(count):
        yield from _Chain(n, seed).members()


class _Chain:
    def __init__(self, number: int, seed: int) -> None:
        self._dice = Dice(seed, "chain", number)
        self._topic = cast(self._dice)
        self._writer = Writer(self._dice, self._topic)
        self._story = f"chain-{number:05}"
        self._made, self._headline = 0, ""

    def members(self) -> Iterator[Invented]:
        first = _draft(self._writer, self._dice)
        yield from self._version("report", first.printed())
        latest = first
        for _ in range(self._dice.one((0, 1, 1, 1, 2))):
            latest = _updated(latest, self._writer, self._dice)
            yield from self._version("update", latest.printed())
        if self._dice.chance(0.4):
            yield from self._version("correction", _corrected(latest, self._topic, self._dice))
        if self._dice.chance(0.5):
            yield self._rival(latest.toll)

    def _version(self, role: str, paragraphs: tuple[str, ...]) -> Iterator[Invented]:
        """A text, and what outlets made of it."""
        dice = self._dice
        version = f"{self._story}-{role}-{self._made}"
        self._headline = self._writer.headline()
        yield self._article(role, paragraphs, version)
        for _ in range(dice.one((0, 1, 2))):
            yield self._article("copy", paragraphs, version)
        for share in dice.some((0.15, 0.25, 0.5), dice.one((0, 1, 2))):
            yield self._article("trim", _trimmed(paragraphs, share, dice), version)
        for _ in range(dice.one((0, 1, 2))):
            yield self._article("edited", edited(paragraphs, dice), version)

    def _article(self, role: str, paragraphs: tuple[str, ...], version: str) -> Invented:
        self._made += 1
        name = f"{self._story}-{self._made:02}-{role}"
        headline = self._headline if self._dice.chance(0.3) else self._writer.headline()
        return Invented(name, PROSE, headline, paragraphs, self._story, version, role)

    def _rival(self, toll: int) -> Invented:
        """Names, places and the toll are the same; every sentence is another writer's."""
        dice = Dice(self._story, "rival", toll, self._dice.below(1_000_000))
        draft = replace(_draft(Writer(dice, self._topic), dice), toll=toll)
        name = f"{self._story}-rival"
        return Invented(name, PROSE, self._writer.headline(), draft.printed(), name, name, "rival")


def _draft(writer: Writer, dice: Dice) -> _Draft:
    lede = writer.toll()
    body = writer.body(dice.between(180, 460))
    for _ in range(2):
        body.insert(dice.between(1, len(body)), writer.toll())
    return _Draft((writer.dateline() + lede, *body), dice.between(11, 90))


def _updated(draft: _Draft, writer: Writer, dice: Dice) -> _Draft:
    """A new lede, a higher toll and 60 to 80 % of the body as it was."""
    old = draft.paragraphs[1:]
    gone = set(dice.some(range(len(old)), max(1, len(old) * dice.between(20, 40) // 100)))
    kept = [p for i, p in enumerate(old) if i not in gone]
    ledes = [writer.dateline() + writer.toll(), *(writer.paragraph() for _ in range(dice.between(0, 1)))]
    return _Draft((*ledes, *kept), draft.toll + dice.between(1, 12))


def _corrected(draft: _Draft, topic: Cast, dice: Dice) -> tuple[str, ...]:
    """One name or the toll is put right, everywhere; sometimes a line says so."""
    if dice.chance(0.5):
        said, texts = "the toll", replace(draft, toll=draft.toll - dice.between(1, 5)).printed()
    else:
        wrong, right = dice.one(topic.people).split()[-1], vocabulary.surname(dice)
        said, texts = "a name", tuple(re.sub(rf"\b{wrong}\b", right, p) for p in draft.printed())
    return (f"(Corrects {said} in an earlier report)", *texts) if dice.chance(0.6) else texts


def _trimmed(paragraphs: tuple[str, ...], share: float, dice: Dice) -> tuple[str, ...]:
    """The first paragraphs, two and some fifty words at least, perhaps with a local sign-off."""
    least = max(2, round(len(paragraphs) * share))
    while least < len(paragraphs) and sum(p.count(" ") + 1 for p in paragraphs[:least]) < _TRIM_LEAST:
        least += 1
    return (*paragraphs[:least], *(sign_off(dice) if dice.chance(0.5) else ()))
