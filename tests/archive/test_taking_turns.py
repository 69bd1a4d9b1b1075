"""Whose file is next: nobody who hands in a few waits for somebody who hands in thousands."""

from __future__ import annotations

import signal

import pytest
from django.db import connection

from newsarchive.archive.models import Upload, UploadedFile
from newsarchive.archive.services import clustering, leases, reading
from newsarchive.archive.services.working import Load
from tests.archive import pipeline
from tests.archive.pipeline import rows_read
from tests.archive.wirecopy import Desk, mixed_bag, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch) -> None:
    monkeypatch.setattr(leases, "FILES", 4)
    monkeypatch.setattr(clustering, "FILES", 4)


def waiting() -> list[str]:
    return list(UploadedFile.objects.filter(state="waiting").order_by("id").values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_questions_planned_in_an_empty_archive_read_no_more_when_it_is_full(monkeypatch) -> None:
    """A connection keeps its plans; an archive may begin with one file and go on with thousands."""
    monkeypatch.setattr(leases, "FILES", 500)
    monkeypatch.setattr(clustering, "FILES", 500)
    desk = Desk(77)

    def coming(name: str, number: int) -> dict[str, bytes]:
        return {f"{name}-{n}.txt": page(f"{name} {n}", desk.report(5)) for n in range(number)}

    def read_for(files: dict[str, bytes]) -> int:
        before = rows_read()
        pipeline.take_in(files)
        return rows_read() - before

    connection.close()  # Tests before this one have planned in ways of their own.
    for n in range(24):
        pipeline.take_in(coming(f"first-{n}", 1))
        if n == 12:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # As PostgreSQL does by itself some time; plans are made anew after it.
    pipeline.take_in(coming("many", 600))
    with_old_plans = read_for(coming("old", 12))
    connection.close()
    pipeline.take_in(coming("warm", 12))
    with_new_plans = read_for(coming("new", 12))
    # Idle looks at the queue may still read all files; a plan from the empty archive reads them for each file.
    assert with_old_plans <= 3 * with_new_plans, (with_old_plans, with_new_plans)


def test_a_small_upload_overtakes_a_large_one() -> None:
    pipeline.hand_in(mixed_bag(51, reports=4))
    assert reading.read_some() == 4
    small = pipeline.hand_in({"urgent.txt": page("Urgent", Desk(52).report(5))})
    reading.read_some()
    assert pipeline.file_of(small).state == "read"
    clustering.cluster_some()
    assert pipeline.file_of(small).state == "settled"
    assert len(waiting()) == 20 - 4 - 3


def test_a_single_file_is_read_and_settled_without_those_that_come_after_it(monkeypatch) -> None:
    monkeypatch.setattr(leases, "FRONT", 2)
    pipeline.hand_in(mixed_bag(58, reports=2))
    while reading.read_some():
        pass
    large = UploadedFile.objects.filter(state="read").count()
    small = pipeline.hand_in({"urgent.txt": page("Urgent", Desk(59).report(5))})
    assert reading.read_some() == 1
    assert clustering.cluster_some() == 3
    assert pipeline.file_of(small).state == "settled"
    assert UploadedFile.objects.filter(state="read").count() == large - 2


def test_large_uploads_share() -> None:
    for seed in (53, 54):
        pipeline.hand_in({f"{seed}-{n}": page(f"{seed} {n}", Desk(seed * 10 + n).report(3)) for n in range(5)})
    reading.read_some()
    assert waiting() == ["53-2", "53-3", "53-4", "54-2", "54-3", "54-4"]


def test_one_load_of_many_uploads_keeps_its_order(monkeypatch) -> None:
    monkeypatch.setattr("newsarchive.archive.services.working.AT_ONCE", 3)
    files = [pipeline.incoming(f"{n}", page(f"{n}", Desk(550 + n).report(3))) for n in range(7)]
    load, orders = Load(files, ""), []

    def work() -> int:
        before = waiting()
        read = reading.read_some()
        orders.append([name for name in before if name not in waiting()])
        return read or clustering.cluster_some()

    load.run(work, lambda count: None)
    assert orders[:2] == [["0", "1", "2", "3"], ["4", "5", "6"]]
    assert [upload.files.count() for upload in load.uploads] == [3, 3, 1]


def test_a_chunk_ends_where_its_bytes_are_enough(monkeypatch) -> None:
    files = {f"{n}.txt": page(f"Report {n}", Desk(560 + n).report(4)) for n in range(4)}
    upload = pipeline.hand_in(files)
    monkeypatch.setattr(leases, "SIZE", sum(map(len, list(files.values())[:2])) - 1)
    assert leases.take() == list(upload.files.order_by("position")[:2])
    monkeypatch.setattr(leases, "SIZE", 1)
    assert leases.take() == [pipeline.file_of(upload, 3)]


def test_who_is_stopped_gives_back_what_it_held(monkeypatch) -> None:
    upload = pipeline.hand_in(mixed_bag(57, reports=1))

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(reading, "_file", stopped)
        with pytest.raises(KeyboardInterrupt):
            reading.read_some()
    assert set(upload.files.values_list("attempts", "leased_until")) == {(0, None)}
    pipeline.work()
    assert {f.state for f in upload.files.all()} == {"settled"}


@pytest.mark.django_db(transaction=True)
def test_a_turn_is_taken_without_looking_at_all_that_wait() -> None:
    read = []
    for waiting in (1000, 8000):
        upload = Upload.objects.create(via=Upload.Via.COMMAND)
        places = range(1, waiting + 1)
        UploadedFile.objects.bulk_create(UploadedFile(upload=upload, position=n, name="a.txt", size=1) for n in places)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE archive_uploadedfile")
        leases.take()
        before = rows_read()
        assert len(leases.take()) == leases.FILES
        read.append(rows_read() - before)
        UploadedFile.objects.all().delete()
    assert read[1] <= read[0] + 50, read


def test_who_is_stopped_while_taking_gives_back_what_it_took(monkeypatch) -> None:
    pipeline.hand_in(mixed_bag(53, reports=2))
    before, take = list(UploadedFile.objects.order_by("id").values()), leases.take

    def stopped_while_taking() -> list[UploadedFile]:
        taken = take()
        signal.raise_signal(signal.SIGINT)
        return taken

    monkeypatch.setattr(leases, "take", stopped_while_taking)
    with pytest.raises(KeyboardInterrupt):
        reading.read_some()
    assert list(UploadedFile.objects.order_by("id").values()) == before
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
