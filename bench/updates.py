"""What it costs to tell which stories have updates, beside what it costs to take their articles in.

    python -m bench.updates [--files 4000]

The files are made-up wire traffic (`bench.traffic`), taken in and told by this process. Costs are of processor, in
process and database together: by the clock a machine with other work tells little. ``again`` is telling the same
once more, when what texts are to each other is remembered.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from itertools import islice
from typing import Any

from bench.archive import archive
from bench.figures import Figures, tell
from bench.flat_spent import Spent, take_in
from bench.traffic import Traffic

FILES, SMALL_FILES = 4000, 1000
WARM = 40
"""Files that are taken in before anything is measured, so that the process has its tables."""


def measure(small: bool) -> Figures:
    """The measurement, in an archive of its own."""
    with archive():
        return measured(SMALL_FILES if small else FILES)


def measured(files: int) -> Figures:
    from newsarchive.archive.models import Story
    from newsarchive.archive.services import updates

    copies = list(islice(Traffic(), WARM + files))
    spent = Spent()
    take_in(copies[:WARM], Spent())
    _tell_all()
    take_in(copies[WARM:], spent)
    untold = Story.objects.filter(merged_into=None, updates=None)
    stories, texts = untold.count(), untold.values("memberships").count()
    with spent.on("told"):
        _tell_all()
    updates.tell_anew()
    with spent.on("again"):
        _tell_all()
    return _figures(spent.seconds, files, stories, texts)


def _tell_all() -> None:
    from newsarchive.archive.services import updates

    while updates.tell_some():
        pass


def _figures(spent: Mapping[str, Mapping[str, float]], files: int, stories: int, texts: int) -> Figures:
    processor = {part: own["python"] + own["postgres"] for part, own in spent.items()}
    told, again = processor.pop("told"), processor.pop("again")
    return Figures(
        "updates",
        ratios={},
        costs={"telling to taking in": told / sum(processor.values())},
        seconds={"1,000 stories": told * 1000 / stories, "1,000 texts": told * 1000 / texts, "again": again},
        about={"files": files, "stories of several texts": stories, "their texts": texts} | _rest(processor, files),
    )


def _rest(processor: Mapping[str, float], files: int) -> dict[str, Any]:
    return {f"ms of {part} a file": round(seconds * 1000 / files, 3) for part, seconds in processor.items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.updates", description=__doc__)
    parser.add_argument("--files", type=int, default=FILES)
    asked = parser.parse_args()
    with archive():
        tell(measured(asked.files))


if __name__ == "__main__":
    main()
