"""What is typed into the search box: fields are told from words, and nothing that can be typed makes it fail."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.archive.forms import SearchForm
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.search_fields import FIELDS, Term, Typed, days, read, strangers, taken_off

pytestmark = pytest.mark.hypothesis

scraps = st.sampled_from(
    [*(f"{name}:" for name in FIELDS), '"', "“", "-", " ", "or", "OR", "a", "é", ":", "\0", "\u2028"]
)
typed = st.one_of(st.text(), st.lists(scraps).map("".join), st.lists(scraps).map(" ".join))


@given(typed)
def test_whatever_is_typed_reads_the_same_once_it_is_written_out(text):
    once = read(text)
    assert read(str(once)) == once


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.text("ab é.-'", min_size=1), st.booleans())))
def test_fields_come_back_with_their_values(said):
    terms = tuple(Term(name, " ".join(value.split()), without) for name, value, without in said)
    assert read(str(Typed("ferry -boat", terms))) == Typed("ferry -boat", terms)


@given(typed)
def test_nothing_typed_makes_the_form_fail(text):
    form = SearchForm({"q": text, "source": text, "language": text, "since": text, "copies": text})
    wanted = form.wanted()
    assert wanted.impossible or wanted.anything or not form.problems


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ferry agency:AFP", Wanted("ferry", agency=("AFP",))),
        ('source:"Daily Mail" "ran aground" -fog', Wanted('"ran aground" -fog', source=("Daily Mail",))),
        ("source:“Daily Mail”", Wanted(source=("Daily Mail",))),
        ("agency:AFP OR agency:ap Agency:afp", Wanted(agency=("AFP", "ap"))),
        ("ferry OR boat -place:Tehran", Wanted("ferry OR boat", without=(("place", "Tehran"),))),
        ("after:2007-04 before:2007", Wanted(since=datetime.date(2007, 4, 1), until=datetime.date(2007, 12, 31))),
        ("before:2008-02", Wanted(until=datetime.date(2008, 2, 29))),
        ('after:"3 April 2007"', Wanted(since=datetime.date(2007, 4, 3))),
        ("language:French language:de", Wanted(language=("fr", "de"))),
        ("is:withdrawn copies:10-99 is:developed", Wanted(mark=("withdrawn",), copies=("10-99",), developed=True)),
        ("colour:red http://a.example/b", Wanted("colour:red http://a.example/b")),
        ("re:agency:AFP", Wanted("re:agency:AFP")),
        ('"agency:AFP"', Wanted('"agency:AFP"')),
    ],
)
def test_fields_among_words(text, wanted):
    form = SearchForm({"q": text})
    assert form.wanted() == wanted
    assert not form.problems


def test_typed_and_chosen_come_together():
    form = SearchForm({"q": "agency:AFP after:2007", "agency": ["AP", "afp"], "since": "2006-02-01"})
    assert form.wanted() == Wanted(agency=("AP", "afp"), since=datetime.date(2007, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "after:yesterday",
        "language:klingon",
        "copies:many",
        "mark:blue",
        "agency:",
        "-after:2007",
        "is:",
        "after:2007-13",
    ],
)
def test_what_makes_no_sense_is_told_and_left_out(text):
    form = SearchForm({"q": f"ferry {text}"})
    assert form.wanted() == Wanted("ferry")
    assert text.split(":")[0].strip("-") in form.problems[0]
    alone = SearchForm({"q": text}).wanted()
    assert alone.impossible, "all that there is would be listed"


@pytest.mark.parametrize("asked", [{"q": "a\0b"}, {"q": "a" * 301}, {"since": "2007-05-02", "q": "x before:2007-04"}])
def test_what_makes_no_sense_as_a_whole_finds_nothing_and_is_said(asked):
    form = SearchForm(asked)
    assert form.wanted().impossible
    assert form.problems


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("author:Smith ferry", ["author"]),
        ('-author:"Ann Smith" lang:fr author:x', ["author", "lang"]),
        ("xagency:AFP agency:AFP", ["xagency"]),
        ("http://a.example/b mailto:a@b.example 12:30 Re:ferry", []),
        ("Breaking: ferry aground", []),
        ('"colour:red" std::vector C:temp :) a:', []),
        ("source:author:Smith", []),
    ],
)
def test_what_looks_like_a_field_and_is_none_is_told(text, names):
    assert strangers(text) == names
    hints = SearchForm({"q": text}).hints
    assert len(hints) == bool(names)
    assert all(f"“{name}:”" in hints[0] for name in names)


def test_a_field_is_taken_off_what_was_typed():
    assert taken_off('ferry source:"Daily Mail" place:Rome', "source", "daily mail") == "ferry place:Rome"


@given(st.dates())
def test_every_day_lies_in_its_month_and_year(day):
    written = day.isoformat()
    assert days(written) == (day, day)
    for part in (written[:7], written[:4]):
        first, last = days(part)
        assert first <= day <= last
