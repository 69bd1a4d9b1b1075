"""Stories of more texts than are compared pair by pair: what joins them changes nothing else, and costs no more."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from statistics import median

import pytest
from django.db import connection

from bench.answers import printed
from bench.invented import edited_copies
from bench.invented_article import edited
from bench.vocabulary import Dice
from newsarchive.archive.models import Adoption, Mass, Membership, Story, Text, Tie, Version
from newsarchive.archive.queries.cutting import cut_around
from newsarchive.archive.queries.leads import version_leads
from newsarchive.archive.services import schemes
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import pipeline

SMALL = replace(CLUSTERING, crowd=6, heads=3, most=24)
SEEDS = (1, 7, 20261127)


@pytest.fixture
def small(db: None) -> None:
    Adoption.objects.create(scheme=schemes.entered(SMALL), reason="Small masses.")


def reports(seed: int, count: int) -> Mapping[str, bytes]:
    """Copies of one report and of what became of it, edited on the way, some of them over and over."""
    copies = list(edited_copies(count, seed))
    later = [replace(a, name=f"later-{a.name}", paragraphs=a.paragraphs[: 2 + seed % 4]) for a in copies[::4]]
    worn = copies[-1]
    often = []
    for i in range(count // 4):
        worn = replace(worn, name=f"worn-{i:03}", paragraphs=edited(worn.paragraphs, Dice(seed, "worn", i)))
        often.append(worn)
    return {f"{article.name}.txt": printed(article) for article in [*copies, *later, *often]}


def placed() -> set[frozenset[frozenset[int]]]:
    """The stories as they stand, each as its versions, each as its texts."""
    found: dict[int, dict[int, set[int]]] = {}
    for text, version, story in Membership.objects.values_list("text_id", "version_id", "story_id"):
        found.setdefault(story, {}).setdefault(version, set()).add(text)
    return {frozenset(frozenset(texts) for texts in versions.values()) for versions in found.values()}


def cut_from_nothing() -> set[frozenset[frozenset[int]]]:
    """The stories that all texts fall into when they are all looked at."""
    clusters = cut_around(Text.objects.filter(membership__isnull=False).values_list("id", flat=True), SMALL)
    return {frozenset(frozenset(version) for version in cluster) for cluster in clusters}


def assert_leads_are_those_of_whole_versions() -> None:
    held: dict[int, list[int]] = {}
    for version, text in Membership.objects.values_list("version_id", "text_id"):
        held.setdefault(version, []).append(text)
    wanted = dict(zip(held, version_leads(list(held.values()), SMALL), strict=True))
    assert dict(Version.objects.values_list("id", "lead_id")) == wanted


def assert_masses_hang_together() -> None:
    """Every text of a mass leads to its first one by ties that match."""
    ties = {tie.text_id: tie for tie in Tie.objects.all()}
    for tie in ties.values():
        if tie.via is not None:
            to = ties[tie.via]
            assert (to.mass, to.rank < tie.rank) == (tie.mass, True)
            one, other = sorted((tie.text_id, to.text_id))
            assert Text.objects.get(pk=one).matches.filter(other=other, scheme=SMALL.id).exists()
    assert sorted(t.mass for t in ties.values() if t.via is None) == sorted(Mass.objects.values_list("id", flat=True))
    for mass in Mass.objects.all():
        own = Text.objects.filter(tie__mass=mass.pk).order_by("digest").values_list("id", flat=True)
        assert (mass.size, mass.heads) == (len(own), list(own[: SMALL.heads]))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_joins_a_mass_is_where_it_would_be_if_all_were_looked_at(small: None, seed: int) -> None:
    rng = random.Random(seed)
    files = reports(seed, 48)
    names = rng.sample(sorted(files), len(files))
    for portion in pipeline.portions(names, [rng.randint(1, 12) for _ in range(5)]):
        pipeline.take_in({name: files[name] for name in portion})
        assert placed() == cut_from_nothing()
        assert_leads_are_those_of_whole_versions()
        assert_masses_hang_together()
    assert sum(story.article_count for story in Story.objects.filter(merged_into=None)) == len(files)
    assert any(mass.size > SMALL.most for mass in Mass.objects.all())


@contextmanager
def rows_read() -> Iterator[list[int]]:
    """How many rows each question within the block was answered with."""
    found: list[int] = []

    def count(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        found.append(max(context["cursor"].rowcount, 0))
        return answer

    with connection.execute_wrapper(count):
        yield found


def test_a_text_that_joins_a_story_of_hundreds_reads_as_little_as_in_one_of_dozens(small: None) -> None:
    files = {f"{article.name}.txt": printed(article) for article in edited_copies(560, 11)}
    names = list(files)
    spent = []
    for before, after in ((0, 100), (100, 500)):
        pipeline.take_in({name: files[name] for name in names[before : after - 30]})
        spent.append([_rows_to_join({name: files[name]}) for name in names[after - 30 : after]])
    assert pipeline.versions() == {frozenset(names[:500])}
    few, many = map(median, spent)
    assert many < 3 * few, spent


def _rows_to_join(file: Mapping[str, bytes]) -> int:
    with rows_read() as rows:
        pipeline.take_in(file)
    return sum(rows)
