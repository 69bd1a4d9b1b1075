"""python -m bench.relation_last DATA OUT

A third round of pairs to be read, a test of what was learnt from the first two (`bench.relation_pairs`,
`bench.relation_more`): pages of all stories, none of the pairs drawn before, and invented wires of a new seed. Each is
told by what was learnt without its story. Written to OUT as the others are.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from bench.invented_wires import Sent, wires
from bench.relation_more import Wanted, by_roles, columns, dealt, of_pages
from bench.relation_pairs import Copy, Drawn, copy_of_sent, dump, from_pages, pages_of, strata
from bench.vocabulary import Dice
from newsarchive.dedup.words import words

SEED = 20261128
WIRES, WIRES_SEED = 50, 877
LAST = "last"

_WANTED = Wanted(
    {
        "apart, a little in common": 14,
        "apart, much in common": 8,
        "faint": 16,
        "some": 22,
        "half, another lede": 22,
        "half, one lede": 16,
        "most, another lede": 20,
        "most, one lede": 16,
        "nearly all of one": 22,
        "nearly all, figures changed": 12,
        "nearly all of both": 16,
    },
    14,
    3,
)
_ROLES = {
    ("update", "correction"): 10,
    ("copy", "correction"): 6,
    ("report", "kill"): 8,
    ("copy", "kill"): 5,
    ("report", "rival"): 6,
    ("update", "rival"): 3,
    ("report", "column"): 6,
    ("trim", "update"): 4,
    ("report", "update"): 3,
    ("report", "trim"): 4,
}
_STRANGE_KILLS = 3


@lru_cache(maxsize=1)
def invented() -> tuple[Sent, ...]:
    """The invented articles of this round."""
    sent = tuple(wires(WIRES, WIRES_SEED))
    return (*sent, *columns(sent))


def _of_pages(copies: Sequence[Copy], stories: Mapping[str, str]) -> Iterator[Drawn]:
    """Pairs of pages of any story, none of which was drawn before."""
    before = {frozenset((p.one, p.other)) for p in (*from_pages(copies, stories), *of_pages(copies, stories))}
    texts = [[w for text in copy.paragraphs for w in words(text)] for copy in copies]
    dice = Dice(SEED, "pages")
    pairs = {
        stratum: [
            (copies[i].name, copies[j].name)
            for i, j in dice.some(each, len(each))
            if frozenset((copies[i].name, copies[j].name)) not in before
        ]
        for stratum, each in strata(texts, np.array([stories[copy.name] for copy in copies])).items()
    }
    for one, other in dealt(pairs, stories, _WANTED):
        one, other = (one, other) if dice.chance(0.5) else (other, one)
        yield Drawn(one, other, "+".join(sorted({stories[one], stories[other]})), LAST)


def drawn_pairs(data: Path) -> Iterator[tuple[Drawn, Copy, Copy]]:
    """All pairs with their articles, in an order that tells nothing."""
    copies, stories = pages_of(data)
    known = {copy.name: copy for copy in (*copies, *map(copy_of_sent, invented()))}
    wired = by_roles(invented(), _ROLES, _STRANGE_KILLS, LAST, Dice(SEED, "wires"), Counter())
    drawn = [*_of_pages(copies, stories), *wired]
    for pair in Dice(SEED, "order").some(drawn, len(drawn)):
        yield pair, known[pair.one], known[pair.other]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relation_last", description=__doc__.partition("\n\n")[2])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    dump(drawn_pairs(options.data), options.out)


if __name__ == "__main__":
    main()
