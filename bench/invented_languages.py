"""Invented stories in nineteen languages, with their copies, trims and forms: real words and grammar, no real report.

Each language has a file in ``bench/languages``: who does what to what, where and when, people, towns, sentences to put
them in, and four forms, one of them without figures. A story draws a few of each and keeps to them, as a report keeps
to its matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bench.invented_article import PROSE, Invented
from bench.vocabulary import Dice

_FILES = Path(__file__).with_name("languages")
LANGUAGES = tuple(sorted(file.stem for file in _FILES.glob("*.txt")))
FORMS = ("earnings", "weather", "football", "appointment")
CUTS = (15, 25, 50)
"""Per cent of the paragraphs that a trim leaves, two paragraphs at least."""

SEED = 20261127

_SLOT = re.compile(r"\{(\w+)\}")
_KEPT = {"subjects": 7, "verbs": 6, "objects": 9, "places": 5, "times": 3}
"""How many of each a story draws."""


@dataclass(frozen=True)
class Language:
    """What the sentences of a language are made of, by kind."""

    code: str
    lists: Mapping[str, Sequence[str]]

    @property
    def quiet(self) -> str:
        """What parts two sentences."""
        return "" if self.code in ("zh", "ja") else " "


@lru_cache
def language(code: str) -> Language:
    """Read the language's file."""
    lines = (_FILES / f"{code}.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if line)
    return Language(code, {kind: [item.strip() for item in items.split(" | ")] for kind, _, items in pairs})


def strangers(code: str, stories: int = 40, forms: int = 12, seed: int = SEED) -> Iterator[Invented]:
    """Stories of 8 to 12 paragraphs and, of each form, so many issues: no two are one story."""
    own = language(code)
    for number in range(stories):
        yield _story(own, number, Dice(seed, code, "story", number))
    for form in FORMS:
        for number in range(forms):
            yield _form(own, form, number, Dice(seed, code, form, number))


def copies(stories: Sequence[Invented], code: str, seed: int = SEED) -> Iterator[Invented]:
    """Of each story one copy with one to five small edits under another headline."""
    for story in stories:
        dice = Dice(seed, "copy", story.name)
        texts = list(story.paragraphs)
        for _ in range(dice.between(1, 5)):
            at = dice.below(len(texts))
            texts[at] = _touched(texts[at], dice)
        yield _offspring(story, "copy", tuple(texts), code, dice)


def trims(stories: Sequence[Invented], code: str, seed: int = SEED) -> Iterator[Invented]:
    """Of each story its first 15, 25 and 50 % under another headline, with a desk's own last sentence."""
    for story in stories:
        for cut in CUTS:
            dice = Dice(seed, "trim", cut, story.name)
            left = story.paragraphs[: max(2, round(len(story.paragraphs) * cut / 100))]
            own = dice.one(language(code).lists["sign"])
            yield _offspring(story, f"trim{cut}", (*left, own), code, dice)


def _offspring(story: Invented, role: str, paragraphs: tuple[str, ...], code: str, dice: Dice) -> Invented:
    headline = _Matter(language(code), dice).headline()
    return Invented(f"{role}-{story.name}", story.form, headline, paragraphs, story.story, story.version, role)


class _Matter:
    """What one report is about."""

    def __init__(self, own: Language, dice: Dice) -> None:
        self._own, self._dice = own, dice
        self._lists = {kind: dice.some(own.lists[kind], count) for kind, count in _KEPT.items()}
        self._lists["patterns"] = list(own.lists["patterns"])
        self._people = [_person(own, dice) for _ in range(4)]
        self._town = dice.one(own.lists["towns"])

    def sentence(self) -> str:
        return _opened(_SLOT.sub(self._filled, self._dice.one(self._lists["patterns"])))

    def headline(self) -> str:
        """A short sentence without its stop."""
        return _opened(_SLOT.sub(self._filled, self._own.lists["headline"][0]))

    def _filled(self, slot: re.Match[str]) -> str:
        kinds = {"s": "subjects", "v": "verbs", "o": "objects", "p": "places", "t": "times"}
        if slot[1] in kinds:
            return self._dice.one(self._lists[kinds[slot[1]]])
        if slot[1] == "n":
            return self._dice.one(self._people)
        return self._town if slot[1] == "town" else str(self._dice.between(11, 4000))


def _story(own: Language, number: int, dice: Dice) -> Invented:
    matter = _Matter(own, dice)
    name = f"{own.code}-story-{number:03}"
    paragraphs = (
        own.quiet.join(matter.sentence() for _ in range(dice.between(2, 3))) for _ in range(dice.between(8, 12))
    )
    return Invented(name, PROSE, matter.headline(), tuple(paragraphs), name, name)


def _form(own: Language, form: str, number: int, dice: Dice) -> Invented:
    """One issue: of a company, of a town, or of a match of two. Its headline is any."""
    company, person = dice.one(own.lists["last"]) + own.quiet + dice.one(own.lists["towns"]), _person(own, dice)
    home, away = dice.some(own.lists["towns"], 2)
    turn = iter((home, away) * 4 if form == "football" else (home,) * 8)

    def filled(slot: re.Match[str]) -> str:
        if slot[1] == "d":
            return str(dice.between(0, 5) if form == "football" else dice.between(1, 28))
        if slot[1] == "x":
            return str(dice.between(3, 44) if form == "football" else dice.between(11, 4000))
        return {"c": company, "n": person if form == "earnings" else _person(own, dice)}.get(slot[1]) or next(turn)

    paragraphs = tuple(_opened(_SLOT.sub(filled, text)) for text in own.lists[form])
    name = f"{own.code}-{form}-{number:03}"
    return Invented(name, form, _Matter(own, dice).headline(), paragraphs, name, name)


def _person(own: Language, dice: Dice) -> str:
    return _SLOT.sub(lambda slot: dice.one(own.lists[slot[1]]), own.lists["name"][0])


def _opened(sentence: str) -> str:
    """With a capital, where the script has them; an article of Hebrew or Arabic is left as it is."""
    return sentence[:1].upper() + sentence[1:]


def _touched(text: str, dice: Dice) -> str:
    """Two letters that stand side by side exchanged, or one left out; figures stay as they are."""
    inner = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not inner:
        return text
    at = dice.one(inner)
    swapped = text[at + 1] + text[at] if dice.chance(0.6) else text[at + 1]
    return text[:at] + swapped + text[at + 2 :]
