"""Floors under the stories that real pages, labelled pairs, trims and invented articles make; lowering one needs a
reason in the commit. `make quality` measures the whole, and docs/quality.md says what the figures mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import falsehoods, gold, strangers
from bench.archive import Archive
from bench.tables import PAGE, numbers, with_numbers
from bench.trims import trims

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT.parent / "shared" / "data"
A_FIFTH, INVENTED, TRIMMED, CHAINS = 5, 300, 40, 12

CORPUS = {"pages": "7a51b0e313d41011", "pairs": "1190ea6b9ff68a2f", "more pairs": "17f2a25d8902a758"}
"""Of the pages and the pairs that the floors were measured on; with others they say nothing."""

PAGES = {"version": {"ari": 0.89, "b_cubed": 0.9}, "story": {"ari": 0.93, "b_cubed": 0.94}}
"""A fifth of the pages has fewer that lie between others, and scores a few points less than all of them."""

PAIRS = {
    "version": {"precision": 0.82, "recall": 0.87},
    "story": {"precision": 0.89, "recall": 0.9},
}
MORE_PAIRS = {
    "version": {"precision": 0.85, "recall": 0.89},
    "story": {"precision": 0.96, "recall": 0.88},
}
TRIMS = 0.99
DEVELOPED = {"version": 0.9, "story": 0.97}

pytestmark = pytest.mark.django_db
needs_data = pytest.mark.skipif(
    not (DATA / "spotsigs").is_dir() or not (DATA / "strangers").is_dir(),
    reason=f"the labelled pages and pairs are not at {DATA}",
)


@pytest.fixture(scope="module")
def own(django_db_setup: None, django_db_blocker: Any) -> Iterator[Archive]:
    """The tests' database, for a whole module."""
    with django_db_blocker.unblock():
        yield Archive()


@pytest.fixture(scope="module")
def found(own: Archive) -> dict[str, Any]:
    """A fifth of the labelled pages, the strangers of the labelled pairs and some trims, all in one archive."""
    pages, others = gold.read_gold(DATA / "spotsigs").part(A_FIFTH), strangers.Strangers(DATA / "strangers")
    pairs = strangers.read_pairs(DATA / "strangers" / "pairs.csv")
    more = strangers.read_pairs(strangers.MORE_LABELS)
    named = sorted({identity for pair in (*pairs, *more) for identity in (pair.a, pair.b)})
    with own.for_now():
        own.take_in({**pages.files(), **others.files(named)})
        placed = own.placed()
        cut = trims(own, sorted(pages.versions)[:: len(pages.versions) // TRIMMED])
    return {
        "corpus": {
            "pages": pages.digest(),
            "pairs": strangers.digest(others, pairs),
            "more pairs": strangers.digest(others, more),
        },
        "gold": gold.score(pages, placed, intervals=False),
        "within": gold.strangers_within(pages, placed),
        "pairs": strangers.score(pairs, placed),
        "more pairs": strangers.score(more, placed),
        "trims": cut,
    }


@needs_data
def test_the_floors_are_of_these_files(found: dict[str, Any]) -> None:
    assert found["corpus"] == CORPUS
    assert found["gold"]["missing"] == []


@needs_data
@pytest.mark.parametrize("level", PAGES)
def test_labelled_pages(found: dict[str, Any], level: str) -> None:
    of = found["gold"][level]
    assert of["ari"] >= PAGES[level]["ari"], of["split"]
    assert of["b_cubed"]["f1"] >= PAGES[level]["b_cubed"], of["split"]


@needs_data
def test_no_stranger_stands_in_a_story_of_labelled_pages(found: dict[str, Any]) -> None:
    assert found["within"] == []


@needs_data
@pytest.mark.parametrize("level", PAIRS)
def test_labelled_pairs(found: dict[str, Any], level: str) -> None:
    for pairs, floors in (("pairs", PAIRS[level]), ("more pairs", MORE_PAIRS[level])):
        said = found[pairs][level]
        assert said["precision"] >= floors["precision"], (pairs, said["false_positives"])
        assert said["recall"] >= floors["recall"], (pairs, said["false_negatives"])


@needs_data
def test_a_trim_stands_with_what_it_was_cut_from(found: dict[str, Any]) -> None:
    assert found["trims"]["trims"] >= 90
    assert found["trims"]["share"] >= TRIMS, [cut["misses"] for cut in found["trims"]["cuts"].values()]


def test_invented_articles_make_no_false_story(own: Archive) -> None:
    with own.for_now():
        false = falsehoods.invented(own, INVENTED)
    assert false["false_stories"] == 0, false["names"]
    assert false["not_read"] == 0


def test_invented_stories_as_they_developed(own: Archive) -> None:
    with own.for_now():
        chains = falsehoods.chains_found(own, CHAINS)
    for level, floor in DEVELOPED.items():
        assert chains[level]["b_cubed"]["f1"] >= floor, level
    assert chains["rivals_joined"] == 0


def test_the_page_on_quality_tells_every_number_as_it_is() -> None:
    """`python -m bench.tables` writes them; what each means is for people to tell."""
    page = PAGE.read_text("utf-8")
    assert page == with_numbers(page)
    assert all(page.count(f"| `{name}` | ") == 1 for rows in numbers().values() for name in rows)
    assert "TO BE TOLD" not in page
