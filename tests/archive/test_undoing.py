"""Undoing shows first what it brings, and then brings that; what cannot be undone yet says why."""

import pytest
from django.urls import reverse

from newsarchive.archive.models import Membership, RuledArticle, RuledStory, Ruling, Story
from newsarchive.archive.queries import undoing
from newsarchive.archive.services import rulings
from newsarchive.archive.services.rulings import Refused
from tests.archive.admin_rows import BEEKEEPERS, HOSTILE, hand_in, staff
from tests.archive.desk import WHY, confirm, fields, history_page, plain, ruling_page, undo_page, words
from tests.archive.factories import story_of

pytestmark = pytest.mark.django_db


def where_everything_is():
    found = {}
    for text, story in Membership.objects.values_list("text_id", "story_id"):
        found.setdefault(story, set()).add(text)
    return found


def foretold(ruling):
    """The partition that the preview promises, of the stories that it says would change."""
    moves = undoing.moves(ruling)
    named = {e.story.pk: set(e.text_ids) for e in moves.stories if e.story}
    return named, [set(e.text_ids) for e in moves.stories if not e.story], {g.story.pk: g.into for g in moves.emptied}


def check_undo(ruling, by):
    """What the preview says is what undoing then does, and looking writes nothing."""
    before = where_everything_is()
    named, new, emptied = foretold(ruling)
    assert where_everything_is() == before
    rulings.undo(ruling.pk, by=by, reason="Back.")
    after = where_everything_is()
    changed = {pk: texts for pk, texts in after.items() if before.get(pk) != texts}
    assert {pk: texts for pk, texts in changed.items() if pk in named} == named
    assert sorted(map(sorted, (t for pk, t in changed.items() if pk not in named))) == sorted(map(sorted, new))
    assert before.keys() - after.keys() == emptied.keys()
    for pk, into in emptied.items():
        assert Story.objects.get(pk=pk).merged_into_id == into


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_rulings_are_undone_in_any_order_and_the_preview_tells_what_happens(editor, ferry, trimmed, bees, lamps, order):
    start = where_everything_is()
    first = rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason="first")
    second = rulings.merge_stories([story_of(bees).pk, story_of(lamps).pk], by=editor, reason="second")
    third = rulings.take_out(
        story_of(ferry).pk, [trimmed.pk], by=editor, reason="third", replacing=[first.pk, second.pk]
    )
    made = [first, second, third]
    for number in order:
        check_undo(Ruling.objects.get(pk=made[number].pk), editor)
    assert where_everything_is() == start


def test_the_page_shows_the_stories_as_they_would_be(desk, editor, ferry, bees):
    one, other = story_of(ferry), story_of(bees)
    ruling = rulings.merge_stories([one.pk, other.pk], by=editor, reason=WHY)
    page = desk.get(undo_page(ruling))
    for story, article in ((one, ferry), (other, bees)):
        assert f"Story {story.pk} would have 1 article" in plain(page)
        assert article.headline in words(page)
    assert Ruling.objects.get().holds
    confirm(desk, undo_page(ruling), "Two after all.")
    assert (story_of(ferry), story_of(bees)) == (one, other)


def test_undoing_a_take_out_says_which_story_would_have_no_articles(desk, editor, ferry, trimmed):
    home = story_of(ferry)
    ruling = rulings.take_out(home.pk, [trimmed.pk], by=editor, reason=WHY)
    gone = story_of(trimmed)
    said = plain(desk.get(undo_page(ruling)))
    assert f"Story {gone.pk} would have no articles left; its address would lead to story {home.pk}" in said
    check_undo(ruling, editor)


def test_a_large_component_is_worked_out_only_when_asked(desk, editor, ferry, bees, monkeypatch):
    monkeypatch.setattr(undoing, "TEXTS_AT_ONCE", 1)
    ruling = rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason=WHY)
    page = words(desk.get(undo_page(ruling)))
    assert "Work out what would happen" in page
    assert "would have 1 article" not in page
    assert "would have 1 article" in plain(desk.get(undo_page(ruling) + "?try=1"))
    confirm(desk, undo_page(ruling), "Two after all.")
    assert not Ruling.objects.get().holds


def test_what_would_count_again_is_named_and_does(desk, editor, ferry, trimmed):
    apart = rulings.take_out(story_of(ferry).pk, [trimmed.pk], by=editor, reason="Another ferry.")
    both = [story_of(ferry).pk, story_of(trimmed).pk]
    again = rulings.merge_stories(both, by=editor, reason="One.", replacing=[apart.pk])
    page = words(desk.get(undo_page(again)))
    assert "Rulings that would count again" in page
    assert "Another ferry." in page
    check_undo(again, editor)
    assert story_of(ferry) != story_of(trimmed)


def test_what_cannot_be_undone_yet_says_so_first_and_names_both(desk, editor, ferry, bees, lamps):
    """A merge that was set aside would count again, and keep together what a later ruling keeps apart."""
    merged = rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason="Merged.")
    apart = rulings.rule_on_pair(ferry.pk, bees.pk, "different", by=editor, reason="Apart.", replacing=[merged.pk])
    later = rulings.rule_on_pair(bees.pk, ferry.pk, "different", by=editor, reason="Apart again.")
    page = words(desk.get(undo_page(apart)))
    assert "It cannot be undone yet" in page
    for ruling in (merged, later):
        assert f"ruling {ruling.pk} (" in page
    assert "Undo the ruling" not in page
    desk.post(undo_page(apart), {"reason": WHY, "seen": []})
    with pytest.raises(Refused, match=f"ruling {merged.pk} .*ruling {later.pk} "):
        rulings.undo(apart.pk, by=editor, reason=WHY)
    apart.refresh_from_db()
    assert apart.holds
    rulings.undo(later.pk, by=editor, reason=WHY)
    assert "It cannot be undone yet" not in words(desk.get(undo_page(apart)))
    check_undo(apart, editor)
    assert story_of(ferry) == story_of(bees)


def test_undoing_a_headline_a_lead_or_a_mark_shows_what_would_be_said(desk, editor, ferry, trimmed):
    home = story_of(ferry)
    headed = rulings.edit_story(home.pk, headline="Aground", by=editor, reason=WHY)
    led = rulings.choose_lead(home.pk, article_id=trimmed.pk, by=editor, reason=WHY)
    marked = rulings.mark_story(home.pk, "embargoed", by=editor, reason=WHY)
    bears = rulings.mark_articles([ferry.pk], "corrected", by=editor, reason=WHY)
    for ruling, said in (
        (headed, f"headline: “Aground” → becomes “{trimmed.headline}”"),
        (led, f"lead: article {trimmed.pk} → becomes article {ferry.pk}"),
        (marked, "marks: embargoed → becomes –"),
        (bears, f"{ferry.headline}: corrected → becomes no mark"),
    ):
        assert said in plain(desk.get(undo_page(ruling)))
    for ruling in (led, headed):
        rulings.undo(ruling.pk, by=editor, reason="No.")
    assert story_of(ferry).headline == ferry.headline
    assert story_of(ferry).marks == ["embargoed"]


def test_a_later_headline_makes_undoing_an_earlier_one_change_nothing(desk, editor, ferry):
    first = rulings.edit_story(story_of(ferry).pk, headline="Aground", by=editor, reason=WHY)
    rulings.edit_story(story_of(ferry).pk, headline="Afloat", by=editor, reason=WHY)
    assert "Nothing would change today" in words(desk.get(undo_page(first)))
    rulings.undo(first.pk, by=editor, reason=WHY)
    assert story_of(ferry).headline == "Afloat"


@pytest.mark.parametrize(
    ("kind", "use", "value"),
    [
        ("unsure", "pair", {}),
        ("article", "correct", {"place": HOSTILE}),
        ("paragraph", "fold", {"position": 1, "repeats": None}),
        ("names", "names", {"table": "source", "keep": 1, "others": [2]}),
        ("story", "story", {"headline": HOSTILE}),
    ],
)
def test_every_kind_has_its_pages_and_hostile_words_run_nowhere(desk, ferry, kind, use, value):
    hostile = staff("<b>ed</b>")
    said = [{"said": {str(story_of(ferry).pk): {"headline": h}}, HOSTILE: {HOSTILE: h}} for h in ("a", HOSTILE)]
    ruling = Ruling.objects.create(
        kind=kind, use=use, value=value, reason=HOSTILE, made_by=hostile, before=said[0], after=said[1]
    )
    RuledStory.objects.create(ruling=ruling, story=story_of(ferry))
    RuledArticle.objects.create(ruling=ruling, original_digest=ferry.original_id)
    later = Ruling.objects.create(kind=kind, use=use, value=value, reason=HOSTILE, undone_reason=HOSTILE)
    later.replaces.add(ruling)
    for where in (
        *(history_page(story_of(ferry)), ruling_page(ruling), ruling_page(later), undo_page(ruling)),
        *(reverse("admin:archive_ruling_changelist"), reverse("admin:archive_ruling_changelist") + "?by=<script>alert"),
    ):
        shown = desk.get(where).content.decode()
        assert "&lt;script&gt;" in shown, where
        for bad in ("<script>alert", "<img src=x", "<b>ed"):
            assert bad not in shown, where


def test_a_ruling_that_changed_hands_meanwhile_is_not_undone_behind_an_old_page(desk, editor, ferry, bees, trimmed):
    ruling = rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason=WHY)
    old = fields(desk.get(undo_page(ruling)))
    hand_in("Hives in the rain", BEEKEEPERS, "Fourth Mole")
    answer = desk.post(undo_page(ruling), old | {"reason": WHY})
    assert answer.status_code == 409
    assert Ruling.objects.get().holds
