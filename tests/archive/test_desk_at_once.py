"""Editors at once, and an editor beside the workers: one after the other, nothing half-done, nobody deadlocked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from newsarchive.archive.models import Article, Membership, RuledStory, Ruling, Story
from newsarchive.archive.services import clustering, reading, rulings
from newsarchive.archive.services.rulings import Refused, deciding
from tests.archive import pipeline
from tests.archive.admin_rows import FERRY, hand_in, staff
from tests.archive.desk import CHANGED, WHY, fields, merge_page, plain, story_page, take_out_page
from tests.archive.factories import make_editor, story_of
from tests.archive.wirecopy import mixed_bag

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each comes to, or raises, when all are begun at the same time."""
    results: list[Any] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], Any]) -> None:
        gate.wait(10)
        try:
            results[place] = work()
        except Exception as trouble:
            results[place] = trouble
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i, work)) for i, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return results


def test_of_two_editors_with_the_same_page_the_second_is_told_and_decides_anew() -> None:
    ferry, trim = hand_in("Ferry aground", FERRY, "Post"), hand_in("Petrel", FERRY[:4], "Mole")
    pages = []
    for name in ("edda", "egon"):
        client = Client()
        client.force_login(staff(name, "rule", "add_ruling", "see_embargoed"))
        pages.append((client, fields(client.get(take_out_page(story_of(ferry), trim))) | {"reason": WHY}))
    where = story_page("take_out", story_of(ferry))
    answers = at_once(*(lambda c=client, p=posted: c.post(where, p) for client, posted in pages))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    told = plain(next(answer for answer in answers if answer.status_code == 409))
    assert CHANGED in told or "No longer in this story" in told
    assert Ruling.objects.count() == 1


def test_two_merges_that_share_a_story_leave_one_whole_story_or_a_refusal() -> None:
    pipeline.take_in(mixed_bag(11, reports=3))
    editor = make_editor()
    one, two, three = Story.objects.order_by("pk").values_list("pk", flat=True)
    results = at_once(
        lambda: rulings.merge_stories([one, two], by=editor, reason="East"),
        lambda: rulings.merge_stories([two, three], by=editor, reason="West"),
    )
    made = [r for r in results if isinstance(r, Ruling)]
    refused = [r for r in results if isinstance(r, Refused)]
    assert len(made) + len(refused) == 2, results
    assert Ruling.objects.count() == len(made)
    assert all("merged into another meanwhile" in r.reason for r in refused)
    living = Story.objects.filter(merged_into=None).count()
    assert living == 3 - len(made)


def test_editors_and_workers_at_once_come_to_what_they_would_one_after_the_other() -> None:
    files = mixed_bag(3, reports=3)
    first = {name: files[name] for name in files if not name.endswith(("copy.txt", "update.txt"))}
    pipeline.take_in(first)
    editor = make_editor()
    one, two = (Story.objects.get(memberships__text__articles__receipts__file__name=f"{n}-agency.txt") for n in (0, 1))
    pipeline.hand_in({name: files[name] for name in files if name not in first})

    def work() -> None:
        while reading.read_some() or clustering.cluster_some():
            pass

    results = at_once(
        work, work, lambda: rulings.merge_stories([one.pk, two.pk], by=editor, reason="One fire, two desks")
    )
    assert isinstance(results[2], Ruling), results
    work()
    together = {name for group in pipeline.stories() if "0-agency.txt" in group for name in group}
    assert together == {name for name in files if name[0] in "01"}
    assert Membership.objects.count() == Article.objects.values("text").distinct().count()


def test_an_editor_does_not_wait_for_ever_and_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    ferry, bees = hand_in("Ferry aground", FERRY, "Post"), hand_in("Bees", ["Bees are fine.", "All is well."], "Mail")
    monkeypatch.setattr(deciding, "PATIENCE", "200ms")
    client = Client()
    client.force_login(staff("edda", "rule", "add_ruling", "see_embargoed"))
    where = merge_page(story_of(ferry), story_of(bees))
    posted = fields(client.get(where)) | {"reason": WHY}

    def decide() -> Any:
        return client.post(where.split("?")[0], posted)

    with transaction.atomic():
        clustering.enter_lane()
        (answer,) = at_once(decide)
    assert answer.status_code == 409
    assert "busy" in plain(answer)
    assert "try again" in plain(answer)
    assert not Ruling.objects.exists()
    assert decide().status_code == 302


def test_a_ruling_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ferry, bees = hand_in("Ferry aground", FERRY, "Post"), hand_in("Bees", ["Bees are fine.", "All is well."], "Mail")
    monkeypatch.setattr("newsarchive.archive.services.placing.summarise", lambda *stories, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=make_editor(), reason="x")
    assert not connection.in_atomic_block
    assert story_of(ferry) != story_of(bees)
    assert not Ruling.objects.exists()
    assert not RuledStory.objects.exists()
