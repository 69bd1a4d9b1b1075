"""Editors rule at the desk: they see first, say why, and nothing happens behind a page that has grown old."""

import re

import pytest
from django.urls import reverse

from newsarchive.archive.admin.desk.base import story_address
from newsarchive.archive.models import Ruling
from newsarchive.archive.queries.relations import members
from newsarchive.archive.queries.rulings import standings
from newsarchive.archive.services import rulings
from newsarchive.archive.templatetags.archive_pages import percent, relation_words
from tests.archive.admin_rows import BEEKEEPERS, FERRY, hand_in
from tests.archive.desk import (
    CHANGED,
    WHY,
    confirm,
    fields,
    merge,
    merge_page,
    plain,
    take_out_page,
    undo_page,
    words,
)
from tests.archive.factories import story_of

pytestmark = pytest.mark.django_db


# --- Merging --------------------------------------------------------------------------------------------------------


def test_the_list_leads_to_the_stories_side_by_side(desk, ferry, bees):
    one, other = story_of(ferry), story_of(bees)
    listed = reverse("admin:archive_story_changelist")
    answer = desk.post(listed, {"action": "merge", "_selected_action": [one.pk, other.pk]}, follow=True)
    said = words(answer)
    for part in ("Ferry runs aground", "Beekeepers ask", "both radars had failed", "Harbour Post", "Valley Mail"):
        assert part in said
    assert Ruling.objects.count() == 0


def test_merged_stories_are_one_and_the_history_says_who_and_why(desk, editor, ferry, bees):
    one, other = story_of(ferry), story_of(bees)
    said = words(confirm(desk, merge_page(one, other)))
    assert "2 stories are one now." in said
    assert story_of(ferry) == story_of(bees)
    ruling = Ruling.objects.get()
    assert (ruling.made_by, ruling.reason, ruling.use) == (editor, WHY, "merge")
    for story in (one, other):
        history = words(desk.get(reverse("admin:archive_story_history", args=[story.pk])))
        assert history.count(WHY) == 2, "once as a ruling, once in the desk's own log"
        assert "edda" in history


@pytest.mark.parametrize("reason", ["", "   \n ", "x" * 2001, "nul\0"])
def test_without_a_good_reason_nothing_is_merged(desk, ferry, bees, reason):
    answer = confirm(desk, merge_page(story_of(ferry), story_of(bees)), reason)
    assert 'class="errorlist"' in answer.content.decode()
    assert Ruling.objects.count() == 0
    assert story_of(ferry) != story_of(bees)


def test_one_story_or_too_many_cannot_be_merged(desk, ferry):
    listed = reverse("admin:archive_story_changelist")
    answer = desk.post(listed, {"action": "merge", "_selected_action": [story_of(ferry).pk]}, follow=True)
    assert "Choose at least two stories" in words(answer)
    assert "Choose at least two stories" in words(desk.get(merge_page(story_of(ferry))))
    many = reverse("admin:archive_story_merge") + "?" + "&".join(f"story={number}" for number in range(1, 40))
    assert "Choose at most" in words(desk.get(many))


@pytest.mark.parametrize(
    "written",
    [
        *(" {} ", "#{}", "story {}", "/stories/{}", "http://host/stories/{}/"),
        *("https://host:8000/stories/{}?page=2#main", "http://host/admin/archive/story/{}/change/#members"),
    ],
)
def test_a_story_is_named_by_its_number_or_its_address(desk, ferry, bees, written):
    where = reverse("admin:archive_story_merge")
    answer = desk.get(where, {"story": [story_of(ferry).pk, written.format(story_of(bees).pk)]})
    assert answer.status_code == 200
    assert "Merge these 2 stories" in words(answer)
    assert "Beekeepers ask for sugar" in words(answer)
    desk.post(where, fields(answer) | {"reason": WHY})
    assert story_of(ferry) == story_of(bees)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Choose at least two stories"),
        ("the other one", "“the other one” is neither a story's number nor the address of one."),
        ("http://host/articles/3/", "is neither a story's number nor the address of one."),
        ("<b>3</b>", "&lt;b&gt;3&lt;/b&gt;"),
        ("4711", "There is no story 4711."),
        ("http://host/stories/4711/", "There is no story 4711."),
        ("{}", "That is one and the same story."),
    ],
)
def test_a_story_that_cannot_be_told_is_answered_in_a_sentence_that_leads_back(desk, ferry, written, said):
    home = story_of(ferry)
    answer = desk.get(reverse("admin:archive_story_merge"), {"story": [home.pk, written.format(home.pk)]})
    assert said in words(answer).replace("&#x27;", "'")
    assert f'href="{home.get_absolute_url()}"' in re.sub(r'"\s+|\s+"', '"', answer.content.decode())
    assert "Merge these" not in words(answer)


def test_a_story_merged_meanwhile_is_shown_as_such_and_not_merged_again(desk, editor, ferry, bees):
    where = merge_page(story_of(ferry), story_of(bees))
    old = fields(desk.get(where))
    rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason="Quicker.")
    answer = desk.post(where.split("?")[0], old | {"reason": WHY})
    assert answer.status_code == 409
    assert CHANGED in words(answer)
    assert "is already merged into story" in words(answer)
    assert Ruling.objects.count() == 1


def test_a_member_that_came_in_meanwhile_must_be_seen_first(desk, ferry, bees):
    where = merge_page(story_of(ferry), story_of(bees))
    old = fields(desk.get(where))
    hand_in("Petrel aground in fog", FERRY, "Evening Mole")
    answer = desk.post(where.split("?")[0], old | {"reason": WHY})
    assert answer.status_code == 409
    assert CHANGED in words(answer)
    assert "Petrel aground in fog" in words(answer)
    assert WHY in words(answer), "what was typed is not lost"
    assert Ruling.objects.count() == 0
    desk.post(where.split("?")[0], fields(answer) | {"reason": WHY})
    assert story_of(ferry) == story_of(bees)


def test_what_an_earlier_ruling_forbids_is_refused_in_words(desk, ferry):
    shorter = hand_in("Petrel aground in fog", FERRY[:4], "Evening Mole")
    assert story_of(ferry) == story_of(shorter)
    confirm(desk, take_out_page(story_of(ferry), shorter), "Another ferry.")
    apart = Ruling.objects.get()
    answer = confirm(desk, merge_page(story_of(ferry), story_of(shorter)))
    assert answer.status_code == 409
    assert f"ruling {apart.pk}" in words(answer)
    assert "Another ferry." in words(answer)
    assert Ruling.objects.get() == apart
    assert story_of(ferry) != story_of(shorter)


# --- What both pages say of a member ---


def test_the_desk_says_of_a_member_what_the_storys_page_says(desk, ferry):
    """The same words and the same figure, rounded down, wherever a member is listed."""
    rest = [
        "Nothing of this was known when the first boats came back to the quay at nine with wet and cold people."
    ] * 2
    earlier = hand_in("Petrel in trouble", [*FERRY[:4], *rest], "Evening Mole", "March 3, 2021")
    again = hand_in("Petrel in trouble again", FERRY, "Third Post")
    home = story_of(ferry)
    assert home == story_of(earlier) == story_of(again)
    for member in members(home):
        related = member.related
        if related is None:
            continue
        name = "the lead" if related.pk == home.lead_article_id else f"article {related.pk}"
        expected = f"{relation_words(member)} {name} {percent(member.similarity)} alike"
        take_out = desk.get(take_out_page(home, member.article))
        for page in (desk.get(home.get_absolute_url()), desk.get(story_address(home.pk)), take_out):
            assert expected in plain(page), expected


# --- Taking out -----------------------------------------------------------------------------------------------------


def test_members_are_chosen_on_the_storys_page(desk, ferry):
    copy = hand_in("Petrel aground in fog", FERRY, "Evening Mole")
    page = words(desk.get(reverse("admin:archive_story_change", args=[story_of(ferry).pk])))
    assert "Take the chosen members out" in page
    assert f'name="article" value="{copy.pk}"' in page


def test_what_leaves_what_goes_along_and_what_stays_is_shown_first(desk, ferry, bees):
    merge(desk, story_of(ferry), story_of(bees))
    hand_in("Hives in the rain", BEEKEEPERS, "Evening Mole")
    page = words(desk.get(take_out_page(story_of(bees), bees)))
    leaves, stays = page.split('id="stays"')
    assert "Leaves: 1 chosen" in leaves
    assert "Goes along: 1 identical copy" in leaves
    assert "Hives in the rain" in leaves
    assert "Ferry runs aground" in stays
    assert "Hives in the rain" not in stays


def test_taken_out_members_are_a_story_of_their_own(desk, ferry, bees):
    first = merge(desk, story_of(ferry), story_of(bees))
    Ruling.objects.filter(pk=first.pk).delete()
    copy = hand_in("Hives in the rain", BEEKEEPERS, "Evening Mole")
    said = words(confirm(desk, take_out_page(story_of(bees), bees), "Bees are no ferry."))
    assert "2 articles are a story of their own now." in said
    assert story_of(bees) == story_of(copy) != story_of(ferry)
    history = words(desk.get(reverse("admin:archive_story_history", args=[story_of(ferry).pk])))
    assert "Bees are no ferry." in history


def test_taking_everything_nothing_or_a_stranger_is_answered_in_words(desk, ferry, bees):
    home = story_of(ferry)
    assert "At least one other text has to stay" in words(desk.get(take_out_page(home, ferry)))
    assert "Choose the members" in words(desk.get(take_out_page(home)))
    assert "No longer in this story" in words(desk.get(take_out_page(home, bees)))
    posted = {"article": [ferry.pk], "seen": list(standings([home.pk]).values()), "reason": WHY}
    assert "At least one other" in words(desk.post(take_out_page(home).split("?")[0], posted))
    assert Ruling.objects.count() == 0


def test_a_member_that_left_meanwhile_is_not_taken_out_again(desk, editor, ferry, bees):
    first = merge(desk, story_of(ferry), story_of(bees))
    where = take_out_page(story_of(bees), bees)
    old = fields(desk.get(where))
    rulings.undo(first.pk, by=editor, reason="Quicker.")
    answer = desk.post(where.split("?")[0], old | {"reason": WHY})
    assert answer.status_code == 409
    assert CHANGED in words(answer)
    assert Ruling.objects.count() == 1


# --- Undoing --------------------------------------------------------------------------------------------------------


def test_a_ruling_tells_its_story_and_can_be_undone(desk, editor, ferry, bees):
    one, other = story_of(ferry), story_of(bees)
    ruling = merge(desk, one, other)
    page = words(desk.get(reverse("admin:archive_ruling_change", args=[ruling.pk])))
    for part in ("Undo this ruling", "Articles it names", "Ferry runs aground", "Before", "After", WHY, "edda"):
        assert part in page
    assert "How the stories stood before it" in words(desk.get(undo_page(ruling)))
    said = words(confirm(desk, undo_page(ruling), "They were two after all."))
    assert "The ruling is undone." in said
    assert "They were two after all." in said
    assert (story_of(ferry), story_of(bees)) == (one, other)
    ruling.refresh_from_db()
    assert ruling.undone_by == editor
    assert "Undo this ruling" not in words(desk.get(reverse("admin:archive_ruling_change", args=[ruling.pk])))


def test_what_was_undone_already_cannot_be_undone_again(desk, editor, ferry, bees):
    ruling = merge(desk, story_of(ferry), story_of(bees))
    old = fields(desk.get(undo_page(ruling)))
    rulings.undo(ruling.pk, by=editor, reason="Quicker.")
    assert "was undone already" in words(desk.get(undo_page(ruling)))
    answer = desk.post(undo_page(ruling), old | {"reason": WHY})
    assert answer.status_code == 409
    ruling.refresh_from_db()
    assert ruling.undone_reason == "Quicker."
