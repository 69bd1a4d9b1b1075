"""Copies, trims, strangers and repeats in other languages come out as they do in English."""

from __future__ import annotations

from functools import lru_cache

import pytest

from bench.invented_languages import LANGUAGES, language, strangers
from bench.languages_measured import measured
from newsarchive.dedup.folding import Fold, fold
from newsarchive.dedup.profiles import profile
from newsarchive.dedup.words import words

SEED = 12


@lru_cache
def found(code: str) -> dict[str, object]:
    return measured(code, stories=20, forms=8, seed=SEED)


@pytest.mark.parametrize("code", LANGUAGES)
def test_copies_and_trims_are_found(code: str) -> None:
    story = found(code)["story"]
    assert isinstance(story, dict)
    assert story == dict.fromkeys(("copy", "trim15", "trim25", "trim50"), 1.0), f"seed {SEED}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_strangers_stay_strangers(code: str) -> None:
    assert found(code)["false"] == [], f"seed {SEED}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_doubled_lede_is_folded(code: str) -> None:
    folded = 0
    for story in strangers(code, 10, 0, SEED):
        repeats = fold([story.paragraphs[0], *story.paragraphs])
        folded += repeats[1] is not None and repeats[1].fold is Fold.SAME
        assert not any(repeats[2:])
    assert folded == 10


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_lede_cut_short_is_folded(code: str) -> None:
    for story in strangers(code, 10, 0, SEED):
        lede = story.paragraphs[0]
        cut = lede[: len(lede) * 2 // 3].rstrip() + "…"
        repeats = fold([cut, *story.paragraphs])
        assert repeats[0] is not None, cut


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_article_has_about_as_many_words_as_in_english(code: str) -> None:
    """Lengths, floors and heads are counted in words: a word is to be worth about the same everywhere."""
    mine, english = (_length(one) for one in (code, "en"))
    assert 0.6 * english <= mine <= 1.5 * english


def _length(code: str) -> int:
    """Words in a sentence of each pattern, the same things said."""
    own = language(code)
    return len(words(" ".join(item for kind in ("subjects", "verbs", "objects", "places") for item in own.lists[kind])))


@pytest.mark.parametrize("code", LANGUAGES)
def test_names_count_as_names(code: str) -> None:
    """Some word of most people's names is rare, and most other words are not."""
    seen = 0
    stories = list(strangers(code, 10, 0, SEED))
    for story in stories:
        made = profile(words("\n".join(story.paragraphs)))
        seen += len(made.name_slots.places) > 0
    assert seen >= 9
