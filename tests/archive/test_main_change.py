"""What changed above all between a member of a story and what it is nearest to."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from newsarchive.archive.queries.evidence import why
from newsarchive.archive.queries.relations import members
from newsarchive.dedup.relations import Relation
from tests.archive import factories as make

pytestmark = pytest.mark.django_db


def test_every_update_says_what_changed_above_all():
    report = ["The ferry Petrel ran aground off Tambora on Thursday, the harbour board said.", "{} people were hurt."]
    first = make.make_article("Ferry 3", [line.format(3) for line in report])
    story = make.story_of(first)
    for n in range(20, 35):
        later = datetime.date(2021, 4, n - 15)
        body = [line.format(n) for line in report]
        make.make_match(first, make.make_article(f"Ferry {n}", body, story=story, dated_on=later), 2.5)
    developed = [replace(m, relation=Relation.UPDATES) for m in members(story)]
    main = {reason.article.headline: reason.main for reason in why(story, developed)}
    assert len(main) == 16
    told = {name: change.words for name, change in main.items() if name != "Ferry 3"}
    assert told == {f"Ferry {n}": f"hurt 3 → {n}" for n in range(20, 35)}
