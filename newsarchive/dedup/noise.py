"""Scanned print: which texts are damaged, and how these are read.

A text is *damaged* where many of its words are in no list of its language, stand there but once, and are near in
spelling to a listed one. Names are repeated, or near nothing; words of a language that is not listed are so many that
the language is not recognised. This follows from the text's own words, and what is not damaged is left as it is.

Damaged texts are signed and compared as they were most likely printed (`newsarchive.dedup.noise_reading`); what they
are stored and shown as does not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from newsarchive.dedup.noise_reading import near_words, read, unlisted
from newsarchive.dedup.noise_suspects import fewest, odd_words, suspects
from newsarchive.dedup.noise_words import UNKNOWN, Lexicon, lexicon
from newsarchive.dedup.stretches import Stretches, borders_of
from newsarchive.dedup.vocabulary import Spelled, spelled

_CLEARLY = 1.5
"""By how much, in logs to the base of ten, each of that many misread words is likelier a listed one than a name.

Names that nobody has listed are like listed words now and then; damage strikes the commonest words.
"""

_ELIDED = {
    "fr": ("l", "d", "s", "n", "j", "m", "c", "t", "qu", "jusqu", "lorsqu", "puisqu"),
    "it": ("l", "d", "un", "all", "dell", "dall", "nell", "sull", "quest", "c"),
    "ca": ("l", "d", "s", "n", "m", "t"),
}
"""What stands before an apostrophe, which is no part of the words compared: these are then listed with what follows."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged text as it was most likely printed.

    ``printed`` has beside each of ``words`` that is in doubt what stood there, else "".
    """

    words: list[str]
    printed: list[str]


def damage(wordlist: Sequence[str]) -> Damage | None:
    """The reading of a damaged text, given its normalised words in order; None for any other."""
    return damaged(spelled([wordlist])).get(0)


def damaged(texts: Spelled) -> dict[int, Damage]:
    """The readings of those of the texts that are damaged, by index."""
    readings = {i: _read(texts.stretch(i, i + 1), language) for i, language in suspects(texts).items()}
    return {i: found for i, found in readings.items() if found is not None}


def mended(texts: Spelled) -> tuple[Spelled, Stretches]:
    """The texts, damaged ones as they are read, and of these what was printed, word by word (`Damage`), in UTF-8."""
    found = damaged(texts)
    count = len(texts.lengths)
    printed = [" ".join(found[i].printed).encode() if i in found else b"" for i in range(count)]
    if found:
        texts = spelled([found[i].words if i in found else _words_of(texts, i) for i in range(count)])
    return texts, _in_bytes(printed)


def lines_of(texts: Spelled) -> Stretches:
    """The words of each text in order, in UTF-8, with a blank between them."""
    return _in_bytes([" ".join(_words_of(texts, i)).encode() for i in range(len(texts.lengths))])


def _in_bytes(lines: Sequence[bytes]) -> Stretches:
    return Stretches(np.frombuffer(b"".join(lines), dtype=np.uint8), borders_of([len(line) for line in lines]))


def share(wordlist: Sequence[str]) -> float:
    """The share of a text's words, as printed, that are read as others; 0 for a text that is not damaged."""
    found = damage(wordlist)
    if found is None:
        return 0.0
    changed = sum(1 for word, printed in zip(found.words, found.printed, strict=True) if printed not in ("", word))
    return min(1.0, changed / len(wordlist))


def _words_of(texts: Spelled, i: int) -> list[str]:
    spellings = texts.vocabulary.spellings
    own = texts.numbers[texts.borders[i] : texts.borders[i + 1]]
    return [spellings[number] for number in own.tolist()]


def _read(text: Spelled, language: str) -> Damage | None:
    """The reading of one text, if it is damaged."""
    listed, least = lexicon(language), float(fewest(text.lengths)[0])
    unknown = _unknown(_odd_words(text), listed, _ELIDED.get(language, ()))
    if len(unknown) < least or not _are_misread(unknown, listed, least):
        return None
    return Damage(*read(_words_of(text, 0), listed))


def _are_misread(unknown: Sequence[str], listed: Lexicon, least: float) -> bool:
    """Whether enough of the words are likelier listed ones misread than names, and all together clearly so."""
    near = near_words(unknown, listed)
    likelier = [found.log - unlisted(word) for word, found in near.items() if found and found.log > unlisted(word)]
    return len(likelier) >= least and fsum(likelier) >= _CLEARLY * least


def _odd_words(text: Spelled) -> list[str]:
    return sorted(text.vocabulary.spellings[number] for number in odd_words(text).numbers.tolist())


def _unknown(odd: Sequence[str], listed: Lexicon, elided: Sequence[str]) -> list[str]:
    """Those of the words that are not listed in the language."""
    unknown = [word for word, z in zip(odd, listed.known_words(odd), strict=True) if z == UNKNOWN]
    ends = [word[len(start) :] for word in unknown for start in elided if word.startswith(start)]
    whole = {end for end, z in zip(ends, listed.known_words(ends), strict=True) if z != UNKNOWN}
    return [w for w in unknown if not any(w.startswith(start) and w[len(start) :] in whole for start in elided)]
