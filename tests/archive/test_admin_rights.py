"""Who may rule at the desk, and what those who may not, or who mean ill, get to see."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from newsarchive.archive.models import Article, Passage, Ruling, Story
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import BEEKEEPERS, FERRY, HOSTILE, LAMPS, hand_in, staff
from tests.archive.desk import WHY, confirm, fields, merge, merge_page, take_out_page, undo_page, words
from tests.archive.factories import make_user, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(desk, ferry, bees):
    """Each page where something can be decided, with what an editor would post there."""
    copy = hand_in("Hives in the rain", BEEKEEPERS[:3], "Evening Mole")
    third = hand_in("Lamps go out", LAMPS, "Third Post")
    ruling = merge(desk, story_of(ferry), story_of(bees))
    asked = [merge_page(story_of(ferry), story_of(third)), take_out_page(story_of(bees), copy), undo_page(ruling)]
    found = {where: fields(desk.get(where)) | {"reason": [WHY]} for where in asked}
    desk.logout()
    return found


def _decide_everything(client, pages):
    for where, posted in pages.items():
        yield client.get(where)
        yield client.post(where.split("?")[0], posted)


def test_strangers_are_sent_to_the_login_and_nothing_happens(client, pages):
    for answer in _decide_everything(client, pages):
        assert answer.status_code == 302
        assert reverse("admin:login") in answer.url
    _only_the_first_ruling_stands()


def test_archivists_may_look_and_not_rule(client, pages, bees):
    client.force_login(staff("ari"))
    assert {answer.status_code for answer in _decide_everything(client, pages)} == {403}
    listed = reverse("admin:archive_story_changelist")
    assert "Merge the selected" not in words(client.get(listed))
    client.post(listed, {"action": "merge", "_selected_action": [1, 2]})
    assert "Take the chosen members out" not in words(client.get(f"{listed}{story_of(bees).pk}/change/"))
    assert "Undo this ruling" not in words(
        client.get(reverse("admin:archive_ruling_change", args=[Ruling.objects.get().pk]))
    )
    _only_the_first_ruling_stands()


def test_the_right_to_rule_without_being_staff_or_seeing_stories_is_not_enough(client, pages):
    client.force_login(make_user("rudi", "rule", "view_story", "view_ruling"))
    assert {answer.status_code for answer in _decide_everything(client, pages)} == {302}
    blind = make_user("bela", "rule")
    blind.is_staff = True
    blind.save()
    client.force_login(blind)
    assert {answer.status_code for answer in _decide_everything(client, pages)} == {403}
    _only_the_first_ruling_stands()


def _only_the_first_ruling_stands():
    assert Ruling.objects.get().holds


def test_nothing_is_done_without_the_forms_token_or_by_another_method(client, pages, editor):
    client.force_login(editor)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    for where, posted in pages.items():
        assert strict.post(where.split("?")[0], posted).status_code == 403
        assert strict.get(where.split("?")[0], {"reason": WHY, **posted}).status_code == 200
        assert client.put(where.split("?")[0]).status_code == 405
    _only_the_first_ruling_stands()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "4711", "%00"])
def test_numbers_of_nothing_are_not_found(desk, ferry, number):
    merging = reverse("admin:archive_story_merge")
    assert desk.get(f"{merging}?story={story_of(ferry).pk}&story={number}").status_code == 404
    assert desk.get(f"/admin/archive/story/{number}/take-out/").status_code in (302, 404)
    assert desk.get(f"/admin/archive/ruling/{number}/undo/").status_code in (302, 404)


def test_hostile_words_are_shown_as_words_wherever_editors_look(desk, bees):
    hostile, trimmed = hand_in("Ferry", FERRY, "Harbour Post"), hand_in("Petrel", FERRY[:4], "Evening Mole")
    assert story_of(hostile) == story_of(trimmed)
    Article.objects.update(headline=f"Ferry {HOSTILE}")
    Story.objects.update(headline=f"Ferry {HOSTILE}", lede=HOSTILE)
    Passage.objects.update(text=HOSTILE)
    pages = [merge_page(story_of(hostile), story_of(bees)), take_out_page(story_of(hostile), trimmed)]
    ruling = rulings.merge_stories(
        [story_of(hostile).pk, story_of(bees).pk], by=staff("<b>ed</b>", "rule"), reason=HOSTILE
    )
    home = story_of(hostile)
    pages += [undo_page(ruling), reverse("admin:archive_ruling_change", args=[ruling.pk])]
    pages += [reverse(f"admin:archive_story_{page}", args=[home.pk]) for page in ("change", "history")]
    pages += [take_out_page(home, bees)]
    for where in pages:
        said = desk.get(where).content.decode()
        assert "&lt;script&gt;" in said, where
        assert "<script>alert" not in said
        assert "<img src=x" not in said
        assert "<b>ed" not in said


def test_the_desks_own_log_names_every_ruling(desk, ferry, bees):
    ruling = merge(desk, story_of(ferry), story_of(bees))
    confirm(desk, undo_page(ruling), "Two after all.")
    logged = list(LogEntry.objects.values_list("content_type__model", "change_message"))
    assert [model for model, _ in logged].count("story") == 4
    assert ("ruling", f"Ruling {ruling.pk} undone: Two after all.") in logged
    assert Story.objects.count() == 2
    assert Article.objects.count() == 2
