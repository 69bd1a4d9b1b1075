"""An upload is withdrawn as a whole: what it brought in goes to the bin, comes back, or is deleted for good."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsarchive.archive.models import (
    Article,
    Crowd,
    Match,
    Membership,
    Passage,
    Printing,
    Ruling,
    SearchEntry,
    Story,
    Text,
    Upload,
)
from newsarchive.archive.services import beside, emptying, keeping, reading, rulings
from newsarchive.archive.services.rulings import Refused
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import pipeline
from tests.archive.factories import make_editor
from tests.archive.test_crowds import crowded_bag, fresh_archive, matches
from tests.archive.wirecopy import Desk, mixed_bag, page


def withdraw(upload: Upload, by: User | None = None, reason: str = "Handed in by mistake") -> Ruling:
    return rulings.withdraw_upload(upload.pk, by=by, reason=reason)


def crowds() -> set[tuple[int, int, tuple[bytes, ...]]]:
    """The crowds and their heads, by digest."""
    digests = {pk: bytes(digest) for pk, digest in Text.objects.values_list("id", "digest")}
    kinds = (Crowd.Kind.BAND, Crowd.Kind.PASSAGE_BAND)
    rows = Crowd.objects.filter(kind__in=kinds).values_list("kind", "key", "heads")
    return {(kind, key, tuple(digests[head] for head in heads)) for kind, key, heads in rows}


def printings() -> set[tuple[bytes, bytes]]:
    return {(bytes(t), bytes(p)) for t, p in Printing.objects.values_list("text__digest", "passage__digest")}


def look() -> tuple[object, ...]:
    """All that is to be as if the withdrawn files had never come."""
    counts = sorted(Story.objects.filter(article_count__gt=0).values_list("article_count", "version_count", "headline"))
    leads = sorted(bytes(d) for d in Membership.objects.values_list("version__lead__digest", flat=True))
    return pipeline.versions(), pipeline.stories(), matches(), crowds(), printings(), counts, leads


def places() -> set[tuple[int, int]]:
    return set(Article.objects.filter(text__isnull=False).values_list("pk", "text__membership__story"))


def halves(files: Mapping[str, bytes], rng: random.Random) -> tuple[dict[str, bytes], dict[str, bytes]]:
    names = sorted(files)
    gone = set(rng.sample(names, rng.randint(1, len(names) - 1)))
    return {n: files[n] for n in names if n not in gone}, {n: files[n] for n in names if n in gone}


class AsIfItHadNeverCome(TestCase):
    @given(st.integers(0, 10_000), st.randoms(use_true_random=False), st.booleans())
    @settings(max_examples=8)
    def test_a_withdrawn_upload_leaves_no_trace_and_comes_back_whole(
        self, seed: int, rng: random.Random, first: bool
    ) -> None:
        files = crowded_bag(seed)
        stay, go = halves(files, rng)
        # Another printing of the same texts, its paragraphs parted elsewhere, comes and goes with them.
        go |= {f"parted {n}": c.replace(b". ", b".\n\n", 2) for n, c in list(stay.items())[:3]}
        with fresh_archive():
            pipeline.take_in(stay)
            never = look()
        with fresh_archive():
            for portion in (go, stay) if first else (stay, go):
                upload = pipeline.take_in(portion)
                going = upload if portion is go else Upload.objects.earliest("pk")
            had, where = look(), places()
            ruling = withdraw(going)
            assert look() == never
            assert not SearchEntry.objects.filter(article__text=None).exists()
            rulings.undo(ruling.pk, by=None, reason="They were right after all")
            assert look() == had
            assert places() == where


# --- what an editor and an archivist notice ---


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()


def story_named(name: str) -> Story:
    return Story.objects.get(memberships__text__articles__receipts__file__name=name)


def three_reports() -> tuple[Upload, Upload, dict[str, bytes]]:
    """Two uploads: all of the first two reports, and the third one."""
    files = dict(mixed_bag(11, reports=3))
    first = pipeline.take_in({n: c for n, c in files.items() if not n.startswith("2")})
    return first, pipeline.take_in({n: c for n, c in files.items() if n.startswith("2")}), files


def test_a_story_that_is_left_empty_keeps_its_number_and_gets_it_back(editor: User) -> None:
    _, second, _ = three_reports()
    story = story_named("2-agency.txt")
    ruling = withdraw(second, editor)
    story.refresh_from_db()
    assert (story.article_count, story.version_count, story.source_count) == (0, 0, 0)
    assert (story.merged_into, story.headline) == (None, "Report 2")
    rulings.undo(ruling.pk, by=editor, reason="It was right")
    assert story_named("2-agency.txt") == story
    story.refresh_from_db()
    assert story.article_count == 5
    second.refresh_from_db()
    assert second.withdrawal is None
    assert {file.state for file in second.files.all()} == {"settled"}


def test_what_another_upload_handed_in_too_stays_until_that_goes_as_well(editor: User) -> None:
    files = dict(mixed_bag(3, reports=1))
    one = pipeline.take_in(files)
    other = pipeline.take_in({"by another name.txt": files["0-copy.txt"]})
    article = pipeline.article_of("0-copy.txt")
    ruling = withdraw(one, editor)
    article.refresh_from_db()
    assert article.text_id, "the other upload stands"
    assert article.pk not in {a.pk for a in named_by(ruling)}
    second = withdraw(other, editor)
    article.refresh_from_db()
    assert article.text_id is None
    rulings.undo(ruling.pk, by=editor, reason="The first one was right")
    article.refresh_from_db()
    assert article.text_id, "the first upload stands again"
    rulings.undo(second.pk, by=editor, reason="Both were")
    assert pipeline.stories() == {frozenset({*files, "by another name.txt"})}


def named_by(ruling: Ruling) -> list[Article]:
    names = ruling.articles.values_list("original_digest", "item")
    return [Article.objects.get(original=digest, item=item) for digest, item in names]


def test_a_file_handed_in_again_takes_its_article_out_of_the_bin(editor: User) -> None:
    _, second, files = three_reports()
    story, article = story_named("2-copy.txt"), pipeline.article_of("2-copy.txt")
    ruling = withdraw(second, editor)
    again = pipeline.take_in({"again.txt": files["2-copy.txt"]})
    receipt = pipeline.receipt_of(again)
    assert (receipt.article, receipt.outcome) == (article, "already here")
    assert "taken out" in receipt.note
    assert story_named("again.txt") == story, "its story has its number back, though another article led it"
    assert SearchEntry.objects.filter(article=article).exists()
    story.refresh_from_db()
    assert (story.article_count, story.lead_article) == (1, article)
    rulings.undo(ruling.pk, by=editor, reason="All of it after all")
    assert story_named("2-agency.txt") == story_named("again.txt") == story


def test_files_at_work_are_not_taken_in_and_wait_again_when_the_upload_comes_back(editor: User) -> None:
    files = dict(mixed_bag(4, reports=2))
    upload = pipeline.hand_in(files)
    ruling = withdraw(upload, editor)
    pipeline.work()
    assert not Article.objects.exists()
    rulings.undo(ruling.pk, by=editor, reason="Go on")
    assert {file.state for file in upload.files.all()} == {"waiting"}
    while reading.read_some():
        pass
    ruling = withdraw(upload, editor)
    pipeline.work()
    assert not Membership.objects.exists()
    assert not Article.objects.exclude(text=None).exists()
    rulings.undo(ruling.pk, by=editor, reason="Go on")
    assert {file.state for file in upload.files.all()} == {"read"}
    pipeline.work()
    assert {file.state for file in upload.files.all()} == {"settled"}
    assert len(pipeline.stories()) == 2


def test_rulings_hold_again_when_their_articles_are_back(editor: User) -> None:
    first, second, _ = three_reports()
    kept = story_named("2-agency.txt")
    rulings.merge_stories([story_named("0-agency.txt").pk, kept.pk], by=editor, reason="One event")
    ruling = withdraw(second, editor)
    assert not Article.objects.filter(receipts__file__upload=second, text__isnull=False).exists()
    assert {frozenset(names) for names in pipeline.stories()} == {
        frozenset(f.name for f in first.files.all() if f.name.startswith(n)) for n in "01"
    }
    rulings.undo(ruling.pk, by=editor, reason="Back")
    assert story_named("2-trim.txt") == story_named("0-trim.txt")


def test_it_is_refused_twice_and_without_a_reason(editor: User) -> None:
    _, second, _ = three_reports()
    with pytest.raises(Refused, match="Say why"):
        withdraw(second, editor, " ")
    withdraw(second, editor)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(second, editor)


def test_a_story_that_went_on_without_its_first_article_takes_it_back_in(editor: User) -> None:
    files = dict(mixed_bag(8, reports=1))
    first = pipeline.take_in({name: files.pop(name) for name in ("0-agency.txt", "0-copy.txt")})
    number = story_named("0-agency.txt").pk
    ruling = withdraw(first, editor)
    pipeline.take_in(files)
    later = story_named("0-edit.txt").pk
    assert later != number
    rulings.undo(ruling.pk, by=editor, reason="Back")
    story = story_named("0-agency.txt")
    other = Story.objects.get(pk=number if story.pk == later else later)
    assert other.merged_into == story, "both addresses lead to it"


# --- under schemes kept beside ---


@pytest.mark.django_db
def test_matches_under_a_scheme_kept_beside_are_as_if_it_had_never_come(editor: User) -> None:
    files = crowded_bag(21)
    stay, go = halves(files, random.Random(5))
    other = replace(CLUSTERING, crowd=4, heads=3, most=8)

    def kept() -> set[frozenset[bytes]]:
        beside.compute(other, lambda *_: None)
        digests = {pk: bytes(d) for pk, d in Text.objects.values_list("id", "digest")}
        pairs = Match.objects.filter(scheme=other.id).values_list("text_id", "other_id")
        return {frozenset(digests[t] for t in pair) for pair in pairs}

    with fresh_archive():
        pipeline.take_in(stay)
        never = kept()
    with fresh_archive():
        going = pipeline.take_in(go)
        kept()
        pipeline.take_in(stay)
        both = kept()
        ruling = withdraw(going, editor)
        assert never == kept() != both
        rulings.undo(ruling.pk, by=editor, reason="Back")
        assert kept() == both


# --- the bin is emptied ---


def days_go_by(ruling: Ruling, days: int) -> None:
    Ruling.objects.filter(pk=ruling.pk).update(made_at=timezone.now() - timedelta(days=days))


def bytes_of(upload: Upload) -> list[bool]:
    return [keeping.is_kept(digest) for digest in upload.files.values_list("original_id", flat=True)]


def test_the_bin_keeps_its_days_and_then_deletes_for_good(editor: User, settings: Any) -> None:
    settings.BIN_DAYS = 10
    first, second, files = three_reports()
    pipeline.take_in({"also.txt": files["2-trim.txt"]})
    digests = list(second.files.order_by("position").values_list("original_id", flat=True))
    words = Text.objects.count()
    ruling = withdraw(second, editor)
    days_go_by(ruling, 9)
    assert emptying.empty_bin() == 0
    assert all(map(keeping.is_kept, digests))
    days_go_by(ruling, 10)
    assert emptying.empty_bin() == 1
    (stays,) = [article.original_id for article in Article.objects.filter(receipts__file__name="also.txt")]
    assert [keeping.is_kept(digest) for digest in digests] == [digest == stays for digest in digests]
    assert set(Article.objects.values_list("original_id", flat=True)).intersection(digests) == {stays}
    assert Text.objects.count() < words
    assert not Text.objects.filter(articles=None).exists()
    assert not Passage.objects.filter(paragraphs=None).exists()
    assert {file.state for file in second.files.all()} == {"withdrawn"}
    assert all(map(keeping.is_kept, first.files.values_list("original_id", flat=True)))
    with pytest.raises(Refused, match="deleted for good"):
        rulings.undo(ruling.pk, by=editor, reason="Too late")
    ruling.refresh_from_db()
    assert ruling.holds
    assert emptying.empty_bin() == 0, "once is enough"


def test_what_another_withdrawn_upload_still_keeps_is_not_deleted(editor: User, settings: Any) -> None:
    settings.BIN_DAYS = 10
    files = dict(mixed_bag(3, reports=1))
    one = pipeline.take_in(files)
    other = pipeline.take_in({"by another name.txt": files["0-copy.txt"]})
    early, late = withdraw(one, editor), withdraw(other, editor)
    days_go_by(early, 11)
    assert emptying.empty_bin() == 1
    assert Article.objects.count() == 1
    rulings.undo(late.pk, by=editor, reason="That one was right")
    assert pipeline.stories() == {frozenset({"by another name.txt"})}


def test_rulings_and_numbers_survive_deletion_for_good(editor: User, settings: Any) -> None:
    settings.BIN_DAYS = 1
    first, second, files = three_reports()
    rulings.merge_stories(
        [story_named("1-agency.txt").pk, story_named("2-agency.txt").pk], by=editor, reason="One event"
    )
    number = story_named("2-agency.txt").pk
    for upload in (first, second):
        days_go_by(withdraw(upload, editor), 2)
    assert emptying.empty_bin() == 2
    assert not Article.objects.exists()
    assert not Text.objects.exists()
    pipeline.take_in(files)
    assert story_named("2-agency.txt") == story_named("1-trim.txt")
    assert story_named("2-agency.txt").pk == number
    assert len(pipeline.stories()) == 2


def test_a_file_handed_in_just_before_the_bin_is_emptied_finds_its_bytes(editor: User, settings: Any) -> None:
    settings.BIN_DAYS = 1
    files = {"one.txt": mixed_bag(9, reports=1)["0-agency.txt"]}
    days_go_by(withdraw(pipeline.take_in(files), editor), 2)
    again = pipeline.hand_in(files)
    assert emptying.empty_bin() == 1
    pipeline.work()
    assert pipeline.file_of(again).state == "settled"
    assert pipeline.receipt_of(again).article.text_id


@pytest.mark.django_db
def test_rulings_that_come_back_with_a_file_yield_to_later_ones_that_they_contradict():
    """Two rulings hold x, y and z together through y; while y is in the bin, x and z are ruled different."""
    desk, editor = Desk(31), make_editor("ruth")
    files = {name: page(name, desk.report(6)) for name in ("x.txt", "y.txt", "z.txt")}
    uploads = {name: pipeline.take_in({name: content}) for name, content in files.items()}
    x, y, z = (pipeline.article_of(name).pk for name in files)
    first = rulings.rule_on_pair(x, y, "same", by=editor, reason="One fire")
    rulings.rule_on_pair(y, z, "same", by=editor, reason="One fire")
    rulings.withdraw_upload(uploads["y.txt"].pk, by=editor, reason="Wrong folder")
    later = rulings.rule_on_pair(x, z, "different", by=editor, reason="Two fires")
    again = pipeline.take_in({"y.txt": files["y.txt"]})
    assert pipeline.file_of(again).state == "settled", "it does not wait for ever"
    assert pipeline.stories() == {frozenset({"x.txt"}), frozenset({"y.txt", "z.txt"})}
    assert list(later.replaces.all()) == [first]
    rulings.undo(later.pk, by=editor, reason="One after all")
    assert pipeline.stories() == {frozenset(files)}
