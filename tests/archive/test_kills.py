"""Which stories a kill means, what takes it back, and what readers are told of both."""

from __future__ import annotations

import html
import random
import re

import pytest

from newsarchive.archive.models import Membership, Notice, Story
from newsarchive.archive.queries import export, marks
from newsarchive.archive.services import placing
from tests.archive import pipeline
from tests.archive.desk import plain
from tests.archive.notice_files import (
    CORRECTION,
    KILL,
    OTHER,
    carried,
    ferry,
    notice,
    page,
    reject,
    wire_copy,
)

pytestmark = pytest.mark.django_db(transaction=True)

HEADLINE = "Ferry Hesper sinks at its berth after striking wall"
NAMED = "Please kill the PORT SELWYN story slugged Ferry-Wall, headlined “{}”. No vessel was lost."


def kill(number: int, clock: str, said: str) -> bytes:
    """A kill under the slug of what it kills."""
    head = f"NORTHWIRE {number:04}\nBC-Ferry-Wall, KILL\nThu 9 Aug 2007 {clock} GMT\n\nBULLETIN KILL\n\n"
    return f"{head}Eds: {said}\n".encode()


def elsewhere(number: int, clock: str) -> bytes:
    """Another story under the same slug, from another place."""
    copy = wire_copy(number, "Ferry-Wall", clock, "Beekeepers of the valley ask for sugar", OTHER)
    return copy.replace(b"PORT SELWYN", b"TARN")


TWO = {
    "wire.txt": wire_copy(101, "Ferry-Wall", "04:12", HEADLINE, ferry("12")),
    "copy.txt": page("Night ferry strikes harbour wall", "9", ferry("12")),
    "bees.txt": elsewhere(102, "05:00"),
    "kill.txt": kill(107, "07:40", NAMED.format(HEADLINE)),
}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_kill_that_names_a_headline_spares_another_story_of_the_same_slug(seed: int):
    print("seed", seed)
    names = list(TWO)
    random.Random(seed).shuffle(names)
    for some in pipeline.portions(names, [1, 2]):
        pipeline.take_in({name: TWO[name] for name in some})
    assert carried() == {(name, "withdrawn", "kill.txt") for name in ("wire.txt", "copy.txt")}
    assert marks.asked_about([pipeline.article_of("bees.txt").pk]) == []


def test_what_the_notice_names_otherwise_is_asked_about_and_not_withdrawn():
    later = wire_copy(103, "Ferry-Wall", "06:00", "Divers search the harbour of Selwyn all night", ferry("12"))
    pipeline.take_in({"later.txt": later, "kill.txt": TWO["kill.txt"]})
    assert carried() == set()
    (asked,) = marks.asked_about([pipeline.article_of("later.txt").pk])
    assert "but its headline is another than the one named" in asked.why


def test_the_headline_of_the_substitute_is_not_what_is_killed():
    said = (
        "Kindly kill the PORT SELWYN story slugged Ferry-Wall. A substitute, headlined “No vessel lost after all,"
        " coastguard says”, will move as NORTHWIRE 0110."
    )
    pipeline.take_in(TWO | {"kill.txt": kill(107, "07:40", said)})
    assert {name for name, _, _ in carried()} == {"wire.txt", "copy.txt"}


HEADLINED_COPY = page(HEADLINE, "9", [*ferry("12")[:4], "Our own man on the quay saw no lamp."])
BACK = notice(112, "08:00", "Please disregard the kill of the story slugged Ferry-Wall. The story stands as sent.")
BY_SLUG_ALONE = {
    "wire.txt": TWO["wire.txt"],
    "headlined.txt": HEADLINED_COPY,
    "copy.txt": TWO["copy.txt"],
    "kill.txt": TWO["kill.txt"],
    "back.txt": BACK,
}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_taken_back_is_the_kill_as_a_whole_though_it_named_more(seed: int, desk):
    print("seed", seed)
    names = list(BY_SLUG_ALONE)
    random.Random(seed).shuffle(names)
    for some in pipeline.portions(names, [1, 2]):
        pipeline.take_in({name: BY_SLUG_ALONE[name] for name in some})
    assert carried() == set()
    killed = pipeline.article_of("kill.txt").pk
    said = plain(desk.get(f"/admin/archive/notice/{killed}/rule/"))
    assert f"(article {pipeline.article_of('back.txt').pk})" in said
    reject("back.txt")
    assert {name for name, _, _ in carried()} == {"wire.txt", "headlined.txt", "copy.txt"}
    assert "Taken back by" not in plain(desk.get(f"/admin/archive/notice/{killed}/rule/"))


def test_readers_see_which_kill_a_notice_takes_back_and_by_which_it_was(client, settings):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(BY_SLUG_ALONE)
    killed, back = (pipeline.article_of(name).pk for name in ("kill.txt", "back.txt"))
    said = client.get(f"/articles/{back}/").content.decode()
    assert f'takes back the kill <a href="/articles/{killed}/"' in " ".join(said.split())
    said = client.get(f"/articles/{killed}/").content.decode()
    assert f'Taken back by <a href="/articles/{back}/"' in " ".join(said.split())
    reject("back.txt")
    assert "takes back" not in plain(client.get(f"/articles/{back}/"))
    assert "This notice withdraws 3 articles" in plain(client.get(f"/articles/{killed}/"))


def test_no_correction_is_said_to_be_taken_back_with_a_kill(desk):
    pipeline.take_in(CORRECTION | {"kill.txt": TWO["kill.txt"], "back.txt": BACK})
    correction = pipeline.article_of("corrected.txt").pk
    assert "Taken back by" not in plain(desk.get(f"/admin/archive/notice/{correction}/rule/"))


def test_a_kill_of_another_story_of_the_slug_stands():
    other = kill(
        108,
        "07:50",
        "Please kill the TARN story slugged Ferry-Wall, headlined “Beekeepers of the valley ask for sugar”.",
    )
    said = f"Please disregard the kill of the story slugged Ferry-Wall, headlined “{HEADLINE}”. It stands as sent."
    pipeline.take_in(TWO | {"other.txt": other, "back.txt": notice(112, "08:00", said)})
    assert carried() == {("bees.txt", "withdrawn", "other.txt")}


REPEATED = kill(107, "07:40", "Kindly kill the PORT SELWYN story slugged Ferry-Wall, moved at 0412 GMT. It read:")
ADDED = "Subscribers who printed this report are asked to print its withdrawal in the same place and as large."
REPEATING = {name: TWO[name] for name in ("wire.txt", "copy.txt")}


@pytest.mark.parametrize("body", [ferry("12"), ferry("12", [ADDED])], ids=["the same text", "and more"])
@pytest.mark.parametrize("names", [["wire.txt", "copy.txt", "kill.txt"], ["kill.txt", "copy.txt", "wire.txt"]])
def test_a_kill_that_repeats_what_it_kills_does_not_lead_the_story(body, names, client, settings):
    settings.ANONYMOUS_READ = True
    files = REPEATING | {"kill.txt": REPEATED + ("\n" + "\n\n".join(body) + "\n").encode()}
    for name in names:
        pipeline.take_in({name: files[name]})
    killed, *others = (pipeline.article_of(name) for name in ("kill.txt", "wire.txt", "copy.txt"))
    borne = marks.borne_by([killed, *others])
    assert [borne[article.pk].marks for article in (killed, *others)] == [[], ["withdrawn"], ["withdrawn"]]
    (story,) = Story.objects.filter(memberships__text__articles__in=[killed, *others]).distinct()
    assert story.lead_article_id in {article.pk for article in others}
    assert "KILL" not in story.headline
    rows = {row.path: row for row in export.rows()}
    assert rows["kill.txt"].relation == "withdraws"
    assert {rows[name].relation for name in REPEATING} == {"withdrawn by"}
    assert "withdraws the lead" in plain(client.get(story.get_absolute_url()))


def test_readers_see_what_a_notice_withdraws_and_by_which_it_was(client, settings):
    settings.ANONYMOUS_READ = True
    pipeline.take_in(KILL)
    names = ("wire.txt", "copy.txt", "trim.txt", "late-copy.txt")
    killed, bees = pipeline.article_of("kill.txt"), pipeline.article_of("bees.txt").pk
    story = Membership.objects.get(text=killed.text_id).story
    for where in (f"/articles/{killed.pk}/", story.get_absolute_url()):
        said = client.get(where).content.decode()
        assert "withdraws 4 articles" in " ".join(said.split()), where
        for name in names:
            assert f'href="/articles/{pipeline.article_of(name).pk}/"' in said, where
        assert f'href="/articles/{bees}/"' not in said
    one = pipeline.article_of("wire.txt").pk
    assert f'Withdrawn by <a href="/articles/{killed.pk}/"' in client.get(f"/articles/{one}/").content.decode()
    assert "The first is a notice that withdraws the second." in plain(client.get(f"/compare/{killed.pk}/{one}/"))
    assert "The second is a notice that withdraws the first." in plain(client.get(f"/compare/{one}/{killed.pk}/"))
    assert "is a notice" not in plain(client.get(f"/compare/{bees}/{killed.pk}/"))


def test_what_is_under_embargo_is_not_named_by_the_page_of_its_kill(client, settings):
    settings.ANONYMOUS_READ = True
    held = b"EMBARGOED until 0001 GMT Friday Aug 10\n" + KILL["wire.txt"]
    pipeline.take_in({"held.txt": held, "kill.txt": KILL["kill.txt"]})
    killed, hidden = (pipeline.article_of(name) for name in ("kill.txt", "held.txt"))
    assert ("held.txt", "withdrawn", "kill.txt") in carried()
    assert f"/articles/{hidden.pk}/" in client.get(f"/articles/{killed.pk}/").content.decode()
    Notice.objects.filter(article=hidden).update(held_until="2107-08-09T00:00:00+00:00")
    placing.summarise(Story.objects.values_list("pk", flat=True))
    said = client.get(f"/articles/{killed.pk}/").content.decode()
    assert f"/articles/{hidden.pk}/" not in said
    assert "withdraws" not in said


def test_exports_say_which_notice_withdraws_what():
    pipeline.take_in(KILL)
    rows = {row.path: row for row in export.rows()}
    pk = {name: pipeline.article_of(name).pk for name in KILL}
    for name in ("wire.txt", "copy.txt", "trim.txt", "late-copy.txt"):
        assert (rows[name].relation, rows[name].related_to) == ("withdrawn by", pk["kill.txt"]), name
    assert (rows["kill.txt"].relation, rows["kill.txt"].related_to) == ("withdraws", pk["wire.txt"])
    assert rows["bees.txt"].relation == "lead"


def test_rejecting_a_notice_for_one_article_says_which(desk):
    pipeline.take_in(KILL)
    killed, wire = pipeline.article_of("kill.txt").pk, pipeline.article_of("wire.txt")
    where = f"/admin/archive/notice/{killed}/rule/"
    seen = html.unescape(re.search(r'name="seen" value="([^"]*)"', desk.get(where).content.decode())[1])
    given = {"act": "reject", "article": wire.pk, "reason": "The wreck is real.", "seen": seen}
    said = plain(desk.post(where, given, follow=True))
    assert f"The notice does not mean “{wire.headline}” (article {wire.pk})." in said
    assert "does not count" not in said
    assert f"rejected it for article {wire.pk}" in plain(desk.get(where))


KILLED_CORRECTION = {
    **{name: CORRECTION[name] for name in ("wire.txt", "copy.txt", "corrected.txt", "corrected-copy.txt")},
    "kill.txt": kill(108, "07:40", "Kindly kill NORTHWIRE 0104, which was sent as a correction by mistake."),
}


def test_a_correction_that_is_killed_by_its_number_corrects_nothing():
    names = list(KILLED_CORRECTION)
    pipeline.take_in({name: KILLED_CORRECTION[name] for name in names[:-1]})
    assert ("wire.txt", "corrected", "corrected.txt") in carried()
    pipeline.take_in({"kill.txt": KILLED_CORRECTION["kill.txt"]})
    marked = carried()
    assert ("corrected.txt", "withdrawn", "kill.txt") in marked
    assert not {mark for _, mark, by in marked if by == "corrected.txt"}
    print(marked)
