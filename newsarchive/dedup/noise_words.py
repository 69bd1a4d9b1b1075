"""The words of a language as a bad scan is read against them: which there are, how common, and which are spelled alike.

Listed words come from wordfreq's large lists (Robyn Speer, 2022; frozen by its author), normalised as texts are. Likely
words for a misread one are found by what both leave when letters are struck out (symmetric deletes: Wolf Garbe,
SymSpell, 2012), not of the words but of their *shapes*, in which letters that scans confuse are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt
import xxhash

from newsarchive.dedup.kept import kept
from newsarchive.dedup.words import NORMALISER, words

_TABLE = "wordfreq-3.1.1-large-shapes-2"
"""Name it anew when the lists or their reading change."""

NOISE = f"noise-1-{_TABLE}"
"""Part of the signature schemes' ids: raise it when any text is read in another way."""

LANGUAGES = ("ca", "cs", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "sv")
"""Those written in Latin letters of which there is a large list: a small one lacks too many good words."""

ANY, LIKELY, COMMON = 100, 250, 500
"""Zipf frequencies in hundredths: of what is listed, of what a misread word may have been, of what tells a language."""

UNKNOWN = -1
"""The frequency of what is not listed."""

_SHORT, _LONG = 3, 7
"""Letters of a shape from which on one may be struck out, and two."""

_ALL = 900
_PAIRS = (("rn", "m"), ("nn", "m"), ("cl", "d"), ("li", "h"), ("vv", "w"), ("ii", "u"))
_SINGLE = {ord(c): group[0] for group in ("il1j", "tf7", "oce0", "s5", "hb86k", "gq9y", "un", "z2", "a4") for c in group}

Hashes = npt.NDArray[np.uint64]
Frequencies = npt.NDArray[np.int64]


class Lexicon:
    """A language's words, in some 20 MB that all processes of a user share; each part is made when first wanted.

    ``hashes``, ascending, and ``frequencies`` are of all listed words; ``likely`` are those that a misread one may have
    been, ``frequency`` how common. ``struck`` has for each way to strike letters from a shape 32 bits of the hash of
    what is left and 32 bits of the likely word's number, ascending.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._name = f"lexicon-{language}-{_TABLE}-{NORMALISER}"
        table = kept(f"{self._name}-words", lambda: _made(language))
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
        return kept(f"{self._name}-struck", lambda: _index(self.likely))

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

    def alike(self, misread: Sequence[str]) -> list[list[int]]:
        """For each word the numbers of the likely words that are spelled, or shaped, about alike, ascending."""
        every = [_struck(shape(word)) for word in misread]
        asked = np.array([key for keys in every for key in keys], dtype=np.uint64) << np.uint64(32)
        first = np.searchsorted(self.struck, asked)
        last = np.searchsorted(self.struck, asked | np.uint64(0xFFFFFFFF), side="right")
        found, at = [], 0
        for keys in every:
            spans = zip(first[at : at + len(keys)].tolist(), last[at : at + len(keys)].tolist(), strict=True)
            own = {int(n) & 0xFFFFFFFF for one, end in spans if end > one for n in self.struck[one:end].tolist()}
            found.append(sorted(own))
            at += len(keys)
        return found


@lru_cache(maxsize=1 << 17)
def shape(word: str) -> str:
    """The word with letters that scans confuse made one, and two that are read as one made that one."""
    for two, one in _PAIRS:
        word = word.replace(two, one)
    return word.translate(_SINGLE)


def _struck(form: str) -> list[int]:
    """Hashes, 32 bits, of a shape and of what is left of it when letters are struck out."""
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


@lru_cache(maxsize=1)
def marks() -> tuple[Hashes, Hashes]:
    """The hashes of words that are common in some language, ascending, and a bit for each language they are common in."""
    table = kept(f"marks-{_TABLE}-{NORMALISER}", _marks)
    return table[: len(table) // 2], table[len(table) // 2 :]


def _marks() -> Hashes:
    bits: dict[str, int] = {}
    for place, language in enumerate(LANGUAGES):
        for word in _listed(language, COMMON):
            bits[word] = bits.get(word, 0) | 1 << place
    hashes = np.array([hash_of(word) for word in bits], dtype=np.uint64)
    order = np.argsort(hashes)
    return np.concatenate([hashes[order], np.array(list(bits.values()), dtype=np.uint64)[order]])
