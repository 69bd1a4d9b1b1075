"""What the archivist sees first of a story: the fullest clean copy, whatever the order files came in."""

from __future__ import annotations

import io
import random

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from bench.answers import printed
from bench.invented import edited_copies
from newsarchive.archive.models import Sense, Story, Version
from newsarchive.archive.queries import profiles
from newsarchive.archive.queries.leads import leads_of_versions
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import rulings
from newsarchive.dedup.leads import ASKED
from tests.archive import pipeline
from tests.archive.admin_rows import FERRY
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db

DESK = Desk(20261128)
REPORT = DESK.report(8)
CAPTION = "The ferry Petrel lies on the mole of Port Selwyn in this Tuesday, May 3, 2011 file photo."
PLACE = "PORT SELWYN, May 4, 2011 (Northwire) - "


def outlets() -> dict[str, bytes]:
    """Clean copies of a report, cuts of it, and pages into whose text their other headlines or comments got."""
    comments = [f"Reader {n} wrote: {DESK.paragraph(25)}" for n in range(40)]
    return {
        "agency.txt": page("Ferry aground off Port Selwyn", REPORT, PLACE),
        "clean.txt": page("Ferry runs aground", [*REPORT[:7], DESK.edited(REPORT[7], 2)], PLACE),
        "comments.txt": page("Our town | Home", [*REPORT, *comments]),
        "headlines.txt": page("Today in the region", [*DESK.report(12), *REPORT]),
        "twice.txt": page("Ferry", [*REPORT, *(DESK.edited(p, 6) for p in REPORT[2:])]),
        "brief.txt": page("In brief", REPORT[:3], PLACE),
        "cut.txt": page("Ferry aground", REPORT[:5], PLACE),
    }


FILES = outlets()
CLEAN = {"agency.txt", "clean.txt"}


def story() -> Story:
    return Story.objects.get(merged_into=None, article_count__gt=1)


def lead() -> str:
    """The name of the file whose article leads."""
    return story().lead_article.receipts.get().file.name


def let_the_comments_lead() -> None:
    """As an archive from before has it."""
    comments = pipeline.article_of("comments.txt")
    Version.objects.update(lead=comments.text)
    Story.objects.update(lead=comments.text, lead_article=comments, headline=comments.headline, lede="")
    Sense.objects.filter(name="leads").update(version="")


def resense(*more: str) -> str:
    said = io.StringIO()
    call_command("resense", *more, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_a_clean_copy_leads_and_not_the_page_that_is_long_by_its_comments() -> None:
    pipeline.take_in(FILES)
    assert lead() in CLEAN
    assert story().headline in ("Ferry aground off Port Selwyn", "Ferry runs aground")
    assert story().lede == REPORT[0]


def test_the_same_copy_leads_in_whatever_order_and_portions_they_came() -> None:
    found = set()
    for seed in (1, 7, 20261128):
        rng = random.Random(seed)
        names = rng.sample(sorted(FILES), len(FILES))
        with transaction.atomic():
            for portion in pipeline.portions(names, [rng.randint(1, 3) for _ in range(3)]):
                pipeline.take_in({name: FILES[name] for name in portion})
            found.add((lead(), story().headline, story().lede))
            transaction.set_rollback(True)
    assert len(found) == 1


def test_an_editors_choice_outranks_it() -> None:
    pipeline.take_in(FILES)
    rulings.choose_lead(story().pk, article_id=pipeline.article_of("brief.txt").pk, by=None, reason="We ran this.")
    pipeline.take_in({"more.txt": page("Ferry", [*REPORT[1:], REPORT[0]])})
    assert lead() == "brief.txt"


def test_a_later_write_thru_leads_a_version_of_two() -> None:
    news = (
        "The line said on Wednesday that the ferry will be towed from Tambora to Kelby as soon as the wind allows it."
    )
    pipeline.take_in({"first.txt": page("Ferry aground", list(FERRY), PLACE)})
    pipeline.take_in({"later.txt": page("Ferry to be towed", [news, *FERRY], PLACE)})
    assert lead() == "later.txt"


def test_a_caption_above_the_report_is_not_what_lists_say_of_it() -> None:
    pipeline.take_in({"one.txt": page("Ferry aground", [CAPTION, *REPORT])})
    assert Story.objects.get().lede == REPORT[0]


class TestAnArchiveFromBefore:
    def test_is_brought_up_to_date_by_one_command(self) -> None:
        pipeline.take_in(FILES)
        wanted = lead()
        let_the_comments_lead()
        assert "leads: read under an earlier release" in resense("--list")
        assert "leads: 1 stories say something else" in resense("--only", "leads")
        assert lead() == wanted
        assert set(Version.objects.filter(memberships__text=story().lead).values_list("lead", flat=True)) == {
            story().lead_id
        }
        assert "leads:" not in resense("--list")
        assert "leads: 0 stories" in resense("--only", "leads")

    def test_is_not_changed_by_a_dry_run(self) -> None:
        pipeline.take_in(FILES)
        let_the_comments_lead()
        assert "leads: 1 stories say something else" in resense("--dry-run", "--only", "leads")
        assert lead() == "comments.txt"

    def test_keeps_what_editors_chose(self) -> None:
        pipeline.take_in(FILES)
        rulings.choose_lead(story().pk, article_id=pipeline.article_of("cut.txt").pk, by=None, reason="We ran this.")
        resense("--only", "leads")
        assert lead() == "cut.txt"


def test_of_a_version_of_many_texts_no_more_are_read_than_are_asked(django_assert_max_num_queries) -> None:
    pipeline.take_in({f"{a.name}.txt": printed(a) for a in edited_copies(ASKED + 40, 3)})
    (version,) = Version.objects.all()
    read: list[int] = []

    def count(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        read.append(max(context["cursor"].rowcount, 0))
        return answer

    profiles._known.clear()
    with django_assert_max_num_queries(5), connection.execute_wrapper(count):
        leads_of_versions([version.pk], in_force())
    assert max(read) <= ASKED
