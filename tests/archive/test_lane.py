"""The lane: passes ask as often whatever the archive holds, whoever came alone is not kept waiting, nobody waits for a
pass, and two workers at once make one story.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsarchive.archive.models import Article, Membership, Story, UploadedFile
from newsarchive.archive.services import clustering, reading, receipts
from tests.archive import pipeline
from tests.archive.factories import make_archivist
from tests.archive.wirecopy import Desk, mixed_bag, page

SEED = 20261127


def reports(number: int, *, first: int = 0) -> dict[str, bytes]:
    """So many reports of an outlet each."""
    return {f"r{n}.txt": page(f"Report {n}", Desk(SEED + n).report(6)) for n in range(first, first + number)}


def read() -> None:
    while reading.read_some():
        pass


def questions_of_a_pass() -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert clustering.cluster_some()
    return [query["sql"] for query in asked]


def one_more(desk: Desk, body: Sequence[str], name: str) -> dict[str, bytes]:
    """An edited copy of a report, an identical one of another, and a report of its own."""
    copy = page("Copy", [desk.edited(body[0], 2), *body[1:]])
    return {f"{name}.txt": copy, f"{name}-again.txt": page("Again", body) + b"\n", **reports(1, first=5000 + len(name))}


@pytest.mark.django_db
def test_a_pass_asks_as_often_in_a_large_archive_as_in_a_small_one() -> None:
    desk = Desk(SEED)
    body = desk.report(8)
    pipeline.take_in({"whole.txt": page("Whole", body), **reports(3)})
    counts = []
    for name, more in (("warm", {}), ("small", {}), ("in a large one", reports(60, first=100))):
        pipeline.take_in(more)
        pipeline.hand_in(one_more(desk, body, name))
        read()
        counts.append(len(questions_of_a_pass()))
    assert counts[1] == counts[2], counts


@pytest.mark.django_db
def test_a_pass_asks_as_often_for_many_files_as_for_a_few() -> None:
    pipeline.take_in(reports(3))
    counts = []
    for first, number in ((10, 2), (20, 2), (40, 40)):
        pipeline.hand_in(reports(number, first=first))
        read()
        counts.append(len(questions_of_a_pass()))
    assert counts[1] == counts[2], counts


@pytest.mark.django_db
def test_a_single_article_is_settled_before_a_load_that_was_handed_in_before_it(monkeypatch) -> None:
    monkeypatch.setattr(clustering, "FILES", 5)
    load = pipeline.hand_in(reports(20))
    alone = pipeline.hand_in(reports(1, first=50))
    read()
    assert clustering.cluster_some() == 5
    assert pipeline.file_of(alone).state == UploadedFile.State.SETTLED
    assert load.files.filter(state=UploadedFile.State.READ).count() == 16


@pytest.mark.django_db
def test_a_file_of_many_items_ends_a_pass(monkeypatch) -> None:
    monkeypatch.setattr(clustering, "ITEMS", 2)
    pipeline.hand_in(reports(5))
    read()
    assert [clustering.cluster_some() for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.django_db
def test_another_copy_is_compared_where_it_parts_its_paragraphs_elsewhere() -> None:
    desk = Desk(SEED + 1)
    body = [desk.paragraph(16) for _ in range(12)]
    run_together = [" ".join(body[i : i + 6]) for i in (0, 6)]
    pipeline.take_in({"together.txt": page("Together", run_together)})
    pipeline.take_in({"quoting.txt": page("Quoting", [body[1], *desk.report(9)])})
    text = pipeline.article_of("together.txt").text_id
    pipeline.take_in({"parted.txt": page("Parted", body)})
    assert pipeline.article_of("parted.txt").text_id == text
    assert pipeline.receipt_of(pipeline.Upload.objects.latest("id")).outcome == "copy"


def at_once(*works: Callable[[], None]) -> None:
    """Run them in threads with connections of their own; the first error is raised."""
    troubles: list[Exception] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    if troubles:
        raise troubles[0]


def copies(of: Sequence[str], number: int, name: str) -> Iterator[tuple[str, bytes]]:
    """Identical and edited copies in turn."""
    desk = Desk(SEED + len(name))
    for n in range(number):
        body = of if n % 2 else [desk.edited(of[0], 2), *of[1:]]
        yield f"{name}-{n}.txt", page(f"{name} {n}", body)


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_add_copies_of_one_story_at_once_make_one_story(monkeypatch) -> None:
    monkeypatch.setattr(clustering, "FILES", 3)
    body = Desk(SEED).report(8)

    def work(name: str) -> None:
        for one in copies(body, 10, name):
            pipeline.hand_in(dict([one]))
            pipeline.work()

    at_once(lambda: work("morning"), lambda: work("evening"))
    pipeline.work()
    assert not UploadedFile.objects.exclude(state=UploadedFile.State.SETTLED).exists()
    assert len(pipeline.stories()) == 1
    (story,) = Story.objects.filter(merged_into=None)
    assert story.article_count == 20
    assert set(Membership.objects.values_list("story_id", flat=True)) == {story.pk}


@pytest.mark.django_db(transaction=True)
def test_neither_readers_nor_uploads_wait_for_a_pass(client, monkeypatch) -> None:
    """While a pass has written all that it will write, and is not done, everything else goes on."""
    bag = dict(mixed_bag(SEED, reports=2))
    pipeline.take_in(bag)
    pipeline.hand_in({f"again-{name}": content + b"\n" for name, content in bag.items()})
    read()
    client.force_login(make_archivist())
    real, written, done = receipts.settle, threading.Event(), threading.Event()

    def held_up(*given: Any) -> None:
        real(*given)
        written.set()
        assert done.wait(60), "somebody waits for this pass"

    def meanwhile() -> None:
        assert written.wait(60)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
        story, article = Story.objects.first(), Article.objects.first()
        for address in (
            reverse("stories"),
            reverse("stories") + "?q=report",
            story.get_absolute_url(),
            reverse("article", args=[article.pk]),
        ):
            assert client.get(address).status_code == 200, address
        sent = SimpleUploadedFile("new.txt", bag["0-trim.txt"] + b"\n\n")
        assert client.post(reverse("upload"), {"files": [sent]}).status_code == 302
        assert reading.read_some() == 1

    monkeypatch.setattr(receipts, "settle", held_up)

    def then_let_it_end() -> None:
        try:
            meanwhile()
        finally:
            done.set()

    at_once(lambda: clustering.cluster_some(), then_let_it_end)
    monkeypatch.undo()
    pipeline.work()
    assert not UploadedFile.objects.exclude(state=UploadedFile.State.SETTLED).exists()
