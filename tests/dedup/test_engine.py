"""Articles in memory to versions and stories, whatever their order, their portions and the number of processes."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from bench.invented import articles, edited_copies, forms_only
from bench.invented_chains import chains
from newsarchive.dedup import components, engine
from newsarchive.dedup.engine import Article, clustered

SEED = 7


def _some(plain: bool) -> list[Article]:
    found = [*islice(chains(20, SEED), 70), *articles(20, SEED), *forms_only(20, SEED), *edited_copies(70, SEED, 120)]
    paragraphs = [list(a.paragraphs) for a in found]
    every: list[Article] = ["\n".join(own) if plain else own for own in paragraphs]
    return [*every, "" if plain else [], "Flood", every[0], ["Flood"], ""]


def _groups(labels: list[int], order: list[int]) -> set[frozenset[int]]:
    return {frozenset(order[i] for i, label in enumerate(labels) if label == one) for one in set(labels)}


@pytest.mark.parametrize("plain", [True, False])
def test_order_portions_and_processes_make_no_difference(plain: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    some = _some(plain)
    at_once = clustered(some)
    assert clustered(some, processes=2) == at_once
    order = list(range(len(some)))
    print("order drawn with seed", SEED)
    random.Random(SEED).shuffle(order)
    for name, value in (("_PAIRS_AT_ONCE", 17), ("_TEXTS_AT_ONCE", 20), ("_SMALL", 4)):
        monkeypatch.setattr(components, name, value)
    monkeypatch.setattr(engine, "_PORTION", 13)
    shuffled = clustered([some[i] for i in order])
    for one, other in ((shuffled.versions, at_once.versions), (shuffled.stories, at_once.stories)):
        assert _groups(one, order) == _groups(other, list(range(len(some))))


def test_each_is_labelled_by_the_first_of_its_version_and_of_its_story() -> None:
    copies = [list(a.paragraphs) for a in edited_copies(3, SEED, 120)]
    other = list(next(forms_only(1, SEED)).paragraphs)
    found = clustered([other, *copies, other])
    assert found.versions == [0, 1, 1, 1, 0]
    assert found.stories == [0, 1, 1, 1, 0]


def test_nothing_comes_of_nothing() -> None:
    assert clustered([]).stories == []
    assert clustered([""]).stories == [0]
    assert clustered(["", [], "!"]).stories == [0, 0, 0]
