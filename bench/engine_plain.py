"""python -m bench.engine_plain FILE COLUMN: cluster the texts of a JSONL file as a short script with datasketch does.

One MinHash a text, updated with each run of three words; those that MinHashLSH finds are one cluster (union-find).
Nothing is compared exactly.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from datasketch import MinHash, MinHashLSH

PERMUTATIONS, THRESHOLD, WORDS = 128, 0.7, 3


def main(file: str, column: str) -> None:
    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    parent: list[int] = []
    with Path(file).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            minhash = _minhash(json.loads(line)[column])
            parent.append(number)
            for other in lsh.query(minhash):
                parent[_find(parent, number)] = _find(parent, other)
            lsh.insert(number, minhash)
    print(json.dumps({"articles": len(parent), "clusters": len({_find(parent, i) for i in range(len(parent))})}))


def _minhash(text: str) -> MinHash:
    words = re.findall(r"\w+", text.lower())
    minhash = MinHash(num_perm=PERMUTATIONS)
    for i in range(max(len(words) - WORDS + 1, 1)):
        minhash.update(" ".join(words[i : i + WORDS]).encode())
    return minhash


def _find(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


if __name__ == "__main__":
    main(*sys.argv[1:])
