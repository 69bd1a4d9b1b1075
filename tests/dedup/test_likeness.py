"""How much of one text is in another, and what that makes the one to the other."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.likeness import UNIT, Likeness, compare, compare_pairs, matrix
from newsarchive.dedup.relations import Relation, relation
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.dedup.shingles import Shingles

PROJECT = Path(__file__).resolve().parents[2]
SCHEME = replace(CLUSTERING, floor=5)

sets = st.lists(
    st.lists(st.integers(0, 30), max_size=20, unique=True).map(lambda v: np.array(sorted(v), dtype=np.uint64)),
    max_size=9,
)


def _run(first: int, last: int) -> Shingles:
    return np.arange(first, last, dtype=np.uint64)


@given(sets)
def test_one_pair_many_pairs_and_the_matrix_agree(several: list[Shingles]) -> None:
    pairs = [(i, j) for i in range(len(several)) for j in range(len(several)) if i != j][::-1]
    one_by_one = [compare(several[i], several[j], SCHEME) for i, j in pairs]
    scores = matrix(several, SCHEME)
    assert compare_pairs(several, pairs, SCHEME) == one_by_one
    assert [int(scores[i, j]) for i, j in pairs] == [like.score for like in one_by_one]
    assert (np.diag(scores) == 0).all()


@given(sets)
def test_likeness_is_what_two_plain_sets_give(several: list[Shingles]) -> None:
    for one in several:
        for other in several:
            mine, theirs = set(one.tolist()), set(other.tolist())
            like = compare(one, other, SCHEME)
            common = len(mine & theirs)
            assert like.score == round(common * UNIT / max(min(len(mine), len(theirs)), SCHEME.floor))
            assert like.contained == (common / len(mine) if common else 0)
            assert like.other_contained == (common / len(theirs) if common else 0)


def test_many_pairs_are_compared_in_several_passes() -> None:
    random = np.random.default_rng(11)
    several = [np.unique(random.integers(0, 400, 60).astype(np.uint64)) for _ in range(220)]
    pairs = [(int(i), int(j)) for i, j in random.integers(0, 220, (45_000, 2))]
    found = compare_pairs(several, pairs, SCHEME)
    assert len(found) == len(pairs)
    for p in range(0, len(pairs), 997):
        assert found[p] == compare(several[pairs[p][0]], several[pairs[p][1]], SCHEME)


def test_nothing_is_like_nothing() -> None:
    empty = np.empty(0, dtype=np.uint64)
    assert compare(empty, empty, SCHEME) == compare(empty, _run(0, 9), SCHEME) == Likeness(0, 0.0, 0.0)
    assert matrix([empty, empty], SCHEME).tolist() == [[0, 0], [0, 0]]
    assert matrix([], SCHEME).shape == (0, 0)
    assert compare_pairs([], [], SCHEME) == []


@pytest.mark.parametrize("kept", [30, 100, 240, 400])
def test_a_trim_is_wholly_contained_and_as_like_as_a_copy(kept: int) -> None:
    like = compare(_run(0, kept), _run(0, 400), CLUSTERING)
    assert like == Likeness(UNIT, 1.0, kept / 400)


def test_a_stray_sentence_is_not_like_what_quotes_it() -> None:
    """Six shingles all found in a long text count as six of the floor, not as everything."""
    like = compare(_run(0, 6), _run(0, 400), CLUSTERING)
    assert like.contained == 1.0
    assert like.score == round(6 * UNIT / CLUSTERING.floor)
    assert compare(_run(0, CLUSTERING.floor), _run(0, 400), CLUSTERING).score == UNIT


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
    assert relation(compare(one, other, CLUSTERING), CLUSTERING) == expected


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 300))
def test_what_is_trimmed_from_one_side_extends_on_the_other(one: int, other: int, common: int) -> None:
    first, second = _run(0, one), _run(max(one - common, 0), max(one - common, 0) + other)
    forward = relation(compare(first, second, CLUSTERING), CLUSTERING)
    backward = relation(compare(second, first, CLUSTERING), CLUSTERING)
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
