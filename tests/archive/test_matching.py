"""Each way of proposing pairs finds what the others miss."""

from __future__ import annotations

import pytest

from newsarchive.archive.models import Match, Story, Text
from newsarchive.archive.queries import candidates
from newsarchive.archive.queries.schemes import in_force
from tests.archive import pipeline
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db


def pair() -> tuple[int, int]:
    first, second = Text.objects.order_by("id").values_list("id", flat=True)
    return first, second


def proposed_by() -> set[str]:
    ids = [pair()[0]]
    ways = {"bands": candidates.BANDS, "shared": candidates.SHARED_PASSAGES, "edited": candidates.EDITED_PASSAGES}
    return {
        name
        for name, way in ways.items()
        if list(pair()) in candidates.candidates(ids, in_force(), [way]).pairs.tolist()
    }


def test_only_passage_signatures_find_paragraphs_that_were_edited_into_another_report() -> None:
    desk = Desk(1)
    carried = [desk.paragraph(40) for _ in range(4)]
    pipeline.take_in({"one.txt": page("One", desk.report(10) + carried)})
    pipeline.take_in({"two.txt": page("Two", desk.report(10) + [desk.edited(p, 3) for p in carried])})
    assert proposed_by() == {"edited"}


def test_only_text_signatures_find_a_report_whose_paragraphs_were_run_together() -> None:
    desk = Desk(2)
    body = [desk.paragraph(16) for _ in range(12)]
    regrouped = [" ".join(body[i : i + 6]) for i in (0, 6)]
    pipeline.take_in({"one.txt": page("One", body)})
    pipeline.take_in({"two.txt": page("Two", [*regrouped, desk.paragraph()])})
    assert "bands" in proposed_by()
    assert not {"shared", "edited"} & proposed_by()
    assert pipeline.stories() == {frozenset({"one.txt", "two.txt"})}


def test_a_shared_passage_proposes_a_short_trim() -> None:
    desk = Desk(3)
    body = desk.report(40)
    pipeline.take_in({"whole.txt": page("Whole", body)})
    pipeline.take_in({"short.txt": page("Short", body[:2])})
    assert "shared" in proposed_by()
    assert pipeline.stories() == {frozenset({"whole.txt", "short.txt"})}


def test_a_match_says_how_much_of_each_is_in_the_other() -> None:
    body = Desk(4).report(10)
    pipeline.take_in({"whole.txt": page("Whole", body), "half.txt": page("Half", body[:5])})
    match = Match.objects.get()
    shares = {match.text_id: match.contained, match.other_id: match.other_contained}
    assert shares[pipeline.article_of("half.txt").text_id] == 1
    assert 0.35 < shares[pipeline.article_of("whole.txt").text_id] < 0.65
    assert match.likeness == 1


def test_a_full_text_stands_for_its_version_and_not_the_one_with_a_caption_of_its_own() -> None:
    desk = Desk(8)
    body = desk.report(9)
    pipeline.take_in(
        {
            "caption.txt": page("With a picture", [desk.paragraph(10), *body]),
            "whole.txt": page("Whole", body),
            "trim.txt": page("Trim", body[:5]),
        }
    )
    assert Story.objects.get().headline == "Whole"
