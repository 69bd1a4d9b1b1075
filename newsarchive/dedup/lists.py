"""Lists of common words by language, each word with its rank: wordfreq's, and for Thai that of PyThaiNLP."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from math import log10
from pathlib import Path

NAMED = "wordfreq-3.1.1-small+pythainlp-5.4.0-tnc"
"""Part of the ids of all that is made of the lists: name it anew when a list changes."""

ALL = 900
"""A word's rank is by how many hundredths of a power of ten it is rarer than all words together: 900 less its zipf."""

_THAI = "th"


def languages() -> list[str]:
    """The codes of the languages of which there is a list."""
    # Only here and below: importing it takes a tenth of a second, and most processes need no list.
    import wordfreq

    return sorted([*wordfreq.available_languages("small"), _THAI])


def ranked(language: str, least: int) -> Sequence[Sequence[str]]:
    """The words of each rank, those first that have rank 0, down to a zipf frequency of ``least`` hundredths."""
    if language == _THAI:
        return _thai()[: ALL - least]
    import wordfreq

    found: Sequence[Sequence[str]] = wordfreq.get_frequency_list(language, "small")[: ALL - least]
    wordfreq.get_frequency_list.cache_clear()
    return found


def _thai() -> Sequence[Sequence[str]]:
    """The frequencies of the Thai National Corpus (Aroonmanakun and others, 2009), as PyThaiNLP ships them.

    Its file is read and the package is not imported, which would make folders in the user's home.
    """
    spec = find_spec("pythainlp")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pythainlp is not installed: the words of Thai are listed there")
    file = Path(spec.submodule_search_locations[0]) / "corpus" / "tnc_freq.txt"
    lines = [line.rpartition("\t") for line in file.read_text("utf-8").splitlines()]
    counts = {word: int(count) for word, _, count in lines if not word.isascii()}
    whole = sum(counts.values())
    ranks: dict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        ranks[round(100 * log10(whole / count))].append(word)
    return [ranks[rank] for rank in range(max(ranks) + 1)]


def simplified() -> dict[int, str]:
    """Traditional Chinese characters and the simplified ones that stand for them, from wordfreq's own table."""
    import gzip

    import msgpack
    from wordfreq.util import data_path

    with gzip.open(data_path("_chinese_mapping.msgpack.gz")) as file:
        found: dict[int, str] = msgpack.load(file, strict_map_key=False)
    return found
