"""Names and figures that only one of two articles prints, as a reader would pick them out."""

from __future__ import annotations

import pytest

from newsarchive.dedup.differences import Copy, only_in_each


def differ(one: str, other: str) -> tuple[list[str], list[str]]:
    return only_in_each(Copy(one.split("\n")), Copy(other.split("\n")))


def test_figures_and_names_that_gave_way_to_others_are_named_as_printed():
    one = "The ferry Saint Corentin left with 214 aboard, and Marit Ostrander said 4,200 litres leaked."
    other = "The ferry Saint Corentin left with 219 aboard, and Denis Avelard said 4,300 litres leaked."
    here, there = differ(one, other)
    assert set(here) == {"214", "Marit Ostrander", "4,200"}
    assert set(there) == {"219", "Denis Avelard", "4,300"}


def test_equal_texts_and_mere_rewording_differ_in_nothing():
    text = "The board met Karel Udell on Monday about 12 cranes."
    assert differ(text, text) == ([], [])
    assert differ(text, "On Monday, the board saw Karel Udell; 12 cranes were on the table.") == ([], [])


def test_thousands_separators_possessives_and_abbreviations_are_no_difference():
    assert differ("They counted Basra's 4,200 votes in Sept. and left.", "In Basra they counted 4200 votes that "
                  "September and left.") == ([], [])  # fmt: skip


def test_a_name_is_given_with_the_names_beside_it():
    here, there = differ("They blamed Karel Udell. Then Mr Udell left.", "They blamed the driver. Then Mr Udell left.")
    assert here == ["Karel Udell"]
    assert there == []


def test_a_name_is_said_once_however_often_it_is_printed():
    here, _ = differ(
        "It was Avelard. We met Avelard. Nobody but Avelard's dog knew.", "It was he. We met. Nobody knew."
    )
    assert here == ["Avelard"]


def test_what_is_rare_or_said_often_comes_before_what_everyone_says():
    text = (
        "Ministers from London met on Monday, and Qvistgaard of Brightwater and Ostrander of Brightwater spoke there."
    )
    here, _ = differ(text, "Ministers met, and some of them spoke there.")
    assert here[0] == "Brightwater"
    assert set(here[1:3]) == {"Qvistgaard", "Ostrander"}
    assert set(here[3:]) == {"London", "Monday"}


def only_of(text: str, **credits: object) -> list[str]:
    """What is named of a text beside one that names nothing."""
    return only_in_each(Copy([text], **credits), Copy(["they said so"]))[0]  # type: ignore[arg-type]


def test_the_outlets_own_words_are_not_the_reports_but_its_figures_are():
    text = "Read more in the Valley, said the Post, and run in the Valley 10K."
    assert only_of(text, credits=["Valley Post"]) == ["Valley 10K"]
    assert set(only_of(text)) == {"Post", "Valley 10K"}


def test_a_name_that_shares_a_word_with_the_outlet_is_given_whole():
    assert only_of("They called the Coast Guard.", credits=["Coast and County"]) == ["Coast Guard"]


def test_an_agency_is_known_short_and_spelled_out_and_no_further():
    text = "They thanked Meridian News Agency, and the Press Trust of India, and PTI, but India lost Mr News."
    assert set(only_of(text, agencies=["MNA", "PTI"])) == {"Mr News", "India"}
    assert only_of("It was a Deutsche Presse-Agentur report.", agencies=["dpa"]) == []
    assert only_of("There was Alan Parsons.", agencies=["AP"]) == ["Alan Parsons"]


def test_what_stands_in_the_dateline_is_printed_but_its_day_is_no_figure_of_the_report():
    one, other = Copy(["Nobody came."], dateline="ELLERY, May 9 - "), Copy(["All of Ellery came, 9 of them in Ayr."])
    assert only_in_each(one, other) == ([], ["9", "Ayr"])


def test_a_bracket_parts_two_names():
    assert set(only_of("It was Hawaii Standard (Ostrander said so).")) == {"Hawaii Standard", "Ostrander"}


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Sie lief um 18.20 Uhr auf Grund.", "Sie lief um 19.20 Uhr auf Grund.", (["18.20 Uhr"], ["19.20 Uhr"])),
        ("船は2021年3月4日に出た。", "船は2021年3月5日に出た。", (["4"], ["5"])),
        ("", "Only Basra fell to 3,000 men.", ([], ["Basra", "3,000"])),
        ("ALL IN CAPITALS, 12 OF THEM", "all in small, 13 of them", (["12"], ["13"])),
    ],
)
def test_in_any_script(one, other, found):
    here, there = differ(one, other)
    assert (sorted(here), sorted(there)) == tuple(map(sorted, found))
