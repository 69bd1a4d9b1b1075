"""Trials of other numbers in slices, by a worker that is killed, stopped, or has to wait."""

from __future__ import annotations

import pytest
from django.db import connection

from newsarchive.archive.models import Adoption, Membership, Scheme, Trial
from newsarchive.archive.queries import trials
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import beside, pulse, rulings, trying
from newsarchive.archive.services.rulings import Refused, deciding
from newsarchive.dedup.definitions import CONTAINMENT
from tests.archive.factories import make_editor
from tests.archive.test_refingerprint import LOOSE, OTHER_SIGNATURES, STRICT, story_of
from tests.archive.trials_at_work import (
    LONG_AGO,
    WHY,
    State,
    everything,
    latest,
    look,
    run_out,
    three_reports,
    work,
    worked,
)


class Killed(BaseException):
    """What kill -9 is to a process: nothing of it runs any more."""


@pytest.fixture
def files(db) -> None:
    """Three reports in an archive that began with the plain method."""
    three_reports()


def test_slices_go_on_from_where_they_were_and_show_how_far_all_of_it_is(files, monkeypatch) -> None:
    monkeypatch.setattr(beside, "CHUNK", 4)
    trial = look(OTHER_SIGNATURES)
    far = []
    for _ in range(3):
        assert trying.work_off(seconds=0) == 1
        trial.refresh_from_db()
        assert (trial.state, trial.leased_until, trial.attempts) == (State.RUNNING, None, 0)
        assert trials.waits()
        far.append((trial.stage, trial.done, trial.total))
    total = Membership.objects.count()
    assert far == [("Comparing", 4, total), ("Comparing", 8, total), ("Comparing", min(12, total), total)]
    assert worked(trial).state == State.DONE
    assert not trials.waits()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_its_lease_and_another_goes_on(monkeypatch) -> None:
    three_reports()
    monkeypatch.setattr(beside, "CHUNK", 4)
    trial = look(OTHER_SIGNATURES)
    left = _die_at(monkeypatch, "Comparing", 8)
    assert trying.work_off() == 0, "a living worker might be at it"
    assert not trials.waits()
    run_out(trial)
    assert trials.waits()
    assert 0 < left < Membership.objects.count()
    assert worked(trial).state == State.DONE
    assert trial.attempts == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["Clustering", "Placing"])
def test_a_change_killed_before_its_end_changed_nothing_and_is_carried_out_by_the_next(stage, monkeypatch) -> None:
    three_reports()
    editor = make_editor()
    trial = trying.adopt(worked(look(by=editor)).pk, by=editor, reason=WHY, since=latest())
    before = everything()
    _die_at(monkeypatch, stage, 1)
    assert everything() == before
    run_out(trial)
    assert worked(trial).state == State.DONE
    assert in_force() == LOOSE
    assert Adoption.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_killed_just_after_it_is_known_to_be_done(monkeypatch) -> None:
    three_reports()
    editor = make_editor()
    trial = trying.adopt(worked(look(by=editor)).pk, by=editor, reason=WHY, since=latest())

    beating_ends = pulse.Pulse.__exit__

    def die(self, *how: object) -> None:
        beating_ends(self, None, None, None)
        raise Killed

    monkeypatch.setattr(pulse.Pulse, "__exit__", die)
    with pytest.raises(Killed):
        trying.work_off()
    monkeypatch.undo()
    trial.refresh_from_db()
    assert (trial.state, in_force()) == (State.DONE, LOOSE)
    assert trying.work_off() == 0


def _die_at(monkeypatch, stage: str, done: int) -> int:
    """A worker that is killed when so much of a stage is done. Returns how many texts were left to be compared."""
    tell = pulse.Pulse.__call__

    def die(self, what: str, so_far: int, total: int) -> None:
        tell(self, what, so_far, total)
        if what == stage and so_far >= done:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(pulse.Pulse, "__call__", die)
        with pytest.raises(Killed):
            trying.work_off()
    return Scheme.objects.latest("created_at").unmatched.count()


def test_what_kills_its_worker_three_times_is_given_up_and_the_next_has_its_turn(files) -> None:
    trial, other = look(), look(STRICT)
    Trial.objects.filter(pk=trial.pk).update(state=State.RUNNING, attempts=3, leased_until=LONG_AGO)
    work()
    trial.refresh_from_db()
    other.refresh_from_db()
    assert (trial.state, other.state) == (State.FAILED, State.DONE)
    assert "stopped the archive's worker 3 times" in trial.trouble


def test_what_waits_is_stopped_and_what_is_over_is_not(files) -> None:
    trial = look()
    trying.stop(trial.pk)
    assert worked(trial).state == State.STOPPED
    assert trial.report == {}
    with pytest.raises(Refused, match="nothing left to stop: this is stopped"):
        trying.stop(trial.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["Comparing", "Clustering", "Placing"])
def test_what_is_at_work_is_stopped_wherever_it_is(stage, monkeypatch) -> None:
    three_reports()
    monkeypatch.setattr(pulse, "BEAT", 0.02)
    editor = make_editor()
    trial = trying.adopt(worked(look(by=editor)).pk, by=editor, reason=WHY, since=latest())
    before = everything()
    tell = pulse.Pulse.__call__

    def stopped_meanwhile(self, what: str, done: int, total: int) -> None:
        tell(self, what, done, total)
        if what == stage:
            _elsewhere(lambda: Trial.objects.filter(pk=trial.pk, state="running").update(state=State.STOPPED))
            assert self._stopped.wait(5)
            tell(self, what, done, total)

    monkeypatch.setattr(pulse.Pulse, "__call__", stopped_meanwhile)
    assert worked(trial).state == State.STOPPED
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_the_row_tells_how_far_it_is_while_the_change_is_not_committed(monkeypatch) -> None:
    three_reports()
    monkeypatch.setattr(pulse, "BEAT", 0.02)
    monkeypatch.setattr(deciding, "PATIENCE", "50ms")
    editor = make_editor()
    trial = trying.adopt(worked(look(by=editor)).pk, by=editor, reason=WHY, since=latest())
    told: list[object] = []
    tell = pulse.Pulse.__call__

    def watched(self, what: str, done: int, total: int) -> None:
        tell(self, what, done, total)
        if what == "Placing" and not told:
            _elsewhere(lambda: _wait_for(lambda: Trial.objects.get(pk=trial.pk).stage == "Placing"))
            told.append(_elsewhere(lambda: in_force() == CONTAINMENT))
            told.append(_elsewhere(_refusal_of_a_ruling))

    monkeypatch.setattr(pulse.Pulse, "__call__", watched)
    assert worked(trial).state == State.DONE
    assert told == [
        True,
        f"The archive is changing to other numbers just now (trial {trial.pk}). Nothing was changed; try again when"
        " that is done.",
    ]


def _refusal_of_a_ruling() -> str:
    one, other = story_of("0-agency.txt").pk, story_of("2-agency.txt").pk
    try:
        rulings.merge_stories([one, other], by=None, reason="One")
    except Refused as refusal:
        return refusal.reason
    return ""


def _elsewhere(what):
    """Done by another process, as the database sees it."""
    from concurrent.futures import ThreadPoolExecutor

    def done():
        try:
            return what()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(done).result(10)


def _wait_for(happened) -> None:
    import time

    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_it_waits_while_a_command_is_at_the_same_work() -> None:
    three_reports()
    trial = look()

    def held():
        with beside.alone():
            return _elsewhere(trying.work_off)

    assert held() == 0
    trial.refresh_from_db()
    assert (trial.state, trial.stage, trial.attempts) == (State.RUNNING, trying.BUSY, 0)
    assert trials.waits()
    assert worked(trial).state == State.DONE
