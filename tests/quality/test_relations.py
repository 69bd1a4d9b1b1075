"""Floors of how often relations and changes are told right, on pairs labelled by reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import changes, relations

DATA = Path("../shared/data")

pytestmark = pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason="the labelled pages are not here")

MACRO_F1, WAY, SURE = 0.71, 0.91, 0.88


@pytest.fixture(scope="module")
def measured() -> dict[str, dict]:
    return {section["section"]: section for section in relations.measure(DATA)}


def test_kinds_and_ways_of_the_half_that_was_not_learnt_from(measured: dict[str, dict]) -> None:
    assert measured["test"]["macro_f1"] >= MACRO_F1
    assert measured["test"]["way_right"] >= WAY


def test_what_is_said_with_confidence_is_mostly_right(measured: dict[str, dict]) -> None:
    assert measured["test"]["confidence"]["0.9"]["right"] >= SURE


def test_two_readers_agree(measured: dict[str, dict]) -> None:
    assert measured["readers"]["kappa"] >= 0.9


def test_changed_numbers_and_names_are_told() -> None:
    found = changes.score(DATA)
    assert found["precision"] >= 0.9
    assert found["recall"] >= 0.9
