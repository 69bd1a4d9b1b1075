"""What texts are to each other is remembered, and told anew whenever something that it depends on has changed."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from newsarchive.archive.models import Article, Notice
from newsarchive.archive.queries import related as relating
from newsarchive.archive.queries.memory import Memory
from newsarchive.archive.queries.related import related
from newsarchive.archive.queries.schemes import in_force
from newsarchive.dedup.relations import Way
from newsarchive.wire import trade_words as trade
from tests.archive import factories as make

EARLY, LATE = (datetime.datetime(2021, 3, 4, hour, tzinfo=datetime.UTC) for hour in (8, 19))

BODY = [
    "The harbour board closed both quays on Thursday after a crane fell on the northern one, its chairman said.",
    "Two tugs were sent for from the mainland, and the mail boat turned back to Kelby with all of its passengers.",
    "Fishermen were told to land their catch at Stenhamn until divers have looked at the wall below the crane.",
]
NEWS = [
    "A second crane gave way late on Thursday and blocked what was left of the harbour, rescue workers reported.",
    "The board’s chairman resigned within the hour. Insurers from Tamsel are expected on the first ferry tomorrow.",
]


@pytest.fixture
def pair() -> tuple[Article, Article]:
    first = make.make_article("Quays closed", BODY)
    later = make.make_article("Second crane falls", [*NEWS, *BODY[1:]], story=make.story_of(first))
    Notice.objects.create(
        article=later,
        kinds=[trade.UPDATE],
        marks=[{"kind": trade.UPDATE, "number": 2, "where": "slug", "words": "UPDATE 2"}],
    )
    return first, later


def told(pair: tuple[Article, Article]) -> relating.Related:
    one, other = pair
    return related([(one.text_id, other.text_id)], in_force())[one.text_id, other.text_id]


@pytest.mark.django_db
def test_another_clock_turns_what_was_remembered(pair):
    one, other = pair
    ways = []
    for first, second in ((EARLY, LATE), (LATE, EARLY)):
        Article.objects.filter(pk=one.pk).update(filed_at=first, filed_on=first.date())
        Article.objects.filter(pk=other.pk).update(filed_at=second, filed_on=second.date())
        ways.append(told(pair).way)
        relating._KNOWN.clear()
        assert told(pair).way == ways[-1]
    assert ways == [Way.SECOND, Way.FIRST]


@pytest.mark.django_db
def test_a_mark_read_anew_counts_at_once(pair):
    plain = told(pair)
    Notice.objects.update(kinds=[trade.CORRECTION], marks=[{"kind": trade.CORRECTION}])
    marked = told(pair)
    relating._KNOWN.clear()
    assert marked == told(pair) != plain


@pytest.mark.django_db
def test_what_joins_the_story_is_asked_at_once(pair):
    before = told(pair)
    story = make.story_of(pair[0])
    make.make_article("Quays", [*BODY[:2], "The mail boat sails again on Monday from the southern quay."], story=story)
    make.make_article(
        "Crane", [*NEWS, *BODY, "The mail boat is laid up until the wall has been looked at."], story=story
    )
    asked = told(pair)
    relating._KNOWN.clear()
    assert asked == told(pair) != before


@pytest.mark.django_db
def test_a_page_says_the_same_before_and_after_it_is_remembered(client, pair):
    client.force_login(make.make_archivist())
    address = reverse("story", args=[make.story_of(pair[0]).pk])
    relating._KNOWN.clear()
    said = client.get(address).text.partition("Who ran it")[2]
    assert said == client.get(address).text.partition("Who ran it")[2]
    assert "update" in said


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    memory: Memory[str, int] = Memory(2)
    memory.keep({"a": 1, "b": 2})
    assert memory.recall(["a", "x"]) == {"a": 1}
    memory.keep({"c": 3})
    assert memory.recall(["a", "b", "c"]) == {"a": 1, "c": 3}
    memory.keep({"d": 4, "e": 5, "f": 6})
    assert memory.recall("abcdef") == {"e": 5, "f": 6}
