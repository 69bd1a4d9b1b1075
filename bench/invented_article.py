"""An invented article with its truth, and the light hand of a sub-editor."""

from __future__ import annotations

from dataclasses import dataclass

from bench import vocabulary
from bench.invented_prose import sign_off
from bench.vocabulary import Dice

PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Invented:
    """An article and its truth: equal ``version`` for one text but for trims and small edits, equal ``story`` for one
    report as it developed. ``form`` names a form or is "prose"; ``role`` is what it is to its story.
    """

    name: str
    form: str
    headline: str
    paragraphs: tuple[str, ...]
    story: str
    version: str
    role: str = "report"


def edited(paragraphs: tuple[str, ...], dice: Dice) -> tuple[str, ...]:
    """One to five words changed, misspelt or left out; sometimes a late paragraph dropped or a sign-off added."""
    texts = list(paragraphs)
    for _ in range(dice.between(1, 5)):
        at = dice.below(len(texts))
        texts[at] = _touched(texts[at], dice)
    if len(texts) > 4 and dice.chance(0.2):
        del texts[dice.between(2, len(texts) - 1)]
    return (*texts, *(sign_off(dice) if dice.chance(0.3) else ()))


def _touched(text: str, dice: Dice) -> str:
    """One plain word misspelt, exchanged or left out; names and figures stay as they are."""
    tokens = text.split(" ")
    plain = [at for at, token in enumerate(tokens) if token.isalpha() and token.islower() and len(token) > 2]
    if plain:
        at = dice.one(plain)
        another = vocabulary.english()["kind"].draw(dice)
        tokens[at] = dice.one((_misspelt(tokens[at], dice), another, ""))
    return " ".join(token for token in tokens if token)


def _misspelt(word: str, dice: Dice) -> str:
    """Two neighbouring letters change places."""
    at = dice.below(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
