"""News prose made up by dice: clauses of the trade filled with English words as often as they are used.

It reads like news and means nothing. What matters is how its words fall: small words and stock phrases recur from
report to report as they do in wire copy, names and rare words within a report only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bench import vocabulary
from bench.prose_grammar import FRAMES, HEADLINES, ROLES, STANDING, TOLLS
from bench.vocabulary import Dice, english

_ARTICLE = re.compile(r"\b([Aa])(?= [aeio])")
_SPACES = re.compile(r" +(?=[ ,.])")
_HEAD = re.compile(r'((?:^|[.:] )"?)([a-z])')
_LEDE_LEAST = 14
_DRAWN = 9
"""Nouns that a report comes back to."""

COPYRIGHT = (
    "This report may be stored for personal use; it may not be published again, sent out or rewritten without leave.",
    "All rights in this report and its pictures are with the agency and the newspapers that subscribe to it.",
    "Copyright by the agency. Times are local. Corrections are sent to all subscribers without delay.",
)
SIGN_OFFS = (
    "(Reporting by {person}; editing by {editor})",
    "(Additional reporting by {person} in {place}; writing by {editor})",
    "{person} reported from {place}.",
    "- {agency} staff",
)


@dataclass(frozen=True)
class Cast:
    """Who and what a topic is about: names that its reports share, whoever writes them."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    bodies: tuple[str, ...]
    matters: tuple[str, ...]
    coined: str


def cast(dice: Dice) -> Cast:
    nouns, things = english()["noun"], english()["things"]
    bodies = (vocabulary.firm(dice), f"{vocabulary.town(dice)} {dice.one(('council', 'institute', 'party', 'league'))}")
    matters = [nouns.draw(dice) for _ in range(_DRAWN)] + [things.draw(dice) for _ in range(_DRAWN)]
    return Cast(
        people=tuple(vocabulary.person(dice) for _ in range(4)),
        places=tuple(vocabulary.place(dice) for _ in range(3)),
        bodies=bodies,
        matters=tuple(matters),
        coined=vocabulary.coined(dice),
    )


class Writer:
    """One reporter on one topic. Who has been named before is spoken of by surname."""

    def __init__(self, dice: Dice, topic: Cast) -> None:
        self.dice, self.topic = dice, topic
        self._named: set[str] = set()
        self._tolls = dice.some(TOLLS, len(TOLLS))
        self._makers = self._terminals()

    def report(self, words: int) -> list[str]:
        """Paragraphs of together at least so many words, the first with a dateline or without."""
        first, *others = self.body(words)
        return [self.dateline() + first, *others]

    def body(self, words: int) -> list[str]:
        paragraphs = [self._lede()]
        while sum(p.count(" ") + 1 for p in paragraphs) < words:
            paragraphs.append(self.paragraph())
        return paragraphs

    def _lede(self) -> str:
        """Long enough to be told from a headline."""
        lede = self.sentence()
        while lede.count(" ") < _LEDE_LEAST:
            lede = f"{lede} {self.sentence()}"
        return lede

    def paragraph(self) -> str:
        if self.dice.chance(0.22):
            return self.sentence("quote")
        return " ".join(self.sentence("sentence") for _ in range(self.dice.between(1, 3)))

    def sentence(self, symbol: str = "sentence") -> str:
        return _tidied(self._made(symbol))

    def headline(self) -> str:
        if self.dice.chance(0.04):
            return self.dice.one(STANDING)
        said = self.filled(self.dice.one(HEADLINES))
        return said[0].upper() + said[1:]

    def toll(self) -> str:
        """A paragraph that prints a toll, which stands as # so that a later report can print a higher one.

        A writer has five wordings and uses each once.
        """
        return _tidied(self.filled(self._tolls.pop()))

    def dateline(self) -> str:
        place, agency = self.dice.one(self.topic.places), self.dice.one(vocabulary.AGENCIES)
        day = f"{self.dice.one(vocabulary.MONTHS)} {self.dice.between(1, 28)}"
        full = f"{place.upper()}, {day} ({agency}) - "
        return self.dice.one((full, full, f"{place.upper()} ({agency}) - ", ""))

    def filled(self, frame: str) -> str:
        return "".join(text + (self._made(symbol) if symbol else "") for text, symbol in _parsed(frame))

    def _made(self, symbol: str) -> str:
        if "|" in symbol:
            return self.filled(self.dice.one(_wordings(symbol)))
        make = self._makers.get(symbol)
        return make() if make else self.filled(self.dice.one(FRAMES[symbol]))

    def _terminals(self) -> dict[str, Callable[[], str]]:
        dice, topic = self.dice, self.topic
        half = len(topic.matters) // 2
        return {
            **{kind: self._word(kind) for kind in ("people", "kind", "how", "did", "doing", "to_do")},
            "noun": lambda: self._matter("noun", topic.matters[:half]),
            "things": lambda: self._matter("things", topic.matters[half:]),
            "person": self._person,
            "surname": lambda: dice.one(topic.people).split()[-1],
            "role": lambda: dice.one(ROLES),
            "place": lambda: dice.one(topic.places) if dice.chance(0.7) else vocabulary.place(dice),
            "body": lambda: dice.one(topic.bodies),
            "coined": lambda: topic.coined if dice.chance(0.6) else vocabulary.coined(dice),
            "day": lambda: dice.one(vocabulary.DAYS),
            "month": lambda: dice.one(vocabulary.MONTHS),
            "year": lambda: str(dice.between(1988, 2009)),
            "small": lambda: dice.one(vocabulary.SMALL_NUMBERS),
            "large": lambda: f"{dice.between(11, 9800):,}",
            "share": lambda: f"{dice.between(1, 95)}.{dice.below(10)}",
        }

    def _word(self, kind: str) -> Callable[[], str]:
        words = english()[kind]
        return lambda: words.draw(self.dice)

    def _matter(self, kind: str, matters: tuple[str, ...]) -> str:
        return self.dice.one(matters) if self.dice.chance(0.4) else english()[kind].draw(self.dice)

    def _person(self) -> str:
        name = self.dice.one(self.topic.people)
        if name in self._named:
            return name.split()[-1]
        self._named.add(name)
        return f"{self.dice.one(ROLES)} {name}"


def _tidied(sentence: str) -> str:
    """Capitals where sentences begin, *an* before vowels, no spaces where nothing was put in."""
    spaced = _SPACES.sub("", _ARTICLE.sub(r"\1n", sentence))
    return _HEAD.sub(lambda head: head[1] + head[2].upper(), spaced)


def sign_off(dice: Dice) -> list[str]:
    """What stands under a report: a credit that hundreds share, a copyright line that thousands do, both or neither."""
    lines = [_credit(dice.below(24), dice.one(SIGN_OFFS))] if dice.chance(0.6) else []
    return [*lines, dice.one(COPYRIGHT)] if dice.chance(0.3) else lines


def _credit(desk: int, line: str) -> str:
    dice = Dice("desk", desk)
    return line.format(
        person=vocabulary.person(dice),
        editor=vocabulary.person(dice),
        place=vocabulary.place(dice),
        agency=dice.one(vocabulary.AGENCIES),
    )


@lru_cache(maxsize=4096)
def _parsed(frame: str) -> tuple[tuple[str, str | None], ...]:
    """Texts of a frame, each with what stands in braces after it."""
    parts: list[tuple[str, str | None]] = []
    depth = start = text_start = 0
    for at, character in enumerate(frame):
        if character == "{":
            start = at if not depth else start
            depth += 1
        elif character == "}":
            depth -= 1
            if not depth:
                parts.append((frame[text_start:start], frame[start + 1 : at]))
                text_start = at + 1
    return (*parts, (frame[text_start:], None))


@lru_cache(maxsize=4096)
def _wordings(symbol: str) -> tuple[str, ...]:
    """The wordings between bars, those in inner braces left whole."""
    found, depth = [""], 0
    for character in symbol:
        depth += (character == "{") - (character == "}")
        if character == "|" and not depth:
            found.append("")
        else:
            found[-1] += character
    return tuple(found)
