"""The wording of many files goes in ahead of them: nobody waits for another's chunk, and nothing is left of it when the
files do not come.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from newsarchive.archive.models import Article, Passage, Ruling, SearchEntry, Story, Text, Upload, UploadedFile
from newsarchive.archive.services import emptying, filing, leases, reading, rulings
from tests.archive import pipeline
from tests.archive.factories import make_editor
from tests.archive.test_lane import at_once
from tests.archive.test_withdrawing import look
from tests.archive.wirecopy import mixed_bag, page

SEED = 20261128
State = UploadedFile.State


@pytest.fixture(autouse=True)
def all_go_ahead(monkeypatch) -> None:
    monkeypatch.setattr(leases, "FRONT", 0)


def again(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same words in other bytes."""
    return {f"again-{name}": content + b"\n" for name, content in files.items()}


@pytest.mark.django_db(transaction=True)
def test_who_reads_the_same_words_waits_for_no_other_chunk_to_be_filed(monkeypatch) -> None:
    files = dict(mixed_bag(SEED, reports=2))
    monkeypatch.setattr(leases, "FILES", len(files))
    pipeline.hand_in(files)
    pipeline.hand_in(again(files))
    real, entered, done = filing._enter_articles, threading.Event(), threading.Event()

    def slow(articles: Any) -> None:
        """The first to get here has to wait until the other's chunk is committed."""
        real(articles)
        if not entered.is_set():
            entered.set()
            assert done.wait(30), "the other waits for this chunk to be filed"

    def other() -> None:
        assert entered.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
        assert reading.read_some() == len(files)
        done.set()

    monkeypatch.setattr(filing, "_enter_articles", slow)
    at_once(lambda: reading.read_some(), other)
    pipeline.work()
    assert set(UploadedFile.objects.values_list("state", flat=True)) == {State.SETTLED}
    assert Article.objects.count() == 2 * len(files)


def break_off(files: dict[str, bytes], monkeypatch) -> Upload:
    """Hand in files whose reader is stopped once it has entered their wording; they are free to be read again."""
    upload = pipeline.hand_in(files)

    def stopped(*_: Any) -> None:
        raise OperationalError("the connection was lost")

    with monkeypatch.context() as patched:
        patched.setattr(filing, "file_drafts", stopped)
        with pytest.raises(OperationalError):
            reading.read_some()
    upload.files.update(leased_until=None, attempts=0)
    return upload


def whole_archive(files: dict[str, bytes]) -> tuple[object, ...]:
    """What is there when the files are simply taken in."""
    with transaction.atomic():
        pipeline.take_in(files)
        found = look()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_words_that_no_article_prints_yet_are_in_no_story_and_no_search(monkeypatch) -> None:
    break_off(dict(mixed_bag(SEED, reports=2)), monkeypatch)
    assert Text.objects.exists()
    assert Passage.objects.exists()
    assert not Article.objects.exists()
    assert not SearchEntry.objects.exists()
    assert not Story.objects.exists()


@pytest.mark.django_db
def test_files_broken_off_after_their_wording_come_to_what_they_would_have(monkeypatch) -> None:
    files = dict(mixed_bag(SEED, reports=3))
    expected = whole_archive(files)
    monkeypatch.setattr(leases, "FILES", 4)
    break_off(files, monkeypatch)
    pipeline.work()
    assert look() == expected


@pytest.mark.django_db
def test_words_whose_files_never_come_change_nothing_for_those_that_do(monkeypatch) -> None:
    others, files = dict(mixed_bag(SEED, reports=3)), dict(mixed_bag(SEED, reports=3))
    others = {name: content for name, content in others.items() if "edit" in name}
    for name in others:
        del files[name]
    expected = whole_archive(files)
    never = break_off(others, monkeypatch)
    rulings.withdraw_upload(never.pk, by=make_editor("ruth"), reason="Handed in by mistake")
    pipeline.take_in(files)
    assert look() == expected


@pytest.mark.django_db
def test_words_whose_files_never_come_go_with_the_bin(monkeypatch, settings: Any) -> None:
    settings.BIN_DAYS = 1
    never = break_off(dict(mixed_bag(SEED, reports=2)), monkeypatch)
    ruling = rulings.withdraw_upload(never.pk, by=make_editor("ruth"), reason="Handed in by mistake")
    Ruling.objects.filter(pk=ruling.pk).update(made_at=timezone.now() - timedelta(days=2))
    pipeline.take_in(
        {"stays.txt": page("Stays", mixed_bag(SEED + 1, reports=1)["0-agency.txt"].decode().split("\n\n"))}
    )
    assert emptying.empty_bin() == 1
    assert not Text.objects.filter(articles=None).exists()
    assert not Passage.objects.filter(paragraphs=None).exists()
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_what_the_bin_took_between_wording_and_filing_is_entered_again(monkeypatch, settings: Any) -> None:
    settings.BIN_DAYS = 1
    files = dict(mixed_bag(SEED, reports=2))
    expected = whole_archive(files)
    ruling = rulings.withdraw_upload(
        pipeline.take_in({"old.txt": b"Old\n\nSome words."}).pk, by=make_editor("ruth"), reason="Handed in by mistake"
    )
    Ruling.objects.filter(pk=ruling.pk).update(made_at=timezone.now() - timedelta(days=2))
    real, emptied = filing.enter_wording_ahead, []

    def and_then_the_bin_is_emptied(filed: Any) -> None:
        real(filed)
        emptied.append((Text.objects.count(), emptying.empty_bin(), Text.objects.count()))

    monkeypatch.setattr(filing, "enter_wording_ahead", and_then_the_bin_is_emptied)
    pipeline.take_in(files)
    assert emptied[0][0] > 0
    assert emptied[0][1:] == (1, 0)
    assert look() == expected
