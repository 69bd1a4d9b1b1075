"""A floor under what is proposed as stock text, by what a reader said of it; a third of the labelled pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import gold
from bench.archive import Archive
from bench.boilerplate import FEWEST, judged, key_of
from newsarchive.archive.services import proposing

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
A_THIRD = 3
READ, PRECISION = 20, 0.95

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(not (DATA / "spotsigs").is_dir(), reason=f"the labelled pages are not at {DATA}")
def test_what_is_proposed_of_real_pages_is_stock() -> None:
    Archive().take_in(gold.read_gold(DATA / "spotsigs").part(A_THIRD).files())
    said = judged()
    found = [said.get(key_of(one.words)) for one in proposing.propose(lambda *_: None, FEWEST)]
    print(f"{len(found)} proposed, {found.count('stock')} of them stock, {found.count(None)} never read")
    read = [verdict for verdict in found if verdict]
    assert len(read) >= READ
    assert read.count("stock") / len(read) >= PRECISION
