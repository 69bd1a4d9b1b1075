"""What articles bear, and what follows from it, comes back as it was read, whatever became of the tables."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command

from newsarchive.archive.models import Article, Carried, Credit, Naming, Notice, Paragraph, Sense, Story
from newsarchive.archive.services import keeping, resensing, rulings
from tests.archive import pipeline
from tests.archive.notice_files import CORRECTION, EMBARGO, KILL, carried

pytestmark = pytest.mark.django_db(transaction=True)

FILES = {**CORRECTION, **{name: KILL[name] for name in ("kill.txt", "substitute.txt")}, "held.txt": EMBARGO["held.txt"]}


def resense(*arguments: str) -> str:
    said = io.StringIO()
    call_command("resense", *arguments, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def standing() -> tuple[object, ...]:
    """All that notices are and do, by what is the same on every archive of these files."""
    notices = Notice.objects.order_by("pk").values_list("pk", "kinds", "marks", "slug", "serial", "said", "held_until")
    namings = Naming.objects.order_by("notice", "article").values_list("notice", "article", "confidence", "sure", "why")
    marks = Carried.objects.order_by("text", "notice", "mark").values_list("text", "notice", "mark", "why", "changes")
    stories = Story.objects.order_by("pk").values_list("pk", "marks", "held_until", "headline", "article_count")
    return tuple(map(list, (notices, namings, marks, stories)))


def corrupt() -> None:
    Notice.objects.filter(kinds__contains=["correction"]).delete()
    Notice.objects.filter(kinds__contains=["kill"]).update(said={"kills": {}}, names=[], slug="bees-sugar")
    Naming.objects.all().delete()
    Carried.objects.update(mark="withdrawn", why=["nonsense"])
    Story.objects.update(marks=["embargoed"], held_until=None)


def test_corrupted_tables_are_made_whole_again():
    pipeline.take_in(FILES)
    wanted = standing()
    assert Carried.objects.exists()
    corrupt()
    assert standing() != wanted
    said = resense()
    assert standing() == wanted
    assert f"{Article.objects.count()} articles were read anew." in said
    assert "trade: 2 articles" in said


def test_a_second_run_changes_nothing_and_says_so():
    pipeline.take_in(FILES)
    wanted = standing()
    said = resense()
    assert standing() == wanted
    assert "trade: 0 articles" in said
    assert "carried: 0 stories" in said


def test_a_dry_run_says_the_same_and_writes_nothing():
    pipeline.take_in(FILES)
    corrupt()
    before, read = standing(), list(Sense.objects.order_by("name").values())
    said = resense("--dry-run")
    assert "trade: 2 articles" in said
    assert standing() == before
    assert list(Sense.objects.order_by("name").values()) == read


def stories_said(said: str) -> int:
    return int(re.search(r"carried: ([\d,]+) stories", said)[1])


def test_marks_that_come_back_are_counted_by_a_dry_run_as_by_the_run():
    pipeline.take_in(FILES)
    wanted = standing()
    stories = Story.objects.filter(memberships__text__carried__isnull=False).distinct().count()
    Carried.objects.all().delete()
    assert [stories_said(resense(*more)) for more in (["--dry-run"], [], [])] == [stories, stories, 0]
    assert standing() == wanted


@pytest.mark.parametrize("at_once", [1, 3, 200])
def test_a_dry_run_counts_the_stories_that_the_run_writes(monkeypatch, at_once):
    pipeline.take_in(FILES)
    wanted = standing()
    monkeypatch.setattr(resensing, "AT_ONCE", at_once)
    Notice.objects.all().delete()
    Credit.objects.all().delete()
    dry, run = resense("--dry-run"), resense()
    assert dry.splitlines()[1:] == run.splitlines()
    assert stories_said(run) > 0
    assert standing() == wanted


def test_rulings_and_corrections_by_editors_stay():
    pipeline.take_in(FILES)
    article = pipeline.article_of("copy.txt")
    rulings.correct_article(article.pk, {"headline": "Harbour wall struck"}, by=None, reason="House style.")
    rulings.rule_on_notice(pipeline.article_of("corrected.txt").pk, False, by=None, reason="It was wrong itself.")
    wanted = standing(), carried()
    Notice.objects.all().delete()
    resense()
    assert (standing(), carried()) == wanted
    article.refresh_from_db()
    assert article.headline == "Harbour wall struck"


def test_stopped_in_the_middle_it_goes_on_from_there(monkeypatch):
    pipeline.take_in(FILES)
    wanted = standing()
    corrupt()
    monkeypatch.setattr(resensing, "AT_ONCE", 3)
    portions = []

    def stop(what: str, done: int, total: int) -> None:
        portions.append(done)
        if len(portions) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resensing.resense(stop)
    assert Sense.objects.get(name="trade").reached > 0
    said = resense()
    assert standing() == wanted
    assert f"{Article.objects.count() - 6} articles were read anew." in said
    assert dict(Sense.objects.values_list("name", "version")) == resensing.versions()


def test_what_is_of_an_earlier_release_is_said():
    pipeline.take_in({"bees.txt": FILES["bees.txt"]})
    Sense.objects.update_or_create(name="trade", defaults={"version": "trade-0"})
    assert "trade: read under trade-0" in resense("--list")
    resense()
    assert "Everything is as this release reads it." in resense("--list")


def test_an_empty_archive_is_read_by_this_releases_rules_from_the_start_and_a_filled_one_is_not():
    for name in resensing.versions():
        Sense.objects.update_or_create(name=name, defaults={"version": f"{name}-0"})
    before = dict(Sense.objects.values_list("name", "version"))
    pipeline.take_in({"bees.txt": FILES["bees.txt"]})
    resensing.begin()
    assert dict(Sense.objects.values_list("name", "version")) == before


def test_an_archive_that_holds_nothing_has_nothing_of_an_earlier_release():
    for name in resensing.versions():
        Sense.objects.update_or_create(name=name, defaults={"version": f"{name}-0"})
    resensing.begin()
    assert not resensing.stale()


def test_a_text_that_would_be_read_otherwise_is_told_and_left():
    pipeline.take_in({"bees.txt": FILES["bees.txt"], "wire.txt": FILES["wire.txt"]})
    changed, lost = pipeline.article_of("bees.txt"), pipeline.article_of("wire.txt")
    Paragraph.objects.filter(article=changed, position=1).update(printed="What another release read.")
    keeping.drop([lost.original_id])
    said = resense()
    assert f"1 articles would have other paragraphs today; their text was left as it is: {changed.pk}." in said
    assert f"1 articles could not be read anew and stay as they are: {lost.pk}." in said
    assert changed.paragraphs.get(position=1).body == "What another release read."
