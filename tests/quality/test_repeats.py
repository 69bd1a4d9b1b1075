"""Floors under the folding of repeats planted in real pages; lowering one needs a reason in the commit."""

from pathlib import Path
from typing import Any

import pytest

from bench.repeats import repeats

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FOLDERS = [DATA / "spotsigs" / "pages", DATA / "extraction" / "pages"]
EVERY = 40

CORPUS = "bb1fbcd59fef5581dc3f24fa612287d59777821f3212a745ee671248c8a3c04b"
"""Of the pages that the floors were measured on; with others they say nothing."""

PRINTED_AGAIN = ("exact", "cut", "dateline on one", "standfirst", "lede at the end")
CHANGED = ("one word changed", "two words changed", "three words changed")
RECALL, PRECISION, RECALL_CHANGED = 0.99, 0.995, 0.95

pytestmark = pytest.mark.skipif(
    not all(folder.is_dir() for folder in FOLDERS), reason=f"the pages to plant repeats in are not at {DATA}"
)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return repeats(FOLDERS, every=EVERY)


def test_the_floors_are_of_these_pages(found: dict[str, Any]) -> None:
    assert found["corpus"] == CORPUS


@pytest.mark.parametrize("kind", PRINTED_AGAIN)
def test_what_is_printed_again_is_folded(found: dict[str, Any], kind: str) -> None:
    assert found["kinds"][kind]["n"] >= 28
    assert found["kinds"][kind]["recall"] >= RECALL


@pytest.mark.parametrize("kind", CHANGED)
def test_what_is_printed_again_with_words_changed_is_folded(found: dict[str, Any], kind: str) -> None:
    assert found["kinds"][kind]["n"] >= 28
    assert found["kinds"][kind]["recall"] >= RECALL_CHANGED


def test_over_all_kinds(found: dict[str, Any]) -> None:
    assert found["recall"] >= RECALL
    assert found["precision"] >= PRECISION


def test_other_languages(found: dict[str, Any]) -> None:
    assert found["other_languages"]["n"] >= 470
    assert found["other_languages"]["recall"] >= RECALL
    assert found["other_languages"]["precision"] >= PRECISION


def test_nothing_that_repeats_on_purpose_is_folded(found: dict[str, Any]) -> None:
    """Refrains, items of lists, questions and answers, results, tables, forms filled in anew, quotes."""
    assert found["on_purpose"]["lines"] >= 600
    folded = {name: count for name, (_, count) in found["on_purpose"]["groups"].items() if count}
    assert folded == {}
    assert found["other_languages"]["on_purpose"]["folded"] == 0
