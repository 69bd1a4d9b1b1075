"""What editors decide holds against likeness, lasts, and can be undone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from newsarchive.archive.models import Membership, Ruling, Story
from newsarchive.archive.services import rulings
from newsarchive.archive.services.rulings import Refused
from tests.archive import pipeline
from tests.archive.factories import make_editor
from tests.archive.wirecopy import Desk, mixed_bag, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return make_editor()


@pytest.fixture
def three_stories() -> dict[str, bytes]:
    files = dict(mixed_bag(11, reports=3))
    pipeline.take_in(files)
    assert len(pipeline.stories()) == 3
    return files


def story_of(name: str) -> Story:
    return Story.objects.get(memberships__text__articles__receipts__file__name=name)


def together(*names: str) -> bool:
    return len({story_of(name).pk for name in names}) == 1


def state() -> set[tuple[int, int, int]]:
    return set(Membership.objects.values_list("text_id", "version_id", "story_id"))


def test_merged_stories_are_one_and_the_other_address_redirects(three_stories, editor: User) -> None:
    one, two = story_of("0-agency.txt"), story_of("1-agency.txt")
    ruling = rulings.merge_stories([one.pk, two.pk], by=editor, reason="The same fire")
    assert together("0-agency.txt", "1-trim.txt")
    assert not together("0-agency.txt", "2-agency.txt")
    one.refresh_from_db()
    two.refresh_from_db()
    assert {one.merged_into_id, two.merged_into_id} == {None, min(one.pk, two.pk)} or one.merged_into or two.merged_into
    assert (ruling.made_by, ruling.reason) == (editor, "The same fire")
    assert set(ruling.before["stories"]) == {str(one.pk), str(two.pk)}
    assert len(ruling.after["stories"]) == 1


def test_a_merge_lasts_when_more_copies_arrive(three_stories, editor: User) -> None:
    rulings.merge_stories(
        [story_of("0-agency.txt").pk, story_of("1-agency.txt").pk], by=editor, reason="one event, two desks"
    )
    desk = Desk(99)
    lines = three_stories["1-agency.txt"].decode().split("\n\n")
    pipeline.take_in({"late.txt": page("Late", [*lines[3:9], desk.paragraph()])})
    assert together("late.txt", "0-agency.txt", "1-agency.txt")


def test_undoing_a_merge_gives_everyone_their_story_and_number_back(three_stories, editor: User) -> None:
    before = state()
    for pair in (("0-agency.txt", "1-agency.txt"), ("2-agency.txt", "0-agency.txt")):
        merged = rulings.merge_stories([story_of(name).pk for name in pair], by=editor, reason="tried")
        undone = rulings.undo(merged.pk, by=editor, reason="Two different fires")
        assert state() == before
        assert not Story.objects.filter(merged_into__isnull=False).exists()
        assert (undone.undone_by, undone.undone_reason, undone.holds) == (editor, "Two different fires", False)


def test_merges_undone_one_after_the_other_restore_the_start(three_stories, editor: User) -> None:
    before = state()
    first = rulings.merge_stories([story_of("0-agency.txt").pk, story_of("1-agency.txt").pk], by=editor, reason="first")
    second = rulings.merge_stories(
        [story_of("0-agency.txt").pk, story_of("2-agency.txt").pk], by=editor, reason="second"
    )
    assert together("0-agency.txt", "1-agency.txt", "2-agency.txt")
    rulings.undo(second.pk, by=editor, reason="no")
    assert together("0-agency.txt", "1-agency.txt")
    assert not together("0-agency.txt", "2-agency.txt")
    rulings.undo(first.pk, by=editor, reason="no")
    assert state() == before


def test_what_is_taken_out_stays_out_whatever_arrives(three_stories, editor: User) -> None:
    story = story_of("0-agency.txt")
    wrong = pipeline.article_of("0-edit.txt")
    rulings.take_out(story.pk, [wrong.pk], by=editor, reason="Another event")
    assert not together("0-edit.txt", "0-agency.txt")
    assert together("0-agency.txt", "0-trim.txt", "0-copy.txt")
    lines = three_stories["0-edit.txt"].decode().split("\n\n")
    pipeline.take_in({"new copy.txt": page("Again", lines[2:8])})
    assert together("new copy.txt", "0-edit.txt")
    assert not together("0-edit.txt", "0-agency.txt")


def test_a_take_out_holds_through_a_text_that_is_like_both(three_stories, editor: User) -> None:
    story = story_of("0-agency.txt")
    rulings.take_out(story.pk, [pipeline.article_of("0-edit.txt").pk], by=editor, reason="Another event")
    agency = three_stories["0-agency.txt"].decode().split("\n\n")[2:]
    edited = three_stories["0-edit.txt"].decode().split("\n\n")[2:]
    pipeline.take_in({"both.txt": page("Both", [*agency, *edited])})
    assert not together("0-edit.txt", "0-agency.txt")


def test_identical_copies_leave_together(editor: User) -> None:
    body = Desk(21).report(8)
    pipeline.take_in({"a.txt": page("A", body), "b.txt": page("B", body), "c.txt": page("C", body[:5])})
    rulings.take_out(story_of("a.txt").pk, [pipeline.article_of("a.txt").pk], by=editor, reason="not this")
    assert together("a.txt", "b.txt")
    assert not together("a.txt", "c.txt")


def test_undoing_a_take_out_brings_the_members_back(three_stories, editor: User) -> None:
    before = state()
    story = story_of("0-agency.txt")
    chosen = [pipeline.article_of(name).pk for name in ("0-edit.txt", "0-update.txt")]
    ruling = rulings.take_out(story.pk, chosen, by=editor, reason="Another event")
    assert together("0-edit.txt", "0-update.txt")
    rulings.undo(ruling.pk, by=editor, reason="It was right")
    assert {(text, story) for text, _, story in state()} == {(text, story) for text, _, story in before}


def test_a_ruling_against_an_earlier_one_is_refused_naming_it_and_changes_nothing(three_stories, editor: User) -> None:
    story = story_of("0-agency.txt")
    apart = rulings.take_out(story.pk, [pipeline.article_of("0-edit.txt").pk], by=editor, reason="Other event")
    before = state()
    with pytest.raises(Refused, match=f"ruling {apart.pk} .*egon.*Other event"):
        rulings.merge_stories([story.pk, story_of("0-edit.txt").pk], by=editor, reason="but no")
    assert Ruling.objects.count() == 1
    assert state() == before


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_asked_for(three_stories, editor: User, reason: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        rulings.merge_stories([story_of("0-agency.txt").pk, story_of("1-agency.txt").pk], by=editor, reason=reason)


def test_impossible_requests_are_refused_in_plain_words(three_stories, editor: User) -> None:
    one, two = story_of("0-agency.txt"), story_of("1-agency.txt")
    everyone = list(one.memberships.values_list("text__articles__id", flat=True))
    with pytest.raises(Refused, match="at least two"):
        rulings.merge_stories([one.pk, one.pk], by=editor, reason="x")
    with pytest.raises(Refused, match="leave at least one"):
        rulings.take_out(one.pk, everyone, by=editor, reason="x")
    with pytest.raises(Refused, match="None of the chosen"):
        rulings.take_out(one.pk, [pipeline.article_of("1-agency.txt").pk], by=editor, reason="x")
    merged = rulings.merge_stories([one.pk, two.pk], by=editor, reason="x")
    gone = Story.objects.get(merged_into__isnull=False)
    with pytest.raises(Refused, match="merged into another meanwhile"):
        rulings.take_out(gone.pk, everyone, by=editor, reason="x")
    rulings.undo(merged.pk, by=editor, reason="x")
    with pytest.raises(Refused, match="undone already"):
        rulings.undo(merged.pk, by=editor, reason="x")
