"""Floors of how often relations and changes are told right, on pairs labelled by reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import changes, relate, relations

DATA = Path("../shared/data")

pytestmark = pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason="the labelled pages are not here")

MACRO_F1, WAY, SURE = 0.88, 0.94, 0.94


def test_pairs_are_told_right_by_what_was_learnt_without_their_stories() -> None:
    """Their clues were chosen on them all the same."""
    (found,) = relate.measure(DATA, {"all": relations.PARTS})
    assert found["macro_f1"] >= MACRO_F1
    assert found["way_right"] >= WAY
    assert found["confidence"]["0.9"]["right"] >= SURE


def test_two_readers_agree() -> None:
    assert relations.agreement(relations.read_labels())["kappa"] >= 0.9


def test_changed_numbers_and_names_are_told() -> None:
    found = changes.score(DATA)
    assert found["precision"] >= 0.9
    assert found["recall"] >= 0.9
