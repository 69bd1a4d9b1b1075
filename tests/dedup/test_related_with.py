"""What is known of some texts' pairs and what is computed for others come to what is computed for all."""

from __future__ import annotations

import random

import pytest

from newsarchive.dedup.likeness import Related, related, related_with
from newsarchive.dedup.profiles import profile
from newsarchive.dedup.schemes import CLUSTERING


def rows(found: Related) -> set[tuple[int, ...]]:
    columns = (found.left, found.right, found.version, found.story)
    listed = list(zip(*(column.tolist() for column in columns), strict=True))
    assert len(set(listed)) == len(listed)
    return set(listed)


@pytest.mark.parametrize("seed", range(5))
def test_as_if_all_were_compared(seed: int) -> None:
    dice = random.Random(seed)
    words = [f"{'Name' if n % 7 == 0 else 'word'}{n}" for n in range(300)]
    bodies = [dice.sample(words, 60) for _ in range(4)]
    texts = [[w for w in dice.choice(bodies) if dice.random() < 0.9] for _ in range(24)]
    profiles = [profile(text) for text in texts]
    before = sorted(dice.sample(range(24), 14))
    now = sorted({*dice.sample(before, 11), *dice.sample(range(24), 9)})
    known = related([profiles[i] for i in before], CLUSTERING)
    places = [now.index(i) if i in now else -1 for i in before]
    mine = [profiles[i] for i in now]
    assert rows(related_with(mine, known, places, CLUSTERING)) == rows(related(mine, CLUSTERING))
