"""python -m bench.noise_costs FOLDER [--every N]

What reading damaged texts costs, and which clean texts are taken for damaged; in memory, without an archive. FOLDER is
as for `bench.noise`. Prints JSON lines:

flags    how many labelled pages, strangers, passages of both, invented forms and prose are taken for damaged; how many
         pages are, damaged at each rate
meet     of so many pages with two copies damaged at 10 %, how many agree in a band that all texts have, and with the
         keys that damaged texts have besides
costs    milliseconds a text, clean and damaged at 5 %: to look for damage and read (`look`; at first, and when the
         words have been met), to sign (`sign`) and to make what is compared (`profile`) with that; milliseconds
         a pair that is compared, of two clean texts and of a clean and a damaged one; bytes a text
         that are kept in memory for it
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.examples import read_corpus
from bench.invented import forms_only, prose_only
from bench.noise import LEAST_WORDS, RATES, SEED
from bench.noise_ocr import scanned
from newsarchive.dedup.evidence import Comparison
from newsarchive.dedup.likeness import compared
from newsarchive.dedup.noise import damaged, mended
from newsarchive.dedup.profiles import profiles, profiles_of
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.vocabulary import spelled
from newsarchive.dedup.words import words

Texts = Sequence[list[str]]

_INVENTED, _INVENTED_SEED = 2_000, 43


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.noise_costs", description=__doc__.partition("\n\n")[2])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=6, help="only every so many-th page is damaged")
    options = parser.parse_args()
    corpus = read_corpus(options.folder)
    count = len(corpus.clusters)
    pages, others = corpus.paragraphs[:count], [body for body in corpus.paragraphs[count:] if body]
    long = [body for body in pages if len(_words(body)) >= LEAST_WORDS][:: options.every]
    print(json.dumps({"section": "flags", **flags(pages, others, long)}), flush=True)
    print(json.dumps({"section": "meet", **meet(long)}), flush=True)
    print(json.dumps({"section": "costs", **costs(long)}), flush=True)


def flags(pages: Sequence[list[str]], others: Sequence[list[str]], long: Sequence[list[str]]) -> dict[str, list[int]]:
    """Texts taken for damaged, and of how many."""
    kinds = {
        "pages": [_words(body) for body in pages],
        "strangers": [_words(body) for body in others],
        "passages": [words(text) for body in (*pages, *others) for text in body],
        "forms": [_words(a.paragraphs) for a in forms_only(_INVENTED, _INVENTED_SEED)],
        "prose": [_words(a.paragraphs) for a in prose_only(_INVENTED, _INVENTED_SEED)],
        **{f"damaged {rate} %": _scans(long, rate) for rate in RATES},
    }
    return {name: [len(damaged(spelled(texts))), len(texts)] for name, texts in kinds.items()}


def meet(long: Sequence[list[str]]) -> dict[str, int]:
    signing = signer(CLUSTERING.texts)
    signed = [signing.sign_read(spelled(_scans(long, 10, copy))) for copy in "ab"]
    bands, every = [signing.keys(each).tolist() for each in signed], [signing.keys_of(each) for each in signed]
    found = [sum(not {*one}.isdisjoint(other) for one, other in zip(*keys, strict=True)) for keys in (bands, every)]
    return {"pages": len(long), "in a band": found[0], "with all keys": found[1]}


def costs(long: Sequence[list[str]]) -> dict[str, float]:
    profiles(_scans(long[:2], 5))  # the tables are read once a process
    clean, scans = [_words(body) for body in long], _scans(long, 5, "costs")
    found: dict[str, float] = {}
    sign = signer(CLUSTERING.texts).sign_spelled
    for name, texts in (("clean", clean), ("damaged", scans)):
        own = spelled(texts)
        found[f"look, {name}, at first"] = _milliseconds(lambda own=own: mended(own), len(texts), 1)
        found[f"look, {name}"] = _milliseconds(lambda own=own: mended(own), len(texts))
        found[f"sign, {name}"] = _milliseconds(lambda own=own: sign(mended(own)[0]), len(texts))
        found[f"profile, {name}"] = _milliseconds(lambda own=own: profiles_of(own), len(texts))
    found["pair, clean"] = _pair(clean, clean)
    found["pair, damaged"] = _pair(clean, scans)
    found["bytes of a line"] = round(float(np.mean([len(" ".join(own)) for own in clean])), 0)
    return found


def _pair(one: Texts, other: Texts) -> float:
    comparison = Comparison([*profiles(one), *profiles(other)])
    left = np.arange(len(one), dtype=np.int64)
    return _milliseconds(lambda: compared(comparison, left, left + len(one), CLUSTERING), len(one))


def _milliseconds(work: Callable[[], object], count: int, times: int = 3) -> float:
    """Of the processor, the best of some goes."""
    goes = []
    for _ in range(times):
        started = time.process_time()
        work()
        goes.append(time.process_time() - started)
    return round(1000 * min(goes) / count, 3)


def _scans(bodies: Sequence[Sequence[str]], rate: float, seed: str = "") -> Texts:
    return [_words(scanned(body, rate, f"{SEED} {i} {seed}")) for i, body in enumerate(bodies)]


def _words(paragraphs: Sequence[str]) -> list[str]:
    return words("\n".join(paragraphs))


if __name__ == "__main__":
    main()
