"""Whatever is handed in, each file gets its reason, its bytes are kept, and its neighbours are unharmed."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from newsarchive.archive.models import Article, Original
from newsarchive.archive.services import keeping, leases
from tests.archive import pipeline
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db
GOOD = page("A good page", Desk(7).report(6), "HARBOUR TOWN, May 3, 2011 (Northwire) - ")
JPEG = bytes.fromhex("ffd8ffe000104a46494600010101") + bytes(range(256)) * 40

BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n  ",
    "zeros.txt": bytes(5_000_000),
    "photo.txt": JPEG,
    "menu.html": b"<html><body><nav><a href=/>Home</a> <a href=/x>World</a></nav></body></html>",
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_rejected_with_a_reason_and_its_bytes_are_kept(name: str) -> None:
    upload = pipeline.take_in({name: BAD[name], "good.txt": GOOD})
    bad, good = pipeline.file_of(upload, 1), pipeline.file_of(upload, 2)
    assert (bad.state, good.state) == ("rejected", "settled")
    assert len(bad.reason.split()) >= 5
    assert "Traceback" not in bad.reason
    assert "Error" not in bad.reason
    assert keeping.fetch(bad.original_id) == BAD[name]


def test_fifty_megabytes_of_zeros_are_over_the_limit_and_said_to_be(settings) -> None:
    upload = pipeline.take_in({"zeros.bin": bytes(50 * 1024 * 1024), "good.txt": GOOD})
    bad = pipeline.file_of(upload, 1)
    assert (bad.state, bad.code, bad.original_id) == ("rejected", "too-large", None)
    assert "50 MB" in bad.reason
    assert f"{settings.MAX_FILE_MB} MB" in bad.reason
    assert pipeline.file_of(upload, 2).state == "settled"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "quo\"ted'.txt", "смена 🗞️.txt", "n" * 300 + ".txt", "nul\0.txt", "\udcff.txt", "<script>.txt"],
)
def test_a_name_is_only_a_name(name: str) -> None:
    upload = pipeline.take_in({name: GOOD})
    assert pipeline.file_of(upload).state == "settled"
    assert Original.objects.count() == 1


def test_bytes_the_storage_has_lost_are_said_to_be_lost() -> None:
    from django.core.files.storage import storages

    upload = pipeline.hand_in({"gone.txt": GOOD})
    storages["originals"].delete(keeping.path_of(pipeline.file_of(upload).original_id))
    pipeline.work()
    assert (pipeline.file_of(upload).state, pipeline.file_of(upload).code) == ("rejected", "bytes-lost")


def test_bytes_half_written_by_a_crash_are_written_anew() -> None:
    from django.core.files.base import ContentFile
    from django.core.files.storage import storages

    whole = b"A page that was cut off by a power failure."
    kept = keeping.keep([whole], 1000)
    storages["originals"].delete(keeping.path_of(kept.digest))
    storages["originals"].save(keeping.path_of(kept.digest), ContentFile(whole[:7]))
    keeping.keep([whole], 1000)
    assert keeping.fetch(kept.digest) == whole


def test_a_file_that_kills_its_worker_is_put_aside_and_the_others_are_read() -> None:
    upload = pipeline.hand_in({"killer.txt": GOOD + b" killer", "other.txt": GOOD})
    for _ in range(leases.ATTEMPTS):
        assert pipeline.file_of(upload, 1) in leases.take()
        upload.files.update(leased_until="2001-01-01T00:00Z")  # the worker died, and its lease ran out
    pipeline.work()
    killer, other = pipeline.file_of(upload, 1), pipeline.file_of(upload, 2)
    assert (killer.state, killer.code) == ("rejected", "worker-stopped")
    assert other.state == "settled"


def test_hostile_text_is_kept_as_it_is_printed() -> None:
    hostile = 'The minister wrote <script>alert(1)</script> and <img src=x onerror="alert(2)"> in a letter to us all.'
    pipeline.take_in({"hostile.txt": page("Letter <b>printed</b>", [*Desk(9).report(3), hostile])})
    bodies = [p.body for p in Article.objects.get().paragraphs.select_related("passage")]
    assert hostile in bodies


def test_a_file_that_is_read_for_long_stays_with_its_reader(monkeypatch, transactional_db) -> None:
    monkeypatch.setattr(leases, "BEAT", timedelta(milliseconds=20))
    upload = pipeline.hand_in({"long.txt": GOOD})
    files = leases.take()
    upload.files.update(leased_until="2001-01-01T00:00Z")
    with leases.Heartbeat(files):
        time.sleep(0.5)
        assert leases.take() == []
    upload.files.update(leased_until="2001-01-01T00:00Z")
    assert leases.take() == files
