"""An archive whose index keys were written by an older release goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from newsarchive.archive.models import Band, Match, PassageBand, Printing
from tests.archive import pipeline
from tests.archive.wirecopy import mixed_bag

OLD = "0006_as_read"


@pytest.fixture
def old_again(transactional_db: None) -> Iterator[None]:
    """Whatever happens on the way, the tests that follow have today's tables."""
    yield
    call_command("migrate", "archive", verbosity=0)


def rows() -> tuple[set[tuple[int, int]], ...]:
    return (
        set(Band.objects.values_list("key", "text_id")),
        set(PassageBand.objects.values_list("key", "passage_id")),
        set(Printing.objects.values_list("text_id", "passage_id")),
    )


def pairs() -> set[tuple[int, int]]:
    return set(Match.objects.values_list("text_id", "other_id"))


def asked(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


@pytest.mark.usefixtures("old_again")
def test_keys_are_carried_over_and_new_copy_finds_its_story_by_them() -> None:
    files = mixed_bag(11, reports=2)
    first = dict(list(files.items())[::2])
    pipeline.take_in(first)
    before, matched = rows(), pairs()
    call_command("migrate", "archive", OLD, verbosity=0)
    schemes = asked("SELECT scheme, count(*) FROM archive_band GROUP BY scheme")
    assert [count for _, count in schemes] == [len(before[0])], "one scheme, and every key is here"
    assert asked("SELECT count(DISTINCT id) FROM archive_printing") == [(len(before[2]),)]
    call_command("migrate", "archive", verbosity=0)
    assert (rows(), pairs()) == (before, matched)
    pipeline.take_in({name: files[name] for name in files if name not in first})
    assert len(pipeline.stories()) == 2
