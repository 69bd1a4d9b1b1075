"""The engine in memory comes to what the archive comes to, through the database, on the same files."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

import pytest

from bench.invented import Invented, articles, edited_copies, forms_only
from bench.invented_chains import chains
from newsarchive.archive.models import Paragraph, Receipt
from newsarchive.dedup.engine import clustered
from newsarchive.dedup.linkage import Labels
from tests.archive import pipeline

SEED = 4


def _invented() -> list[Invented]:
    """Chains of a report as it developed, unrelated reports, forms, and one text so often that it is a crowd."""
    edited = list(edited_copies(80, SEED, words=150))
    found = [*islice(chains(12, SEED), 60), *articles(24, SEED), *forms_only(24, SEED), *edited]
    return [*found, found[0], found[0]]


def _files(found: Sequence[Invented]) -> dict[str, bytes]:
    return {f"{n:03}.txt": "\n\n".join((a.headline, *a.paragraphs)).encode() + b"\n" * n for n, a in enumerate(found)}


def _paragraphs() -> dict[str, list[str]]:
    """What the archive read, without datelines, by the names of the files."""
    names = dict(Receipt.objects.exclude(article=None).values_list("article_id", "file__name"))
    found: dict[str, list[str]] = defaultdict(list)
    for paragraph in Paragraph.objects.select_related("passage").order_by("article_id", "position"):
        found[names[paragraph.article_id]].append(paragraph.body[paragraph.dateline_length :])
    return found


def _grouped(names: Sequence[str], labels: Labels) -> pipeline.Partition:
    groups: dict[int, set[str]] = defaultdict(set)
    for name, label in zip(names, labels, strict=True):
        groups[label].add(name)
    return {frozenset(group) for group in groups.values()}


@pytest.mark.django_db
def test_the_engine_finds_the_archives_versions_and_stories() -> None:
    files = _files(_invented())
    pipeline.take_in(files)
    paragraphs = _paragraphs()
    names = sorted(paragraphs)
    print("order drawn with seed", SEED)
    random.Random(SEED).shuffle(names)
    found = clustered([paragraphs[name] for name in names])
    assert _grouped(names, found.versions) == pipeline.versions()
    assert _grouped(names, found.stories) == pipeline.stories()
    assert len(pipeline.stories()) < len(names) - 80
