"""python -m bench.engine_ours FILE COLUMN PROCESSES: cluster the texts of a JSONL file; prints what was found."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from newsarchive.dedup.engine import clustered


@dataclass(frozen=True)
class Texts(Sequence[str]):
    """The texts of some lines of JSON, each read by the process that asks for it."""

    lines: list[bytes]
    column: str

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> list[str]: ...
    def __getitem__(self, i: int | slice) -> str | list[str]:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        text: str = json.loads(self.lines[i])[self.column]
        return text


def main(file: str, column: str, processes: str) -> None:
    texts = Texts(Path(file).read_bytes().splitlines(), column)
    found = clustered(texts, processes=int(processes))
    versions, stories = len(set(found.versions)), len(set(found.stories))
    print(json.dumps({"articles": len(texts), "versions": versions, "stories": stories}))


if __name__ == "__main__":
    main(*sys.argv[1:])
