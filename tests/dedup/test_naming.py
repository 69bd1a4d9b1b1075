"""A kill means what its slug, headline, number, place and hour say, and nothing sent after it."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from newsarchive.dedup.naming import Candidate, Meant, judged, keys, keys_of, telling

AT = datetime.datetime(2007, 8, 9, 7, 40, tzinfo=datetime.UTC)
BEFORE = AT - datetime.timedelta(hours=3, minutes=28)
HEADLINE = "Ferry Hesper sinks at its berth in Selwyn"

MEANT = Meant("ferry-wall", "", "", "", None, frozenset(), AT.date(), AT, "NORTHWIRE 0107")
STORY = Candidate("ferry-wall", HEADLINE, "NORTHWIRE 0101", "PORT SELWYN", frozenset({"northwire"}), AT.date(), BEFORE)


def sure(meant: Meant, story: Candidate) -> bool | None:
    found = judged(meant, story)
    return found and found.sure


def with_(row, **values):
    return dataclasses.replace(row, **values)


@pytest.mark.parametrize(
    "meant",
    [
        MEANT,
        with_(MEANT, sent_as="", moved=datetime.time(4, 12, tzinfo=datetime.UTC)),
        with_(MEANT, sent_as="", place="PORT SELWYN"),
        with_(MEANT, slug="", headline=HEADLINE),
        with_(MEANT, slug="", headline=HEADLINE.upper(), on=AT.date(), at=None),
        with_(MEANT, slug="", serial="NORTHWIRE 0101"),
        with_(MEANT, slug="", place="PORT SELWYN", moved=datetime.time(4, 12, tzinfo=datetime.UTC)),
    ],
    ids=[
        "slug and feed",
        "slug and hour",
        "slug and place",
        "headline",
        "headline in capitals",
        "number",
        "place and hour",
    ],
)
def test_what_is_named_is_meant(meant: Meant):
    assert sure(meant, STORY) is True
    assert not set(keys(meant)).isdisjoint(keys_of(STORY))


@pytest.mark.parametrize(
    "story",
    [
        with_(STORY, at=AT + datetime.timedelta(minutes=5)),
        with_(STORY, at=AT - datetime.timedelta(days=8), on=AT.date() - datetime.timedelta(days=8)),
        with_(STORY, slug="bees-sugar"),
        with_(STORY, slug="", headline="Beekeepers ask for sugar"),
        with_(STORY, place="LINDMOUTH", slug=""),
    ],
    ids=["sent later", "too long ago", "another slug", "nothing in common", "a headline without what names it"],
)
def test_what_is_not_named_is_not_meant(story: Candidate):
    assert judged(MEANT, story) is None


def test_a_slug_alone_is_a_question():
    alone = with_(MEANT, sent_as="")
    assert sure(alone, STORY) is False
    assert sure(alone, with_(STORY, agencies=frozenset(), at=None, on=None)) is None


def test_an_hour_is_of_the_day_before_the_kill_where_one_slug_runs_for_days():
    hour = with_(MEANT, sent_as="", moved=datetime.time(4, 12, tzinfo=datetime.UTC))
    day = datetime.timedelta(days=1)
    assert judged(hour, with_(STORY, at=BEFORE - day, on=AT.date() - day)) is None
    assert sure(hour, STORY)


def test_another_place_or_agency_speaks_against():
    there = with_(MEANT, place="LINDMOUTH", agencies=frozenset({"mna"}))
    assert judged(there, STORY) is None or not judged(there, STORY).sure


def test_reasons_are_told_the_weightiest_first():
    found = judged(with_(MEANT, headline=HEADLINE), STORY)
    assert found is not None
    assert found.why[:2] == ("the notice names its headline", "its slug is ferry-wall")
    assert 0.9 < found.confidence <= 1


@pytest.mark.parametrize("headline", ["", "It is what it is", "衝突したフェリー", "1,200 at 4.5"])
def test_a_headline_without_a_rare_word_finds_nothing(headline: str):
    assert telling(headline) == []
