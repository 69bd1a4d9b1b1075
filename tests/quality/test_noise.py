"""Floors under the finding of damaged copies; `python -m bench.noise` measures the whole (docs/noise.md)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import gold, noise
from bench.archive import Archive

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT.parent / "shared" / "data"
A_FIFTH, EVERY = 5, 4

FLOORS = {2: 0.98, 5: 0.95}
"""Share of damaged copies that stand in the version or the story of their origin; all that were measured lie above."""

FLOORS_OF_HALVES = {2: 0.95, 5: 0.9}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason=f"the labelled pages are not at {DATA}"),
]


@pytest.fixture(scope="module")
def own(django_db_setup: None, django_db_blocker: Any) -> Iterator[Archive]:
    """A fifth of the labelled pages in the tests' database, for a whole module."""
    with django_db_blocker.unblock():
        found = Archive()
        with found.for_now():
            found.take_in(_pages().files())
            yield found


def _pages() -> gold.Gold:
    return gold.read_gold(DATA / "spotsigs").part(A_FIFTH)


def test_damaged_copies_stand_with_their_origins(own: Archive) -> None:
    pages = _pages()
    bodies = noise.long_ones(own.paragraphs(pages.versions), EVERY)
    assert len(bodies) >= 50
    for rate, part in ((2, 100), (2, 50), (5, 100), (5, 50)):
        found = noise.clean_origin(own, pages, bodies, rate, part)
        floor = (FLOORS if part == 100 else FLOORS_OF_HALVES)[rate]
        assert found["all"]["in_story"] >= floor, (rate, part, found["missed"])
