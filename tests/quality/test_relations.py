"""Floors of how often relations and changes are told right, on pairs labelled by reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import changes, relations

DATA = Path("../shared/data")

pytestmark = pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason="the labelled pages are not here")

MACRO_F1 = {"test": 0.77, "fresh": 0.73}
WAY, SURE = {"test": 0.92, "fresh": 0.86}, 0.85


@pytest.fixture(scope="module")
def measured() -> dict[str, dict]:
    return {section["section"]: section for section in relations.measure(DATA)}


@pytest.mark.parametrize("part", ["test", "fresh"])
def test_kinds_and_ways_of_pairs_that_were_not_learnt_from(measured: dict[str, dict], part: str) -> None:
    assert measured[part]["macro_f1"] >= MACRO_F1[part]
    assert measured[part]["way_right"] >= WAY[part]


@pytest.mark.parametrize("part", ["test", "fresh"])
def test_what_is_said_with_confidence_is_mostly_right(measured: dict[str, dict], part: str) -> None:
    assert measured[part]["confidence"]["0.9"]["right"] >= SURE


def test_two_readers_agree(measured: dict[str, dict]) -> None:
    assert measured["readers"]["kappa"] >= 0.9


def test_changed_numbers_and_names_are_told() -> None:
    found = changes.score(DATA)
    assert found["precision"] >= 0.9
    assert found["recall"] >= 0.9
