"""py3langid's model (Adrien Barbaresi, after Marco Lui's langid.py, 2012): the library's answers, come to faster.

The library goes through a text byte by byte, along an automaton that tells which of 100,000 byte n-grams end at each.
None is longer than `_LONGEST` bytes, so where the automaton is after a byte follows from the last few bytes alone:
here all bytes of a text take these few steps at once. The tables are kept in files that processes share
(`newsarchive.kept`), reduced to the languages that are asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt
import xxhash
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from newsarchive.kept import Array, kept

_LONGEST = 6
"""Bytes of the longest n-gram that the automaton knows; raise it where a later model knows longer ones."""


_PARTS: Mapping[str, Callable[[LanguageIdentifier], Any]] = {
    "names": lambda library: library.nb_classes,
    "weights": lambda library: library.nb_ptc,
    "priors": lambda library: library.nb_pc,
    "moves": lambda library: library.tk_nextmove,
    "rows": lambda library: np.asarray(library.tk_row, dtype=np.uint32) << 8,
    "features": lambda library: np.asarray(library.tk_output, dtype=np.int32),
}
"""What is kept of the library's model, each as an array."""


class Model(LanguageIdentifier):  # type: ignore[misc]  # The library has no types.
    """The library's identifier for some languages, by ISO 639 codes; raises ValueError for one that it does not know.

    It takes a second and a hundred megabytes when it is made for the first time, after that some milliseconds, and
    memory that all processes of a user share.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        tables = _tables(" ".join(sorted(set(languages))))
        names: list[str] = tables["names"].tolist()
        super().__init__(tables["weights"], tables["priors"], names, (), (), norm_probs=True, tk_row=())
        self._moves, self._rows, self._features = (tables[part] for part in ("moves", "rows", "features"))

    def _raw_score(self, text: bytes) -> npt.NDArray[np.float32]:
        """The library's own; only how often each n-gram stands there is counted in another way."""
        found = self._features.take(self._states(text))
        visits = Counter(found[found >= 0].tolist())
        if not visits:
            return np.zeros(len(self.nb_classes), dtype=np.float32)
        scores: npt.NDArray[np.float32] = self._sparse_score(visits, self.nb_ptc)
        return scores

    def _states(self, text: bytes) -> npt.NDArray[np.uint32]:
        """Where the automaton is after each byte, having begun a few bytes before it."""
        letters = np.frombuffer(text, dtype=np.uint8)
        states = np.zeros(len(letters), dtype=np.uint32)
        for back in reversed(range(min(_LONGEST, len(letters)))):
            read = letters[: len(letters) - back]
            states[back:] = self._moves.take(self._rows.take(states[back:]) + read)
        return states


def _tables(languages: str) -> dict[str, Array]:
    of = f"py3langid-{version('py3langid')}-{xxhash.xxh3_64_hexdigest(languages.encode())}"
    found = {part: kept(f"language-{part}-{of}", partial(_made, part, languages)).view(np.ndarray) for part in _PARTS}
    _of_library.cache_clear()
    return found


def _made(part: str, languages: str) -> Array:
    return np.ascontiguousarray(_PARTS[part](_of_library(languages)))


@lru_cache(maxsize=1)
def _of_library(languages: str) -> LanguageIdentifier:
    """Loaded once for all parts, and let go then."""
    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(languages.split())
    return found
