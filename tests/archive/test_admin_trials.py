"""What if, adopt, return: at the desk, for those who may, and nothing by itself."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsarchive.archive.models import Adoption, Membership, Story, Trial
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import trying
from newsarchive.dedup.definitions import CONTAINMENT
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import pipeline
from tests.archive.admin_rows import HOSTILE, staff
from tests.archive.desk import fields, plain
from tests.archive.factories import make_user
from tests.archive.test_refingerprint import LOOSE, adopt
from tests.archive.wirecopy import mixed_bag

pytestmark = pytest.mark.django_db
WHY = "Backgrounds belong together."
TURNED = {"base": "", "story_weights_bias": "0.2", "story_cut": "0.05"}
"""The numbers of `LOOSE`, as the form asks for them."""

ASK, BACK = reverse("admin:archive_trial_ask"), reverse("admin:archive_trial_back")
LIST = reverse("admin:archive_trial_changelist")


@pytest.fixture
def reports(db):
    """Three reports in an archive that began with the plain method."""
    adopt(CONTAINMENT)
    pipeline.take_in(mixed_bag(11, reports=3))


@pytest.fixture
def editor(db):
    return staff("edda", "rule", "adopt_scheme")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def looked(reports, editor):
    """A trial that has been worked off."""
    trial = trying.look(LOOSE, by=editor)
    work()
    return trial


def work():
    while trying.work_off():
        pass


def page_of(trial, page="change"):
    return reverse(f"admin:archive_trial_{page}", args=[trial.pk])


def confirmed(client, where, reason=WHY):
    return client.post(where, fields(client.get(where)) | {"reason": reason}, follow=True)


def standing():
    return list(Membership.objects.order_by("pk").values()), list(Story.objects.order_by("pk").values())


# --- The way of an editor -------------------------------------------------------------------------------------------


def test_from_what_if_to_adopting_and_back(desk, editor, reports):
    start = standing()
    asked = desk.post(ASK, TURNED | {"reason": "Two fires?"}, follow=True)
    trial = Trial.objects.get()
    assert (trial.scheme, trial.act, trial.asked_by, trial.reason) == (LOOSE.id, "look", editor, "Two fires?")
    assert "Waits for a worker" in plain(asked)
    work()
    assert standing() == start
    said = plain(desk.get(page_of(trial)))
    for part in (
        "2 stories would be joined into 1",
        "5 of 15 articles would move to another story",
        "1 of 3 stories would stay as they are",
        "Nothing was changed",
        "Evidence asked for one story story.weights.bias 2.0 0.2",
    ):
        assert part in said
    adopting = desk.get(page_of(trial, "adopt"))
    assert "2 stories would be joined into 1" in plain(adopting)
    answer = confirmed(desk, page_of(trial, "adopt"))
    assert "Nothing is changed until it is done" in plain(answer)
    assert in_force() == CONTAINMENT
    work()
    assert in_force() == LOOSE
    second = Trial.objects.latest("id")
    said = plain(desk.get(page_of(second)))
    assert "2 stories were joined into 1" in said
    assert "These numbers are in force." in said
    assert "Return to what was before…" in said
    back = plain(desk.get(BACK))
    assert WHY in back
    assert "2 stories were joined into 1" in back
    confirmed(desk, BACK, "Too much.")
    work()
    assert in_force() == CONTAINMENT
    members, stories = standing()
    assert [(m["text_id"], m["story_id"]) for m in members] == [(m["text_id"], m["story_id"]) for m in start[0]]
    assert {s["id"] for s in stories if not s["merged_into_id"]} == {s["id"] for s in start[1]}
    assert list(Adoption.objects.order_by("-id").values_list("reason", flat=True)[:2]) == ["Too much.", WHY]
    assert LogEntry.objects.filter(content_type__model="trial").count() == 3


def test_the_form_says_what_is_in_force_and_starts_from_other_schemes_too(desk, reports):
    said = plain(desk.get(ASK))
    assert "the numbers in force: containment" in said
    assert "this release's own: evidence" in said.replace("&#x27;", "'")
    assert "Evidence asked for one story in force: 2" in said
    assert "Least they share in force: 0 " in said
    desk.post(ASK, {"base": "evidence", "lines": "least = 0.5\n\nstory.weights.words=3"})
    trial = Trial.objects.get()
    assert trial.name.startswith("evidence, ")
    assert (trial.definition["least"], trial.definition["story"]["weights"]["words"]) == (0.5, 3.0)


def test_other_numbers_start_from_those_tried_before(desk, looked):
    page = desk.get(f"{ASK}?from={looked.pk}").content.decode()
    assert re.search(r'name="story_weights_bias" value="0.2"', page)
    assert re.search(r'name="story_cut" value="0.05"', page)
    assert re.search(r'name="version_cut"(?! value)', page)
    evidence = trying.look(CLUSTERING, by=None)
    page = desk.get(f"{ASK}?from={evidence.pk}").content.decode()
    assert re.search(r'value="evidence"[^>]*checked', page)
    assert desk.get(f"{ASK}?scheme={LOOSE.id}").content.decode().count(f'value="{LOOSE.id}"') == 1


@pytest.mark.parametrize(
    ("posted", "complaint"),
    [
        ({}, "These are the numbers in force already: change at least one."),
        ({"story_cut": "2"}, "the cut should be between 0 and 1"),
        ({"story_cut": "much"}, "Enter a number."),
        ({"story_cut": "nan"}, "Enter a number."),
        ({"lines": "story.cut"}, "Write path=value, such as version.cut=0.2"),
        ({"lines": "story.cat=1"}, "There is no number called story.cat."),
        ({"lines": "story.cut=.1", "story_cut": ".1"}, "story.cut is given twice."),
        ({"lines": f"{HOSTILE}=1"}, "There is no number called"),
        ({"base": "elsewhere"}, "Select a valid choice"),
        ({"base": "\0"}, "Select a valid choice"),
        ({"lines": "\0"}, "Null characters are not allowed."),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_asked_for(desk, reports, posted, complaint):
    answer = desk.post(ASK, posted)
    assert answer.status_code == 422
    assert complaint in plain(answer)
    assert "<script>alert" not in answer.content.decode()
    assert not Trial.objects.exists()


def test_no_change_without_a_reason(desk, looked):
    answer = confirmed(desk, page_of(looked, "adopt"), " ")
    assert "Say why" in plain(answer)
    assert Trial.objects.count() == 1


def test_where_other_numbers_came_into_force_meanwhile_the_editor_decides_anew(desk, looked):
    shown = fields(desk.get(page_of(looked, "adopt"))) | {"reason": WHY}
    adopt(CLUSTERING)
    answer = desk.post(page_of(looked, "adopt"), shown)
    assert answer.status_code == 409
    assert "Other numbers came into force since you opened this page" in plain(answer)
    assert "Other numbers came into force since this was computed" in plain(answer)
    assert "what it says of today is no longer so" in plain(desk.get(page_of(looked)))
    returning = fields(desk.get(BACK)) | {"reason": WHY}
    adopt(LOOSE)
    assert desk.post(BACK, returning).status_code == 409
    assert "These numbers are in force already." in plain(desk.get(page_of(looked, "adopt")))
    assert Trial.objects.count() == 1


def test_a_second_change_waits_for_the_first(desk, looked, editor):
    first = trying.adopt(looked.pk, by=editor, reason=WHY, since=Adoption.objects.latest("id").pk)
    for where in (page_of(looked, "adopt"), BACK):
        answer = desk.get(where)
        assert "desk-decision" not in answer.content.decode()
    assert f"The archive is being changed already: see trial {first.pk}." in plain(desk.get(page_of(looked, "adopt")))


def test_what_waits_is_stopped_by_its_button_and_never_by_a_link(desk, reports):
    trial = trying.look(LOOSE, by=None)
    assert "Stop" in plain(desk.get(page_of(trial))) or 'value="Stop"' in desk.get(page_of(trial)).content.decode()
    assert desk.get(page_of(trial, "stop")).status_code == 405
    assert "Stopped. No story was changed." in plain(desk.post(page_of(trial, "stop"), follow=True))
    assert "nothing left to stop" in plain(desk.post(page_of(trial, "stop"), follow=True))


def test_the_page_follows_the_work_and_loads_anew_when_it_is_over(desk, reports):
    trial = trying.look(LOOSE, by=None)
    Trial.objects.filter(pk=trial.pk).update(state="running", stage="Comparing", done=300, total=1200)
    page = desk.get(page_of(trial)).content.decode()
    assert 'hx-trigger="every 2s"' in page
    asked = {"HX-Request": "true"}
    part = desk.get(page_of(trial, "progress"), headers=asked)
    assert "25 % of this step: 300 of 1,200." in plain(part)
    assert "Comparing texts by the new numbers" in plain(part)
    same = desk.get(page_of(trial, "progress") + "?stage=running-Comparing", headers=asked)
    assert "Comparing texts by" not in plain(same), "what is the same is not said again"
    assert desk.get(page_of(trial, "progress")).url == page_of(trial)
    trying.stop(trial.pk)
    assert desk.get(page_of(trial, "progress"), headers=asked).headers["HX-Refresh"] == "true"


def test_trouble_and_hostile_words_are_told_as_words(desk, looked):
    Story.objects.update(headline=HOSTILE)
    pipeline.Article.objects.update(headline=HOSTILE)
    hostile = trying.look(CLUSTERING, by=None, reason=HOSTILE)
    work()
    Trial.objects.filter(pk=looked.pk).update(state="failed", trouble=HOSTILE, name=HOSTILE)
    for where in (page_of(looked), page_of(hostile), page_of(hostile, "adopt"), LIST):
        page = desk.get(where).content.decode()
        assert "&lt;script&gt;" in page, where
        assert "<script>alert" not in page


def test_schemes_and_adoptions_lead_here(desk, looked):
    adopt(LOOSE)
    latest, first = Adoption.objects.latest("id"), Adoption.objects.earliest("id")
    page = plain(desk.get(reverse("admin:archive_adoption_change", args=[latest.pk])))
    assert "Return to what was before…" in page
    assert "2 stories were joined into 1" in page
    assert "Return to" not in plain(desk.get(reverse("admin:archive_adoption_change", args=[first.pk])))
    lead = "What if it were in force…"
    assert lead in plain(desk.get(reverse("admin:archive_scheme_change", args=[CONTAINMENT.id])))
    assert lead not in plain(desk.get(reverse("admin:archive_scheme_change", args=[LOOSE.id])))


def test_an_archive_that_this_release_cannot_compute_is_led_out_from_here(desk, reports):
    Adoption.objects.get().scheme.__class__.objects.update(definition={"foresight": 2})
    assert desk.get(ASK).status_code == 200
    answer = desk.post(ASK, {"story_cut": ".1"})
    assert "cannot be computed by this release" in plain(answer)
    desk.post(ASK, {"base": "evidence"})
    trial = Trial.objects.get()
    work()
    assert desk.get(page_of(trial)).status_code == 200
    confirmed(desk, page_of(trial, "adopt"))
    work()
    assert in_force() == CLUSTERING
    assert desk.get(BACK).status_code == 200


def test_an_empty_archive_can_be_asked_too(desk):
    assert desk.get(ASK).status_code == 200
    assert desk.get(BACK).status_code == 200
    desk.post(ASK, {"base": "containment"})
    work()
    assert Trial.objects.get().state == "done"
    assert desk.get(page_of(Trial.objects.get())).status_code == 200


# --- Who may --------------------------------------------------------------------------------------------------------


@pytest.fixture
def everywhere(reports, editor):
    """Each page where something can be asked for, with what would be posted there."""
    adopt(LOOSE)
    waiting = trying.look(CONTAINMENT, by=editor)
    Trial.objects.filter(pk=waiting.pk).update(state="done")
    other = trying.look(CLUSTERING, by=editor)
    client = Client()
    client.force_login(editor)
    deciding = {where: fields(client.get(where)) | {"reason": [WHY]} for where in (page_of(waiting, "adopt"), BACK)}
    return {ASK: {"base": "evidence", "story_cut": ".2"}, page_of(other, "stop"): {}} | deciding


def answers(client, pages):
    for where, posted in pages.items():
        yield client.get(where)
        yield client.post(where, posted)


def unasked():
    return sorted(Trial.objects.values_list("act", "state"))


BEFORE = [("look", "done"), ("look", "waiting")]


def test_strangers_are_sent_to_the_login(client, everywhere):
    for answer in answers(client, everywhere):
        assert answer.status_code == 302
        assert reverse("admin:login") in answer.url
    assert unasked() == BEFORE


@pytest.mark.parametrize("rights", [(), ("rule", "add_ruling", "withdraw_upload")], ids=["archivist", "editor without"])
def test_without_the_right_one_may_look_and_not_ask(client, everywhere, rights):
    client.force_login(staff("ari", *rights))
    assert {answer.status_code for answer in answers(client, everywhere)} <= {403, 405}
    assert unasked() == BEFORE
    for where in (LIST, *map(page_of, Trial.objects.all())):
        answer = client.get(where)
        assert answer.status_code == 200
        for word in ("What if…", "Adopt…", "Try other numbers", "Return to", 'value="Stop"'):
            assert word not in answer.content.decode()


def test_the_right_without_being_staff_or_seeing_trials_is_not_enough(client, everywhere):
    client.force_login(make_user("rudi", "adopt_scheme", "view_trial"))
    assert {answer.status_code for answer in answers(client, everywhere)} == {302}
    blind = make_user("bela", "adopt_scheme")
    blind.is_staff = True
    blind.save()
    client.force_login(blind)
    assert {answer.status_code for answer in answers(client, everywhere)} <= {403, 405}
    waiting = Trial.objects.get(state="waiting")
    assert client.get(page_of(waiting, "progress"), headers={"HX-Request": "true"}).status_code == 403
    assert unasked() == BEFORE


def test_nothing_is_done_by_looking_or_without_the_forms_token(desk, editor, everywhere):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    for where, posted in everywhere.items():
        assert strict.post(where, posted).status_code == 403
        strict.get(where, posted)
        assert desk.put(where).status_code == 405
    assert unasked() == BEFORE


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_those_who_may_are_answered(client, admin_client, editor, everywhere, who):
    if who == "editor":
        client.force_login(editor)
    asking = client if who == "editor" else admin_client
    for where, posted in everywhere.items():
        assert asking.post(where, posted).status_code in (200, 302)
    assert ("adopt", "waiting") in unasked()
    assert ("look", "stopped") in unasked()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "4711", "%00"])
def test_numbers_of_nothing_are_not_found(desk, reports, number):
    for page in ("adopt", "progress"):
        assert desk.get(f"/admin/archive/trial/{number}/{page}/").status_code in (302, 404)
    assert desk.post(f"/admin/archive/trial/{number}/stop/").status_code in (302, 403, 404)
    assert desk.get(f"{ASK}?from={number}").status_code == 404
    assert desk.get(f"{ASK}?scheme={number}").status_code == 200


def test_pages_ask_the_database_as_often_for_a_large_report_as_for_a_small_one(desk, looked, editor):
    def asked():
        found = []
        for where in (page_of(looked), page_of(looked, "adopt"), ASK, LIST):
            desk.get(where)
            with CaptureQueriesContext(connection) as queries:
                desk.get(where)
            found.append(len(queries))
        return found

    few = asked()
    looked.refresh_from_db()
    report = looked.report
    parts = report["joins"][0]["parts"] * 300
    report["joins"] = [report["joins"][0] | {"parts": parts}] * 5
    report["splits"], report["rulings"]["against"], report["rulings"]["holding"] = report["joins"], [1] * 500, 500
    Trial.objects.filter(pk=looked.pk).update(report=report)
    for n in range(10):
        Trial.objects.create(act="look", state="stopped", name=f"no {n}", asked_by=editor)
    assert asked() == few
    assert max(few) < 20
