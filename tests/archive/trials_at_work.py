"""Trials of other numbers as the desk asks for them and a worker carries them out."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from newsarchive.archive.models import Adoption, Membership, Ruling, Story, Trial
from newsarchive.archive.services import trying
from newsarchive.dedup.definitions import CONTAINMENT
from tests.archive import pipeline
from tests.archive.test_refingerprint import LOOSE, adopt
from tests.archive.wirecopy import mixed_bag

State = Trial.State
LONG_AGO = timezone.now() - timedelta(hours=1)
WHY = "Backgrounds belong together."


def three_reports() -> None:
    """Files of three reports in an archive that began with the plain method."""
    adopt(CONTAINMENT)
    pipeline.take_in(mixed_bag(11, reports=3))


def everything() -> list[object]:
    """All that makes the stories what they are."""
    return [list(model.objects.order_by("pk").values()) for model in (Story, Membership, Ruling, Adoption)]


def look(scheme=LOOSE, by: User | None = None) -> Trial:
    return trying.look(scheme, by=by)


def work() -> None:
    while trying.work_off():
        pass


def worked(trial: Trial) -> Trial:
    work()
    trial.refresh_from_db()
    return trial


def latest() -> int:
    return Adoption.objects.latest("id").pk


def adopted(looked: Trial, by: User) -> Trial:
    return worked(trying.adopt(looked.pk, by=by, reason=WHY, since=latest()))


def run_out(trial: Trial) -> None:
    """The worker's lease is over."""
    Trial.objects.filter(pk=trial.pk).update(leased_until=LONG_AGO)
