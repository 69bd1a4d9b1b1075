"""Floors of how often relations and changes are told right, on pairs labelled by reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import changes, relate, relations
from bench.relation_last import AGAIN

DATA = Path("../shared/data")

pytestmark = pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason="the labelled pages are not here")

MACRO_F1, WAY, SURE = 0.87, 0.94, 0.93


def test_pairs_that_nothing_was_chosen_on_are_told_right() -> None:
    """They were drawn and read when all was chosen, and their stories are not learnt from."""
    (found,) = relate.measure(DATA, {AGAIN: (AGAIN,)})
    assert found["macro_f1"] >= MACRO_F1
    assert found["way_right"] >= WAY
    assert found["confidence"]["0.9"]["right"] >= SURE


def test_two_readers_agree() -> None:
    assert relations.agreement(relations.read_labels())["kappa"] >= 0.9


def test_changed_numbers_and_names_are_told() -> None:
    found = changes.score(DATA)
    assert found["precision"] >= 0.9
    assert found["recall"] >= 0.9
