"""Components cut into versions and stories: whatever the order, under rulings, and when they are too large."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup import clusters
from newsarchive.dedup.clusters import TOP, Edge, Partition, Rulings, take_apart
from newsarchive.dedup.groups import members_of
from newsarchive.dedup.likeness import UNIT, compare_pairs
from newsarchive.dedup.linkage import Contradiction
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.shingles import Shingles
from tests.dedup.plain import PLAIN, of

SMALL = replace(PLAIN, most=6)
NO_RULINGS = Rulings()


def partition(sets: Sequence[Shingles], edges: Sequence[Edge], rulings: Rulings, scheme: ClusteringScheme) -> Partition:
    return clusters.partition([of(s) for s in sets], edges, rulings, scheme)


def _texts(count: int, seed: int, reports: int = 4, length: int = 60) -> list[Shingles]:
    """Texts that each take a run of one report's shingles, some with a passage of their own."""
    random = np.random.default_rng(seed)
    texts = []
    for i in range(count):
        report = 10_000 * int(random.integers(reports))
        start, size = int(random.integers(2 * length)), int(random.integers(30, length))
        own = 1_000_000 + 100 * i
        run = np.arange(report + start, report + start + size)
        texts.append(np.unique(np.concatenate([run, np.arange(own, own + int(random.integers(20)))])).astype(np.uint64))
    return texts


def _edges(sets: Sequence[Shingles]) -> list[Edge]:
    pairs = [(i, j) for i in range(len(sets)) for j in range(i + 1, len(sets))]
    found = compare_pairs([of(s) for s in sets], list(pairs), PLAIN)
    return [(*pair, like.score) for pair, like in zip(pairs, found, strict=True) if like.score >= 0.05 * UNIT]


def _groups(labels: Sequence[int], names: Sequence[int] | None = None) -> set[frozenset[int]]:
    """The partition, in the texts' own names where they were handed in under other numbers."""
    return {frozenset(i if names is None else names[i] for i in part) for part in members_of(labels).values()}


def _check(cut: Partition) -> None:
    """Labels are smallest members, and versions lie within stories."""
    for labels in (cut.versions, cut.stories):
        assert all(label == min(members) for label, members in members_of(labels).items())
    for members in members_of(cut.versions).values():
        assert len({cut.stories[i] for i in members}) == 1


def _copies(count: int) -> tuple[list[Shingles], list[Edge]]:
    """All but equal texts, every one a trim of the next: edges of likeness 1 between all of them."""
    sets = [np.arange(0, 100 + i, dtype=np.uint64) for i in range(count)]
    return sets, _edges(sets)


@pytest.mark.parametrize("seed", range(6))
def test_versions_lie_within_stories(seed: int) -> None:
    print(f"seed {seed}")
    sets = _texts(30, seed)
    cut = partition(sets, _edges(sets), NO_RULINGS, PLAIN)
    _check(cut)
    assert len(_groups(cut.stories)) > 1


def test_a_story_of_two_versions() -> None:
    """A report and its trim; another that keeps a quarter of it, and its trim; and one of something else."""
    later = np.concatenate([np.arange(75, 100), np.arange(300, 375)])
    sets = [np.arange(100), np.arange(20, 100), later, later[:90], np.arange(900, 1000)]
    cut = partition([s.astype(np.uint64) for s in sets], _edges(sets), NO_RULINGS, PLAIN)
    assert cut == Partition([0, 0, 2, 2, 4], [0, 0, 0, 0, 4])


@pytest.mark.parametrize("most", [6, 2000])
@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_does_not_matter(seed: int, most: int) -> None:
    """Texts have a total order by digest; edges come in any order and either way round."""
    print(f"seed {seed}, most {most}")
    random = np.random.default_rng(seed)
    sets, scheme = _texts(30, seed), replace(PLAIN, most=most)
    edges = _edges(sets)
    arrived = random.permutation(30)
    by_digest = sorted(range(30), key=lambda k: int(arrived[k]))
    assert [int(arrived[k]) for k in by_digest] == list(range(30))
    resorted = [sets[int(arrived[k])] for k in by_digest]
    shuffled = [(j, i, s) if random.random() < 0.5 else (i, j, s) for i, j, s in edges]
    random.shuffle(shuffled)
    again = partition(resorted, [(int(i), int(j), int(s)) for i, j, s in shuffled], NO_RULINGS, scheme)
    assert again == partition(sets, edges, NO_RULINGS, scheme)


@pytest.mark.parametrize("most", [6, 2000])
@pytest.mark.parametrize("seed", range(5))
def test_components_do_not_feel_each_other(seed: int, most: int) -> None:
    """Clustering two unconnected components at once is clustering each alone, mixed up in any way."""
    print(f"seed {seed}, most {most}")
    scheme = replace(PLAIN, most=most)
    one = _texts(14, seed, reports=2)
    other = [s + np.uint64(50_000_000) for s in _texts(9, seed + 100, reports=2)]
    order = np.random.default_rng(seed).permutation(23).tolist()
    names = [sorted(order.index(k) for k in range(14)), sorted(order.index(k) for k in range(14, 23))]
    mixed = [(one + other)[k] for k in order]
    together = partition(mixed, _edges(mixed), NO_RULINGS, scheme)
    for level in ("versions", "stories"):
        alone = set()
        for mine in names:
            sets = [mixed[i] for i in mine]
            alone |= _groups(getattr(partition(sets, _edges(sets), NO_RULINGS, scheme), level), mine)
        assert _groups(getattr(together, level)) == alone


def test_rulings_hold_at_their_level() -> None:
    """Four trims of one report, and an unrelated text."""
    sets = [*_copies(4)[0], np.arange(5000, 5100, dtype=np.uint64)]
    edges = _edges(sets)
    assert partition(sets, edges, NO_RULINGS, PLAIN) == Partition([0, 0, 0, 0, 4], [0, 0, 0, 0, 4])
    by_version = partition(sets, edges, Rulings(apart_version=[([0], [1, 2, 3])]), PLAIN)
    assert by_version == Partition([0, 1, 1, 1, 4], [0, 0, 0, 0, 4])
    by_story = partition(sets, edges, Rulings(apart_story=[([0], [1, 2, 3])]), PLAIN)
    assert by_story == Partition([0, 1, 1, 1, 4], [0, 1, 1, 1, 4])
    one_story = partition(sets, edges, Rulings(same_story=[[3, 4]]), PLAIN)
    assert one_story == Partition([0, 0, 0, 0, 4], [0, 0, 0, 0, 0])
    one_version = partition(sets, edges, Rulings(same_version=[[3, 4]]), PLAIN)
    assert one_version.versions[3] == one_version.versions[4]
    _check(one_version)


@pytest.mark.parametrize("ruled", ["same_story", "same_version"])
def test_a_pair_ruled_the_same_brings_both_crowds_along_whole(ruled: str) -> None:
    """Two reports of forty copies each; one of either side says the same, by a ruling: nobody is left behind."""
    one, other = np.arange(0, 100, dtype=np.uint64), np.arange(5000, 5100, dtype=np.uint64)
    sets = [*(one[: 100 - i] for i in range(40)), *(other[: 100 - i] for i in range(40))]
    alone = partition(sets, _edges(sets), NO_RULINGS, PLAIN)
    assert _groups(alone.stories) == {frozenset(range(40)), frozenset(range(40, 80))}
    cut = partition(sets, _edges(sets), Rulings(**{ruled: [[3, 44]]}), PLAIN)
    assert set(cut.stories) == {0}


def test_a_chain_of_rulings_and_likeness_ends_where_a_ruling_says() -> None:
    """0 and 1 are ruled one story, 1 and 2 different ones; 0 and 2 are all but equal and still stay apart."""
    sets = [np.arange(0, 100), np.arange(5000, 5100), np.arange(0, 98)]
    cut = partition(
        [s.astype(np.uint64) for s in sets],
        [(0, 2, UNIT)],
        Rulings(same_story=[[0, 1]], apart_story=[([1], [2])]),
        PLAIN,
    )
    assert cut == Partition([0, 1, 2], [0, 0, 2])


def test_two_likenesses_cannot_close_a_chain_that_rulings_forbid() -> None:
    """1 and 3 are one story, 0 and 2 are not; 0 is like 1 and 2 is like 3, and no single merge breaks a ruling."""
    a, c = np.arange(0, 100, dtype=np.uint64), np.arange(5000, 5100, dtype=np.uint64)
    sets, edges = [a, a[:95], c, c[:95]], [(0, 1, UNIT), (2, 3, UNIT)]
    rulings = Rulings(same_story=[[1, 3]], apart_story=[([0], [2])])
    assert partition(sets, edges, rulings, PLAIN) == Partition([0, 0, 2, 3], [0, 0, 2, 0])


@pytest.mark.parametrize("most", [3, 2000])
def test_rulings_that_cannot_all_hold_are_refused(most: int) -> None:
    sets, edges = _copies(5)
    scheme = replace(PLAIN, most=most)
    for rulings in (
        Rulings(same_story=[[0, 1], [1, 2]], apart_story=[([0], [2])]),
        Rulings(same_version=[[0, 1]], apart_story=[([0], [1])]),
        Rulings(same_version=[[0, 1]], apart_version=[([0], [1])]),
    ):
        with pytest.raises(Contradiction):
            partition(sets, edges, rulings, scheme)


def test_an_oversized_component_is_taken_apart_at_its_weakest_links() -> None:
    """Two clumps of five, joined by one weak edge, are parted there and nowhere else."""
    clump = [(i, j, 800_000) for i in range(5) for j in range(i)]
    edges = [*clump, *((i + 5, j + 5, s) for i, j, s in clump), (0, 9, 400_000)]
    assert take_apart(10, edges, NO_RULINGS, SMALL) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert take_apart(10, edges, NO_RULINGS, PLAIN) == [list(range(10))]


def test_what_is_alike_to_the_last_stays_one_part_however_large() -> None:
    edges = [(i, i + 1, TOP if i != 4 else TOP - 1) for i in range(19)]
    assert take_apart(20, edges, NO_RULINGS, SMALL) == [list(range(5)), list(range(5, 20))]


@given(
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19), st.integers(0, UNIT)), max_size=60),
    st.lists(st.lists(st.integers(0, 19), max_size=5), max_size=4),
    st.randoms(use_true_random=False),
)
def test_taking_apart_tears_no_ruled_group_and_loses_no_text(
    edges: list[Edge], same: list[list[int]], random: object
) -> None:
    rulings = Rulings(same_version=same[:2], same_story=same[2:])
    parts = take_apart(20, edges, rulings, SMALL)
    assert sorted(i for part in parts for i in part) == list(range(20))
    for group in same:
        assert sum(1 for part in parts if set(group) & set(part)) <= 1
    random.shuffle(edges)  # type: ignore[attr-defined]
    assert take_apart(20, [(j, i, s) for i, j, s in edges], rulings, SMALL) == parts


def test_a_mass_too_large_to_compare_is_one_version() -> None:
    sets, edges = _copies(20)
    assert partition(sets, edges, NO_RULINGS, SMALL) == Partition([0] * 20, [0] * 20)


def test_rulings_hold_in_a_mass_too_large_to_compare() -> None:
    sets, edges = _copies(20)
    out = partition(sets, edges, Rulings(apart_story=[([3, 4], [i for i in range(20) if i not in (3, 4)])]), SMALL)
    expected = [3 if i in (3, 4) else 0 for i in range(20)]
    assert out == Partition(expected, expected)
    versions = partition(sets, edges, Rulings(apart_version=[([19], [0])]), SMALL)
    assert versions == Partition([0] * 19 + [19], [0] * 20)
    chain = partition(sets, edges, Rulings(same_story=[[0, 1]], apart_story=[([1], [2])]), SMALL)
    assert chain.stories[0] == chain.stories[1] != chain.stories[2]
    _check(chain)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(edges))
        shuffled = [(j, i, score) if k % 2 else (i, j, score) for k in order for i, j, score in [edges[k]]]
        assert partition(sets, shuffled, Rulings(apart_version=[([19], [0])]), SMALL) == versions


@given(
    st.lists(st.lists(st.integers(0, 11), min_size=2, max_size=3), max_size=3),
    st.lists(st.lists(st.integers(0, 11), min_size=2, max_size=3), max_size=3),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=4),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=4),
    st.sampled_from([3, 2000]),
    st.integers(0, 5),
)
def test_rulings_hold_or_are_refused(
    same_version: list[list[int]],
    same_story: list[list[int]],
    apart_version: list[tuple[int, int]],
    apart_story: list[tuple[int, int]],
    most: int,
    seed: int,
) -> None:
    """Whatever editors rule, over likeness of every kind: it holds, or the rulings contradict each other."""
    sets = _texts(9, seed, reports=2) + _copies(3)[0]
    rulings = Rulings(
        same_version,
        same_story,
        [([i], [j]) for i, j in apart_version if i != j],
        [([i], [j]) for i, j in apart_story if i != j],
    )
    try:
        cut = partition(sets, _edges(sets), rulings, replace(PLAIN, most=most))
    except Contradiction:
        assert _contradict(rulings)
        return
    _check(cut)
    assert not _contradict(rulings)
    assert all(len({cut.versions[i] for i in group}) == 1 for group in same_version)
    assert all(len({cut.stories[i] for i in group}) == 1 for group in same_story)
    assert all(cut.versions[i] != cut.versions[j] for (i,), (j,) in rulings.apart_version)
    assert all(cut.stories[i] != cut.stories[j] for (i,), (j,) in rulings.apart_story)


def _contradict(rulings: Rulings) -> bool:
    """Whether the rulings alone cannot all hold, found by plain search."""
    versions = list(rulings.same_version)
    return any(j in _reached(i, versions) for (i,), (j,) in rulings.apart_version) or any(
        j in _reached(i, [*versions, *rulings.same_story]) for (i,), (j,) in rulings.apart_story
    )


def _reached(start: int, groups: Sequence[Sequence[int]]) -> set[int]:
    reached = {start}
    while more := {i for group in groups if reached & set(group) for i in group} - reached:
        reached |= more
    return reached


def test_an_empty_component_and_a_single_text() -> None:
    assert partition([], [], NO_RULINGS, PLAIN) == Partition([], [])
    assert partition([np.arange(9, dtype=np.uint64)], [], NO_RULINGS, PLAIN) == Partition([0], [0])


def test_a_mass_of_lightly_edited_copies_is_one_version() -> None:
    rng = np.random.default_rng(12)
    report = rng.integers(0, 2**63, 400, dtype=np.uint64)
    sets = [np.unique(np.concatenate([report[:394], rng.integers(0, 2**63, 6, dtype=np.uint64)])) for _ in range(20)]
    edges = _edges(sets)
    assert max(score for *_, score in edges) < UNIT
    assert partition(sets, edges, NO_RULINGS, SMALL) == Partition([0] * 20, [0] * 20)
