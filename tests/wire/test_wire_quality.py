"""Floors under the reading of real pages; lowering one needs a reason in the commit."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from newsarchive.wire import Item, read

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
GOLD = DATA / "extraction"
OLD_PAGES = DATA / "spotsigs" / "pages"

WORD_FLOOR, PARAGRAPH_FLOOR = 0.94, 0.88


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def likeness(found: Iterable[object], wanted: Iterable[object]) -> float:
    """F1 of two bags."""
    left, right = Counter(found), Counter(wanted)
    both = (left & right).total()
    return 2 * both / (left.total() + right.total()) if both else 0.0


@pytest.mark.skipif(not GOLD.is_dir(), reason=f"the pages with hand-made bodies are not at {GOLD}")
def test_bodies_of_modern_pages() -> None:
    by_word, by_paragraph = [], []
    for line in (GOLD / "gold.jsonl").read_text().splitlines():
        row = json.loads(line)
        (item,) = read((GOLD / row["path"]).read_bytes(), row["path"])
        found = [paragraph.text for paragraph in item.paragraphs]
        wanted = row["body"].splitlines()
        by_word.append(likeness(words(" ".join(found)), words(row["body"])))
        by_paragraph.append(likeness((tuple(words(p)) for p in found), (tuple(words(p)) for p in wanted)))
    assert sum(by_word) / len(by_word) >= WORD_FLOOR
    assert sum(by_paragraph) / len(by_paragraph) >= PARAGRAPH_FLOOR


def check_old(paths: list[Path]) -> list[Item]:
    items = [item for path in paths for item in read(path.read_bytes(), path.name)]
    assert len(items) == len(paths)
    assert all(item.paragraphs for item in items)
    long = [item for item in items if sum(len(p.text.split()) for p in item.paragraphs) >= 80]
    assert len(long) >= 0.97 * len(items), "few bodies are stumps"
    assert sum(bool(item.headline) for item in items) >= 0.97 * len(items)
    assert sum(bool(item.published) for item in items) >= 0.88 * len(items)
    return items


@pytest.mark.skipif(not OLD_PAGES.is_dir(), reason=f"the old news pages are not at {OLD_PAGES}")
def test_a_sample_of_old_pages() -> None:
    check_old(sorted(OLD_PAGES.iterdir())[::27])


@pytest.mark.slow
@pytest.mark.skipif(not OLD_PAGES.is_dir(), reason=f"the old news pages are not at {OLD_PAGES}")
def test_every_old_page() -> None:
    check_old(sorted(OLD_PAGES.iterdir()))
