"""Other numbers tried from the desk: looked at, adopted, taken back by a worker."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from newsarchive.archive import tasks
from newsarchive.archive.models import Adoption, Match, Scheme, Story, Trial
from newsarchive.archive.queries import trials
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import adopting, beside, rulings, trying
from newsarchive.archive.services.rulings import Refused
from newsarchive.dedup.definitions import CONTAINMENT, changed
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import pipeline
from tests.archive.factories import make_editor
from tests.archive.test_refingerprint import LOOSE, OTHER_SIGNATURES, STRICT, adopt, numbers, outcome, quietly, story_of
from tests.archive.trials_at_work import WHY, State, adopted, everything, latest, look, three_reports, worked
from tests.archive.wirecopy import mixed_bag


@pytest.fixture
def editor(db) -> User:
    return make_editor()


@pytest.fixture
def files(db) -> None:
    """Three reports in an archive that began with the plain method."""
    three_reports()


def test_looking_says_what_would_change_and_changes_nothing(files, editor) -> None:
    before = everything()
    trial = worked(look(by=editor))
    assert everything() == before
    assert in_force() == CONTAINMENT
    assert (trial.state, trial.trouble, trial.attempts) == (State.DONE, "", 1)
    report = trial.report
    assert report["regrouped"]["joined"] == {"today": 2, "then": 1}
    (join,) = report["joins"]
    assert {part["id"] for part in join["parts"]} == {story_of("0-agency.txt").pk, story_of("1-agency.txt").pk}
    assert all(part["headline"] and part["articles"] for part in (join["story"], *join["parts"]))


def test_a_story_that_would_fall_apart_names_the_articles_that_would_lead_its_parts(files) -> None:
    report = worked(look(STRICT)).report
    for split in report["splits"]:
        assert Story.objects.get(pk=split["story"]["id"]).headline == split["story"]["headline"]
        for part in split["parts"]:
            assert pipeline.Article.objects.get(pk=part["article"]).headline == part["headline"]


def test_what_was_looked_at_is_adopted_and_taken_back_to_the_same_numbers(files, editor) -> None:
    start = (*outcome(), numbers())
    looked = worked(look(by=editor))
    done = adopted(looked, editor)
    assert done.state == State.DONE
    assert done.report == looked.report
    assert in_force() == LOOSE
    adoption = Adoption.objects.latest("id")
    assert (adoption.reason, adoption.adopted_by, adoption.report) == (WHY, editor, done.report)
    assert len(pipeline.stories()) == 2
    returned = worked(trying.back(by=editor, reason="Too much.", since=latest()))
    assert (returned.state, returned.trouble) == (State.DONE, "")
    assert (*outcome(), numbers()) == start
    assert Adoption.objects.latest("id").reason == "Too much."


def test_rulings_hold_throughout_and_the_report_names_those_that_decide_otherwise(files, editor) -> None:
    update = pipeline.article_of("1-update.txt")
    apart = rulings.take_out(story_of("1-update.txt").pk, [update.pk], by=editor, reason="Another event")
    looked = worked(look(by=editor))
    assert looked.report["rulings"] == {"holding": 1, "against": [apart.pk]}
    for step in (lambda: adopted(looked, editor), lambda: worked(trying.back(by=editor, reason="x", since=latest()))):
        assert step().state == State.DONE
        assert story_of("1-update.txt") != story_of("1-agency.txt")


def test_trials_are_worked_off_in_their_order_and_the_same_one_is_not_entered_twice(files, editor) -> None:
    first, again, second = look(by=editor), look(by=editor), look(STRICT, by=editor)
    assert first == again
    assert trials.ahead_of(second) == 1
    assert trying.work_off() == 1
    assert [t.state for t in Trial.objects.order_by("id")] == [State.DONE, State.WAITING]
    assert trying.work_off() == 1
    assert trying.work_off() == 0


@pytest.mark.parametrize(
    ("base", "changes", "complaint"),
    [
        ("nothing", {}, "no scheme called nothing"),
        ("", {"story.cat": "1"}, "no number called story.cat"),
        ("", {"story.cut": "1.5"}, "story: the cut should be between 0 and 1"),
        ("", {"least": "much"}, "least is a number; 'much' is none"),
    ],
)
def test_numbers_that_make_no_sense_are_refused_in_words(files, base, changes, complaint) -> None:
    with pytest.raises(Refused, match=complaint):
        trying.spelled(base, changes)


def test_the_numbers_in_force_are_not_tried_and_names_say_what_differs(files) -> None:
    with pytest.raises(Refused, match="in force already"):
        look(CONTAINMENT)
    assert look(LOOSE).name == "containment, story.weights.bias -0.2, story.cut 0.05"
    assert look(CLUSTERING).name == "evidence"
    assert look(changed(CLUSTERING, {"least": "0.5"})).name == "evidence, least 0.5"


def test_a_change_needs_a_reason_a_finished_look_and_that_nothing_came_between(files, editor) -> None:
    looked = look(by=editor)
    with pytest.raises(Refused, match="not computed to its end"):
        trying.adopt(looked.pk, by=editor, reason=WHY, since=latest())
    worked(looked)
    with pytest.raises(Refused, match="Say why"):
        trying.adopt(looked.pk, by=editor, reason="  ", since=latest())
    with pytest.raises(Refused, match="Other numbers came into force"):
        trying.adopt(looked.pk, by=editor, reason=WHY, since=latest() - 1)
    with pytest.raises(Refused, match="No other numbers"):
        trying.back(by=editor, reason=WHY, since=latest())
    trying.adopt(looked.pk, by=editor, reason=WHY, since=latest())
    with pytest.raises(Refused, match="being changed already: see trial"):
        trying.adopt(looked.pk, by=editor, reason=WHY, since=latest())


def test_a_change_that_was_overtaken_changes_nothing(files, editor) -> None:
    waiting = trying.adopt(worked(look(by=editor)).pk, by=editor, reason=WHY, since=latest())
    adopt(STRICT)
    before = everything()
    assert worked(waiting).state == State.FAILED
    assert "Another scheme came into force" in waiting.trouble
    assert everything() == before


def test_returning_does_not_go_elsewhere_than_was_confirmed(files, editor) -> None:
    adopt(LOOSE)
    waiting = trying.back(by=editor, reason="Back.", since=latest())
    adopt(STRICT)
    adopt(LOOSE)
    assert worked(waiting).state == State.FAILED
    assert in_force() == LOOSE


def test_what_is_not_known_here_or_not_foreseen_is_said_in_words(files, monkeypatch) -> None:
    trial = look()
    Trial.objects.filter(pk=trial.pk).update(definition=trial.definition | {"foresight": 2})
    assert worked(trial).state == State.FAILED
    assert "unknown: foresight" in trial.trouble

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(adopting, "preview", breaks)
    trial = worked(look(STRICT))
    assert (trial.state, trial.leased_until) == (State.FAILED, None)
    assert "something unforeseen (ZeroDivisionError). No story was changed" in trial.trouble


def test_only_the_latest_that_were_merely_tried_are_kept(files, editor) -> None:
    adopting.preview(CLUSTERING, quietly)
    schemes = [changed(CONTAINMENT, {"story.cut": f"0.{n}"}) for n in (11, 12, 13, 14, 15)]
    adopted(worked(look(schemes[0], by=editor)), editor)
    for scheme in schemes[1:]:
        worked(look(scheme))
    kept = set(Scheme.objects.filter(kept=True).values_list("id", flat=True))
    assert kept == {CONTAINMENT.id, CLUSTERING.id, schemes[0].id, *(s.id for s in schemes[2:])}
    assert not Match.objects.filter(scheme=schemes[1].id).exists()


def test_the_task_rings_for_the_next_slice_and_the_sweep_for_what_was_lost(files, monkeypatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(tasks, "ring", rung.append)
    tasks.sweep()
    assert rung == []
    look()
    tasks.sweep()
    assert rung == [trying.TASK]
    tasks.try_schemes()
    assert rung == [trying.TASK] * 2
    tasks.try_schemes()
    assert rung == [trying.TASK] * 2
    assert Trial.objects.get().state == State.DONE


def test_uploads_and_rulings_go_on_while_texts_are_compared(files, editor, monkeypatch) -> None:
    monkeypatch.setattr(beside, "CHUNK", 4)
    trial = look(OTHER_SIGNATURES)
    trying.work_off(seconds=0)
    pipeline.take_in({"late.txt": mixed_bag(12, reports=1)["0-agency.txt"]})
    rulings.merge_stories([story_of("0-agency.txt").pk, story_of("2-agency.txt").pk], by=editor, reason="One")
    assert worked(trial).report["articles"] == 16
    assert trial.report["rulings"]["holding"] == 1
