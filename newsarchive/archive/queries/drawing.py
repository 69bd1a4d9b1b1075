"""Pairs drawn by chance from all that the archive compares, so that what editors say of them can be counted up.

Some texts are drawn, and the pairs that they make are found again and compared exactly, those included that fell below
the line and were not kept. A pair belongs to the one of its texts with the larger digest: so it is drawn exactly as
often as that text is, also in crowds, where texts are compared with the smallest digests only.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from newsarchive.archive.models import Membership, Text
from newsarchive.archive.queries.candidates import candidates
from newsarchive.archive.queries.relations import compare_texts
from newsarchive.dedup.crowds import Pair
from newsarchive.dedup.likeness import UNIT
from newsarchive.dedup.schemes import ClusteringScheme

TEXTS = 200
"""Texts drawn at once."""

MOST_PAIRS = 4000
"""Pairs compared at once; of more, as many are drawn."""

BANDS: tuple[tuple[str, float], ...] = (
    ("under -3", float("-inf")),
    ("-3 to -1", -3.0),
    ("-1 to 0", -1.0),
    ("0 to 1", 0.0),
    ("1 to 3", 1.0),
    ("3 and up", 3.0),
)
"""Bands of odds by the smallest odds in each, ascending."""

ONE, TWO = "one", "two"
"""Whether the archive has the pair in one story or in two: the first word of a stratum."""

STRATA = tuple(f"{side} {band}" for side in (ONE, TWO) for band, _ in BANDS)
"""Every stratum, from the least to the most likely within each side."""


@dataclass(frozen=True)
class Drawn:
    """A pair of texts, its odds of one story, and whether the archive has it in one."""

    one: int
    other: int
    odds: float
    same: bool

    @property
    def stratum(self) -> str:
        return stratum_of(self.odds, self.same)


@dataclass(frozen=True)
class Draw:
    """Pairs in the order in which they were drawn; each stands for ``weight`` pairs of the archive."""

    pairs: Sequence[Drawn]
    weight: float
    seed: int

    def strata(self) -> dict[str, list[Drawn]]:
        found: dict[str, list[Drawn]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.stratum].append(pair)
        return found

    def population(self, stratum: str) -> int:
        """How many pairs the archive has in a stratum, as far as this draw tells."""
        return round(self.weight * len(self.strata().get(stratum, ())))

    def in_turns(self) -> Iterator[Drawn]:
        """A pair of each stratum, then another of each."""
        strata = self.strata()
        for some in zip_longest(*(strata[name] for name in STRATA if name in strata)):
            yield from (pair for pair in some if pair is not None)


def stratum_of(odds: float, same: bool) -> str:
    band = next(name for name, least in reversed(BANDS) if odds >= least)
    return f"{ONE if same else TWO} {band}"


def draw(seed: int, scheme: ClusteringScheme, texts: int = TEXTS, most: int = MOST_PAIRS) -> Draw:
    """The pairs of some texts drawn by the seed, in an order drawn by it too."""
    chance = random.Random(seed)
    everyone = list(Membership.objects.order_by("text_id").values_list("text_id", flat=True))
    chosen = chance.sample(everyone, min(texts, len(everyone)))
    pairs = sorted(_owned(chosen, scheme))
    if not pairs:
        return Draw((), 0.0, seed)
    kept = chance.sample(pairs, min(most, len(pairs)))
    weight = len(everyone) / len(chosen) * len(pairs) / len(kept)
    return Draw(_compared(kept, scheme), weight, seed)


def _owned(chosen: Sequence[int], scheme: ClusteringScheme) -> set[Pair]:
    """The pairs that belong to the chosen texts."""
    found = {(one, other) for one, other in candidates(chosen, scheme).pairs.tolist()}
    texts = {text for pair in found for text in pair}
    digests = {pk: bytes(d) for pk, d in Text.objects.filter(pk__in=texts).values_list("pk", "digest").iterator()}
    owners = set(chosen)
    return {pair for pair in found if max(pair, key=digests.__getitem__) in owners}


def _compared(pairs: Sequence[Pair], scheme: ClusteringScheme) -> list[Drawn]:
    likeness = compare_texts(pairs, scheme)
    texts = {text for pair in pairs for text in pair}
    story = dict(Membership.objects.filter(text__in=texts).values_list("text_id", "story_id"))
    return [
        Drawn(*pair, likeness[pair].story / UNIT, story[pair[0]] == story[pair[1]])
        for pair in pairs
        if pair[0] in story and pair[1] in story
    ]
