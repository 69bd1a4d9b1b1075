"""Which of a text's words another one has, wherever they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.covered import Covered, Runs, covered

BODY = [f"w{n}" for n in range(60)]
OWN = [f"x{n}" for n in range(20)]

WORDS = st.lists(st.sampled_from("abcdef"), max_size=40)


def of(one: list[str], other: list[str]) -> Covered:
    return covered(Runs(one), Runs(other))


def test_passages_are_found_where_they_were_moved_to() -> None:
    assert of(BODY, [*BODY[30:], *OWN, *BODY[:30]]).share == 1.0


def test_what_a_text_opens_with_and_ends_with_of_its_own_is_absent() -> None:
    assert of([*OWN, *BODY], BODY).absent == of([*BODY, *OWN], BODY).absent == 0.25


def test_a_word_changed_here_and_there_is_not_absent() -> None:
    touched = [f"y{n}" if n % 15 == 7 else word for n, word in enumerate(BODY)]
    assert of(touched, BODY).absent == 0.0


def test_scraped_markup_is_no_passage() -> None:
    link = ["a", "target", "href", "http", "ads", "example", "img", "src", "http", "ads"]
    assert of([*OWN, *link], [*BODY, *link]).longest == 0


@given(WORDS, WORDS)
def test_shares_are_shares(one: list[str], other: list[str]) -> None:
    found = of(one, other)
    assert all(0 <= share <= 1 for share in (found.share, found.absent))
    assert found.longest <= len(one)


@given(WORDS.filter(lambda words: len(words) >= 5))
def test_a_text_has_all_of_itself(words: list[str]) -> None:
    assert of(words, words).share == 1.0
