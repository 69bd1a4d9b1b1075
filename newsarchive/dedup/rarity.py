"""How rare words are, from a fixed table of general word frequencies, never from the archive's state of the day.

The table is wordfreq's (Robyn Speer, 2022; frozen by its author): the small lists of all its languages as one, a word
being as common as in the language that uses it most. So no language need be guessed, and stock words of any of them
count as stock. Listed words are normalised as texts are, which parts some of them into several.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, zip_longest
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import wordfreq
import xxhash

from newsarchive.dedup.words import words

TABLE = "wordfreq-3.1.1-small-all-350"
"""Part of the clustering scheme's id: name it anew when the table or its reading changes."""

COMMON = 500
"""A zipf frequency in hundredths: ten in a million words ("company", "London"). Commoner words tell nothing."""

RARE = 350
"""The same from which down a word counts as rare ("dividend" is just above, "eurobond" far below)."""

_ALL = 900
"""wordfreq counts in hundredths of a power of ten down from 1; zipf units go up from one in a thousand million."""


class _Table(NamedTuple):
    hashes: npt.NDArray[np.uint64]
    rarities: npt.NDArray[np.int64]


def rarities(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """For each word's hash how far below `COMMON` it is, in tenths of a zipf unit: 0 to 15, or `UNLISTED`."""
    table = _table()
    places = np.searchsorted(table.hashes, hashes)
    places[places == len(table.hashes)] = 0
    found: npt.NDArray[np.int64] = np.where(table.hashes[places] == hashes, table.rarities[places], UNLISTED)
    return found


UNLISTED = 20
"""The rarity of rare words, names above all."""


@lru_cache(maxsize=1)
def _table() -> _Table:
    """Sorted by hash: some 5 MB, read in two to three seconds once a process."""
    lists = [wordfreq.get_frequency_list(code, "small") for code in sorted(wordfreq.available_languages("small"))]
    commonest: dict[str, int] = {}
    for rank, bins in enumerate(zip_longest(*(bins[: _ALL - RARE] for bins in lists), fillvalue=())):
        for part in words("\n".join(chain.from_iterable(bins))):
            commonest.setdefault(part, rank)
    hashes = np.fromiter((xxhash.xxh3_64_intdigest(w.encode()) for w in commonest), np.uint64, len(commonest))
    ranks = np.fromiter(commonest.values(), np.int64, len(commonest))
    order = np.argsort(hashes)
    return _Table(hashes[order], np.clip((COMMON - _ALL + ranks[order]) // 10, 0, UNLISTED))
