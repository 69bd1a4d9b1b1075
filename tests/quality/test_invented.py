"""The invented articles: always the same, truly different where the truth says so, and hard to tell apart."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from bench.invented import FORMS, articles, chains, copies, edited_copies, one_form, write
from bench.invented_article import Invented
from newsarchive.dedup.evidence import Comparison
from newsarchive.dedup.profiles import profile
from newsarchive.dedup.words import words


def digest(found: Iterable[Invented]) -> str:
    return hashlib.sha256(repr(list(found)).encode()).hexdigest()[:16]


def likeness(found: Iterable[Invented]) -> np.ndarray:
    """How much of the smaller of each two is in the other; 0 on the diagonal."""
    profiles = [profile(words("\n".join(article.paragraphs))) for article in found]
    comparison = Comparison(profiles)
    left, right, runs = comparison.related()
    contained = np.zeros((len(profiles), len(profiles)))
    contained[left, right] = contained[right, left] = comparison.evidence(left, right, runs).contained
    return contained


def test_the_same_seed_makes_the_same_articles_everywhere() -> None:
    assert digest(articles(160, 1)) == "fb9cd4126a0210e6"
    assert digest(chains(5, 1)) == "ba93f99ed46449c5"
    assert digest(edited_copies(20, 1)) == "be0e15cb83681887"
    assert digest(articles(160, 2)) != digest(articles(160, 1))


def test_the_first_of_many_are_those_of_few() -> None:
    many = list(articles(200, 7))
    assert list(articles(50, 7)) == many[:50]


def test_no_two_articles_are_one_story_or_one_text() -> None:
    found = list(articles(2000, 3))
    assert len({a.story for a in found}) == len({a.paragraphs for a in found}) == len({a.name for a in found}) == 2000
    assert sum(a.form != "prose" for a in found) == 500


@pytest.mark.parametrize("form", FORMS)
def test_reports_in_one_form_differ_in_every_issue(form: str) -> None:
    found = list(one_form(form, 600, 5))
    assert len({a.paragraphs for a in found}) == 600
    assert not any("{" in p or "}" in p for a in found for p in (a.headline, *a.paragraphs))


def test_most_forms_are_hard() -> None:
    """Half of the pairs in a form share half of their shingles, as earnings and bond issues do on the wire."""
    above = np.triu_indices(60, 1)
    medians = {form: np.median(likeness(one_form(form, 60, 1))[above]) for form in FORMS}
    assert sum(median >= 0.5 for median in medians.values()) >= 25, medians


def test_unrelated_prose_shares_little_and_running_topics_share_a_paragraph() -> None:
    prose = [a for a in articles(400, 1) if a.form == "prose"]
    shared = Counter(p for a in prose for p in set(a.paragraphs) if len(p.split()) >= 25)
    assert sum(times in range(2, 7) for times in shared.values()) >= 10
    pairs = likeness(prose)[np.triu_indices(len(prose), 1)]
    assert np.median(pairs) < 0.02
    assert pairs.max() < 0.5


def test_copies_are_one_text_under_many_headlines() -> None:
    found = list(copies(500))
    assert len({a.paragraphs for a in found}) == len({a.version for a in found}) == 1
    assert len({a.headline for a in found}) == 500


def test_edited_copies_stay_one_text() -> None:
    found = list(edited_copies(200, 1))
    assert len({a.paragraphs for a in found}) > 190
    assert np.quantile(likeness(found)[0, 1:], 0.05) > 0.85


def test_chains_carry_on_and_rivals_do_not() -> None:
    stories = defaultdict(list)
    for article in chains(40, 1):
        stories[article.story].append(article)
    roles = Counter(a.role for members in stories.values() for a in members)
    assert min(roles[role] for role in ("report", "copy", "trim", "edited", "update", "correction", "rival")) >= 10
    for members in (members for members in stories.values() if any(a.role == "update" for a in members)):
        fulls = [a for a in members if a.role in ("report", "update", "correction")]
        assert len({a.version for a in fulls}) == len(fulls)
        assert np.triu(likeness(fulls), 1).max() >= 0.5


def test_files_and_their_truth_agree(tmp_path: Path) -> None:
    assert write(articles(30, 1), tmp_path) == 30
    with (tmp_path / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 30
    for row, article in zip(rows, articles(30, 1), strict=True):
        assert (row["story"], row["form"]) == (article.story, article.form)
        headline, *paragraphs = (tmp_path / row["path"]).read_text("utf-8").rstrip("\n").split("\n\n")
        assert (headline, tuple(paragraphs)) == (article.headline, article.paragraphs)
