"""The words of a language as a bad scan is read against them: which there are, how common, and which are spelled alike.

Listed words come from wordfreq's large lists (Robyn Speer, 2022; frozen by its author), normalised as texts are. Likely
words for a misread one are found by what both leave when letters are struck out (symmetric deletes: Wolf Garbe,
SymSpell, 2012), not of the words but of their *shapes*, in which letters that scans confuse are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import xxhash

from newsarchive.dedup.words import NORMALISER, words
from newsarchive.kept import kept

_TABLE = "wordfreq-3.1.1-large-shapes-2"
"""Name it anew when the lists or their reading change."""

NOISE = f"noise-2-{_TABLE}"
"""Part of the signature schemes' ids: raise it when any text is read in another way, or found by other keys."""

LANGUAGES = ("ca", "cs", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "sv")
"""Those written in Latin letters of which there is a large list: a small one lacks too many good words."""

ANY, LIKELY, COMMON = 100, 250, 500
"""Zipf frequencies in hundredths: of what is listed, of what a misread word may have been, of what tells a language."""

UNKNOWN = -1
"""The frequency of what is not listed."""

_SHORT, _LONG = 3, 7
"""Letters of a shape from which on one may be struck out, and two."""

_REMEMBERED = 100_000
"""Misread words of which it is remembered what they were taken for, some 15 MB."""

_ALL = 900
_PAIRS = (("rn", "m"), ("nn", "m"), ("cl", "d"), ("li", "h"), ("vv", "w"), ("ii", "u"))
_SINGLE = {
    ord(c): group[0] for group in ("il1j", "tf7", "oce0", "s5", "hb86k", "gq9y", "un", "z2", "a4") for c in group
}

_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)

Hashes = npt.NDArray[np.uint64]
Frequencies = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint16]
"""A bit for each of `LANGUAGES`."""


class Near(NamedTuple):
    """A listed word that another may have been, and the log of how likely that is."""

    word: str
    log: float


class Lexicon:
    """A language's words, in some 20 MB that all processes of a user share; each part is made when first wanted.

    ``hashes``, ascending, and ``frequencies`` are of all listed words; ``likely`` are those that a misread one may have
    been, ``frequency`` how common. ``struck`` has for each way to strike letters from a shape 32 bits of the hash of
    what is left and 32 bits of the likely word's number, ascending.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._name = f"lexicon-{language}-{_TABLE}-{NORMALISER}"
        self._nearest: dict[str, Near | None] = {}
        table = kept(f"{self._name}-words", lambda: _made(language)).view(np.ndarray)
        count = len(table) // 10
        self.hashes: Hashes = table[: 8 * count].view(np.uint64)
        self.frequencies: npt.NDArray[np.int16] = table[8 * count :].view(np.int16)

    @cached_property
    def likely(self) -> list[str]:
        spelled = kept(f"{self._name}-likely", lambda: _likely(self.language))
        return spelled.tobytes().decode().split("\n")

    @cached_property
    def frequency(self) -> list[int]:
        return self.known_words(self.likely)

    @cached_property
    def struck(self) -> Hashes:
        return kept(f"{self._name}-struck", lambda: _index(self.likely)).view(np.ndarray)

    def known(self, hashes: Hashes) -> Frequencies:
        """The frequency of each word by its hash, or `UNKNOWN`."""
        places = np.searchsorted(self.hashes, hashes)
        places[places == len(self.hashes)] = 0
        listed: Frequencies = np.where(
            self.hashes[places] == hashes, self.frequencies[places].astype(np.int64), UNKNOWN
        )
        return listed

    def known_words(self, wordlist: Sequence[str]) -> list[int]:
        """The same of words as they are spelled."""
        found: list[int] = self.known(np.array([hash_of(word) for word in wordlist], dtype=np.uint64)).tolist()
        return found

    def nearest(self, misread: Sequence[str], choose: Choose) -> dict[str, Near | None]:
        """What ``choose`` takes each word for, of those that are `alike`; remembered, since words are misread alike."""
        known = self._nearest
        asked = {word: known[word] for word in misread if word in known}
        missing = [word for word in misread if word not in asked]
        found = {w: choose(w, alike, self) for w, alike in zip(missing, self.alike(missing), strict=True)}
        if len(known) > _REMEMBERED:
            self._nearest = {}
        self._nearest.update(found)
        return asked | found

    def alike(self, misread: Sequence[str]) -> list[list[int]]:
        """For each word the numbers of the likely words that are spelled, or shaped, about alike, ascending."""
        every = [_struck(shape(word)) for word in misread]
        keys = np.array([key for own in every for key in own], dtype=np.uint64)
        first = np.searchsorted(self.struck, keys << _HALF)
        met = np.flatnonzero(self.struck[np.minimum(first, len(self.struck) - 1)] >> _HALF == keys)
        last = np.searchsorted(self.struck, (keys[met] << _HALF) | _LOW, side="right")
        of = np.repeat(np.arange(len(every)), [len(own) for own in every])[met]
        found: list[set[int]] = [set() for _ in every]
        for word, start, end in zip(of.tolist(), first[met].tolist(), last.tolist(), strict=True):
            found[word].update((self.struck[start:end] & _LOW).tolist())
        return [sorted(own) for own in found]


Choose = Callable[[str, Sequence[int], Lexicon], Near | None]


@lru_cache(maxsize=1 << 17)
def shape(word: str) -> str:
    """The word with letters that scans confuse made one, and two that are read as one made that one."""
    for two, one in _PAIRS:
        word = word.replace(two, one)
    return word.translate(_SINGLE)


_LONGEST = 100
"""Letters beyond which a shape is like that of no likely word: what is left of it is longer than any of them."""


def _struck(form: str) -> list[int]:
    """Hashes, 32 bits, of a shape and of what is left of it when letters are struck out; none of an endless one.

    Of a line of 5,000 letters without a blank there would be twelve million.
    """
    if len(form) > _LONGEST:
        return []
    return [xxhash.xxh32_intdigest(left.encode()) for left in {form, *_left(form)}]


def _left(form: str) -> Iterator[str]:
    size = len(form)
    if size >= _SHORT:
        yield from (form[:i] + form[i + 1 :] for i in range(size))
    if size >= _LONG:
        yield from (form[:i] + form[i + 1 : j] + form[j + 1 :] for i, j in combinations(range(size), 2))


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(language: str) -> Lexicon:
    """The one lexicon of one of `LANGUAGES` in this process."""
    return Lexicon(language)


def hash_of(word: str) -> int:
    """As `newsarchive.dedup.vocabulary` hashes words."""
    return xxhash.xxh3_64_intdigest(word.encode())


def _listed(language: str, least: int) -> dict[str, int]:
    """Words and their frequencies, the most frequent first."""
    # Only here: importing it takes a tenth of a second, and most processes find the tables made.
    import wordfreq

    found: dict[str, int] = {}
    for rank, some in enumerate(wordfreq.get_frequency_list(language, "large")[: _ALL - least + 1]):
        for part in words("\n".join(some)):
            found.setdefault(part, _ALL - rank)
    return found


def _made(language: str) -> npt.NDArray[np.uint8]:
    """The bytes of all hashes and then of all frequencies."""
    listed = _listed(language, ANY)
    hashes = np.array([hash_of(word) for word in listed], dtype=np.uint64)
    order = np.argsort(hashes)
    found = np.array(list(listed.values()), dtype=np.int16)[order]
    return np.concatenate([hashes[order].view(np.uint8), found.view(np.uint8)])


def _likely(language: str) -> npt.NDArray[np.uint8]:
    """The words that a misread one may have been, a line each: no single letters but those that are words."""
    own = [w for w, z in _listed(language, LIKELY).items() if w.isalpha() and (len(w) > 1 or z >= _ALL - 300)]
    return np.frombuffer("\n".join(own).encode(), dtype=np.uint8)


def _index(likely: Iterable[str]) -> Hashes:
    pairs = ((key, number) for number, word in enumerate(likely) for key in _struck(shape(word)))
    packed = np.array([(key << 32) | number for key, number in pairs], dtype=np.uint64)
    return np.unique(packed)


def common_in(hashes: Hashes) -> Bits:
    """For each word, by its hash, a bit for every one of `LANGUAGES` that it is common in."""
    common, bits = _common()
    places = np.searchsorted(common, hashes)
    places[places == len(common)] = 0
    return np.where(common[places] == hashes, bits[places], np.uint16(0))


@lru_cache(maxsize=1)
def _common() -> tuple[Hashes, Bits]:
    """The hashes of words that are common in some language, ascending, and of each a bit for every such language."""
    table = kept(f"marks-{_TABLE}-{NORMALISER}", _marks).view(np.ndarray)
    return table[: len(table) // 2], table[len(table) // 2 :].astype(np.uint16)


def _marks() -> Hashes:
    bits: dict[str, int] = {}
    for place, language in enumerate(LANGUAGES):
        for word in _listed(language, COMMON):
            bits[word] = bits.get(word, 0) | 1 << place
    hashes = np.array([hash_of(word) for word in bits], dtype=np.uint64)
    order = np.argsort(hashes)
    return np.concatenate([hashes[order], np.array(list(bits.values()), dtype=np.uint64)[order]])
