"""Scores of clusterings and of pairs, and how far chance may have moved them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.archive import Place
from bench.gold import Gold, placed_by_export
from bench.gold import score as score_pages
from bench.intervals import Counted, bootstrap, drawn, wilson
from bench.scores import pairs_said, scores
from bench.strangers import Pair, score

clusterings = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=25)


def test_a_worked_example() -> None:
    """Four of one cluster and two of another; one of the four was found among the two."""
    found = scores("aaaabb", "111222")
    assert found["b_cubed"] == {"precision": 0.7778, "recall": 0.75, "f1": 0.7636}
    assert found["pairwise"] == {"precision": 0.6667, "recall": 0.5714, "f1": 0.6154}
    assert found["ari"] == pytest.approx(0.3243, abs=1e-4)


def test_names_of_clusters_do_not_matter() -> None:
    assert scores("aabbc", "xxyyz") == scores("aabbc", "32211"[::-1])
    assert scores("aabbc", "xxyyz")["ari"] == 1.0


def test_pairs_said_count_only_what_was_said_and_what_is_true() -> None:
    found = pairs_said([True, True, True, False], [True, True, False, True])
    assert (found["precision"], found["recall"]) == (0.6667, 0.6667)
    assert pairs_said([False], [False])["precision"] is None


def test_wilson_by_its_table() -> None:
    assert wilson(9, 10) == [0.5958, 0.9821]
    assert wilson(0, 10) == [0.0, 0.2775]
    assert wilson(0, 0) is None


@given(clusterings, st.integers(0, 2**32 - 1))
def test_some_clusters_drawn_once_are_scored_as_the_archive_without_the_others(
    labels: list[tuple[int, int]], seed: int
) -> None:
    truth, found = zip(*labels, strict=True)
    names = list(dict.fromkeys(truth))
    times = np.random.default_rng(seed).integers(0, 2, len(names))
    times[0] = 1
    check(drawn(Counted.of(truth, found, truth), times), [(t, f) for t, f in labels if times[names.index(t)]])


@given(clusterings, st.integers(0, 2**32 - 1))
def test_clusters_drawn_again_are_scored_as_others_of_their_kind(labels: list[tuple[int, int]], seed: int) -> None:
    """Versions of a story are drawn together, and what was found lies within stories."""
    story = {t: t // 2 for t, _ in labels}
    names = list(dict.fromkeys(story[t] for t, _ in labels))
    times = np.random.default_rng(seed).integers(1, 4, len(names))
    truth, found = [t for t, _ in labels], [(story[t], f) for t, f in labels]
    copies = [((t, k), (f, k)) for t, f in zip(truth, found, strict=True) for k in range(times[names.index(story[t])])]
    check(drawn(Counted.of(truth, found, [story[t] for t in truth]), times), copies)


def check(figures: tuple[float, float, float], archive: list[tuple[Hashable, Hashable]]) -> None:
    expected = scores(*zip(*archive, strict=True))
    ari, b_cubed, pairwise = figures
    assert b_cubed == pytest.approx(expected["b_cubed"]["f1"], abs=2e-4)
    assert ari == pytest.approx(expected["ari"], abs=2e-4)
    if len(set(archive)) < len(archive):
        assert pairwise == pytest.approx(expected["pairwise"]["f1"], abs=2e-4)


def test_intervals_are_the_same_each_time_and_hold_the_figure() -> None:
    truth = [i // 10 for i in range(200)]
    found = [t if i % 7 else 1000 + i for i, t in enumerate(truth)]
    intervals = bootstrap(truth, found, draws=300)
    assert intervals == bootstrap(truth, found, draws=300)
    low, high = intervals["ari"]
    assert low < scores(truth, found)["ari"] < high
    assert high - low < 0.1


def test_a_pair_is_said_to_be_one_where_the_archive_put_it_together() -> None:
    placed = {"a.txt": Place(1, 1), "b.txt": Place(2, 1), "c.txt": Place(3, 3)}
    pairs = [Pair("a", "b", "version", 3), Pair("a", "c", "different", 3), Pair("b", "missing", "story", 1)]
    found = score(pairs, placed)
    assert found["not_read"] == ["b missing"]
    assert found["version"]["false_negatives"] == ["a b"]
    assert (found["story"]["precision"], found["story"]["recall"]) == (1.0, 1.0)


def test_what_was_split_and_joined_is_told_by_the_clusters_names(tmp_path: Path) -> None:
    gold = Gold(tmp_path, {"1": "Julia", "2": "Julia", "3": "Julia", "4": "Spat"})
    for name in gold.versions:
        (tmp_path / name).touch()
    found = score_pages(gold, {"1": Place(1, 1), "2": Place(1, 1), "3": Place(2, 1), "4": Place(3, 1)})
    assert (found["version"]["split"], found["version"]["joined"]) == ({"Julia": [2, 1]}, [])
    assert (found["story"]["split"], found["story"]["joined"]) == ({}, [{"Julia": 3, "Spat": 1}])


def test_an_export_names_pages_by_the_end_of_their_path(tmp_path: Path) -> None:
    gold = Gold(tmp_path, {"pages/1.htm": "a", "pages/2.htm": "a"})
    export = "path,article,story,version,relation,related_to,similarity\n/some/where/pages/1.htm,1,7,8,lead,,1\n"
    assert placed_by_export(export + "other/2.htm,2,9,9,lead,,1\n", gold) == {"pages/1.htm": Place(8, 7)}


def test_overlapping_clusters_are_one_story_and_a_part_has_some_of_every_cluster(tmp_path: Path) -> None:
    clusters = {"Crash": 4, "Seconds": 3, "Julia": 5, "Spat": 1}
    gold = Gold(tmp_path, {f"{name}{i}": name for name, size in clusters.items() for i in range(size)})
    assert gold.stories["Seconds0"] == gold.stories["Crash0"] == "Crash"
    assert gold.part(2).versions.keys() < gold.versions.keys()
    assert Counter(gold.part(2).versions.values()) == {"Crash": 2, "Seconds": 2, "Julia": 3, "Spat": 1}
