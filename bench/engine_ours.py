"""python -m bench.engine_ours FILE COLUMN PROCESSES: cluster the texts of a JSONL file; prints what was found."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from newsarchive.dedup.engine import clustered


def main(file: str, column: str, processes: str) -> None:
    with Path(file).open(encoding="utf-8") as lines:
        texts: list[str] = [json.loads(line)[column] for line in lines]
    found = clustered(texts, processes=int(processes))
    versions, stories = len(set(found.versions)), len(set(found.stories))
    print(json.dumps({"articles": len(texts), "versions": versions, "stories": stories}))


if __name__ == "__main__":
    main(*sys.argv[1:])
