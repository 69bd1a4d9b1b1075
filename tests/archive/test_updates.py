"""Which stories have updates: told as their pages tell it, kept, found and counted, and never behind what changed."""

from __future__ import annotations

import datetime
import io
import json
import random
import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict

from newsarchive.archive import tasks
from newsarchive.archive.forms import SearchForm
from newsarchive.archive.models import Article, Carried, Story
from newsarchive.archive.queries import facets
from newsarchive.archive.queries.relations import members_among
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.updates import UPDATING, left, updates_in
from newsarchive.archive.queries.wanted import SIZES
from newsarchive.archive.services import adopting, clustering, placing, reading, rulings, updates
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import factories as make
from tests.archive import pipeline
from tests.archive.notice_files import CORRECTION
from tests.archive.test_desk_at_once import at_once
from tests.archive.test_put_right import UNMARKED
from tests.archive.test_stock_matching import quietly, with_register
from tests.archive.wirecopy import mixed_bag

pytestmark = pytest.mark.django_db(transaction=True)

STORY_OF = {path: story for path, (_, story) in pipeline.sample_truth().items()}
UPDATED = ("ferry-aground", "tamarack-snowstorm", "valdora-rate-cut")
"""Reports of the samples that ran in one form first and in another later."""
REPRINTED = ("glass-sponge-reef", "forged-landscapes-trial")
"""Reports that were copied and trimmed."""
FERRY = "harbour-herald/ferry-aground-off-port-ellery.txt"
LATER = "northern-ledger/ferry-refloated.htm"


def samples(*stories: str) -> dict[str, bytes]:
    return {path: content for path, content in pipeline.samples().items() if STORY_OF[path] in stories}


@pytest.fixture
def told():
    """The samples of some reports, told."""
    pipeline.take_in(samples(*UPDATED, *REPRINTED))


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


@pytest.fixture
def editor():
    return make.make_editor()


def tell() -> int:
    count = 0
    while some := updates.tell_some():
        count += some
    return count


def living() -> dict[int, int | None]:
    return dict(Story.objects.filter(merged_into=None, article_count__gt=0).values_list("pk", "updates"))


def as_pages_tell() -> dict[int, int]:
    """How many texts of each story its page tells to be updates, the lead's own left out."""
    found = {}
    for story in Story.objects.filter(pk__in=living()):
        said = members_among(list(Article.objects.filter(text__membership__story=story)), story)
        updating = {m.text_id for m in said if (m.told or m.relation) in UPDATING and m.text_id != story.lead_id}
        found[story.pk] = len(updating)
    return found


def assert_nothing_is_behind() -> None:
    """What is not emptied is what it would be told to be now, and what pages say."""
    kept = {story: count for story, count in living().items() if count is not None}
    assert updates_in(kept) == kept
    tell()
    assert living() == as_pages_tell()


def story_with(name: str) -> Story:
    return make.story_of(pipeline.article_of(name))


def found_by(address: str) -> set[int]:
    return {line.pk for line in find_stories(SearchForm(QueryDict(address)).wanted()).stories}


def test_reports_that_went_on_have_updates_and_reprints_have_none(told, ada):
    assert living() == as_pages_tell()
    updated = {pk for pk, count in living().items() if count}
    assert updated == {story_with(path).pk for path in samples(*UPDATED) if story_with(path).updates}
    assert {STORY_OF[path] for path in samples(*UPDATED, *REPRINTED) if story_with(path).updates} == set(UPDATED)
    assert found_by("q=is:updated") == found_by("updated=1") == updated
    assert found_by("q=-is:updated") == set(living()) - updated
    counted = {(v.field, v.value): v.count for v in facets.of(SearchForm(QueryDict("q=")).wanted()).side("mark").values}
    assert counted["updated", "yes"] == len(updated)
    for pk, count in living().items():
        page = ada.get(f"/stories/{pk}/").text.split('<p class="company">')[0]
        assert ("has updates" in page) == bool(count)
    text = ada.get("/?updated=1").text
    assert text.count('<strong class="mark">has updates</strong>') == len(updated)
    assert '<b dir="auto">has updates</b>' in text


def test_they_are_in_exports(told, ada):
    rows = [json.loads(line) for line in "".join(map(bytes.decode, ada.get("/export.jsonl"))).splitlines()]
    assert {row["story"]: row["updates"] for row in rows} == living()
    Story.objects.update(updates=None)
    (first, *_) = [json.loads(line) for line in "".join(map(bytes.decode, ada.get("/export.jsonl"))).splitlines()]
    assert first["updates"] is None
    table = b"".join(ada.get("/export.csv")).decode()
    assert "None" not in table


def test_a_story_of_one_text_needs_no_telling():
    pipeline.hand_in({"one.txt": mixed_bag(1)["0-agency.txt"], "again.txt": b"\n\n" + mixed_bag(1)["0-agency.txt"]})
    while reading.read_some() or clustering.cluster_some():
        pass
    ((_, count),) = living().items()
    assert (count, left()) == (0, 0)


def test_what_is_not_told_yet_is_said_and_not_counted(told, ada):
    some = [pk for pk, count in living().items() if count][:2]
    Story.objects.filter(pk__in=some).update(updates=None)
    said = "Of 2 stories it is not told yet whether there are updates."
    for address in ("/", "/?q=ferry+OR+snow+OR+rate", "/?updated=1", "/?q=-is:updated", "/?q=is:updated+zebra"):
        assert said in ada.get(address).text, address
    assert found_by("updated=1").isdisjoint(some)
    tell()
    assert "not told yet" not in ada.get("/").text
    assert found_by("updated=1") >= set(some)


def test_whatever_editors_decide_is_told(told, editor):
    before = living()
    taken = rulings.take_out(story_with(LATER).pk, [pipeline.article_of(LATER).pk], by=editor, reason="Another report.")
    assert_nothing_is_behind()
    rulings.undo(taken.pk, by=editor, reason="It was not.")
    assert_nothing_is_behind()
    assert living() == before
    other = story_with(next(iter(samples("valdora-rate-cut"))))
    merged = rulings.merge_stories([story_with(FERRY).pk, other.pk], by=editor, reason="One report.")
    assert_nothing_is_behind()
    rulings.undo(merged.pk, by=editor, reason="Two.")
    assert_nothing_is_behind()
    rulings.choose_lead(story_with(LATER).pk, article_id=pipeline.article_of(LATER).pk, by=editor, reason="The last.")
    assert_nothing_is_behind()


def test_a_corrected_clock_may_turn_who_updates_whom(told, editor):
    story = story_with(FERRY)
    for article in Article.objects.filter(text__membership__story=story).order_by("pk"):
        changes = {"published_on": datetime.date(2019, 1, 1), "filed_on": None}
        with transaction.atomic():
            rulings.correct_article(article.pk, changes, by=editor, reason="As the page says.")
        story.refresh_from_db()
        assert story.updates is None
        assert_nothing_is_behind()


def test_a_ruling_that_one_puts_the_other_right_is_told(editor):
    pipeline.take_in(UNMARKED)
    assert_nothing_is_behind()
    right, wrong = pipeline.article_of("nineteen.txt"), pipeline.article_of("wire.txt")
    ruling = rulings.rule_on_correction(right.pk, wrong.pk, by=editor, reason="The agency said so.")
    assert make.story_of(wrong).updates is None
    assert_nothing_is_behind()
    rulings.undo(ruling.pk, by=editor, reason="It did not.")
    assert_nothing_is_behind()


def test_what_notices_do_otherwise_is_told():
    pipeline.take_in(CORRECTION)
    tell()
    story = story_with("wire.txt")
    said = {**Story.objects.values().get(pk=story.pk), "updates": None, "changed_at": None}
    Carried.objects.filter(mark="corrected").update(confidence=0.1)
    placing.summarise([story.pk])
    now = Story.objects.values().get(pk=story.pk)
    assert {**now, "changed_at": None} == said, "it says the same, and its updates are to be told"
    assert_nothing_is_behind()


def test_uploads_withdrawn_and_brought_back_are_told(told, editor):
    before = living()
    upload = pipeline.take_in(
        {"late.txt": samples("ferry-aground")[LATER] + b"\n\nThe harbour master thanked everyone."}
    )
    assert_nothing_is_behind()
    ruling = rulings.withdraw_upload(upload.pk, by=editor, reason="Sent twice.")
    assert_nothing_is_behind()
    assert {pk: count for pk, count in living().items() if pk in before} == before
    rulings.undo(ruling.pk, by=editor, reason="It was not.")
    assert_nothing_is_behind()


def test_another_register_or_scheme_has_them_told_anew(told):
    body = pipeline.article_of(LATER).paragraphs.order_by("position")[1].body
    adopting.adopt(with_register("Of no paper that ever was printed anywhere."), quietly)
    assert_nothing_is_behind()
    adopting.adopt(with_register(body), quietly)
    assert story_with(LATER).updates is None
    assert all(story_with(path).updates is not None for path in samples("valdora-rate-cut")), "they do not print it"
    assert_nothing_is_behind()
    adopting.adopt(CLUSTERING, quietly)
    assert_nothing_is_behind()


def test_rules_of_a_new_release_have_them_told_anew(told):
    call_command("resense", "--only", "clocks", "--only", "trade")
    assert None not in living().values(), "nothing is read otherwise"
    call_command("resense", "--only", "updates")
    assert {pk for pk, count in living().items() if count is None} == {
        pk for pk in living() if Story.objects.get(pk=pk).article_count > 1
    }
    assert_nothing_is_behind()


def test_killed_while_it_tells_it_is_told_later(told):
    before = living()
    Story.objects.update(updates=None)
    with transaction.atomic():
        assert updates.tell_some()
        transaction.set_rollback(True)
    assert set(living().values()) == {None}
    tell()
    assert living() == before


def test_in_whatever_chunks_and_by_however_many_it_is_told(told, monkeypatch):
    before = living()
    for most in (1, 2, 3):
        monkeypatch.setattr(updates, "TEXTS", most)
        Story.objects.update(updates=None)
        assert sum(at_once(*[tell] * most)) + tell() == len(before)
        assert living() == before


def test_what_changes_while_it_is_told_is_told_again(told, editor, monkeypatch):
    whole = updates.updates_in
    story, late = story_with(LATER).pk, pipeline.article_of(LATER).pk

    def then_somebody_decides(stories):
        found = whole(stories)
        monkeypatch.setattr(updates, "updates_in", whole)
        (failed,) = at_once(lambda: rulings.take_out(story, [late], by=editor, reason="Another report.") and None)
        assert failed is None
        return found

    updates.tell_anew([story])
    monkeypatch.setattr(updates, "updates_in", then_somebody_decides)
    assert updates.tell_some() == 0
    assert living()[story] is None
    assert_nothing_is_behind()


def test_who_changes_a_story_does_not_wait_for_it_nor_is_waited_for(told):
    updates.tell_anew()
    held = story_with(LATER).pk
    untold = left()
    with transaction.atomic():
        Story.objects.select_for_update().get(pk=held)
        assert at_once(tell) == [untold - 1]
    assert living()[held] is None
    assert tell() == 1


def test_a_story_that_cannot_be_told_holds_no_other_up(told, monkeypatch):
    whole, bad = updates.updates_in, story_with(LATER).pk

    def cannot(stories):
        assert bad not in stories
        return whole(stories)

    monkeypatch.setattr(updates, "updates_in", cannot)
    updates.tell_anew()
    tell()
    assert [pk for pk, count in living().items() if count is None] == [bad]


def test_workers_tell_where_no_file_waits(told):
    updates.tell_anew()
    pipeline.hand_in({"one.txt": mixed_bag(1)["0-agency.txt"]})
    assert not updates.work_off()
    while reading.read_some():
        pass
    assert updates.work_off(), "what was read is settled first"
    with transaction.atomic():
        clustering.enter_lane()
        (told_meanwhile,) = at_once(updates.work_off)
    assert not told_meanwhile
    while updates.work_off():
        pass
    assert left() == 0


def test_the_command_that_works_off_what_waits_tells_them_too(told):
    before = living()
    updates.tell_anew()
    call_command("work", stdout=io.StringIO())
    assert living() == before


def test_the_sweep_finds_what_is_to_be_told(told, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks, "ring", rung.append)
    tasks.sweep()
    assert rung == []
    updates.tell_anew()
    tasks.sweep()
    assert rung == [updates.TASK]


def test_what_is_hidden_is_told_by_no_fact(told, ada, client):
    story = story_with(LATER)
    hidden = [a.pk for a in Article.objects.filter(text__membership__story=story) if a.pk != story.lead_article_id]
    rulings.mark_articles(hidden, "embargoed", by=make.make_editor(), reason="Not yet.")
    tell()
    assert story_with(LATER).updates
    asked = {f"/?q=is:updated{more}": f"/stories/{story.pk}/" for more in ("", "+ferry", "&show=articles&order=newest")}
    for address, link in asked.items():
        assert link not in ada.get(address).text, address
    assert f"/stories/{story.pk}/" in ada.get("/?q=-is:updated").text
    line = ada.get("/").text.split(f'href="/stories/{story.pk}/"')[1].split("</article>")[0]
    assert "has updates" not in line
    assert "has updates" not in ada.get(f"/stories/{story.pk}/").text
    count = re.search(r"has updates.*?(\d+)", ada.get("/").text.split('id="facet-mark"')[1], re.S)
    assert int(count[1]) == len([1 for pk, many in living().items() if many and pk != story.pk])
    rows = [json.loads(row) for row in "".join(map(bytes.decode, ada.get("/export.jsonl"))).splitlines()]
    assert Counter(row["updates"] for row in rows if row["story"] == story.pk) == {None: 1}
    Story.objects.filter(pk=story.pk).update(marks=["corrected"], version_count=3)
    whole = ("is:updated", "is:corrected", "is:developed", f"copies:{_size(story)}")
    for asked_of_story in whole:
        assert f"/stories/{story.pk}/" not in ada.get("/", {"q": asked_of_story}).text, asked_of_story
        assert f"/stories/{story.pk}/" in ada.get("/", {"q": f"-{asked_of_story}"}).text, asked_of_story
    client.force_login(make.make_user("olga", *make.READ, "see_embargoed"))
    for asked_of_story in whole:
        assert f"/stories/{story.pk}/" in client.get("/", {"q": asked_of_story}).text, asked_of_story


def _size(story: Story) -> str:
    articles = Story.objects.get(pk=story.pk).article_count
    return next(name for name, (least, most) in SIZES.items() if least <= articles <= most)


def test_files_in_any_order_and_portions_come_to_the_same():
    files = samples(*UPDATED)
    found = []
    for seed, sizes in ((1, [len(files)]), (2, [1]), (3, [2, 5])):
        names = sorted(files)
        random.Random(seed).shuffle(names)
        with transaction.atomic():
            for portion in pipeline.portions(names, sizes):
                pipeline.take_in({name: files[name] for name in portion})
            found.append(pipeline.updates())
            transaction.set_rollback(True)
    assert found[0] == found[1] == found[2]
    assert max(found[0].values()) > 0
