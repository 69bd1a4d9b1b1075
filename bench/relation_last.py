"""python -m bench.relation_last DATA OUT

Rounds of pairs to be read as tests of what was learnt from the first two (`bench.relation_pairs`,
`bench.relation_more`): pages of all stories, none of the pairs drawn before, and invented wires of a new seed. Each is
told by what was learnt without its story. Written to OUT as the others are. The round ``sealed`` was drawn when the
clues of `sense-4` had been chosen and the round ``last`` had been looked at; ``again`` after ``sealed`` had been, and
nothing is learnt from it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bench.invented_wires import Sent, wires
from bench.relation_more import Wanted, by_roles, columns, dealt, of_pages
from bench.relation_pairs import Copy, Drawn, copy_of_sent, dump, from_pages, pages_of, strata
from bench.vocabulary import Dice
from newsarchive.dedup.words import words

WIRES = 50
LAST, SEALED, AGAIN = "last", "sealed", "again"

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


@dataclass(frozen=True)
class Round:
    """A drawing: its seeds, and the rounds whose pairs were drawn before."""

    seed: int
    wires_seed: int
    after: tuple[str, ...] = ()


ROUNDS = {
    LAST: Round(20261128, 877),
    SEALED: Round(20261205, 911, (LAST,)),
    AGAIN: Round(20261219, 953, (LAST, SEALED)),
}


@lru_cache(maxsize=3)
def invented(part: str) -> tuple[Sent, ...]:
    """The invented articles of a round."""
    sent = tuple(wires(WIRES, ROUNDS[part].wires_seed))
    return (*sent, *columns(sent))


def _of_pages(part: str, copies: Sequence[Copy], stories: Mapping[str, str]) -> Iterator[Drawn]:
    """Pairs of pages of any story, none of which was drawn before."""
    earlier = (pair for name in ROUNDS[part].after for pair in _of_pages(name, copies, stories))
    first = (*from_pages(copies, stories), *of_pages(copies, stories), *earlier)
    before = {frozenset((p.one, p.other)) for p in first}
    texts = [[w for text in copy.paragraphs for w in words(text)] for copy in copies]
    dice = Dice(ROUNDS[part].seed, "pages")
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
        yield Drawn(one, other, "+".join(sorted({stories[one], stories[other]})), part)


def drawn_pairs(data: Path, part: str = LAST) -> Iterator[tuple[Drawn, Copy, Copy]]:
    """All pairs with their articles, in an order that tells nothing."""
    copies, stories = pages_of(data)
    known = {copy.name: copy for copy in (*copies, *map(copy_of_sent, invented(part)))}
    seed = ROUNDS[part].seed
    wired = by_roles(invented(part), _ROLES, _STRANGE_KILLS, part, Dice(seed, "wires"), Counter())
    drawn = [*_of_pages(part, copies, stories), *wired]
    for pair in Dice(seed, "order").some(drawn, len(drawn)):
        yield pair, known[pair.one], known[pair.other]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relation_last", description=__doc__.partition("\n\n")[2])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--round", choices=list(ROUNDS), default=LAST)
    options = parser.parse_args()
    dump(drawn_pairs(options.data, options.round), options.out)


if __name__ == "__main__":
    main()
