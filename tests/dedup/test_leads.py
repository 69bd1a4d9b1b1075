"""Which text of a version stands for it: the fullest clean copy of the report."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from newsarchive.dedup.leads import lead_of
from newsarchive.dedup.profiles import profile
from newsarchive.dedup.words import words
from tests.archive.wirecopy import Desk

LEDE = "A ferry with ninety people on board ran aground off Valdora on Tuesday night, the harbour master said."
BODY = (
    "Divers brought the last passengers ashore before dawn and took eleven of them to the hospital of Port Selwyn.",
    "The captain told the harbour board that the lamp on the northern mole had not been lit since the weekend.",
    "The line has run four ships between Valdora and the outer islands since the bridge was closed for repair.",
    "Two of the lamps on the moles were replaced in spring, when the harbour board changed the firm that tends them.",
    "An inquiry will be opened on Thursday, and the three remaining ships will sail by day alone until it has ended.",
)
REPORT = (LEDE, *BODY)
NEWS = (
    "The lighthouse keeper of Valdora was relieved of his post late on Wednesday, two officials of the line said.",
    "Port Selwyn's hospital let nine of the passengers go; two others are to stay there until the end of the week.",
)
COMMENTS = (
    "Anna wrote: I took that boat every summer as a child and never once saw the lamp on the mole lit at night.",
    "Seafarer2 wrote: what did they expect, with a line that pays its mates less than a baker's boy is given?",
    "Tom wrote: thoughts are with everybody who was aboard, and thank you to the divers who went out in this.",
)
HEADLINES = (
    "Carnival committee of Brunwick elects a treasurer after a long evening of counting by hand",
    "Plum prices fall for a third week as growers in the south bring in more than they can sell",
    "Weather: showers in the morning, then brighter from the west, with highs around fourteen degrees",
    "A second chance for the old tram depot, which a choir would like to have for its rehearsals",
)
NOTICES = (
    "Sign in to write a comment. Comments are open for five days and are read before they are shown to others.",
    "Most read today: the list of street names that nobody can spell, and how the harbour bakery got its oven.",
)


def chosen(*texts: Sequence[str]) -> Sequence[str]:
    return texts[lead_of([profile([word for line in text for word in words(line)]) for text in texts])]


def test_a_page_with_comments_and_other_headlines_does_not_lead_because_it_is_long() -> None:
    pages = [(*REPORT, *COMMENTS), (*REPORT, *HEADLINES), ("Home, News, Sports, Weather", *REPORT, *NOTICES)]
    assert chosen(*pages, REPORT, REPORT[:4], REPORT[:5]) == REPORT


def test_a_block_printed_twice_makes_nothing_full() -> None:
    assert chosen((*REPORT, *BODY), REPORT, REPORT[:5], REPORT[1:]) == REPORT


def test_trims_do_not_lead_however_many_there_are() -> None:
    trims = [REPORT[:n] for n in (1, 2, 2, 3, 3, 4)]
    assert chosen(*trims, REPORT, (LEDE.replace("ninety", "90"), *BODY)) in (REPORT, (REPORT[0], *BODY))
    assert chosen(*trims, *trims, REPORT, (*REPORT, HEADLINES[0])) == REPORT


def test_what_others_print_as_well_is_not_left_out_for_being_rarer() -> None:
    fuller = (*REPORT, *NEWS)
    assert chosen(REPORT, REPORT[:5], REPORT[:4], REPORT[:3], fuller, (*NEWS, *BODY[:2]), REPORT[1:]) == fuller


def test_one_outlets_furniture_does_not_lead_for_being_on_two_of_its_pages() -> None:
    others = [(*REPORT[:n], *REPORT[n + 1 :]) for n in range(1, 6)] * 8
    assert chosen((*REPORT, *HEADLINES), (*REPORT[:5], *HEADLINES), *others, REPORT) == REPORT


def test_of_two_the_later_write_thru_leads_though_nobody_else_prints_its_news() -> None:
    assert chosen(REPORT, (*NEWS, *REPORT)) == (*NEWS, *REPORT)
    assert chosen(REPORT[:2], REPORT) == REPORT


def test_of_two_the_one_with_other_headlines_or_notices_does_not_lead() -> None:
    assert chosen((*REPORT, "Have your say on this page."), REPORT) == REPORT
    more = [f"{number} {line}" for number, line in enumerate(Desk(5).report(5))]
    assert chosen((*REPORT, *HEADLINES, *more), REPORT) == REPORT
    assert chosen((*REPORT, *HEADLINES, *more), REPORT, REPORT[:4]) == REPORT


def test_an_ending_that_names_nothing_the_rest_names_is_not_cut_off_by_trims() -> None:
    ending = "Judge Corvin Haldane opens an inquiry on Monday; he led the one into the Ostrava dredger fire of 2011."
    whole = (*REPORT, ending)
    assert chosen(REPORT, whole) == whole
    assert chosen(REPORT, REPORT[:4], whole, REPORT[:3]) == whole


@pytest.mark.parametrize("first", [True, False])
def test_of_two_the_one_that_is_swollen_by_other_reports_does_not_lead(first: bool) -> None:
    desk = Desk(20261128)
    swollen = (*REPORT, *desk.report(24))
    pair = (REPORT, swollen) if first else (swollen, REPORT)
    assert chosen(*pair) == REPORT


def test_briefs_do_not_lead_where_one_alone_has_the_whole_report() -> None:
    said = [f"{line} Valdora and Port Selwyn have heard of it since." for line in Desk(7).report(12)]
    whole = (*REPORT, *said)
    assert chosen(REPORT[:2], whole) == whole
    assert chosen(REPORT[:1], REPORT[:2], whole) == whole
    assert chosen(REPORT[:1], REPORT[:2], (*REPORT[:1], REPORT[2]), whole) == whole


def test_among_many_what_one_has_alone_does_not_lead_be_it_about_the_report() -> None:
    edited = [
        (*REPORT[:5], f"{REPORT[5]} So said {name}.")
        for name in ("Anna", "Berta", "Clara", "Dora", "Emil", "Frida", "Gerd", "Hans")
    ]
    assert chosen((*REPORT, *(f"{line} Valdora!" for line in COMMENTS)), *edited, REPORT) in (REPORT, *edited)


@pytest.mark.parametrize("seed", [1, 7, 20261128])
def test_the_same_text_leads_in_whatever_order_they_are_given(seed: int) -> None:
    rng = random.Random(seed)
    texts = [(*rng.sample(REPORT, rng.randint(2, 6)), *rng.sample(COMMENTS, rng.randint(0, 3))) for _ in range(12)]
    ordered = sorted(set(texts))
    wanted = chosen(*ordered)
    for _ in range(6):
        rng.shuffle(ordered)
        assert len(chosen(*ordered)) == len(wanted)


def test_a_version_of_one_text_is_led_by_it_be_it_empty() -> None:
    assert chosen(()) == ()
    assert chosen((), ("One word",)) == ("One word",)


def test_of_texts_with_nothing_in_common_that_were_ruled_one_version_the_longest_leads() -> None:
    desk = Desk(3)
    one, two, three = desk.report(3), desk.report(12), desk.report(6)
    assert chosen(one, two, three) == two
    assert chosen(two, one) == two
