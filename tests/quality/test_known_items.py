"""A floor under finding what is remembered of a story; lowering it needs a reason in the commit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from bench.archive import Archive
from bench.gold import read_gold
from bench.known_items import QUERIES, SEED, Found, asked, known_items, table

PAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "spotsigs"
EVERY = 14
"""One page of so many of each story: about 90 pages."""

FIRST, IN_FIVE = 0.9, 0.98

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PAGES.is_dir(), reason=f"the pages that questions are drawn from are not at {PAGES}"),
]


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Found]]:
    with django_db_blocker.unblock(), transaction.atomic():
        Archive().take_in(read_gold(PAGES).part(EVERY).files())
        yield asked(known_items(SEED))
        transaction.set_rollback(True)


def test_what_is_remembered_of_a_story_finds_it(found: list[Found]) -> None:
    told = table(found)
    assert [told["all"]["n"], min(row["n"] for row in told.values())] == [QUERIES, QUERIES // 4]
    misses = [(f.rank, *f.item) for f in found if f.rank != 1]
    assert told["all"]["first"] >= FIRST, (SEED, misses)
    assert told["all"]["in the first five"] >= IN_FIVE, (SEED, misses)
