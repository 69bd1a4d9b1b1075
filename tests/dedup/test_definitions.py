"""Schemes by name, and how two groupings differ."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.definitions import CONTAINMENT
from newsarchive.dedup.likeness import UNIT, compare, votes
from newsarchive.dedup.profiles import profile
from newsarchive.dedup.regrouping import Kind, regroupings


def test_under_the_plain_method_every_vote_is_the_containment() -> None:
    rng = random.Random(3)
    words = [f"w{rng.randrange(5000)}" for _ in range(400)]
    whole = profile(words)
    for kept in range(0, 400, 25):
        like = compare(whole, profile([*words[:kept], *(f"x{n}" for n in range(400 - kept))]), CONTAINMENT)
        for level, odds in ((CONTAINMENT.version, like.version), (CONTAINMENT.story, like.story)):
            (vote,) = votes(np.array([odds]), level).tolist()
            assert abs(vote - like.score) <= 2, f"{kept} words shared: {vote / UNIT} of {like.score / UNIT}"


groupings = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=25)


@given(groupings)
def test_regroupings_exchange_nothing_and_tell_every_group_once(labels: list[tuple[int, int]]) -> None:
    before = {thing: one for thing, (one, _) in enumerate(labels)}
    then = sorted({other for _, other in labels})
    after = [[thing for thing, (_, other) in enumerate(labels) if other == label] for label in then]
    found = regroupings([before], after)
    assert sorted(label for group in found for label in group.before) == sorted(set(before.values()))
    assert sorted(index for group in found for index in group.after) == list(range(len(after)))
    for group in found:
        things = {thing for index in group.after for thing in after[index]}
        assert things == {thing for thing, label in before.items() if label in group.before}
        assert (group.kind == Kind.KEPT) == (len(group.before) == len(group.after) == 1)


def test_each_kind_of_change_bears_its_name() -> None:
    before = {1: 10, 2: 10, 3: 11, 4: 12, 5: 13, 6: 13, 7: 14, 8: 14, 9: 15, 10: 15}
    after = [[1, 2], [3, 4], [5], [6], [7, 9], [8, 10]]
    assert [(g.before, g.after, str(g.kind)) for g in regroupings([before], after)] == [
        ((10,), (0,), "kept"),
        ((11, 12), (1,), "joined"),
        ((13,), (2, 3), "split"),
        ((14, 15), (4, 5), "mixed"),
    ]
