"""Floors under whom pages credit, against labels made by reading; lowering one needs a reason in the commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.agencies import digest, halves, labelled

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CORPUS = "ce5cbd069e18427e"
"""Of the labels and the pages that the floors were measured on; with others they say nothing."""

PRECISION, RECALL = 0.98, 0.95

pytestmark = pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason=f"the labelled pages are not at {DATA}")


def test_the_floors_are_of_these_files() -> None:
    assert digest(DATA) == CORPUS


def test_pages_credit_whom_readers_found_credited() -> None:
    for half, figures in halves(labelled(DATA)).items():
        assert figures["precision"] >= PRECISION, (half, figures)
        assert figures["recall"] >= RECALL, (half, figures)
