"""What a correction puts right is told so on pages, marked or said by an editor, whatever the words weigh."""

from __future__ import annotations

import pytest

from newsarchive.archive.models import Article, Story
from newsarchive.archive.queries.related import related
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.archive.services import rulings
from newsarchive.dedup.relations import Relation
from tests.archive import pipeline

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
