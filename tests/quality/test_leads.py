"""Floors under the texts that lead stories of real pages; `python -m bench.quality DATA --only leads` measures all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench import gold
from bench.archive import Archive
from bench.leads import leads

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT.parent / "shared" / "data"
A_THIRD = 3

CORPUS = "60f0db65c8cb85f5"
"""Of the pages that the floors were measured on; with others they say nothing."""

CLEAN = FULL = 0.88
"""Share of the leads; before what others print was asked, half were clean and seven in ten full."""

ALONE = 25
"""Paragraphs that leads print alone, 17 of them of the one page that has its report in full."""

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason=f"the labelled pages are not at {DATA}"),
]


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """The leads of a third of the labelled pages, in the tests' database, and the digest of these."""
    pages, own = gold.read_gold(DATA / "spotsigs").part(A_THIRD), Archive()
    with django_db_blocker.unblock(), own.for_now():
        own.take_in(pages.files())
        return {"corpus": pages.digest(), **leads()}


def test_the_floors_are_of_these_pages(found: dict[str, Any]) -> None:
    assert found["corpus"] == CORPUS


def test_what_leads_is_clean_and_full(found: dict[str, Any]) -> None:
    assert found["clean"] >= CLEAN * found["stories"], found["worst"]
    assert found["full"] >= FULL * found["stories"], found["worst"]
    assert found["alone"] <= ALONE, found["worst"]
