"""Stock text: proposed, decided on, adopted, taken back, and shown."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from newsarchive.archive.models import (
    Article,
    Match,
    Membership,
    Rest,
    Scheme,
    StockDecision,
    StockEntry,
    StockProposal,
    StockRegister,
    TextStock,
)
from newsarchive.archive.queries import candidates
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import adopting, beside, boilerplate, proposing, trying
from newsarchive.archive.services.rulings import Refused
from newsarchive.dedup.boilerplate import entry_of
from newsarchive.dedup.definitions import CONTAINMENT
from tests.archive import pipeline
from tests.archive.test_stock_matching import COPYRIGHT, LINES, quietly
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db

LONG = (
    "This report of 2011 was put together by the staff of the Tambora desk, who may change it at any hour of the day."
    " To have it brought to your door every morning, write to the lamp room of this paper, or ask the boy at the mole."
)
WHY = "It is on every page."


def unrelated(count=6, line=LINES[0], glue="\n\n"):
    """Reports that have nothing to do with one another, each of its own day, all with the line at the end."""
    found = {}
    for n in range(count):
        body = Desk(100 + n).report(3)
        body[-1] += glue + line.replace("2011", str(2001 + n))
        found[f"{n}.txt"] = page(f"Report {n}", body, f"PORT SELWYN, May {n + 3}, 2011 (Northwire) - ")
    return found


def adopt(*lines):
    for line in lines:
        boilerplate.accept(line, by=None, reason=WHY)
    adopting.adopt(boilerplate.scheme_with(boilerplate.freeze(None)), quietly)


def texts():
    return sorted(Membership.objects.values_list("text_id", flat=True))


def proposed():
    return [row.words for row in StockProposal.objects.all()]


def numbers():
    return dict(Membership.objects.values_list("text_id", "story_id"))


# --- What is compared -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("glue", ["\n\n", " "])
def test_a_long_copyright_line_proposes_no_pair_of_unrelated_reports_once_it_is_adopted(glue):
    line = f"By leave of Northwire, 2011: {Desk(1).paragraph(150)}"
    pipeline.take_in(unrelated(2, line, glue))
    assert len(candidates.candidates(texts(), in_force()).pairs) == 1
    adopt(line.replace("2011", "#"))
    assert candidates.candidates(texts(), in_force()).pairs.tolist() == []


def test_what_is_stock_counts_for_nothing_in_likeness_and_copies_with_other_sign_offs_stay_copies():
    body = Desk(7).report(3)
    for name, line in (("a.txt", LONG), ("b.txt", LINES[2]), ("c.txt", "")):
        pipeline.take_in({name: page("Report", [*body, line] if line else body)})
    assert min(Match.objects.values_list("contained", flat=True)) < 1
    adopt(LONG, LINES[2])
    under = Match.objects.filter(scheme=in_force().id)
    assert {(m.likeness, m.contained, m.other_contained) for m in under} == {(1, 1, 1)}
    assert pipeline.versions() == {frozenset({"a.txt", "b.txt", "c.txt"})}


def test_a_text_that_is_nothing_but_stock_matches_nothing_and_its_copies_are_one_text():
    pipeline.take_in({"a.txt": page("Notice", [LONG, LINES[1]]), "b.txt": page("Note", [LONG, LINES[2]])})
    pipeline.take_in({"c.txt": page("Again", [LONG, LINES[1]])})
    adopt(LONG, *LINES[1:3])
    assert pipeline.stories() == {frozenset({"a.txt", "c.txt"}), frozenset({"b.txt"})}
    assert not Match.objects.filter(scheme=in_force().id).exists()


def test_only_what_prints_an_entry_is_compared_anew_and_going_back_gives_stories_their_numbers():
    pipeline.take_in(unrelated(3, LONG) | {f"x{n}.txt": page("Other", Desk(50 + n).report(3)) for n in range(4)})
    before, stories = numbers(), pipeline.stories()
    compared = []
    boilerplate.accept(LONG.replace("2011", "#"), by=None)
    scheme = boilerplate.scheme_with(boilerplate.freeze(None))
    adopting.adopt(scheme, lambda stage, done, total: compared.append(total) if stage == "Comparing" else None)
    assert max(compared) == 3
    assert TextStock.objects.count() == 3
    adopting.back(quietly)
    assert (numbers(), pipeline.stories()) == (before, stories)
    assert in_force().boilerplate == ""


def test_what_arrives_after_an_adoption_is_read_with_the_register_and_what_waits_meanwhile_too():
    files = unrelated(4, LONG)
    first, second, third, fourth = ({name: files[name]} for name in sorted(files))
    pipeline.take_in(first)
    boilerplate.accept(LONG.replace("2011", "#"), by=None)
    scheme = boilerplate.scheme_with(boilerplate.freeze(None))
    adopting.preview(scheme, quietly)
    pipeline.take_in(second)
    pipeline.hand_in(third)
    adopting.adopt(scheme, quietly)
    pipeline.work()
    pipeline.take_in(fourth)
    assert TextStock.objects.count() == 4
    assert candidates.candidates(texts(), in_force()).pairs.tolist() == []


def test_numbers_by_name_keep_the_register_and_what_was_computed_for_another_can_be_dropped():
    pipeline.take_in(unrelated(3, LONG))
    adopt(LONG.replace("2011", "#"))
    register = in_force().boilerplate
    call_command("refingerprint", "containment", "--adopt", stdout=io.StringIO(), stderr=io.StringIO())
    assert in_force().boilerplate == register
    call_command("refingerprint", "--set", "boilerplate=", "--adopt", stdout=io.StringIO(), stderr=io.StringIO())
    assert in_force() == CONTAINMENT
    assert Rest.objects.exists()
    for scheme in Scheme.objects.exclude(id=in_force().id):
        beside.forget(scheme.id)
    assert not Rest.objects.exists()


def test_a_register_that_is_not_here_is_refused_in_words():
    with pytest.raises(Refused, match="no register"):
        trying.spelled("", {"boilerplate": "stock-0123456789"})
    with pytest.raises(CommandError, match="no register"):
        call_command("refingerprint", "--set", "boilerplate=stock-0123456789", stdout=io.StringIO())


# --- Proposals and decisions ----------------------------------------------------------------------------------------


def test_what_recurs_over_unrelated_stories_and_days_is_proposed_and_what_is_of_one_affair_is_not():
    affair = Desk(900)
    background = affair.report(2)
    told = {f"f{n}.txt": page(f"Later {n}", [*affair.report(2), *background]) for n in range(4)}
    pipeline.take_in(unrelated(6) | told)
    proposing.propose(quietly)
    assert proposed() == [COPYRIGHT]
    row = StockProposal.objects.get()
    assert (row.stories, row.days, row.ends) == (6, 6, 1.0)
    assert row.said.startswith("Copyright 20")
    assert len(row.examples) == 5


def test_a_sign_off_glued_to_the_last_sentence_is_proposed_by_itself():
    pipeline.take_in(unrelated(6, glue=" "))
    proposing.propose(quietly)
    assert proposed() == [COPYRIGHT]


def set_aside(lines, count):
    """The lines are furniture beside so many of the reports."""
    for article in Article.objects.order_by("pk")[:count]:
        Article.objects.filter(pk=article.pk).update(furniture=lines)


def test_headlines_bylines_and_agencies_beside_articles_are_not_proposed():
    pipeline.take_in(unrelated(6))
    pipeline.take_in({"told.txt": page("Ferry aground off the mole", Desk(77).report(3))})
    Article.objects.filter(headline="Report 0").update(byline="Mara Lind, Jonas Ferris")
    news = ["Ferry aground, off the mole", "Mara Lind, Jonas Ferris", "By Mara Lind", "The Associated Press"]
    set_aside([*news, "Join the letter of this lamp room"], 6)
    proposing.propose(quietly)
    assert "join the letter of this lamp room" in proposed()
    assert not {entry_of(line) for line in news} & set(proposed())


@pytest.mark.parametrize(("beside", "expected"), [(2, False), (3, True)])
def test_what_stands_beside_the_articles_of_one_day_has_to_stand_beside_three(beside, expected):
    pipeline.take_in(unrelated(6))
    Article.objects.update(dated_on="2011-05-03")
    set_aside(["Join the letter of this lamp room"], beside)
    proposing.propose(quietly, 2)
    assert ("join the letter of this lamp room" in proposed()) == expected


def test_what_was_rejected_is_not_proposed_again_until_the_rejection_is_lifted():
    pipeline.take_in(unrelated(6))
    proposing.propose(quietly)
    (entry,) = boilerplate.settle(StockProposal.objects.all(), boilerplate.reject, by=None, reason="It is the report.")
    assert proposed() == []
    proposing.propose(quietly)
    assert proposed() == []
    boilerplate.take_out(entry.pk, by=None, reason="After all.")
    proposing.propose(quietly)
    assert proposed() == [COPYRIGHT]
    assert list(StockDecision.objects.values_list("before", "after")) == [("rejected", "out"), ("", "rejected")]


def test_entries_are_checked_and_a_decision_that_stands_is_refused():
    boilerplate.accept("On the net today", by=None)
    for wrong in ("too short", "# # # #", "on the NET, today!", "word " * 301):
        with pytest.raises(Refused):
            boilerplate.accept(wrong, by=None)
    assert StockEntry.objects.count() == 1


def test_another_wording_takes_an_entrys_place_and_both_remember():
    entry = boilerplate.accept("On the net today", by=None)
    first = boilerplate.freeze(None)
    new = boilerplate.reword(entry.pk, "On the net for #", by=None, reason="Years differ.")
    assert list(StockEntry.objects.order_by("pk").values_list("state", flat=True)) == ["out", "in"]
    assert boilerplate.freeze(None).entries == [new.words] == ["on the net for #"]
    first.refresh_from_db()
    assert first.entries == ["on the net today"], "a version never changes"


# --- The command ----------------------------------------------------------------------------------------------------


def said(*arguments):
    stream = io.StringIO()
    call_command("boilerplate", *arguments, stdout=stream, stderr=io.StringIO())
    return " ".join(stream.getvalue().split())


def test_the_command_proposes_hands_a_register_on_and_adopts_it(tmp_path):
    pipeline.take_in(unrelated(6))
    assert "1 proposed" in said("--propose", "--limit", "10")
    boilerplate.settle(StockProposal.objects.all(), boilerplate.accept, by=None, reason=WHY)
    file = tmp_path / "register.json"
    said("--export", str(file))
    StockEntry.objects.all().delete()
    assert "1 entries taken over; 0 were" in said("--import", str(file))
    assert "0 entries taken over; 1 were" in said("--import", str(file))
    assert said("--list") == f"in: {COPYRIGHT}"
    assert "nothing is changed yet" in said("--look")
    said("--adopt", "--reason", WHY)
    assert in_force().boilerplate == StockRegister.objects.get().name
    with pytest.raises(CommandError, match="in force already"):
        said("--adopt")


@pytest.mark.parametrize(
    "wrong",
    [[], {"format": "other"}, {"format": boilerplate.FORMAT, "entries": [{"words": "on the net", "state": "x"}]}],
)
def test_a_file_that_is_no_register_is_refused_and_nothing_taken_over(tmp_path, wrong):
    file = tmp_path / "register.json"
    file.write_text(json.dumps(wrong))
    with pytest.raises(CommandError):
        said("--import", str(file))
    assert not StockEntry.objects.exists()
