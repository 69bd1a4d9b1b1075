"""How much of one text is in another, and what that makes the one to the other."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup import likeness
from newsarchive.dedup.evidence import FLOOR, Counts
from newsarchive.dedup.likeness import NOTHING, UNIT, Likeness, votes
from newsarchive.dedup.profiles import Profile, profile
from newsarchive.dedup.relations import Relation, by_containment
from newsarchive.dedup.schemes import CLUSTERING, ClusteringScheme
from newsarchive.dedup.shingles import Shingles
from newsarchive.dedup.words import words
from tests.dedup.plain import PLAIN, of

PROJECT = Path(__file__).resolve().parents[2]
sets = st.lists(
    st.lists(st.integers(0, 30), max_size=20, unique=True).map(lambda v: np.array(sorted(v), dtype=np.uint64)),
    max_size=9,
)


def _run(first: int, last: int) -> Shingles:
    return np.arange(first, last, dtype=np.uint64)


def compare(one: Shingles, other: Shingles, scheme: ClusteringScheme = PLAIN) -> Likeness:
    return likeness.compare(of(one), of(other), scheme)


def matrices(profiles: list[Profile]) -> tuple[Counts, Counts]:
    return likeness.matrices(likeness.related(profiles, PLAIN), len(profiles), PLAIN)


@given(sets)
def test_one_pair_many_pairs_and_the_matrices_agree(several: list[Shingles]) -> None:
    profiles = [of(s) for s in several]
    pairs = [(i, j) for i in range(len(several)) for j in range(len(several)) if i != j][::-1]
    one_by_one = [compare(several[i], several[j]) for i, j in pairs]
    assert likeness.compare_pairs(profiles, pairs, PLAIN) == one_by_one
    for level, of_level, scores in zip(
        ("version", "story"), (PLAIN.version, PLAIN.story), matrices(profiles), strict=True
    ):
        odds = np.array([getattr(like, level) for like in one_by_one], dtype=np.int64)
        assert [int(scores[i, j]) for i, j in pairs] == votes(odds, of_level).tolist()
        assert (np.diag(scores) == 0).all()


@given(sets)
def test_likeness_is_what_two_plain_sets_give(several: list[Shingles]) -> None:
    for one in several:
        for other in several:
            mine, theirs = set(one.tolist()), set(other.tolist())
            like = compare(one, other)
            common = len(mine & theirs)
            assert like.score == round(common * UNIT / max(min(len(mine), len(theirs)), FLOOR))
            assert like.contained == (common / len(mine) if common else 0)
            assert like.other_contained == (common / len(theirs) if common else 0)


def test_many_pairs_are_compared_in_several_passes() -> None:
    random = np.random.default_rng(11)
    several = [np.unique(random.integers(0, 400, 60).astype(np.uint64)) for _ in range(2_500)]
    pairs = [(int(i), int(j)) for i, j in random.integers(0, 2_500, (45_000, 2))]
    found = likeness.compare_pairs([of(s) for s in several], pairs, PLAIN)
    assert len(found) == len(pairs)
    for p in range(0, len(pairs), 997):
        assert found[p] == compare(several[pairs[p][0]], several[pairs[p][1]])


def test_nothing_is_like_nothing() -> None:
    empty = np.empty(0, dtype=np.uint64)
    nothing = Likeness(0, 0.0, 0.0, NOTHING, NOTHING)
    assert compare(empty, empty) == compare(empty, _run(0, 9)) == nothing
    for scores in matrices([of(empty), of(empty)]):
        assert scores.tolist() == [[0, 0], [0, 0]]
    assert all(scores.shape == (0, 0) for scores in matrices([]))
    assert likeness.compare_pairs([], [], PLAIN) == []


@pytest.mark.parametrize("kept", [30, 100, 240, 400])
def test_a_trim_is_wholly_contained_and_as_like_as_a_copy(kept: int) -> None:
    like = compare(_run(0, kept), _run(0, 400))
    assert (like.score, like.contained, like.other_contained) == (UNIT, 1.0, kept / 400)


def test_a_stray_sentence_is_not_like_what_quotes_it() -> None:
    """Six runs all found in a long text count as six of the floor, not as everything."""
    like = compare(_run(0, 6), _run(0, 400))
    assert like.contained == 1.0
    assert like.score == round(6 * UNIT / FLOOR)
    assert compare(_run(0, FLOOR), _run(0, 400)).score == UNIT


def test_a_vote_is_the_cut_at_even_odds_whole_when_sure_and_none_in_doubt() -> None:
    odds = np.array([-9 * UNIT, -UNIT, -UNIT // 2, 0, round(0.15 * UNIT), round(0.3 * UNIT), 9 * UNIT])
    level = replace(CLUSTERING.story, cut=0.1, sure=0.3, doubt=1.0)
    assert votes(odds, level).tolist() == [0, 0, 50_000, 100_000, 550_000, UNIT, UNIT]


@given(
    st.lists(
        st.sampled_from(["the", "a", "of", "port", "board", "fish", "Norvik", "12", "40", "Selja", "Kvam", "closed"]),
        max_size=80,
    )
)
def test_what_is_one_version_is_one_story_and_order_does_not_matter(wordlist: list[str]) -> None:
    whole = profile(words(" ".join(wordlist)))
    other = profile(words(" ".join(wordlist[: len(wordlist) // 2])))
    there, back = likeness.compare(whole, other, CLUSTERING), likeness.compare(other, whole, CLUSTERING)
    assert (there.version, there.story) == (back.version, back.story)
    assert there.story >= there.version


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (_run(0, 400), _run(0, 400), Relation.COPY),
        (_run(0, 398), _run(2, 400), Relation.COPY),
        (_run(0, 240), _run(0, 400), Relation.TRIMMED),
        (_run(0, 400), _run(0, 240), Relation.EXTENDS),
        (np.concatenate([_run(0, 220), _run(900, 920)]), _run(0, 400), Relation.TRIMMED),
        (_run(0, 400), _run(200, 600), Relation.UPDATES),
        (_run(0, 400), _run(390, 790), Relation.SHARES),
        (_run(0, 400), _run(500, 900), None),
    ],
)
def test_relations_are_named_by_containment(one: Shingles, other: Shingles, expected: Relation | None) -> None:
    assert by_containment(compare(one, other), PLAIN) == expected


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 300))
def test_what_is_trimmed_from_one_side_extends_on_the_other(one: int, other: int, common: int) -> None:
    first, second = _run(0, one), _run(max(one - common, 0), max(one - common, 0) + other)
    forward = by_containment(compare(first, second), PLAIN)
    backward = by_containment(compare(second, first), PLAIN)
    swapped = {Relation.TRIMMED: Relation.EXTENDS, Relation.EXTENDS: Relation.TRIMMED}
    assert backward == (swapped.get(forward, forward) if forward else None)


@pytest.mark.parametrize("package", ["dedup", "wire"])
def test_the_pure_packages_load_neither_django_nor_celery(package: str) -> None:
    script = f"""
import importlib, pkgutil, sys
package = importlib.import_module("newsarchive.{package}")
names = [module.name for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
loaded = {{name.partition(".")[0] for name in sys.modules}}
other = "newsarchive." + ("wire" if "{package}" == "dedup" else "dedup")
print(len(names), sorted(loaded & {{"django", "celery", "psycopg"}}), other in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT)
    count, rest = done.stdout.split(maxsplit=1)
    assert int(count) > 3
    assert rest.strip() == "[] False"
