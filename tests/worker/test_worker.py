"""Real workers on the real broker: neither their number nor a kill -9 shows in what they leave behind."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsarchive.archive import tasks
from newsarchive.archive.models import UploadedFile
from newsarchive.archive.queries.updates import left
from tests.archive import pipeline
from tests.archive.factories import make_archivist
from tests.archive.wirecopy import mixed_bag

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
OPEN = [UploadedFile.State.WAITING, UploadedFile.State.READ]


def all_settled() -> bool:
    return UploadedFile.objects.exists() and not UploadedFile.objects.filter(state__in=OPEN).exists()


def all_told() -> bool:
    return all_settled() and not left()


def outcome() -> tuple[object, ...]:
    """Versions, stories, and how many updates each of these has."""
    return pipeline.versions(), pipeline.stories(), pipeline.updates()


def undisturbed(files) -> tuple[object, ...]:
    """What the files come to when one process takes them in, in an archive that is emptied again."""
    from django.db import transaction

    with transaction.atomic():
        pipeline.take_in(files)
        found = outcome()
        transaction.set_rollback(True)
    return found


def test_the_form_rings_and_the_worker_settles(worker, client) -> None:
    client.force_login(make_archivist())
    files = mixed_bag(31, reports=1)
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post(reverse("upload"), {"files": sent, "source": "Desk"})
    assert answer.status_code == 302
    worker.wait_for(all_settled)
    assert pipeline.stories() == {frozenset(files)}
    receipt = client.get(answer.url).content.decode()
    assert "new story" in receipt
    assert "trimmed from" in receipt


@pytest.mark.parametrize("concurrency", [1, 4])
def test_any_number_of_workers_come_to_the_same_stories(idle_worker, concurrency: int, monkeypatch) -> None:
    files = mixed_bag(32, reports=6)
    expected = undisturbed(files)
    idle_worker.environment["NEWSARCHIVE_WORKERS"] = str(concurrency)
    idle_worker.concurrency = concurrency
    idle_worker.start()
    names = sorted(files)
    for start in range(0, len(names), 4):
        pipeline.hand_in({name: files[name] for name in names[start : start + 4]})
    idle_worker.wait_for(all_told)
    assert outcome() == expected


def test_workers_killed_in_the_middle_and_started_again_come_to_the_same_stories(idle_worker) -> None:
    files = pipeline.samples()
    expected = undisturbed(files)
    names = sorted(files)
    for start in range(0, len(names), 10):
        pipeline.hand_in({name: files[name] for name in names[start : start + 10]})
    idle_worker.start()
    idle_worker.wait_for(lambda: UploadedFile.objects.exclude(state="waiting").exists())
    idle_worker.kill()
    idle_worker.start()
    UploadedFile.objects.filter(state="waiting").update(leased_until="2001-01-01T00:00Z")  # the minute is over
    tasks.sweep.delay()
    idle_worker.wait_for(all_told, seconds=120)
    assert outcome() == expected
    assert not UploadedFile.objects.filter(state="rejected").exists()


def test_the_sweep_finds_what_a_lost_message_left(idle_worker) -> None:
    from redis import Redis

    files = mixed_bag(33, reports=1)
    pipeline.hand_in(files)
    from django.conf import settings

    Redis.from_url(settings.REDIS_ADDRESS).flushdb()
    idle_worker.start()
    assert not all_settled()
    tasks.sweep.delay()
    idle_worker.wait_for(all_settled)
    assert pipeline.stories() == {frozenset(files)}


def test_what_if_is_worked_off_by_a_worker_and_goes_on_after_a_kill(idle_worker) -> None:
    from newsarchive.archive.models import Trial
    from newsarchive.archive.services import trying

    pipeline.take_in(mixed_bag(34, reports=2))
    before = pipeline.versions(), pipeline.stories()
    idle_worker.start()
    trial = trying.look(trying.spelled("containment", {"texts.shingle": "2"}), by=None)
    idle_worker.wait_for(lambda: Trial.objects.exclude(state="waiting").exists())
    idle_worker.kill()
    idle_worker.start()
    Trial.objects.filter(state="running").update(leased_until="2001-01-01T00:00Z")  # the minute is over
    tasks.sweep.delay()
    idle_worker.wait_for(lambda: not Trial.objects.filter(state__in=["waiting", "running"]).exists())
    trial.refresh_from_db()
    assert (trial.state, trial.trouble) == ("done", "")
    assert trial.report["articles"] == 10
    assert (pipeline.versions(), pipeline.stories()) == before
