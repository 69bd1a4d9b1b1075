"""One file that will not go in takes no other with it, at any step."""

from __future__ import annotations

import time

import pytest
from django.db import DataError, connection

from newsarchive.archive.models import Agency, Article, Receipt, Story, UploadedFile
from newsarchive.archive.services import clustering, filing, keeping, leases, placing
from newsarchive.archive.services.doorbell import _send
from tests.archive import pipeline
from tests.archive.wirecopy import Desk, mixed_bag, page

pytestmark = pytest.mark.django_db
HALF_AN_EMOJI = (
    '<html><head><script type="application/ld+json">{"@type": "NewsArticle",'
    '"headline": "Goal \\ud83d in the \\u0000 end",'
    '"author": {"name": "A \\ud83d Writer"}, "publisher": {"name": "Site\\u0000"}}</script></head><body><article>'
    + "".join(f"<p>{p}</p>" for p in Desk(41).report(6))
    + "</article></body></html>"
).encode()


def test_half_an_emoji_in_a_pages_metadata_is_no_obstacle() -> None:
    upload = pipeline.take_in({"half.html": HALF_AN_EMOJI, **mixed_bag(42, reports=1)})
    assert {f.state for f in upload.files.all()} == {"settled"}


@pytest.mark.parametrize("letters", ["абвгдежзийклмнопрстуфхцчшщъыьэюя", "東京電力会社報道記者新聞社説明会見"])
def test_a_text_too_long_for_the_index_is_taken_and_said_to_be(letters: str) -> None:
    import random

    rng = random.Random(3)
    words = ("".join(rng.choices(letters, k=8)) for _ in range(40_000))
    lines = [" ".join(next(words) for _ in range(80)) + "." for _ in range(500)]
    upload = pipeline.take_in({"long.txt": page("A long list", lines), "good.txt": page("Good", Desk(43).report(4))})
    assert {f.state for f in upload.files.all()} == {"settled"}
    assert "first part can be searched" in pipeline.receipt_of(upload, 1).note
    assert pipeline.receipt_of(upload, 2).note == ""


def test_what_the_database_will_not_take_is_rejected_by_itself(monkeypatch) -> None:
    real = filing._article

    def refuses_one(draft, *others):
        if draft.item.headline == "Report 0":
            raise DataError("the database will not have it")
        return real(draft, *others)

    monkeypatch.setattr(filing, "_article", refuses_one)
    files = mixed_bag(44, reports=2)
    upload = pipeline.take_in(files)
    rejected = upload.files.filter(state="rejected")
    assert [(f.name, f.code) for f in rejected] == [("0-agency.txt", "unforeseen")]
    assert upload.files.filter(state="settled").count() == len(files) - 1


def test_a_storage_that_does_not_answer_for_a_while_costs_time_and_no_file(monkeypatch) -> None:
    upload = pipeline.hand_in(mixed_bag(45, reports=1))

    def no_answer(digest: str) -> bytes:
        raise TimeoutError("timed out")

    with monkeypatch.context() as away:
        away.setattr(keeping, "fetch", no_answer)
        for _ in range(leases.ATTEMPTS + 2):
            pipeline.work()
            upload.files.update(leased_until="2001-01-01T00:00Z")
    pipeline.work()
    assert {f.state for f in upload.files.all()} == {"settled"}


def test_a_file_that_will_not_settle_waits_and_the_others_go_on(monkeypatch) -> None:
    real = placing.summarise

    def fails_for_one(story_ids, *more, **named) -> None:
        real(story_ids, *more, **named)
        if Story.objects.filter(id__in=story_ids, headline="Report 1").exists():
            raise RuntimeError("cannot")

    files = {"a.txt": page("Report 0", Desk(46).report(5)), "b.txt": page("Report 1", Desk(47).report(5))}
    upload = pipeline.hand_in(files)
    with monkeypatch.context() as broken:
        broken.setattr(placing, "summarise", fails_for_one)
        pipeline.work()
    assert {f.name: f.state for f in upload.files.all()} == {"a.txt": "settled", "b.txt": "read"}
    pipeline.work()
    assert not UploadedFile.objects.exclude(state="settled").exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_finds_the_lane_taken_does_not_wait() -> None:
    from django.db import transaction

    upload = pipeline.hand_in({"a.txt": page("A", Desk(48).report(5))})
    from newsarchive.archive.services import reading

    reading.read_some()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [clustering.LANE])
        with transaction.atomic(), connection.cursor() as ours:
            ours.execute("SET LOCAL lock_timeout = '1s'")
            assert clustering.cluster_some() == 0
    finally:
        other.close()
    while not clustering.cluster_some():
        time.sleep(0.05)
    assert pipeline.file_of(upload).state == "settled"


def test_agencies_are_one_whatever_their_case() -> None:
    body = Desk(49)
    pipeline.take_in(
        {
            "a.txt": page("One", body.report(5), "HARBOUR TOWN, May 3, 2011 (Xyz Press) - "),
            "b.txt": page("Two", body.report(5), "HARBOUR TOWN, May 4, 2011 (XYZ PRESS) - "),
        }
    )
    assert Agency.objects.count() == 1
    assert [a.agencies.count() for a in Article.objects.all()] == [1, 1]


def test_a_broker_that_is_away_is_asked_once_and_then_left_alone(settings, monkeypatch) -> None:
    from newsarchive.archive.services import doorbell
    from newsarchive.celery import app

    asked = []

    def refused(*args, **options) -> None:
        asked.append(args)
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(doorbell, "_deaf_until", 0.0)
    monkeypatch.setattr(app, "send_task", refused)
    for _ in range(5):
        _send("archive.read")
    assert len(asked) == 1


def test_a_connection_that_the_broker_closed_costs_no_message(settings) -> None:
    from redis import Redis

    broker = Redis.from_url(settings.REDIS_ADDRESS)
    _send("archive.read")
    waiting = broker.llen("celery")
    broker.client_kill_filter(_type="normal", skipme=True)
    _send("archive.read")
    assert broker.llen("celery") == waiting + 1


def test_rows_that_open_alike_fold_nothing() -> None:
    rows = [
        f"The price of the {n}th lot rose by {n} crowns to {n * 7} crowns in thin trade at the hall."
        for n in range(1500)
    ]
    pipeline.take_in({"table.txt": page("Prices at the hall", rows)})
    assert Receipt.objects.get().article.paragraphs.filter(repeats__isnull=False).count() == 0
