"""The two stories the project began from, as the data's own table says they should come out."""

from datetime import date
from pathlib import Path

import pytest

from newsarchive.wire import Item, read

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seed stories are not at {SEEDS}")


def seed(prefix: str) -> Item:
    (item,) = read(next(SEEDS.glob(f"{prefix}_*.txt")).read_bytes(), "any name")
    return item


def test_first_seed() -> None:
    item = seed("000")
    assert item.headline == "Iran vows to back Iraq PM's security drive"
    assert item.dateline is not None
    assert (item.dateline.place, item.dateline.agency) == ("TEHRAN", "AFP")
    assert item.dateline.on is not None
    assert item.dateline.on.on == date(2007, 8, 9)
    assert item.dateline.on.doubt == "year taken from the page's date"
    assert item.published is not None
    assert (item.published.on, item.published.doubt) == (date(2007, 8, 10), "")
    assert item.retrieved is None
    assert item.agencies == ("AFP",)
    assert len(item.paragraphs) == len({p.text for p in item.paragraphs}) == 12
    assert item.furniture == ("logo", item.headline, "Friday, 10 August 2007")


def test_second_seed() -> None:
    item = seed("002")
    assert item.headline == "Iran security chief Larijani meets Maliki in Baghdad"
    assert item.dateline is not None
    assert (item.dateline.place, item.dateline.agency) == ("BAGHDAD", "AFP")
    assert item.dateline.on is not None
    assert (item.dateline.on.on, item.dateline.on.doubt) == (date(2007, 4, 29), "")
    assert item.published is None
    assert item.retrieved is not None
    assert item.retrieved.on == date(2024, 7, 16)
    assert len(item.paragraphs) == 11
    assert len({p.text for p in item.paragraphs}) == 10
    assert [p.dateline_length for p in item.paragraphs[:3]] == [len(item.dateline.printed)] * 2 + [0]
    assert len(item.furniture) == 3
    assert item.furniture[1].endswith(item.headline)
    assert any("’" in p.text for p in item.paragraphs), "curly quotes stay as printed"
