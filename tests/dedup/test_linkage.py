"""Average linkage against an independent library, and under rulings."""

from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from newsarchive.dedup.groups import Groups, RuledGroups, members_of
from newsarchive.dedup.linkage import Bond, Contradiction, average_linkage

UNIT = 1_000_000
Scores = npt.NDArray[np.int64]


def _scores(count: int, seed: int) -> Scores:
    """Random likenesses, no two equal, with some structure: texts near each other on a line are more alike."""
    random = np.random.default_rng(seed)
    place = random.random(count)
    close = 1 - np.abs(np.subtract.outer(place, place))
    noisy = (close**4 * 0.7 + random.random((count, count)) * 0.3) * UNIT * 1000
    scores = np.triu(noisy, 1).astype(np.int64)
    return scores + scores.T


def _partition(labels: list[int]) -> set[frozenset[int]]:
    return {frozenset(members) for members in members_of(labels).values()}


def _matrix(count: int, pairs: dict[tuple[int, int], int]) -> Scores:
    scores = np.zeros((count, count), dtype=np.int64)
    for (i, j), score in pairs.items():
        scores[i, j] = scores[j, i] = score
    return scores


@pytest.mark.parametrize("cut", [0.2, 0.35, 0.5, 0.7])
@pytest.mark.parametrize("seed", range(12))
def test_it_is_scipys_average_linkage(seed: int, cut: float) -> None:
    print(f"seed {seed}, cut {cut}")
    scores = _scores(count=10 + 9 * seed, seed=seed)
    whole = 1000 * UNIT
    tree = linkage(squareform(np.where(np.eye(len(scores)), 0, whole - scores)), "average")
    expected = fcluster(tree, whole - cut * whole, criterion="distance")
    found = average_linkage(scores, round(cut * whole), range(len(scores)))
    assert _partition(found) == _partition(expected.tolist())


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_texts_does_not_matter(seed: int) -> None:
    print(f"seed {seed}")
    scores = _scores(40, seed)
    order = np.random.default_rng(seed).permutation(40)
    groups = [0 if i in (3, 17) else i + 1 for i in range(40)]
    apart = [([1, 2], [5]), ([9], [10, 11])]
    place = {int(old): new for new, old in enumerate(order)}
    moved_apart = [([place[i] for i in one], [place[i] for i in other]) for one, other in apart]
    straight = average_linkage(scores, 450 * UNIT, groups, apart)
    moved = average_linkage(scores[np.ix_(order, order)], 450 * UNIT, [groups[i] for i in order], moved_apart)
    assert {frozenset(int(order[k]) for k in part) for part in _partition(moved)} == _partition(straight)


def test_labels_are_the_smallest_members() -> None:
    scores = _matrix(5, {(1, 4): 90, (2, 3): 80})
    assert average_linkage(scores, 50, range(5)) == [0, 1, 2, 2, 1]
    assert average_linkage(np.zeros((0, 0), dtype=np.int64), 50, []) == []
    assert average_linkage(np.zeros((1, 1), dtype=np.int64), 50, [7]) == [0]


def test_the_cut_itself_is_enough_and_one_less_is_not() -> None:
    assert average_linkage(_matrix(2, {(0, 1): 50}), 50, range(2)) == [0, 0]
    assert average_linkage(_matrix(2, {(0, 1): 49}), 50, range(2)) == [0, 1]


def test_texts_with_nothing_in_common_stay_apart_at_any_cut() -> None:
    assert average_linkage(_matrix(3, {}), 0, range(3)) == [0, 1, 2]


def test_a_chain_of_likenesses_does_not_hold() -> None:
    """Each text is like the next, the first is not like the last: connected components would make them one."""
    scores = _matrix(4, {(0, 1): 60, (1, 2): 55, (2, 3): 60})
    assert average_linkage(scores, 50, range(4)) == [0, 0, 2, 2]


def test_groups_are_contracted_before_the_first_merge() -> None:
    """2 goes to 0 when it is alone, and to 3 once 0 must share its average with 1."""
    scores = _matrix(4, {(0, 2): 80, (2, 3): 70, (1, 3): 0})
    assert average_linkage(scores, 60, range(4)) == [0, 1, 0, 3]
    assert average_linkage(scores, 60, [5, 5, 6, 7]) == [0, 0, 2, 2]


def test_what_is_apart_meets_neither_directly_nor_through_a_third() -> None:
    scores = _matrix(3, {(0, 1): 99, (1, 2): 98, (0, 2): 97})
    assert average_linkage(scores, 50, range(3)) == [0, 0, 0]
    assert average_linkage(scores, 50, range(3), [([0], [1])]) == [0, 1, 1]
    assert average_linkage(scores, 50, range(3), [([0], [2])]) == [0, 0, 2]


@pytest.mark.parametrize("seed", range(20))
def test_no_ruling_is_ever_broken(seed: int) -> None:
    print(f"seed {seed}")
    random = np.random.default_rng(seed)
    scores = _scores(30, seed)
    groups = list(range(30))
    groups[7] = groups[8] = groups[0]
    sides = [random.choice(np.arange(9, 30), 4, replace=False).tolist() for _ in range(6)]
    apart = [(side[:2], side[2:]) for side in sides] + [([0], [10])]
    labels = average_linkage(scores, 100 * UNIT, groups, apart)
    assert labels[7] == labels[8] == labels[0]
    assert all(labels[i] != labels[j] for one, other in apart for i in one for j in other)


def test_stories_that_clusters_bring_along_are_kept_apart_too() -> None:
    """0 and 3 are like 1 and 2; 1 and 2 are of one story; so only one of the two likenesses can be followed."""
    scores = _matrix(4, {(0, 1): 90, (2, 3): 80})
    bound = [0, 1, 1, 3]
    assert average_linkage(scores, 50, range(4), (), [Bond(bound)]) == [0, 0, 2, 2]
    assert average_linkage(scores, 50, range(4), (), [Bond(bound, [([0], [3])])]) == [0, 0, 2, 3]


def test_rulings_against_each_other_are_refused() -> None:
    scores = _scores(4, 1)
    with pytest.raises(Contradiction):
        average_linkage(scores, 50, [0, 0, 1, 2], [([0], [1])])
    with pytest.raises(Contradiction):
        average_linkage(scores, 50, range(4), [([0, 2], [2, 3])])
    with pytest.raises(Contradiction):
        average_linkage(scores, 50, range(4), (), [Bond([0, 0, 1, 2], [([0], [1])])])


def test_ties_go_to_the_smallest_first_members() -> None:
    equal = _matrix(5, {(i, j): 60 for i in range(5) for j in range(i)})
    assert average_linkage(equal, 50, range(5), [([0], [1])]) == [0, 1, 0, 0, 0]
    square = _matrix(4, {(0, 1): 60, (1, 2): 60, (2, 3): 60, (0, 3): 60})
    assert average_linkage(square, 50, range(4)) == [0, 0, 2, 2]


def _slowly(scores: Scores, cut: int) -> list[list[int]]:
    """Average linkage by plain search: the best pair of clusters, the one with the smallest members of equals."""
    clusters = [[i] for i in range(len(scores))]
    while len(clusters) > 1:
        pairs = [(a, b) for a in range(len(clusters)) for b in range(a + 1, len(clusters))]
        average = {
            (a, b): Fraction(int(scores[np.ix_(clusters[a], clusters[b])].sum()), len(clusters[a]) * len(clusters[b]))
            for a, b in pairs
        }
        a, b = min(pairs, key=lambda pair: (-average[pair], pair))
        if average[a, b] < cut:
            break
        clusters[a] += clusters.pop(b)
    return clusters


@pytest.mark.parametrize("seed", range(25))
def test_ties_are_broken_as_in_a_plain_search(seed: int) -> None:
    print(f"seed {seed}")
    half = np.triu(np.random.default_rng(seed).integers(0, 5, (14, 14)), 1)
    scores = half + half.T
    assert _partition(average_linkage(scores, 2, range(14))) == {frozenset(c) for c in _slowly(scores, 2)}


pairs = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=14)


@given(pairs, pairs)
def test_groups_under_rulings_are_plain_groups_that_refuse(
    joins: list[tuple[int, int]], foes: list[tuple[int, int]]
) -> None:
    apart = [([i], [j]) for i, j in foes if i != j]
    ruled = RuledGroups(12, (), apart)
    followed = Groups(12)
    for i, j in joins:
        if ruled.may_meet(i, j):
            ruled.join((i, j))
            followed.join((i, j))
        else:
            either = {ruled.find(i), ruled.find(j)}
            assert any({ruled.find(a), ruled.find(b)} == either for (a,), (b,) in apart)
    assert ruled.labels() == followed.labels()
    assert all(ruled.find(a) != ruled.find(b) for (a,), (b,) in apart)


def test_groups_under_rulings_refuse_what_cannot_hold() -> None:
    with pytest.raises(Contradiction):
        RuledGroups(3, [(0, 1), (1, 2)], [([0], [2])])
