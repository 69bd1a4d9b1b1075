"""What is searched for is found however either side was printed."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from newsarchive.archive import search_text
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.search_text import prepare
from tests.archive import pipeline
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db
PRINTED = (
    "Officials in Córdoba — the region’s capital – called the flood “a matter of hours” and sent boats; "
    "the 東京電力 group offered pumps to the Müller brothers. 市长昨晚宣布关闭旧桥。น้ำท่วมถนนสายเก่าที่บ้านทุ่งข้าว"
)


@pytest.mark.parametrize(
    "question",
    [
        "cordoba",
        "Córdoba",
        "capital",
        "regions",
        "hours",
        '"matter of hours"',
        "“matter of hours”",
        "東京",
        "電力",
        "宣布",
        "桥",
        '"关闭旧桥"',
        "ถนน",
        "ข้าว",
        "น้ำ",
        "muller",
    ],
)
def test_it_is_found(question: str) -> None:
    pipeline.take_in({"one.txt": page("Boats sent", [*Desk(1).report(3), PRINTED])})
    pipeline.take_in({"two.txt": page("Other news", Desk(2).report(4))})
    found = find_stories(Wanted(query=question)).stories
    assert [story.headline for story in found] == ["Boats sent"]


def test_a_phrase_that_is_not_printed_is_not_found() -> None:
    pipeline.take_in({"one.txt": page("Boats sent", [*Desk(1).report(3), PRINTED])})
    assert not find_stories(Wanted(query='"hours of matter"')).stories


def test_characters_that_stand_apart_are_no_word() -> None:
    pipeline.take_in({"one.txt": page("Boats sent", [*Desk(1).report(3), PRINTED])})
    assert not find_stories(Wanted(query="市桥")).stories


ARABIC = "أعلنت الإدارة أن العبّارة الكبرى عادت إلى المرسى في ٢٠٠٧ وعلى متنها خمسون راكبًا. کشتی کهنه‌ای در راه بود"
"""Of a ferry's return to its berth, in Arabic, and that an old boat was on its way, in Persian."""


@pytest.mark.parametrize(
    "question",
    [
        "العبارة",
        "العباره",
        "الكبري",
        "اعلنت",
        "الاداره",
        "المرسي",
        "وعلي",
        "العبــارة",
        "2007",
        "كشتي",
        "کشتی",
        '"الادارة ان العباره"',
    ],
)
def test_arabic_words_are_found_whichever_letters_are_typed(question: str) -> None:
    pipeline.take_in({"one.txt": page("Boats sent", [*Desk(1).report(3), ARABIC])})
    pipeline.take_in({"two.txt": page("Other news", Desk(2).report(4))})
    assert [story.headline for story in find_stories(Wanted(query=question)).stories] == ["Boats sent"]
    assert not find_stories(Wanted(query="العبادة")).stories


def test_entries_of_an_earlier_release_are_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_text, "_ARABIC", {})
    pipeline.take_in({"one.txt": page("Boats sent", [*Desk(1).report(3), ARABIC])})
    monkeypatch.undo()
    assert not find_stories(Wanted(query="العباره")).stories
    call_command("resense", "--only", "languages", stdout=io.StringIO(), stderr=io.StringIO())
    assert find_stories(Wanted(query="العباره")).stories


def test_ascii_text_is_left_alone() -> None:
    assert prepare('Plain "text", 1,200 pumps') == 'Plain "text", 1,200 pumps'
