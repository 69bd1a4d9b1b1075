"""Nothing that a form of the trade's can match is passed over by the look that is taken first."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.wire import denials, headline_marks, hold_words, trade
from newsarchive.wire import trade_words as table
from newsarchive.wire.agencies import AGENCIES, may_name, names_at
from newsarchive.wire.trade_signs import may_be_marked, may_be_marked_behind, may_be_note, may_hold, may_kill

KILLING = [*(form for _, form in trade._KILLS), *denials._TAKES_BACK]
BEGINNINGS = [table.TO_EDITORS, trade._CORRECTS]
HOLDING = [re.compile(form) for _, form in (*hold_words.HOLDING, *hold_words.HOLDING_UNTIL, *hold_words.IN_NOTES)]
IN_FRONT = [form for _, form in (*headline_marks._IN_FRONT, *headline_marks._IN_FRONT_OF_WORDS)]
IN_FRONT += [headline_marks._LEAD_IN_FRONT, headline_marks._LABEL_IN_FRONT, headline_marks._AP_CORRECTION]


@pytest.mark.parametrize("form", KILLING)
@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])  # from_regex itself filters
@given(data=st.data())
def test_sentences_that_kill(form: re.Pattern[str], data: st.DataObject) -> None:
    assert may_kill(data.draw(st.from_regex(form)))


@pytest.mark.parametrize("form", BEGINNINGS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])  # from_regex itself filters
@given(data=st.data())
def test_beginnings_of_notes(form: re.Pattern[str], data: st.DataObject) -> None:
    line = data.draw(st.from_regex(form))
    found = form.search(line)
    assert found is not None
    assert may_be_note(line, found.start())


@pytest.mark.parametrize("form", HOLDING)
@settings(max_examples=5, suppress_health_check=[HealthCheck.filter_too_much])  # from_regex itself filters
@given(data=st.data())
def test_lines_that_hold_a_story_back(form: re.Pattern[str], data: st.DataObject) -> None:
    assert may_hold(data.draw(st.from_regex(form)))


@pytest.mark.parametrize("form", [form for _, form in headline_marks._BEHIND])
@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])  # from_regex itself filters
@given(data=st.data())
def test_marks_behind_headlines(form: re.Pattern[str], data: st.DataObject) -> None:
    assert may_be_marked_behind(data.draw(st.from_regex(form)))


@pytest.mark.parametrize("form", IN_FRONT)
@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])  # from_regex itself filters
@given(data=st.data())
def test_marks_in_front_of_headlines(form: re.Pattern[str], data: st.DataObject) -> None:
    headline = data.draw(st.from_regex(form))
    found = form.search(headline)
    assert found is not None
    assert may_be_marked(headline, found.start())


@pytest.mark.parametrize("text", ["KİLL the story", "kıll the story", "ſtreichung"])
def test_letters_that_patterns_take_for_others(text: str) -> None:
    assert may_kill(text)


FORMS = sorted({form for name, forms in AGENCIES.items() for form in (name, *forms)})


@given(
    form=st.sampled_from(FORMS),
    before=st.sampled_from(["", "By the ", "“", "— ", "Text — ", "© "]),
    behind=st.sampled_from(["", ".", "”", "’s", " – reported", "\xa0and others", "…"]),
)
def test_lines_that_name_an_agency(form: str, before: str, behind: str) -> None:
    for line in (f"{before}{form}{behind}", f"{before}{form.upper()}{behind}"):
        assert may_name(line) or not names_at(line)
