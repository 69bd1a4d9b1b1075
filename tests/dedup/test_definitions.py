"""Schemes by name, and how two groupings differ."""

from __future__ import annotations

import random
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.definitions import CONTAINMENT, Misdefined, changed
from newsarchive.dedup.likeness import UNIT, compare, compare_pairs, votes
from newsarchive.dedup.profiles import profile
from newsarchive.dedup.regrouping import Kind, regroupings
from newsarchive.dedup.schemes import CLUSTERING, Weights


def test_under_the_plain_method_every_vote_is_the_containment() -> None:
    rng = random.Random(3)
    words = [f"w{rng.randrange(5000)}" for _ in range(400)]
    whole = profile(words)
    for kept in range(0, 400, 25):
        like = compare(whole, profile([*words[:kept], *(f"x{n}" for n in range(400 - kept))]), CONTAINMENT)
        for level, odds in ((CONTAINMENT.version, like.version), (CONTAINMENT.story, like.story)):
            (vote,) = votes(np.array([odds]), level).tolist()
            assert abs(vote - like.score) <= 2, f"{kept} words shared: {vote / UNIT} of {like.score / UNIT}"


@pytest.mark.parametrize("weight", [field.name for field in fields(Weights)])
@pytest.mark.parametrize("value", ["1e308", "-1e308", "1000.5", "nan", "-inf"])
def test_a_weight_that_is_no_number_or_out_of_all_bounds_is_refused_by_name(weight: str, value: str) -> None:
    path = f"story.weights.{weight}"
    with pytest.raises(Misdefined, match=path):
        changed(CLUSTERING, {path: value})


@pytest.mark.parametrize("share", ["least", "copy", "trimmed", "shared"])
@pytest.mark.parametrize("value", ["-0.1", "1.5", "nan"])
def test_a_containment_that_is_no_share_is_refused_by_name(share: str, value: str) -> None:
    with pytest.raises(Misdefined, match=share):
        changed(CLUSTERING, {share: value})


def test_odds_and_votes_hold_with_the_largest_weights_that_are_taken() -> None:
    largest = {f"version.weights.{field.name}": "1000" for field in fields(Weights)}
    scheme = changed(CLUSTERING, largest | {"version.sure": "0.001", "version.doubt": "0.001"})
    same, other = profile([f"w{n}" for n in range(900)]), profile([f"x{n}" for n in range(900)])
    found = compare_pairs([same, same, other], [(0, 1), (0, 2)], scheme)
    assert votes(np.array([like.version for like in found]), scheme.version).tolist() == [UNIT, 0]


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
