"""How rare words are, from a fixed table of general word frequencies, never from the archive's state of the day.

The table is wordfreq's (Robyn Speer, 2022; frozen by its author), with a list of Thai beside it
(`newsarchive.dedup.lists`): the small lists of all languages as one, a word being as common as in the language that
uses it most. So no language need be guessed, and stock words of any of them count as stock. Listed words are normalised
as texts are, which parts some of them into several.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, zip_longest

import numpy as np
import numpy.typing as npt
import xxhash

from newsarchive.dedup.lists import ALL, NAMED, languages, ranked
from newsarchive.dedup.words import NORMALISER, words
from newsarchive.kept import kept

TABLE = f"{NAMED}-all-350"
"""Part of the clustering scheme's id: name it anew when the table or its reading changes."""

COMMON = 500
"""A zipf frequency in hundredths: ten in a million words ("company", "London"). Commoner words tell nothing."""

RARE = 350
"""The same from which down a word counts as rare ("dividend" is just above, "eurobond" far below)."""

UNLISTED = 20
"""The rarity of rare words, names above all."""


def rarities(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """For each word's hash how far below `COMMON` it is, in tenths of a zipf unit: 0 to 15, or `UNLISTED`."""
    words, found = _table()
    places = np.searchsorted(words, hashes)
    places[places == len(words)] = 0
    listed: npt.NDArray[np.int64] = np.where(words[places] == hashes, found[places].astype(np.int64), UNLISTED)
    return listed


_Table = tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    """The hashes of listed words, ascending, and their rarities: 5 MB that all processes of a user share."""
    table = kept(f"rarity-{TABLE}-{NORMALISER}", _made).view(np.ndarray)
    return table[: 8 * (len(table) // 9)].view(np.uint64), table[8 * (len(table) // 9) :]


def _made() -> npt.NDArray[np.uint8]:
    """The bytes of all hashes and then of all rarities. Takes a second or two, and some hundred megabytes."""
    lists = [ranked(code, RARE) for code in languages()]
    commonest: dict[str, int] = {}
    for rank, bins in enumerate(zip_longest(*lists, fillvalue=())):
        for part in words("\n".join(chain.from_iterable(bins))):
            commonest.setdefault(part, rank)
    hashes = np.fromiter((xxhash.xxh3_64_intdigest(w.encode()) for w in commonest), np.uint64, len(commonest))
    ranks = np.fromiter(commonest.values(), np.int64, len(commonest))
    order = np.argsort(hashes)
    found = np.clip((COMMON - ALL + ranks[order]) // 10, 0, UNLISTED).astype(np.uint8)
    return np.concatenate([hashes[order].view(np.uint8), found])
