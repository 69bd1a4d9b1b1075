"""Corrections, kills and embargoes carry to every copy, whatever the order in which files arrive."""

from __future__ import annotations

import datetime
import html
import random
import re
from collections.abc import Mapping

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.notices import made
from newsarchive.archive.models import Article, Carried, Notice, Ruling, Story
from newsarchive.archive.queries import export, marks, telling
from newsarchive.archive.queries.veil import veil
from newsarchive.archive.services import carrying, killing, placing, rulings
from tests.archive import pipeline
from tests.archive.admin_rows import staff
from tests.archive.desk import plain
from tests.archive.notice_files import (
    BACK,
    CORRECTION,
    EMBARGO,
    KILL,
    KILL_NOTICE,
    OTHER,
    carried,
    ferry,
    marks_of,
    page,
    reject,
    wire_copy,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_correction_marks_every_copy_that_prints_the_wrong_words():
    pipeline.take_in(CORRECTION)
    wrong = {"wire.txt", "copy.txt", "trim.txt", "late-copy.txt", "trim-without.txt"}
    assert carried() == {(name, "corrected", "corrected.txt") for name in wrong} | {
        (name, "corrects", "corrected.txt") for name in ("corrected.txt", "corrected-copy.txt")
    }
    (changes,) = {str(c.changes) for c in Carried.objects.all()}
    assert [(c["before"], c["after"]) for c in Carried.objects.first().changes] == [("12", "19")], changes
    assert marks_of("wire.txt") == ["corrected"]
    assert marks_of("bees.txt") == []


def test_a_kill_marks_the_copies_of_what_it_names_and_nothing_else():
    pipeline.take_in(KILL)
    killed = {"wire.txt", "copy.txt", "trim.txt", "late-copy.txt"}
    assert carried() == {(name, "withdrawn", "kill.txt") for name in killed}
    assert marks_of("copy.txt") == ["withdrawn"]
    assert marks_of("substitute.txt") == marks_of("kill.txt") == []
    assert any("ferry-wall" in reason for reason in Carried.objects.first().why)


def test_an_embargo_holds_for_every_copy():
    pipeline.take_in(EMBARGO)
    assert carried() == {(name, "embargoed", "held.txt") for name in ("held.txt", "copy.txt", "trim.txt")}
    story = Story.objects.get(memberships__text__articles=pipeline.article_of("trim.txt"))
    assert story.marks == ["embargoed"]
    assert story.held_until.isoformat() == "2007-08-10T00:01:00+00:00"


@pytest.mark.parametrize("files", [CORRECTION, KILL, EMBARGO], ids=["correction", "kill", "embargo"])
@pytest.mark.parametrize("seed", [20261127, 20261128])
def test_marks_do_not_depend_on_the_order_of_arrival(files: Mapping[str, bytes], seed: int):
    pipeline.take_in(files)
    wanted = carried()
    call_command("flush", interactive=False, verbosity=0)
    print("seed", seed)
    names = list(files)
    random.Random(seed).shuffle(names)
    for some in pipeline.portions(names, [1, 3, 2]):
        pipeline.take_in({name: files[name] for name in some})
    assert carried() == wanted


def test_a_rejected_notice_carries_to_nobody_and_undoing_that_brings_it_back():
    pipeline.take_in({name: KILL[name] for name in KILL if name != "late-copy.txt"})
    killed = carried()
    reject("kill.txt")
    assert carried() == set()
    assert marks_of("wire.txt") == []
    pipeline.take_in({"late-copy.txt": KILL["late-copy.txt"]})
    assert carried() == set()
    rulings.undo(Ruling.objects.get().pk, by=None, reason="It was none.")
    assert carried() == killed | {("late-copy.txt", "withdrawn", "kill.txt")}
    assert marks_of("wire.txt") == ["withdrawn"]


def test_a_mark_lifted_from_a_story_stays_lifted_whatever_arrives():
    pipeline.take_in({name: CORRECTION[name] for name in CORRECTION if name != "late-copy.txt"})
    story = Story.objects.get(memberships__text__articles=pipeline.article_of("wire.txt"))
    rulings.mark_story(story.pk, "corrected", on=False, by=None, reason="The first toll was right.")
    pipeline.take_in({"late-copy.txt": CORRECTION["late-copy.txt"]})
    assert marks_of("late-copy.txt") == []
    assert carried() == set()


def test_a_mark_lifted_from_an_article_leaves_the_others_theirs():
    pipeline.take_in(CORRECTION)
    trim = pipeline.article_of("trim-without.txt")
    rulings.mark_articles([trim.pk], "corrected", on=False, by=None, reason="It has no toll.")
    assert ("trim-without.txt", "corrected", "corrected.txt") not in carried()
    assert ("trim.txt", "corrected", "corrected.txt") in carried()
    assert marks_of("trim.txt") == ["corrected"]


def bearing(name: str) -> list[str]:
    article = pipeline.article_of(name)
    return marks.borne_by([article])[article.pk].marks if marks.borne_by([article]) else []


def test_a_mark_lifted_from_an_article_stays_on_others_that_print_the_same_text():
    again = page("Night ferry strikes harbour wall, again", "10", ferry("12"))
    pipeline.take_in(CORRECTION | {"again.txt": again})
    copy, twin = pipeline.article_of("copy.txt"), pipeline.article_of("again.txt")
    assert copy.text_id == twin.text_id
    rulings.mark_articles([copy.pk], "corrected", on=False, by=None, reason="It ran with a note.")
    assert (bearing("copy.txt"), bearing("again.txt")) == ([], ["corrected"])
    told = {row.path: row.marks for row in export.rows()}
    assert (told["copy.txt"], told["again.txt"]) == ("", "corrected")
    assert marks_of("copy.txt") == ["corrected"]
    story = Story.objects.get(memberships__text=copy.text_id).pk
    (lifted,) = (one.articles for one in marks.notices_in(story))
    rulings.undo(Ruling.objects.get().pk, by=None, reason="It did not.")
    assert [one.articles for one in marks.notices_in(story)] == [lifted + 1]
    assert bearing("copy.txt") == ["corrected"]


def test_a_mark_that_no_article_bears_any_more_is_not_the_storys_until_another_comes():
    pipeline.take_in({name: EMBARGO[name] for name in ("held.txt", "copy.txt", "bees.txt")})
    both = [pipeline.article_of(name).pk for name in ("held.txt", "copy.txt")]
    on = datetime.datetime(2007, 8, 9, tzinfo=datetime.UTC)
    rulings.mark_articles(both[:1], "embargoed", on=False, by=None, reason="It was let go.")
    assert veil(on).articles == set(both[1:])
    assert sum(effect.articles for effect in marks.effects_of(both[0])) == 1
    rulings.mark_articles(both[1:], "embargoed", on=False, by=None, reason="It was let go.")
    assert (veil(on).articles, marks_of("copy.txt")) == (set(), [])
    pipeline.take_in({"again.txt": page("Ferry at the wall", "12", ferry("12"))})
    assert veil(on).articles == {pipeline.article_of("again.txt").pk}
    assert marks_of("copy.txt") == ["embargoed"]


def test_of_two_corrections_the_later_says_what_is_right_whatever_came_first():
    second = wire_copy(
        105, "Ferry-Wall", "07:30", "CORRECTED - Ferry sinks at its berth", ferry("21"), "(Corrects toll to 21 from 19)"
    )
    files = {**CORRECTION, "again.txt": second}
    told = []
    for names in (list(files), list(reversed(files))):
        call_command("flush", interactive=False, verbosity=0)
        for name in names:
            pipeline.take_in({name: files[name]})
        article = pipeline.article_of("copy.txt")
        story = Story.objects.get(memberships__text=article.text_id)
        lines = [[b.headline, b.told] for b in marks.borne_by([article])[article.pk].borne]
        told.append((lines, [b.told for b in marks.notices_in(story.pk)], [row.changes for row in by_path()]))
    assert told[0] == told[1]
    lines, notices, _ = told[0]
    assert [line for _, line in lines] == notices == ["killed 12 → 21"]


def by_path() -> list[export.Row]:
    return sorted(export.rows(), key=lambda row: row.path)


def test_a_notice_in_the_bin_does_nothing_until_it_is_back():
    pipeline.take_in({name: KILL[name] for name in KILL if name != "kill.txt"})
    upload = pipeline.take_in({"kill.txt": KILL["kill.txt"]})
    killed = carried()
    assert killed
    ruling = rulings.withdraw_upload(upload.pk, by=None, reason="Sent by mistake.")
    assert carried() == set()
    assert marks_of("copy.txt") == []
    rulings.undo(ruling.pk, by=None, reason="No mistake.")
    assert carried() == killed
    assert marks_of("copy.txt") == ["withdrawn"]


def test_a_kill_that_may_mean_an_article_asks_an_editor_who_says_so():
    vague = KILL_NOTICE.replace(b"the PORT SELWYN story slugged Ferry-Wall, moved at 0412 GMT", b"the story")
    vague = vague.replace(b"BC-Ferry-Wall, KILL", b"BC-Ferry-Wall, KILL").replace(b"07:40 GMT", b"")
    pipeline.take_in({"wire.txt": KILL["wire.txt"], "copy.txt": KILL["copy.txt"], "kill.txt": vague})
    assert carried() == set()
    (asked,) = marks.asked_about([pipeline.article_of("wire.txt").pk])
    reject("kill.txt", counts=True, naming=[asked.article_id])
    assert carried() == {(name, "withdrawn", "kill.txt") for name in ("wire.txt", "copy.txt")}


def test_pages_say_what_was_corrected_and_by_whom(client, settings):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(CORRECTION)
    copy, note = pipeline.article_of("copy.txt"), pipeline.article_of("corrected.txt")
    answer = client.get(f"/articles/{copy.pk}/")
    assert "12 → 19" in plain(answer)
    assert f'href="/articles/{note.pk}/"' in answer.content.decode()
    answer = client.get(Story.objects.get(memberships__text=copy.text_id).get_absolute_url())
    assert "12 → 19" in plain(answer)
    story = answer.content.decode()
    assert story.count('<strong class="mark">corrected</strong>') >= 5
    assert '<strong class="mark">has a correction</strong>' in client.get("/").content.decode()


def test_an_embargo_that_is_over_is_told_as_that(client, settings):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(EMBARGO)
    assert '<strong class="mark">was embargoed</strong>' in client.get("/").content.decode()
    on = datetime.datetime(2007, 8, 9, tzinfo=datetime.UTC)
    held = {pipeline.article_of(name).pk for name in ("held.txt", "copy.txt", "trim.txt")}
    assert veil(on).articles == held
    assert not veil(on + datetime.timedelta(days=2))


def test_exports_have_the_marks():
    pipeline.take_in(CORRECTION)
    rows = {row.path: row for row in export.rows()}
    note = str(pipeline.article_of("corrected.txt").pk)
    assert (rows["copy.txt"].marks, rows["copy.txt"].notices) == ("corrected", note)
    assert rows["copy.txt"].changes == "killed 12 → 19"
    assert rows["bees.txt"].marks == ""


def test_the_list_is_narrowed_to_stories_with_a_mark(client, settings, django_assert_num_queries):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(CORRECTION | {"kill-less.txt": page("Sugar for bees again", "9", OTHER[1:])})
    for asked in ("/?marked=corrected", "/?marked=corrected&q=ferry", "/?marked=corrected&since=2007-08-01"):
        said = client.get(asked).content.decode()
        assert "harbour wall" in said, asked
        assert "Beekeepers" not in said, asked
        assert "1 story" in " ".join(said.split()), asked
    assert "harbour wall" not in client.get("/?marked=withdrawn").content.decode()
    assert client.get("/?marked=nonsense").status_code == 200
    client.get("/?marked=corrected")
    with django_assert_num_queries(QUERIES):
        client.get("/?marked=corrected")


def test_embargoes_that_are_over_are_not_listed_as_embargoed(client):
    client.force_login(staff("edda", "see_embargoed"))
    pipeline.take_in(EMBARGO)
    assert "harbour wall" not in client.get("/?marked=embargoed").content.decode()
    Notice.objects.filter(kinds__contains=["embargo"]).update(held_until="2107-08-09T00:00:00+00:00")
    placing.summarise(Story.objects.values_list("pk", flat=True))
    assert "harbour wall" in client.get("/?marked=embargoed").content.decode()


class TestTheDesk:
    """An editor rejects a notice on its page, with a reason."""

    @pytest.fixture
    def killed(self):
        pipeline.take_in(KILL)
        return pipeline.article_of("kill.txt")

    def test_strangers_and_those_without_the_right_are_kept_out(self, client, killed):
        where = f"/admin/archive/notice/{killed.pk}/rule/"
        assert client.get(where).status_code == 302
        client.force_login(staff("ari"))
        assert client.get(where).status_code == 403
        assert client.post(where, {"act": "reject", "reason": "x"}).status_code == 403
        assert carried()

    def test_the_page_shows_what_the_notice_does(self, desk, killed):
        said = " ".join(desk.get(f"/admin/archive/notice/{killed.pk}/rule/").content.decode().split())
        assert "Kindly kill the PORT SELWYN story" in said
        assert "4 articles of" in said
        assert desk.get("/admin/archive/notice/999999/rule/").status_code == 404

    def test_the_page_names_the_ruling_by_which_it_does_nothing(self, desk, killed):
        story = Story.objects.get(memberships__text__articles=pipeline.article_of("copy.txt"))
        ruling = rulings.mark_story(story.pk, "withdrawn", on=False, by=None, reason="Our own men saw the wreck.")
        where = f"/admin/archive/notice/{killed.pk}/rule/"
        said = " ".join(desk.get(where).content.decode().split())
        assert f"Ruling {ruling.pk}</a> lifted its mark from the story" in said
        assert "Our own men saw the wreck." in said
        assert "is not here" not in said
        assert telling.told(ruling) == "withdrawn lifted from the story"
        rulings.undo(ruling.pk, by=None, reason="They had not.")
        assert "lifted its mark" not in desk.get(where).content.decode()

    def test_a_rejected_notice_is_titled_as_that(self, desk, killed):
        reject("kill.txt")
        assert telling.told(Ruling.objects.get()) == "notice rejected"
        assert "rejected it" in desk.get(f"/admin/archive/notice/{killed.pk}/rule/").content.decode()

    def test_the_page_names_what_takes_a_kill_back(self, desk, killed):
        pipeline.take_in({"back.txt": BACK})
        said = desk.get(f"/admin/archive/notice/{killed.pk}/rule/").content.decode()
        assert f"(article {pipeline.article_of('back.txt').pk})" in said
        assert "is not here" not in said

    def test_let_stand_again_it_says_what_really_holds_it_down(self, desk, killed):
        pipeline.take_in({"back.txt": BACK})
        reject("kill.txt")
        reject("kill.txt", counts=True)
        where = f"/admin/archive/notice/{killed.pk}/rule/"
        said = plain(desk.get(where))
        assert "rejected it" not in said
        assert f"(article {pipeline.article_of('back.txt').pk})" in said
        reject("back.txt")
        said = plain(desk.get(where))
        assert "Taken back by" not in said
        assert "3 articles of" in said or "4 articles of" in said
        rulings.undo(Ruling.objects.get(value__set=True).pk, by=None, reason="Wrong.")
        assert "rejected it" in plain(desk.get(where))

    def test_rejecting_needs_a_reason_and_lifts_every_mark(self, desk, killed):
        where = f"/admin/archive/notice/{killed.pk}/rule/"
        seen = re.search(r'name="seen" value="([^"]*)"', desk.get(where).content.decode())[1]
        seen = html.unescape(seen)
        assert desk.post(where, {"act": "reject", "reason": "", "seen": seen}).status_code == 200
        assert carried()
        answer = desk.post(where, {"act": "reject", "reason": "Sent in error.", "seen": seen}, follow=True)
        assert "The notice does not count." in answer.content.decode()
        assert carried() == set()
        assert Ruling.objects.get().reason == "Sent in error."

    def test_readers_see_no_way_to_reject_and_editors_do(self, client, desk, killed, settings):
        where = Story.objects.get(memberships__text__articles=pipeline.article_of("copy.txt")).get_absolute_url()
        assert "Reject this notice" in desk.get(where).content.decode()
        settings.ANONYMOUS_READ = True
        client.logout()
        page = client.get(where).content.decode()
        assert "Withdrawn by" in page
        assert "Reject this notice" not in page


QUERIES = 8
"""Of an anonymous reader's list: stories, count, and what the filters offer that is not remembered."""


def asked_by(act) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]


def test_an_archive_without_notices_asks_whether_there_are_any_and_no_more():
    with CaptureQueriesContext(connection) as queries:
        pipeline.take_in({"bees.txt": page("Beekeepers ask for sugar", "9", OTHER)})
    about = [q["sql"] for q in queries if re.search("archive_(notice|naming|carried)", q["sql"])]
    entered, *asked = sorted(about, key=lambda question: "INSERT INTO archive_searchentry" not in question)
    assert "INSERT" in entered, "the slug is entered for the search"
    assert len(asked) <= 6, asked
    assert all("LIMIT 1" in question for question in asked), asked


def test_what_notices_do_is_asked_in_few_questions_for_however_many_stories():
    pipeline.take_in(made(12, 20071126).files)
    marked = Story.objects.filter(marks__len__gt=0)
    assert {mark for story in marked for mark in story.marks} == {"corrected", "withdrawn"}
    assert marked.count() > 4
    before = carried()
    with transaction.atomic():
        everything = list(Story.objects.values_list("pk", flat=True))
        assert len(asked_by(lambda: carrying.renew(everything))) <= QUESTIONS_OF_CARRYING
        came = list(Article.objects.values_list("pk", flat=True))
        assert len(asked_by(lambda: killing.name_what_came(came))) <= QUESTIONS_OF_KILLING
    assert carried() == before


QUESTIONS_OF_CARRYING = 15
"""Any notice, those in the stories, namings, kills taken back by number, rulings, pairs ruled on, members, lifts,
what is said, words, paragraphs, what holds others, and what stands."""

QUESTIONS_OF_KILLING = 8
"""Any kill, what came, kills that may mean it, kills that came, what these may mean; two deletions and the rows."""


@pytest.mark.parametrize("seed", [1127, 1128])
def test_marks_of_many_stories_do_not_depend_on_the_order_or_on_what_came_and_went(seed: int):
    print("seed", seed)
    files = made(9, seed).files
    pipeline.take_in(files)
    wanted = carried(), {name: marks_of(name) for name in files}
    assert wanted[0]
    call_command("flush", interactive=False, verbosity=0)
    dice = random.Random(seed)
    names = list(files)
    dice.shuffle(names)
    passing = pipeline.take_in({f"passing/{name}": files[name] + b"\n\nGone again.\n" for name in names[:12]})
    for some in pipeline.portions(names, [5, 1, 17, 2]):
        pipeline.take_in({name: files[name] for name in some})
    rulings.withdraw_upload(passing.pk, by=None, reason="Not ours.")
    found = {row for row in carried() if not row[0].startswith("passing/")}
    assert (found, {name: marks_of(name) for name in files}) == wanted
