"""Stories are a function of the files and the rulings, whatever the order and the portions they came in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsarchive.archive.models import Membership, Story
from tests.archive import pipeline
from tests.archive.wirecopy import mixed_bag


@contextmanager
def fresh_archive():
    """An archive that is empty again afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcome(files, portions: Sequence[Sequence[str]]):
    with fresh_archive():
        for portion in portions:
            pipeline.take_in({name: files[name] for name in portion})
        return pipeline.versions(), pipeline.stories(), pipeline.updates()


class AnyOrderAndPortions(TestCase):
    @given(
        st.integers(0, 10_000), st.randoms(use_true_random=False), st.lists(st.integers(1, 9), min_size=1, max_size=6)
    )
    @settings(max_examples=12)
    def test_give_the_same_versions_stories_and_updates(self, seed: int, rng: random.Random, sizes: list[int]) -> None:
        files = mixed_bag(seed, reports=3)
        names = sorted(files)
        at_once = outcome(files, [names])
        rng.shuffle(names)
        assert outcome(files, pipeline.portions(names, sizes)) == at_once
        assert len(at_once[1]) == 3


@pytest.mark.django_db
def test_real_pages_one_at_a_time_and_all_at_once(data: Path) -> None:
    files = {p.name: p.read_bytes() for p in sorted((data / "spotsigs" / "pages").glob("*.htm"))[:1084:18]}
    names = sorted(files)
    at_once = outcome(files, [names])
    random.Random(20).shuffle(names)
    assert outcome(files, [[name] for name in names]) == at_once


@pytest.mark.django_db
def test_another_identical_copy_changes_no_other_membership() -> None:
    files = mixed_bag(5)
    pipeline.take_in(files)
    before = set(Membership.objects.values_list("text_id", "version_id", "story_id"))
    pipeline.take_in({"again.txt": files["2-agency.txt"].replace(b"logo", b"Print this page")})
    assert set(Membership.objects.values_list("text_id", "version_id", "story_id")) == before
    assert pipeline.receipt_of(pipeline.Upload.objects.latest("id")).outcome == "copy"


@pytest.mark.django_db
def test_stories_keep_their_numbers_as_copies_arrive_and_redirect_when_a_copy_joins_them() -> None:
    from tests.archive.wirecopy import Desk, page

    desk = Desk(6)
    body = desk.report(16)
    pipeline.take_in({"first.txt": page("First half", body[:8]), "last.txt": page("Second half", body[8:])})
    numbers = set(Story.objects.values_list("id", flat=True))
    assert len(numbers) == 2
    pipeline.take_in({"whole.txt": page("Whole", body)})
    (living,) = Story.objects.filter(merged_into__isnull=True)
    (gone,) = Story.objects.filter(merged_into__isnull=False)
    assert {living.id, gone.id} == numbers
    assert gone.merged_into_id == living.id
    assert living.article_count == 3


UNDER_A_NEW_LEDE = ("valdora-rate-cut", "marran-islands-election")
"""Stories of the samples whose update keeps about half of the report under a wholly new lede: not yet found."""


@pytest.mark.django_db
def test_the_samples_are_clustered_as_their_truth_says() -> None:
    pipeline.take_in(pipeline.samples())
    truth = pipeline.sample_truth()
    wanted = pipeline.grouped((path, story) for path, (_, story) in truth.items())
    assert all(any(found <= story for story in wanted) for found in pipeline.stories()), "no story holds two reports"
    for missing in wanted - pipeline.stories():
        assert {truth[path][1] for path in missing} <= set(UNDER_A_NEW_LEDE)
    for version in pipeline.grouped((path, version) for path, (version, _) in truth.items()):
        assert any(version <= found for found in pipeline.versions()), f"split: {sorted(version)}"
