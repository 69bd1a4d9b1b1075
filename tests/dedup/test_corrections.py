"""A correction corrects what it says it does, or what it was sent for; another form is no correction."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from newsarchive.dedup.corrections import Sent, corrects

ON = datetime.date(2007, 8, 9)
NOON = datetime.datetime(2007, 8, 9, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def slide(toll: str, more: str = "five", mayor: str = "Alma Rigby") -> list[str]:
    return [
        f"A slope gave way above Corriedale on Thursday and {toll} people died in their beds, the county said.",
        "Rain had fallen for nine days. The road to the quarry is gone, and with it the only bridge for carts.",
        f"{mayor}, the mayor, said that {toll} were dead and that {more} were looked for under the chapel.",
        "Schools stay shut. A field kitchen came by rail as far as Hexley and went on by mule over the old pass.",
    ]


WRONG = Sent(slide("9"), "corriedale-slide", "Slope gives way, 9 dead", ON, NOON)
RIGHT = Sent(slide("6"), "corriedale-slide", "CORRECTED - Slope gives way, 6 dead", ON, NOON + HOUR)


def test_a_correction_under_the_same_slug_corrects_what_was_sent_before_it():
    assert corrects(RIGHT, WRONG)
    assert not corrects(WRONG, RIGHT)


def test_a_headline_does_where_one_of_them_bears_no_slug():
    copy = replace(WRONG, slug="", at=None)
    assert corrects(RIGHT, copy)
    assert not corrects(RIGHT, replace(copy, headline="The county mourns"))
    assert corrects(replace(RIGHT, says=[("9", "6")]), replace(copy, headline="The county mourns")), "its note says so"


def test_what_its_note_says_it_corrects_may_be_some_days_old():
    late = replace(RIGHT, on=ON + 4 * DAY, at=None)
    assert not corrects(late, WRONG)
    assert corrects(replace(late, says=[("9", "6")]), WRONG)
    assert not corrects(replace(late, on=ON + 9 * DAY, says=[("9", "6")]), WRONG)


def test_a_note_that_speaks_of_other_words_is_of_something_else():
    assert not corrects(replace(RIGHT, says=[("40", "50")]), WRONG)


@pytest.mark.parametrize(
    "other",
    [
        slide("9", "seven", "Otto Halden"),
        [text.replace("Corriedale", "Lindmouth").replace("Thursday", "Friday") for text in slide("9")],
        slide("9")[:2],
        slide("6"),
    ],
    ids=["another mayor too", "another place", "too little of it", "nothing that differs"],
)
def test_forms_that_are_much_alike_stay_two(other):
    assert not corrects(RIGHT, replace(WRONG, paragraphs=other))


def bond(company: str, figures: tuple[str, ...]) -> list[str]:
    first, second, third, fourth = figures
    return [
        f"{company} on Thursday sold notes of {first} million crowns that pay {second} percent, its bankers said.",
        f"They are priced to yield {third} percent and fall due in {fourth} years. Fees were not told to anyone.",
        "The sale was led by the houses that led the last one, and the notes will be dealt in at Lavelle from Monday.",
    ]


def test_the_next_form_of_a_series_is_not_what_a_correction_corrects():
    corrected = Sent(bond("Tarn", ("300", "4.25", "4.31", "7")), "notes-tarn", "CORRECTED - Tarn sells notes", ON, NOON)
    another = Sent(bond("Tarn", ("200", "4.50", "4.62", "9")), "notes-tarn", "Tarn sells notes", ON)
    assert not corrects(corrected, another)
    stranger = Sent(bond("Holm", ("300", "4.25", "4.30", "7")), "", "Holm sells notes", ON)
    assert not corrects(replace(corrected, slug=""), stranger)
