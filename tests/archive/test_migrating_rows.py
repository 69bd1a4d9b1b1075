"""An archive whose signatures name their scheme at length goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from newsarchive.archive.models import Fingerprint, PassageFingerprint
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import pipeline
from tests.archive.wirecopy import mixed_bag

OLD = "0007_bands"


@pytest.fixture
def old_again(transactional_db: None) -> Iterator[None]:
    """Whatever happens on the way, the tests that follow have today's tables."""
    yield
    call_command("migrate", "archive", verbosity=0)


def asked(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def signatures() -> tuple[set[tuple], ...]:
    rows = Fingerprint.objects.values_list("text_id", "scheme", "signature")
    passages = PassageFingerprint.objects.values_list("passage_id", "scheme", "signature")
    return tuple({(pk, scheme, bytes(signature)) for pk, scheme, signature in found} for found in (rows, passages))


def indexes() -> set[str]:
    return {name for (name,) in asked("SELECT indexname FROM pg_indexes WHERE tablename LIKE 'archive%'")}


@pytest.mark.usefixtures("old_again")
def test_signatures_are_carried_over_and_new_copy_finds_its_story_by_them() -> None:
    files = mixed_bag(12, reports=2)
    first = dict(list(files.items())[::2])
    pipeline.take_in(first)
    before, today = signatures(), indexes()
    call_command("migrate", "archive", OLD, verbosity=0)
    assert asked("SELECT DISTINCT scheme FROM archive_fingerprint") == [(CLUSTERING.texts.id,)]
    assert asked("SELECT DISTINCT scheme FROM archive_passagefingerprint") == [(CLUSTERING.passages.id,)]
    call_command("migrate", "archive", verbosity=0)
    assert signatures() == before
    assert not [name for name in indexes() - today if name.endswith("_like")]
    pipeline.take_in({name: files[name] for name in files if name not in first})
    assert len(pipeline.stories()) == 2
