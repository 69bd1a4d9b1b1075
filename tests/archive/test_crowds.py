"""Masses of copies and of articles in one form: compared with a few, and yet the same answer in any order."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bench.answers import printed
from bench.invented import edited_copies, one_form
from bench.invented_article import edited
from bench.vocabulary import Dice
from newsarchive.archive.models import Adoption, Crowd, Match, Membership, Text
from newsarchive.archive.services import schemes
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import pipeline
from tests.archive.wirecopy import mixed_bag

SMALL = replace(CLUSTERING, crowd=3, heads=2, most=8)
"""Four texts are a crowd, and nine that hang together too many to compare all with all."""


def adopt_small_crowds() -> None:
    """Put `SMALL` in force in an empty archive."""
    Adoption.objects.create(scheme=schemes.entered(SMALL), reason="Small crowds.")


@contextmanager
def fresh_archive():
    """An archive under `SMALL` that is empty again afterwards."""
    with transaction.atomic():
        adopt_small_crowds()
        yield
        transaction.set_rollback(True)


def crowded_bag(seed: int) -> Mapping[str, bytes]:
    """Edited copies of one report, articles in a form, a copy and an edited copy of one of these, and other stories."""
    weather = list(one_form("weather", 7, seed))
    one = weather[3]
    again = [
        replace(one, name="again"),
        replace(one, name="edited", paragraphs=edited(one.paragraphs, Dice(seed, "e"))),
    ]
    made = [*edited_copies(10, seed), *weather, *again]
    return {f"{article.name}.txt": printed(article) for article in made} | dict(mixed_bag(seed, reports=1))


def matches() -> set[frozenset[bytes]]:
    """The pairs that match, by the texts' digests."""
    digests = {pk: bytes(digest) for pk, digest in Text.objects.values_list("id", "digest")}
    return {frozenset(digests[t] for t in pair) for pair in Match.objects.values_list("text_id", "other_id")}


def outcome(files: Mapping[str, bytes], portions: Sequence[Sequence[str]]):
    with fresh_archive():
        for portion in portions:
            pipeline.take_in({name: files[name] for name in portion})
        assert Crowd.objects.exists()
        return pipeline.versions(), pipeline.stories(), matches()


class AnyOrderAndPortions(TestCase):
    @given(
        st.integers(0, 10_000), st.randoms(use_true_random=False), st.lists(st.integers(1, 9), min_size=1, max_size=5)
    )
    @settings(max_examples=8)
    def test_of_crowds_give_the_same_versions_stories_and_matches(
        self, seed: int, rng: random.Random, sizes: list[int]
    ) -> None:
        files = crowded_bag(seed)
        names = sorted(files)
        at_once = outcome(files, [names])
        rng.shuffle(names)
        assert outcome(files, pipeline.portions(names, sizes)) == at_once


@pytest.fixture
def small_crowds(db: None) -> None:
    adopt_small_crowds()


@pytest.mark.usefixtures("small_crowds")
def test_a_copy_is_found_among_many_articles_in_its_form_and_the_others_stay_apart() -> None:
    weather = list(one_form("weather", 30, 5))
    touched = replace(weather[11], name="touched", paragraphs=edited(weather[11].paragraphs, Dice(5, "touched")))
    pipeline.take_in({f"{article.name}.txt": printed(article) for article in [*weather, touched]})
    assert frozenset({f"{weather[11].name}.txt", "touched.txt"}) in pipeline.stories()
    assert len(pipeline.stories()) == 30


@pytest.mark.usefixtures("small_crowds")
def test_edited_copies_are_one_version_however_many_they_are() -> None:
    files = {f"{article.name}.txt": printed(article) for article in edited_copies(40, 6)}
    pipeline.take_in(files)
    assert pipeline.versions() == {frozenset(files)}
    texts = Text.objects.count()
    assert Match.objects.count() < texts * (texts - 1) / 3


@pytest.mark.usefixtures("small_crowds")
def test_another_identical_copy_in_a_crowd_changes_no_membership_and_no_match() -> None:
    files = dict(crowded_bag(8))
    pipeline.take_in(files)
    before = set(Membership.objects.values_list("text_id", "version_id", "story_id")), matches()
    copies = {f"copy of {name}": content + b"\n\n" for name, content in files.items()}
    pipeline.take_in(copies)
    assert Text.objects.count() == len(before[0])
    assert (set(Membership.objects.values_list("text_id", "version_id", "story_id")), matches()) == before
