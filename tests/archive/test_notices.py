"""Corrections, kills and embargoes carry to every copy, whatever the order in which files arrive."""

from __future__ import annotations

import datetime
import html
import random
import re
from collections.abc import Iterable, Mapping

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.notices import made
from newsarchive.archive.models import Article, Carried, Notice, Ruling, Story
from newsarchive.archive.queries import export, marks, telling
from newsarchive.archive.services import carrying, killing, placing, rulings
from tests.archive import pipeline
from tests.archive.admin_rows import staff

pytestmark = pytest.mark.django_db(transaction=True)

LEDE = (
    "A night ferry struck the harbour wall of Port Selwyn and sank at its berth, and {} people were killed, the"
    " coastguard said."
)
REST = [
    "The vessel, the Hesper, had come in from the outer islands with the market boats and was seen to turn too late in"
    " the swell that runs across the entrance when the wind stands in the north-east.",
    "Divers worked along the quay until the tide turned. Harbour master Idris Vane said that the wall had been marked"
    " for repair since the spring and that its lamp had been dark for a week.",
    "Families waited in the fish hall, where the parish had set up beds. The island council called off the regatta that"
    " was to have begun on Saturday, the first time since the great frost.",
    "The Hesper was built at Lindmouth forty years ago and had carried the mail until the airstrip was laid. Her owners"
    " said that she had passed an inspection in May.",
]
OTHER = [
    "Beekeepers of the Tarn valley asked for sugar on Thursday after a month of rain in which no hive had flown.",
    "The association of keepers counted four hundred colonies that would not see the heather, its secretary Una Prell"
    " told a meeting in the schoolhouse, and said that sugar was cheaper than new queens.",
    "The ministry of the countryside promised an answer within the week and sent two wagons from its own store.",
]


def wire_copy(number: int, slug: str, clock: str, headline: str, body: Iterable[str], note: str = "") -> bytes:
    """As the agency's own feed prints it."""
    lines = [f"NORTHWIRE {number:04}", f"BC-{slug}", f"Thu 9 Aug 2007 {clock} GMT", "", headline, ""]
    lines += [note, ""] if note else []
    first, *others = body
    return "\n".join([*lines, f"PORT SELWYN, Aug 9 (Northwire) - {first}", *(f"\n{text}" for text in others)]).encode()


def page(headline: str, day: str, body: Iterable[str]) -> bytes:
    """As a site runs it."""
    return "\n\n".join([headline, f"Published August {day}, 2007", *body]).encode()


def ferry(toll: str, more: Iterable[str] = ()) -> list[str]:
    return [LEDE.format(toll), *REST, *more]


CORRECTION: Mapping[str, bytes] = {
    "wire.txt": wire_copy(101, "Ferry-Wall", "04:12", "Ferry sinks at its berth", ferry("12")),
    "copy.txt": page("Night ferry strikes harbour wall", "9", ferry("12")),
    "trim.txt": page("Ferry lost in harbour", "9", ferry("12")[:3]),
    "trim-without.txt": page("Lamp was dark for a week, says Vane", "9", REST[:3]),
    "corrected.txt": wire_copy(
        104, "Ferry-Wall", "06:30", "CORRECTED - Ferry sinks at its berth", ferry("19"), "(Corrects toll to 19 from 12)"
    ),
    "corrected-copy.txt": page("Ferry wall toll is nineteen", "10", ferry("19")),
    "late-copy.txt": page("Ferry dead mourned", "11", ferry("12")),
    "bees.txt": wire_copy(102, "Bees-Sugar", "05:00", "Beekeepers ask for sugar", OTHER),
}

KILL_NOTICE = (
    b"NORTHWIRE 0107\nBC-Ferry-Wall, KILL\nThu 9 Aug 2007 07:40 GMT\n\nBULLETIN KILL\n\n"
    b"Eds: Kindly kill the PORT SELWYN story slugged Ferry-Wall, moved at 0412 GMT.\n\n"
    b"The coastguard says that no vessel was lost. A substitute story will follow.\n"
)
SUBSTITUTE = [
    "No vessel was lost at Port Selwyn overnight, the coastguard said on Thursday, after a drill with a hulk had been"
    " taken for a wreck.",
    "The exercise had been announced to mariners a fortnight ago, and the hulk was afloat again by breakfast, its"
    " commander Rhona Teague said.",
    "Callers had rung the station from as far as Lindmouth, and the vicar had opened his church.",
]
KILL: Mapping[str, bytes] = {
    **{name: CORRECTION[name] for name in ("wire.txt", "copy.txt", "trim.txt", "late-copy.txt", "bees.txt")},
    "kill.txt": KILL_NOTICE,
    "substitute.txt": wire_copy(110, "Ferry-Wall", "08:55", "No vessel lost, coastguard says", SUBSTITUTE),
}
EMBARGO: Mapping[str, bytes] = {
    "held.txt": b"EMBARGOED until 0001 GMT Friday Aug 10\n" + CORRECTION["wire.txt"],
    "copy.txt": CORRECTION["copy.txt"],
    "trim.txt": CORRECTION["trim.txt"],
    "bees.txt": CORRECTION["bees.txt"],
}

Marks = set[tuple[str, str, str]]


def carried() -> Marks:
    """File, mark, and the notice's file."""
    name = {a.pk: a.receipts.first().file.name for a in Article.objects.prefetch_related("receipts__file")}
    rows = Carried.objects.values_list("text__articles", "mark", "notice__article")
    return {(name[article], mark, name[notice]) for article, mark, notice in rows}


def marks_of(name: str) -> list[str]:
    return Story.objects.get(memberships__text__articles=pipeline.article_of(name)).marks


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


def notice(number: int, clock: str, said: str) -> bytes:
    """A note of the desk, a minute's work."""
    lines = (f"NORTHWIRE {number:04}", "BC-ADVISORY", f"Thu 9 Aug 2007 {clock} GMT", "", "ADVISORY", "", f"Eds: {said}")
    return "\n".join([*lines, "", "The desk regrets the trouble that this may have made."]).encode()


BACK = notice(
    112, "08:00", "Please disregard the kill of the story slugged Ferry-Wall, sent in error. The story stands."
)
TAKEN_BACK = {name: KILL[name] for name in ("wire.txt", "copy.txt", "bees.txt", "kill.txt")} | {"back.txt": BACK}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_kill_that_is_taken_back_kills_nothing_whichever_came_first(seed: int):
    print("seed", seed)
    names = list(TAKEN_BACK)
    random.Random(seed).shuffle(names)
    for some in pipeline.portions(names, [1, 2]):
        pipeline.take_in({name: TAKEN_BACK[name] for name in some})
    assert carried() == set()
    assert marks.asked_about([pipeline.article_of("wire.txt").pk]) == []
    reject("back.txt")
    assert carried() == {(name, "withdrawn", "kill.txt") for name in ("wire.txt", "copy.txt")}


def test_a_kill_after_one_was_taken_back_counts():
    again = KILL_NOTICE.replace(b"0107", b"0120").replace(b"07:40", b"09:10")
    pipeline.take_in(TAKEN_BACK | {"again.txt": again})
    assert carried() == {(name, "withdrawn", "again.txt") for name in ("wire.txt", "copy.txt")}


@pytest.mark.parametrize(
    "said", ["Kindly kill NORTHWIRE 0101, moved at 0412 GMT.", "Kill PORT SELWYN story, moved at 0412 GMT."]
)
@pytest.mark.parametrize("first", ["wire.txt", "kill.txt"])
def test_a_kill_of_one_line_finds_its_story_by_number_or_place_and_hour(said: str, first: str):
    kill = "\n".join(
        ("NORTHWIRE 0150", "BC-ADVISORY", "Thu 9 Aug 2007 07:40 GMT", "", "BULLETIN KILL", "", f"Eds: {said}")
    )
    files = {"kill.txt": kill.encode()} | {name: KILL[name] for name in ("wire.txt", "copy.txt", "bees.txt")}
    pipeline.take_in({first: files.pop(first)})
    pipeline.take_in(files)
    assert carried() == {(name, "withdrawn", "kill.txt") for name in ("wire.txt", "copy.txt")}


def test_please_do_not_kill_kills_nothing():
    said = (
        "Please do not kill the story slugged Ferry-Wall. It stands as sent; a rumour that it was withdrawn is wrong."
    )
    pipeline.take_in(
        {"wire.txt": KILL["wire.txt"], "copy.txt": KILL["copy.txt"], "not.txt": notice(112, "08:00", said)}
    )
    assert carried() == set()


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


def reject(name: str, **more) -> None:
    """As an editor would, the notice that a file bears."""
    rulings.rule_on_notice(pipeline.article_of(name).pk, more.pop("counts", False), by=None, reason="A hoax.", **more)


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
    page = " ".join(client.get(f"/articles/{copy.pk}/").content.decode().split())
    assert "12 → 19" in page
    assert f'href="/articles/{note.pk}/"' in page
    story = client.get(Story.objects.get(memberships__text=copy.text_id).get_absolute_url()).content.decode()
    assert "12 → 19" in story
    assert story.count('<strong class="mark">corrected</strong>') >= 5
    assert '<strong class="mark">has a correction</strong>' in client.get("/").content.decode()


MORE = [
    "Pilots had asked twice for a lamp on the mole, their spokeswoman Greta Lunn told reporters on the quay, and had"
    " been promised one for the first of September, when the dredger was due back from the northern ports.",
    "Fishermen lent their nets to keep the cargo of barrels, crates and two pianos from drifting into the channel.",
]
CHAIN: Mapping[str, bytes] = {
    "wire.txt": wire_copy(101, "Ferry-Wall", "04:12", "Ferry sinks at its berth", ferry("12", MORE)),
    "copy.txt": page("Night ferry strikes harbour wall", "9", ferry("12", MORE)),
    "first.txt": wire_copy(
        104,
        "Ferry-Wall",
        "06:30",
        "CORRECTED - Ferry sinks at its berth",
        ferry("19", MORE),
        "(Corrects toll to 19 from 12)",
    ),
    "first-copy.txt": page("Ferry wall toll is nineteen", "9", ferry("19", MORE)),
    "second.txt": wire_copy(
        109,
        "Ferry-Wall",
        "08:30",
        "CORRECTED - Ferry sinks at its berth",
        ferry("29", MORE),
        "(Corrects toll to 29 from 19)",
    ),
    "second-copy.txt": page("Ferry wall toll is 29", "9", ferry("29", MORE)),
}


def test_a_correction_of_a_correction_leaves_what_it_makes_right():
    pipeline.take_in(CHAIN)
    marked = {(name, mark) for name, mark, _ in carried()}
    assert not {("second.txt", "corrected"), ("second-copy.txt", "corrected")} & marked
    assert {(name, "corrected") for name in ("wire.txt", "copy.txt", "first.txt", "first-copy.txt")} <= marked
    told = {(c["before"], c["after"]) for row in Carried.objects.all() for c in row.changes}
    assert told <= {("12", "19"), ("19", "29"), ("12", "29")}


def test_a_story_whose_lead_is_right_has_a_correction_and_says_who_is_wrong(client, settings):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(CORRECTION)
    story = Story.objects.get(memberships__text__articles=pipeline.article_of("wire.txt"))
    wrong = pipeline.article_of("wire.txt")
    rulings.choose_lead(story.pk, article_id=wrong.pk, by=None, reason="It came first.")
    said = " ".join(client.get(story.get_absolute_url()).content.decode().split())
    assert '<p class="kicker"> <strong class="mark">corrected</strong>' in said
    assert "4 articles print what was wrong, the lead among them." in said
    rulings.choose_lead(story.pk, article_id=pipeline.article_of("corrected.txt").pk, by=None, reason="It is right.")
    said = " ".join(client.get(story.get_absolute_url()).content.decode().split())
    assert '<p class="kicker"> <strong class="mark">has a correction</strong>' in said
    assert "4 articles print what was wrong. The lead does not." in said
    assert "marked CORRECTED by its agency" in said
    assert "it prints what was corrected" not in said.lower().split("<table")[0]


def test_many_kills_of_one_slug_are_told_in_three_banners_and_a_count(client, settings):
    settings.ANONYMOUS_READ = True
    kills = {
        f"kill{n}.txt": KILL_NOTICE.replace(b"0107", f"{200 + n:04}".encode()).replace(
            b"07:40", f"07:{40 + n}".encode()
        )
        for n in range(7)
    }
    pipeline.take_in({"wire.txt": KILL["wire.txt"], "copy.txt": KILL["copy.txt"]} | kills)
    story = Story.objects.get(memberships__text__articles=pipeline.article_of("wire.txt"))
    said = client.get(story.get_absolute_url()).content.decode()
    before, _, after = said.partition('<details class="more-notices">')
    assert before.count('aria-label="Withdrawn"') == 3
    assert "<summary>4 more notices</summary>" in after
    assert after.count('aria-label="Withdrawn"') == 4


def test_an_embargo_that_is_over_is_told_as_that(client, settings):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(EMBARGO)
    assert '<strong class="mark">was embargoed</strong>' in client.get("/").content.decode()
    on = datetime.datetime(2007, 8, 9, tzinfo=datetime.UTC)
    held = {pipeline.article_of(name).pk for name in ("held.txt", "copy.txt", "trim.txt")}
    assert set(marks.embargoed(on)) == held
    assert marks.embargoed(on + datetime.timedelta(days=2)) == []


def test_exports_have_the_marks():
    pipeline.take_in(CORRECTION)
    rows = {row.path: row for row in export.rows()}
    note = str(pipeline.article_of("corrected.txt").pk)
    assert (rows["copy.txt"].marks, rows["copy.txt"].notices) == ("corrected", note)
    assert rows["copy.txt"].changes == "berth, and 12 → 19 people"
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


def test_embargoes_that_are_over_are_not_listed_as_embargoed(client, settings):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(EMBARGO)
    assert "harbour" not in client.get("/?marked=embargoed").content.decode()
    Notice.objects.filter(kinds__contains=["embargo"]).update(held_until="2107-08-09T00:00:00+00:00")
    placing.summarise(Story.objects.values_list("pk", flat=True))
    assert "harbour" in client.get("/?marked=embargoed").content.decode()


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


QUERIES = 4
"""Of an anonymous reader's list: stories, count, and what the filters offer that is not remembered."""


def asked_by(act) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]


def test_an_archive_without_notices_asks_whether_there_are_any_and_no_more():
    with CaptureQueriesContext(connection) as queries:
        pipeline.take_in({"bees.txt": page("Beekeepers ask for sugar", "9", OTHER)})
    about = [q["sql"] for q in queries if re.search("archive_(notice|naming|carried)", q["sql"])]
    assert len(about) <= 5, about
    assert all("LIMIT 1" in question for question in about), about


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


QUESTIONS_OF_CARRYING = 13
"""Any notice, those in the stories, namings, rulings, members, marks lifted, what is said, words, paragraphs, what
holds others, and what stands."""

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
