"""How languages are detected: ``python -m bench.languages_detected [DATA]``, three JSON lines.

Invented stories, their first paragraphs and headlines (`bench.invented_languages`), told rightly, wrongly or not; then
the pages under ``DATA/spotsigs``, by language, with the paths of those that are said not to be English; then what
telling costs on 500 of these beside reading them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.invented_article import Invented
from bench.invented_languages import LANGUAGES, strangers
from newsarchive import wire
from newsarchive.wire.formats import items_in
from newsarchive.wire.languages import language_of

_PARTS: dict[str, Callable[[Invented], Sequence[str]]] = {
    "story": lambda story: story.paragraphs,
    "paragraph": lambda story: story.paragraphs[:1],
    "headline": lambda story: (story.headline,),
}
_TIMED = 500


def invented() -> dict[str, dict[str, int]]:
    """Stories and forms told rightly, wrongly, or left in doubt, by how much of them is seen."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for code in LANGUAGES:
        for story in strangers(code):
            for part, seen in _PARTS.items():
                told = language_of(seen(story))
                found[part]["right" if told == code else "wrong" if told else "doubt"] += 1
    return {part: dict(counts) for part, counts in found.items()}


def pages(files: Sequence[Path]) -> dict[str, object]:
    """Pages by the language they are said to be in."""
    by: dict[str, list[str]] = defaultdict(list)
    for file in files:
        try:
            item = wire.read(file.read_bytes(), file.name)[0]
        except wire.Unreadable:
            continue
        by[f"{item.language or 'none'} by {item.language_by or 'nothing'}"].append(file.name)
    others = {told: sorted(names) for told, names in by.items() if told != "en by text"}
    return {"pages": {told: len(names) for told, names in by.items()}, "others": others}


def cost(files: Sequence[Path]) -> dict[str, float]:
    """Milliseconds an article of reading all of it but its language, and of its language."""
    contents = [(file.read_bytes(), file.name) for file in files[:_TIMED]]
    language_of(["The model is loaded before anything is measured, for that is done once in a process."])
    start = time.perf_counter()
    items = [item for content in contents for item in _read(*content)]
    middle = time.perf_counter()
    for item in items:
        language_of([paragraph.text for paragraph in item.paragraphs])
    reading, telling = ((end - begin) * 1000 / len(items) for begin, end in ((start, middle), (middle, _now())))
    return {"reading": round(reading, 2), "telling": round(telling, 3), "ratio": round(telling / reading, 3)}


def _now() -> float:
    return time.perf_counter()


def _read(data: bytes, name: str) -> list[wire.Item]:
    try:
        return items_in(data)
    except wire.Unreadable:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path)
    given = parser.parse_args()
    print(json.dumps({"invented": invented()}))
    if given.data:
        files = sorted(given.data.glob("spotsigs/**/*.htm*"))
        print(json.dumps(pages(files), ensure_ascii=False))
        print(json.dumps({"milliseconds": cost(files)}))


if __name__ == "__main__":
    main()
