"""Another register of stock text costs what it touches, and says and shows what comparing everything would."""

from __future__ import annotations

import random

import pytest

from newsarchive.archive.models import Membership, Story
from newsarchive.archive.services import adopting
from tests.archive import pipeline
from tests.archive.test_crowds import adopt_small_crowds
from tests.archive.test_stock import LONG, unrelated
from tests.archive.test_stock_matching import LINES, quietly, stocked_bag, with_register
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db


class Stages:
    """How many texts each stage was said to have."""

    def __init__(self):
        self.totals = {}

    def __call__(self, stage, done, total):
        self.totals[stage] = max(total, self.totals.get(stage, 0))


def begin(files):
    """An archive of the files, under a register of none of their lines."""
    pipeline.take_in(files)
    adopting.adopt(with_register("Of no paper that ever was printed anywhere."), quietly)


def reports(count, seed=700):
    return {
        f"report-{n}.txt": page(f"Plain report {n}", Desk(seed + n).report(4), "TAMBORA, June 3, 2011 (Northwire) - ")
        for n in range(count)
    }


def test_only_what_an_entry_touches_is_clustered_anew():
    begin(reports(12) | unrelated(3, LINES[1]))
    stages = Stages()
    adopting.adopt(with_register(LINES[1]), stages)
    assert stages.totals["Clustering"] == stages.totals["Comparing"] == 3
    returned = Stages()
    adopting.back(returned)
    assert returned.totals["Clustering"] == 3


@pytest.mark.parametrize("seed", [3, 19, 28])
def test_the_report_is_that_of_clustering_everything(seed, monkeypatch):
    adopt_small_crowds()
    begin(stocked_bag(seed))
    scheme = with_register(*random.Random(seed).sample(LINES, 2))
    stages = Stages()
    partly = adopting.preview(scheme, stages)
    assert stages.totals["Clustering"] < Membership.objects.count()
    monkeypatch.setattr(adopting, "texts_affected", lambda *_: None)
    wholly = adopting.preview(scheme, stages)
    assert stages.totals["Clustering"] == Membership.objects.count()
    assert without_ties(partly) == without_ties(wholly)


def without_ties(report):
    """Of stories of one size any may be named."""
    told = report.as_json()
    return told | {"largest": [story["articles"] for story in told["largest"]]}


def test_stories_get_their_numbers_back():
    body = Desk(1).report(5)
    files = {
        "one.txt": page("One", [*body, LONG], "TAMBORA, June 3, 2011 (Northwire) - "),
        "two.txt": page("Two", [*Desk(2).report(5), LONG], "TAMBORA, June 4, 2011 (Northwire) - "),
    }
    begin(files | reports(4))
    before = dict(Membership.objects.values_list("text_id", "story_id"))
    adopting.adopt(with_register(LONG.replace("2011", "#")), quietly)
    under = dict(Membership.objects.values_list("text_id", "story_id"))
    adopting.back(quietly)
    assert dict(Membership.objects.values_list("text_id", "story_id")) == before
    adopting.back(quietly)
    assert dict(Membership.objects.values_list("text_id", "story_id")) == under


def test_first_lines_follow_the_register_at_once_and_back():
    """Of stories that stay as they are, too."""
    body = Desk(9).report(4)
    begin({"lone.txt": page("Alone", [LONG, *body])} | reports(3))
    lone = Story.objects.get(headline="Alone")
    assert lone.lede == LONG
    adopting.adopt(with_register(LONG), quietly)
    lone.refresh_from_db()
    assert lone.lede == body[0]
    adopting.back(quietly)
    lone.refresh_from_db()
    assert lone.lede == LONG
