"""What a misread text most likely said: words mended, put together and parted, by a noisy channel.

Each word was either printed so, or is a listed word with letters misread, or half of a broken word, or two that ran
together. The likeliest reading of the whole line of words is found by dynamic programming (Viterbi), with unigram
frequencies (Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model", 1990; for word
borders Norvig, "Natural language corpus data", 2009). Figures are never taken for other figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from newsarchive.dedup.noise_words import UNKNOWN, Lexicon, Near, shape

_SURE = {1: 650, 2: 550, 3: 500}
"""Frequency, in hundredths, from which on a word of so many letters is taken as it stands: short ones are soon met."""

_SURE_LONGER = 350

_BASE = -9.0
"""Log, to the base of ten, of how frequent a word of zipf frequency 0 is: all that follows is in such logs."""

_LETTER = -1.2
"""A letter of a word that is not listed, a name for instance, about as frequent as letters are."""

_UNLISTED = -1.3
"""That a word is not listed at all."""

_MISREAD = -3.0
"""A letter taken for any other, dropped or put in."""

_CONFUSED = -1.8
"""A letter taken for one of like shape."""

_BROKEN, _RUN_TOGETHER = -2.2, -2.5

_PART, _SINGLE = 300, 650
"""Frequencies of the halves of what ran together: of any word, and of one letter that is a word."""

_MOST_EDITS = 3

AS_FIGURES = str.maketrans("ilosbzgq", "11058299")
_MIXED = re.compile(r"[\dilosbzgq]*\d[\dilosbzgq]*")
_WITH_LETTERS = re.compile(r"\d+(?:s|st|nd|rd|th|m|b|bn|mn|k|p|c|g|l|am|pm|kg|km|mm|cm)|[a-hjkmnp-y]\d+")
"""Figures that have letters by right: 1980s, 5th, 20m, F16."""

_LETTERS_FIRST = re.compile(r"[a-z0158]{2,}")


@dataclass(frozen=True, slots=True)
class Reading:
    """Some neighbouring words that were read as others, and the log of how likely that is.

    ``printed`` has for each word what stood there, or "" where there is no doubt about it.
    """

    said: tuple[str, ...]
    log: float
    printed: tuple[str, ...]


def read(line: Sequence[str], lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """The words that the text most likely had, and beside each that is in doubt what was printed there, else ""."""
    single, double = _readings(line, lexicon)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for i, own in enumerate(single):
        found = (best[i][0] + own.log, 1)
        if i and (both := double.get(i - 1)) and best[i - 1][0] + both.log > found[0]:
            found = (best[i - 1][0] + both.log, 2)
        best.append(found)
    chosen: list[Reading] = []
    at = len(line)
    while at:
        step = best[at][1]
        chosen.append(single[at - 1] if step == 1 else double[at - 2])
        at -= step
    chosen.reverse()
    return [word for one in chosen for word in one.said], [word for one in chosen for word in one.printed]


def near_words(doubtful: Sequence[str], lexicon: Lexicon) -> dict[str, Reading | None]:
    """The listed word that each most likely is, misread, by each; None where none is near."""
    return {word: _as_read(word, near) for word, near in lexicon.nearest(doubtful, _nearest).items()}


def _as_read(word: str, near: Near | None) -> Reading | None:
    return Reading((near.word,), near.log, (word,)) if near else None


def unlisted(word: str) -> float:
    """The log of how likely it is that a word that is not listed stands somewhere."""
    return _UNLISTED + _LETTER * len(word)


def _readings(line: Sequence[str], lexicon: Lexicon) -> tuple[list[Reading], dict[int, Reading]]:
    """The best reading of each word by itself, and of those neighbours that may be one word, by the first's index."""
    known = dict(zip(line, lexicon.known_words(line), strict=True))
    doubtful = sorted(word for word, z in known.items() if not _sure(word, z) and _may_be_word(word))
    alone = {word: _alone(word, z) for word, z in known.items()}
    near, parted = near_words(doubtful, lexicon), _all_parted(doubtful, lexicon)
    for word in doubtful:
        alone[word] = max(filter(None, (alone[word], near[word], parted.get(word))), key=_order)
    return [alone[word] for word in line], _together(line, known, lexicon)


def _together(line: Sequence[str], known: Mapping[str, int], lexicon: Lexicon) -> dict[int, Reading]:
    """Neighbours that are one word when put together, as it is or misread besides."""
    sure = [_sure(word, known[word]) for word in line]
    pairs = [(i, a + b, sure[i] or sure[i + 1]) for i, (a, b) in enumerate(pairwise(line)) if (a + b).isalpha()]
    joint = lexicon.known_words([word for _, word, _ in pairs])
    near = near_words(sorted({word for _, word, whole in pairs if not whole and len(word) > _MOST_EDITS}), lexicon)
    found = {}
    for (i, word, whole), z in zip(pairs, joint, strict=True):
        one = None if whole else near.get(word)
        if z != UNKNOWN:
            one = Reading((word,), _BASE + z / 100, (word,))
        if one:
            found[i] = Reading(one.said, one.log + _BROKEN, one.printed)
    return found


def _sure(word: str, frequency: int) -> bool:
    return frequency >= _SURE.get(len(word), _SURE_LONGER)


def _may_be_word(word: str) -> bool:
    """Whether it is a word, or one in which letters were taken for figures."""
    return word.isalpha() or bool(_LETTERS_FIRST.fullmatch(word) and not _figure_by_right(word))


def _figure_by_right(word: str) -> bool:
    figures = sum(map(str.isdigit, word))
    return 2 * figures > len(word) or bool(_WITH_LETTERS.fullmatch(word))


def _alone(word: str, frequency: int) -> Reading:
    """The word as it is, or the figure that it is in all but a few letters."""
    if _sure(word, frequency) or word.isdigit():
        return Reading((word,), _BASE + frequency / 100, ("",))
    if not word.isalpha():
        figure = _figure(word)
        return Reading((figure or word,), -4.0 - len(word), (word,))
    log = unlisted(word) if frequency == UNKNOWN else _BASE + frequency / 100
    return Reading((word,), log, (word,))


def _figure(word: str) -> str | None:
    """A figure that was read as letters in part."""
    if _WITH_LETTERS.fullmatch(word) or not _MIXED.fullmatch(word):
        return None
    return word.translate(AS_FIGURES) if 2 * sum(map(str.isdigit, word)) >= len(word) else None


def _order(reading: Reading) -> tuple[float, tuple[str, ...]]:
    return reading.log, reading.said


def _nearest(word: str, alike: Sequence[int], lexicon: Lexicon) -> Near | None:
    """The likeliest of some listed words, given the most frequent first; of two as likely the later by alphabet."""
    own, most = shape(word), min(_MOST_EDITS, max(1, len(word) // 2))
    best: tuple[float, str] | None = None
    for number in alike:
        plain, listed = _BASE + lexicon.frequency[number] / 100, lexicon.likely[number]
        if best and plain + _CONFUSED < best[0]:
            break
        edits = Levenshtein.distance(own, shape(listed), score_cutoff=most)
        if edits <= most and listed != word:
            confused = max(0, Levenshtein.distance(word, listed) - edits)
            log = plain + _MISREAD * edits + _CONFUSED * confused
            best = max(best, (log, listed)) if best else (log, listed)
    return Near(best[1], best[0]) if best else None


def _all_parted(doubtful: Sequence[str], lexicon: Lexicon) -> dict[str, Reading]:
    """The two words that each is most likely, run together."""
    cuts = [(word, word[:i], word[i:]) for word in doubtful if word.isalpha() for i in range(1, len(word))]
    known = lexicon.known_words([part for _, *parts in cuts for part in parts])
    found: dict[str, Reading] = {}
    for word, reading in _parted(cuts, iter(known)):
        found[word] = max(found.get(word, reading), reading, key=_order)
    return found


def _parted(cuts: Sequence[tuple[str, str, str]], known: Iterator[int]) -> Iterator[tuple[str, Reading]]:
    for word, one, other in cuts:
        first, second = next(known), next(known)
        if all(z >= (_PART if len(part) > 1 else _SINGLE) for part, z in ((one, first), (other, second))):
            log = 2 * _BASE + (first + second) / 100 + _RUN_TOGETHER
            yield word, Reading((one, other), log, (one, other))
