"""What a correction puts right is told so on pages, marked or said by an editor, whatever the words weigh."""

from __future__ import annotations

import html
import random
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from newsarchive.archive.models import Carried, Notice, Ruling, Sense, Story
from newsarchive.archive.queries import telling
from newsarchive.archive.queries.putting_right import Question, unanswered
from newsarchive.archive.queries.related import related
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.archive.services import rulings
from newsarchive.archive.templatetags.change_words import changed
from newsarchive.dedup.relations import Relation
from tests.archive import pipeline
from tests.archive.admin_rows import staff
from tests.archive.desk import confirm, fields, history_page, plain, ruling_page, undo_page
from tests.archive.notice_files import CORRECTION, carried, ferry, marks_of, page, wire_copy

pytestmark = pytest.mark.django_db(transaction=True)

RATE_CUT = [name for name in pipeline.samples() if pipeline.sample_truth()[name][1] == "valdora-rate-cut"]
CORRECTED = "northwire-desk/valdora-rate-cut-corrected.txt"
CUT = "northwire-desk/valdora-rate-cut.txt"


def is_to(one: str, other: str) -> str | None:
    pair = pipeline.article_of(one).text_id, pipeline.article_of(other).text_id
    return related([pair], for_pages())[pair].relation


def test_the_sample_that_its_agency_marked_corrected_corrects_what_it_corrects():
    pipeline.take_in({name: pipeline.samples()[name] for name in RATE_CUT})
    assert is_to(CORRECTED, CUT) == Relation.CORRECTS
    assert is_to(CUT, CORRECTED) == Relation.CORRECTED_BY
    copy = "lakeside-post/bank-cuts-in-one-step.txt"
    assert is_to(CORRECTED, copy) == Relation.CORRECTS


def test_a_copy_of_a_correction_corrects_too():
    pipeline.take_in(CORRECTION)
    assert is_to("corrected.txt", "wire.txt") == Relation.CORRECTS
    assert is_to("trim.txt", "corrected.txt") == Relation.CORRECTED_BY
    assert is_to("corrected-copy.txt", "trim.txt") == Relation.CORRECTS


UNMARKED = {
    **{name: CORRECTION[name] for name in ("wire.txt", "copy.txt", "trim.txt", "late-copy.txt", "bees.txt")},
    "nineteen.txt": page("Ferry wall toll is nineteen", "10", ferry("nineteen")),
    "nineteen-trim.txt": page("Wall toll", "10", ferry("19")[:3]),
}
WRONG = {"wire.txt", "copy.txt", "trim.txt", "late-copy.txt"}
SAID = {(name, "corrected", "nineteen.txt") for name in WRONG} | {
    (name, "corrects", "nineteen.txt") for name in ("nineteen.txt", "nineteen-trim.txt")
}

FLAGS = "Flags on the island flew at half mast on Sunday, and the bakers gave their bread away."


def say(right: str, wrong: str, corrects: bool = True) -> Ruling:
    pks = (pipeline.article_of(name).pk for name in (right, wrong))
    return rulings.rule_on_correction(*pks, corrects, by=None, reason="The desk said so by telephone.")


def test_what_nothing_marks_carries_nothing_until_an_editor_says_so_and_no_more_when_that_is_undone():
    pipeline.take_in({name: UNMARKED[name] for name in UNMARKED if name != "late-copy.txt"})
    assert carried() == set()
    ruling = say("nineteen.txt", "wire.txt")
    assert carried() == {row for row in SAID if row[0] != "late-copy.txt"}
    assert {(c["before"], c["after"]) for row in Carried.objects.all() for c in row.changes} == {("12", "19")}
    assert marks_of("copy.txt") == ["corrected"]
    assert is_to("nineteen.txt", "copy.txt") == Relation.CORRECTS
    assert telling.told(ruling) == "ruled that one article corrects another"
    pipeline.take_in({"late-copy.txt": UNMARKED["late-copy.txt"]})
    assert carried() == SAID
    rulings.undo(ruling.pk, by=None, reason="Another ferry.")
    assert (carried(), marks_of("copy.txt")) == (set(), [])
    assert not Notice.objects.filter(article=pipeline.article_of("nineteen.txt")).exists()


@pytest.mark.parametrize("seed", [61, 62])
def test_what_an_editor_said_does_not_depend_on_what_came_first_or_was_away_for_a_while(seed: int):
    print("seed", seed)
    pipeline.take_in({name: UNMARKED[name] for name in ("nineteen.txt", "wire.txt")})
    say("nineteen.txt", "wire.txt")
    rest = [name for name in UNMARKED if name not in ("nineteen.txt", "wire.txt")]
    random.Random(seed).shuffle(rest)
    uploads = [pipeline.take_in({name: UNMARKED[name] for name in some}) for some in pipeline.portions(rest, [1, 2])]
    assert carried() == SAID
    gone = [rulings.withdraw_upload(upload.pk, by=None, reason="Not ours.") for upload in uploads]
    assert {name for name, *_ in carried()} == {"nineteen.txt", "wire.txt"}
    for ruling in reversed(gone):
        rulings.undo(ruling.pk, by=None, reason="Ours.")
    assert carried() == SAID


def test_reading_everything_anew_leaves_what_an_editor_said():
    pipeline.take_in(UNMARKED)
    say("nineteen.txt", "wire.txt")
    Sense.objects.all().delete()
    call_command("resense")
    assert carried() == SAID


def test_the_latest_ruling_on_two_articles_counts_and_the_same_is_not_said_twice():
    pipeline.take_in(UNMARKED)
    say("nineteen.txt", "wire.txt")
    with pytest.raises(rulings.Refused, match="says so already"):
        say("nineteen.txt", "wire.txt")
    neither = say("wire.txt", "nineteen.txt", False)
    assert carried() == set()
    rulings.undo(neither.pk, by=None, reason="It does.")
    assert carried() == SAID
    say("wire.txt", "nineteen.txt")
    assert ("wire.txt", "corrects", "wire.txt") in carried()
    assert ("nineteen.txt", "corrected", "wire.txt") in carried()
    assert not SAID & carried()


def test_two_articles_of_one_text_or_of_two_stories_cannot_correct_each_other():
    pipeline.take_in(UNMARKED)
    for other, why in (("copy.txt", "the same text"), ("bees.txt", "not in one story")):
        with pytest.raises(rulings.Refused, match=why):
            say("wire.txt", other)
    with pytest.raises(rulings.Refused, match="not in the archive"):
        rulings.rule_on_correction(10**9, pipeline.article_of("wire.txt").pk, by=None, reason="Wrong number.")


def test_an_editor_overrules_what_a_marked_correction_seems_to_correct():
    pipeline.take_in(CORRECTION)
    say("corrected.txt", "copy.txt", False)
    assert ("copy.txt", "corrected", "corrected.txt") not in carried()
    assert ("trim.txt", "corrected", "corrected.txt") in carried()


def test_what_an_editor_said_rests_while_the_two_are_in_two_stories():
    pipeline.take_in(UNMARKED)
    say("nineteen.txt", "wire.txt")
    wire = pipeline.article_of("wire.txt")
    apart = rulings.rule_on_pair(
        wire.pk, pipeline.article_of("nineteen.txt").pk, "different", by=None, reason="Another ferry."
    )
    assert ("wire.txt", "corrected", "nineteen.txt") not in carried()
    rulings.undo(apart.pk, by=None, reason="The same ferry.")
    assert carried() == SAID


def corrects_page(one: str, other: str) -> str:
    pks = (pipeline.article_of(name).pk for name in (one, other))
    return reverse("admin:archive_ruling_corrects") + "?" + "&".join(f"article={pk}" for pk in pks)


def story_said(client, name: str) -> str:
    story = Story.objects.get(memberships__text__articles=pipeline.article_of(name))
    return plain(client.get(story.get_absolute_url()))


class TestTheDesk:
    """An editor is asked on the story's page, sees both articles with what differs, and says which is right."""

    @pytest.fixture(autouse=True)
    def _here(self, db):
        pipeline.take_in(UNMARKED)

    def test_strangers_and_those_without_the_right_are_kept_out(self, client):
        where = corrects_page("nineteen.txt", "wire.txt")
        assert client.get(where).status_code == 302
        client.force_login(staff("ari"))
        assert client.get(where).status_code == 403
        assert client.post(where.split("?")[0], {"reason": "x"}).status_code == 403
        assert carried() == set()

    def test_it_shows_what_differs_and_the_answer_carries_and_can_be_undone(self, desk):
        where = corrects_page("nineteen.txt", "wire.txt")
        assert "killed 12 → 19" in plain(desk.get(where))
        right = pipeline.article_of("nineteen.txt").pk
        said = plain(confirm(desk, where, verdict=[str(right)]))
        assert f"Article {right} corrects the other." in said
        assert carried() == SAID
        ruling = Ruling.objects.get()
        assert f"Ruling {ruling.pk} says that article {right} corrects article" in plain(desk.get(where))
        assert "ruled that one article corrects another" in plain(
            desk.get(f"/admin/archive/ruling/{ruling.pk}/change/")
        )
        confirm(desk, undo_page(ruling))
        assert carried() == set()

    def test_undoing_tells_beforehand_whose_marks_go_and_the_ruling_tells_whose_it_made(self, desk):
        right = pipeline.article_of("nineteen.txt").pk
        ruling = say("nineteen.txt", "wire.txt")
        assert f"4 articles: no mark → became corrected by article {right}" in plain(desk.get(ruling_page(ruling)))
        said = plain(desk.get(undo_page(ruling)))
        assert f"4 articles: corrected by article {right} → becomes no mark" in said
        assert "2 articles: correction → becomes no mark" in said
        assert "Nothing would change" not in said

    def test_undoing_neither_tells_that_the_earlier_ruling_marks_again(self, desk):
        say("nineteen.txt", "wire.txt")
        neither = say("wire.txt", "nineteen.txt", False)
        right = pipeline.article_of("nineteen.txt").pk
        assert f"4 articles: no mark → becomes corrected by article {right}" in plain(desk.get(undo_page(neither)))
        assert f"4 articles: corrected by article {right} → became no mark" in plain(desk.get(ruling_page(neither)))
        assert carried() == set()

    def test_a_ruling_that_turns_two_round_tells_so(self, desk):
        say("nineteen.txt", "wire.txt")
        turned = say("wire.txt", "nineteen.txt")
        assert "→ became correction" in plain(desk.get(ruling_page(turned)))
        assert "correction → becomes corrected by" in plain(desk.get(undo_page(turned)))

    def test_the_history_says_which_of_several_rulings_counts_and_which_rests(self, desk):
        wire = pipeline.article_of("wire.txt")
        first, second, third = (
            say("nineteen.txt", "wire.txt"),
            say("wire.txt", "nineteen.txt", False),
            say("wire.txt", "nineteen.txt"),
        )
        story = Story.objects.get(memberships__text__articles=wire)
        history = plain(desk.get(history_page(story)))
        assert history.count(f"superseded by ruling {third.pk} on the same two articles") == 2
        for earlier in (first, second):
            assert f"It is superseded by ruling {third.pk}" in plain(desk.get(ruling_page(earlier)))
        page = plain(desk.get(ruling_page(third)))
        assert "It counts" in page
        assert f"Ruling {third.pk}: which of two articles is right" in page
        assert "The article that corrects the other" in page
        assert "kept apart" not in page
        assert "mark set or lifted" not in page
        again = plain(desk.get(undo_page(third))).split("Rulings that would count again")[1]
        assert f"Ruling {second.pk}" in again
        assert f"Ruling {first.pk}" not in again
        rulings.rule_on_pair(
            wire.pk, pipeline.article_of("nineteen.txt").pk, "different", by=None, reason="Another ferry."
        )
        assert "rests: its two articles are in two stories" in plain(desk.get(ruling_page(third)))
        rulings.undo(third.pk, by=None, reason="No.")
        assert f"superseded by ruling {second.pk}" in plain(desk.get(ruling_page(first)))

    def test_the_storys_page_says_that_an_editor_said_so_and_leads_to_the_ruling(self, desk, client):
        ruling = say("nineteen.txt", "wire.txt")
        story = Story.objects.get(memberships__text__articles=pipeline.article_of("wire.txt"))
        page = desk.get(story.get_absolute_url())
        assert "An editor says so." in plain(page)
        assert "Reject this notice" not in plain(page)
        assert undo_page(ruling) in page.content.decode()
        client.force_login(staff("ari"))
        read = client.get(story.get_absolute_url())
        assert "An editor says so." in plain(read)
        assert undo_page(ruling) not in read.content.decode()

    def test_neither_is_an_answer_and_nobody_is_asked_again(self, desk):
        ask = "may put right"
        assert ask in story_said(desk, "wire.txt")
        while ask in story_said(desk, "wire.txt"):
            story = Story.objects.get(memberships__text__articles=pipeline.article_of("wire.txt"))
            page = desk.get(story.get_absolute_url()).content.decode()
            address = html.unescape(re.search(r'href="([^"]*/ruling/corrects/[^"]*)"', page)[1])
            before = Ruling.objects.count()
            confirm(desk, address, verdict=["neither"])
            assert Ruling.objects.count() == before + 1
        assert carried() == set()

    def test_two_of_one_text_of_two_stories_or_no_two_at_all_cannot_be_ruled_on(self, desk):
        assert "print the same text" in plain(desk.get(corrects_page("wire.txt", "copy.txt")))
        assert "not in one story" in plain(desk.get(corrects_page("wire.txt", "bees.txt")))
        assert "Name two articles" in plain(desk.get(reverse("admin:archive_ruling_corrects")))
        assert "Not both" in plain(desk.get(reverse("admin:archive_ruling_corrects") + "?article=1&article=99999999"))

    def test_what_was_answered_is_not_asked_again_of_a_copy_but_another_change_is(self):
        pipeline.take_in({"nineteen-copy.txt": page("Nineteen mourned", "12", [*ferry("19"), FLAGS])})
        pipeline.take_in({"thirty-copy.txt": page("Thirty mourned", "12", [*ferry("30"), FLAGS])})
        wire, copy, thirty = map(pipeline.article_of, ("wire.txt", "nineteen-copy.txt", "thirty-copy.txt"))
        story = Story.objects.get(memberships__text__articles=wire)
        asked = [Question(copy, wire, "killed 12 → 19"), Question(wire, thirty, "killed 30 → 12")]
        assert unanswered(asked, story.pk) == asked
        say("nineteen.txt", "wire.txt", False)
        assert unanswered(asked, story.pk) == asked[1:]

    def test_what_holds_for_a_copy_is_chosen_beforehand_and_nothing_where_nothing_is_known(self, desk):
        pipeline.take_in({"nineteen-copy.txt": page("Nineteen mourned", "12", [*ferry("19"), FLAGS])})
        where = corrects_page("nineteen-copy.txt", "wire.txt")
        asked = desk.get(where)
        assert "verdict" not in fields(asked)
        assert "Nothing in the archive says which is the later." in plain(asked)
        say("wire.txt", "nineteen.txt")
        wire, copy = (pipeline.article_of(name).pk for name in ("wire.txt", "nineteen-copy.txt"))
        asked = desk.get(where)
        assert fields(asked)["verdict"] == [str(wire)]
        assert f"From article {copy} to article {wire}" in plain(asked)
        say("nineteen.txt", "wire.txt")
        assert fields(desk.get(where))["verdict"] == [str(copy)]
        say("nineteen-copy.txt", "wire.txt", False)
        assert fields(desk.get(where))["verdict"] == ["neither"]

    def test_an_agencys_own_clock_and_its_marks_say_which_is_the_later(self, desk):
        later = wire_copy(109, "Ferry-Wall", "09:40", "Ferry sinks, many dead", ferry("21"))
        pipeline.take_in({"twenty-one.txt": later})
        asked = desk.get(corrects_page("twenty-one.txt", "wire.txt"))
        assert fields(asked)["verdict"] == [str(pipeline.article_of("twenty-one.txt").pk)]

    def test_readers_are_not_asked_and_see_what_differs_instead_of_a_guess(self, client, settings):
        settings.ANONYMOUS_READ = True
        said = story_said(client, "wire.txt")
        assert "may put right" not in said
        assert "perhaps correct" not in said
        assert "killed 12 → nineteen" in said or "killed nineteen → 12" in said

    def test_a_notice_that_is_one_by_ruling_leads_to_the_ruling(self, desk):
        ruling = say("nineteen.txt", "wire.txt")
        where = f"/admin/archive/notice/{pipeline.article_of('nineteen.txt').pk}/rule/"
        page = desk.get(where)
        assert f"Ruling {ruling.pk}" in plain(page)
        assert undo_page(ruling) in page.content.decode()

    @pytest.mark.parametrize("going", ["nineteen-too.txt", "wire-too.txt"])
    def test_withdrawing_one_of_the_two_tells_beforehand_how_many_others_lose_their_mark(self, client, going):
        client.force_login(staff("wanda", "rule", "withdraw_upload"))
        files = {"nineteen-too.txt": ferry("19", [FLAGS]), "wire-too.txt": ferry("12", [FLAGS])}
        uploads = {name: pipeline.take_in({name: page("Ferry", "12", body)}) for name, body in files.items()}
        say("nineteen-too.txt", "wire-too.txt")
        stay = {row for row in carried() if row[0] != going}
        marked, right = (sum(mark == m for _, mark, _ in stay) for m in ("corrected", "corrects"))
        where = reverse("admin:archive_upload_withdraw", args=[uploads[going].pk])
        said = plain(client.get(where))
        assert f"{marked} articles that stay: no longer corrected" in said
        assert f"{right} articles that stay: no longer correction" in said
        confirm(client, where)
        assert carried() == set()


def test_a_change_is_told_from_left_to_right_each_side_in_its_own_direction():
    said = changed("شخصا 32 → 23; <b>1 → 2")
    assert re.findall("<bdi>(.*?)</bdi>", said) == ["شخصا 32", "23", "&lt;b&gt;1", "2"]
    assert 'dir="ltr"' in said
    assert said.count('aria-label="changed to"') == 2
    assert html.unescape(re.sub("<[^>]*>", "", said)) == "شخصا 32 → 23; <b>1 → 2"
