"""What `manage.py changes` writes."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.management import CommandError, call_command

from newsarchive.archive.queries.changes import between
from tests.archive import factories as make

pytestmark = pytest.mark.django_db

REST = [
    "It was on its way to the islands when it struck a rock off the lighthouse, the coast guard said.",
    "Boats from three villages took them ashore, and the harbour master closed the southern channel to traffic.",
]


def test_the_changes_of_two_articles_are_written_as_words_and_as_data(capsys):
    first = make.make_article("Ferry sinks", ["A ferry sank off Valdora and 12 people were killed.", *REST])
    second = make.make_article("Ferry sinks", ["A ferry sank off Valdora and 19 people were killed.", *REST])
    call_command("changes", first.pk, second.pk)
    assert "12" in (said := capsys.readouterr().out)
    assert "19" in said
    call_command("changes", first.pk, second.pk, "--json")
    found = json.loads(capsys.readouterr().out)
    assert {found["earlier"], found["later"]} == {first.pk, second.pk}
    assert [change["kind"] for change in found["changes"]] == ["number"]


def test_the_same_text_twice_has_no_changes(capsys):
    one, other = (make.make_article("Ferry sinks", REST) for _ in range(2))
    call_command("changes", one.pk, other.pk, "--json")
    assert json.loads(capsys.readouterr().out)["changes"] == []


@pytest.mark.parametrize("days", [("2026-03-01", "2026-03-02"), ("2026-03-02", "2026-03-01"), ("2026-03-01",) * 2])
def test_the_direction_is_the_same_whichever_is_asked_about_first(days):
    toll = ["A ferry sank off Valdora and {} people were killed.", *REST]
    one, other = (
        make.make_article(
            f"Ferry sinks {at}", [text.format(number) for text in toll], dated_on=datetime.date.fromisoformat(day)
        )
        for at, (number, day) in enumerate(zip((12, 19), days, strict=True))
    )
    there, back = between(one, other), between(other, one)
    assert (there.earlier, there.later, there.changes) == (back.earlier, back.later, back.changes)
    assert there.related == back.related


def test_an_article_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="There is no article 999"):
        call_command("changes", make.make_article().pk, 999)
