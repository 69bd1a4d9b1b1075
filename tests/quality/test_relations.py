"""Floors of how often relations and changes are told right, on pairs labelled by reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import changes, relate, relations

DATA = Path("../shared/data")

pytestmark = pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason="the labelled pages are not here")

MACRO_F1, WAY, SURE = 0.84, 0.92, 0.9


@pytest.fixture(scope="module")
def last() -> dict:
    """Pairs that were drawn and read when all was chosen, each told by what was learnt without its story."""
    return next(section for section in relate.measure(DATA) if section["section"] == "last")


def test_kinds_and_ways_of_pairs_whose_stories_were_not_learnt_from(last: dict) -> None:
    assert last["macro_f1"] >= MACRO_F1
    assert last["way_right"] >= WAY


def test_what_is_said_with_confidence_is_mostly_right(last: dict) -> None:
    assert last["confidence"]["0.9"]["right"] >= SURE


def test_two_readers_agree() -> None:
    assert relations.agreement(relations.read_labels())["kappa"] >= 0.9


def test_changed_numbers_and_names_are_told() -> None:
    found = changes.score(DATA)
    assert found["precision"] >= 0.9
    assert found["recall"] >= 0.9
