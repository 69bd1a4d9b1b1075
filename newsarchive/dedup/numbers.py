"""The values of numbers as reports print them, in figures and in English words."""

from __future__ import annotations

from collections.abc import Sequence

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

UNITS = {word: float(value) for value, word in enumerate(_ONES.split())}
TENS = {word: 10.0 * value for value, word in enumerate(_TENS.split(), 2)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}


def value_of(word: str) -> float | None:
    """The value of one normalised word: ``19`` and ``nineteen`` are 19; None for what is no number by itself.

    Ordinals, and figures with letters on them (``747s``, ``3rd``), are names rather than numbers.
    """
    if word in UNITS or word in TENS:
        return UNITS.get(word, TENS.get(word))
    return float(word) if word.isascii() and word.isdigit() and len(word) <= 15 else None


def value_of_run(words: Sequence[str]) -> float | None:
    """The value of some words that make up one number: ``twenty three``, ``1.2 million``; None where they do not.

    Figures may have commas and a decimal point: ``1,250`` and ``3.5``.
    """
    total = part = 0.0
    known = False
    for word in words:
        if word in SCALES:
            scale = SCALES[word]
            part = (part or 1.0) * scale
            if scale >= 1e3:
                total, part = total + part, 0.0
        elif (value := figure_of(word)) is not None:
            part += value
        elif word != "and" or not known:
            return None
        known = True
    return total + part if known else None


def figure_of(word: str) -> float | None:
    """`value_of`, of figures with commas or a decimal point too."""
    plain = word.replace(",", "")
    if plain.count(".") == 1 and plain.replace(".", "").isdecimal() and plain.isascii() and not plain.endswith("."):
        return float(plain)
    return value_of(plain)
