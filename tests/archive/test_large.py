"""The large archive of the measurements is what the archive itself would have made of the same files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import pytest
from django.core.management import call_command

from bench import large
from bench.traffic import Copy, Traffic
from newsarchive.archive.models import (
    Article,
    Credit,
    Crowd,
    Fingerprint,
    Membership,
    Paragraph,
    Passage,
    PassageFingerprint,
    Printing,
    Receipt,
    SearchEntry,
    Text,
    UploadedFile,
)
from newsarchive.archive.queries import candidates
from newsarchive.archive.services.intake import Incoming
from newsarchive.archive.services.working import take_in
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.wire import read

ARTICLES = 1300
"""As many as it takes for the large report to have made crowds."""

BEFORE = 600
"""As many as there are while the large report is still being run."""

pytestmark = pytest.mark.slow


def copies() -> list[Copy]:
    return list(islice(Traffic(), ARTICLES))


def incoming(copy: Copy) -> Incoming:
    return Incoming(copy.name, len(copy.data), lambda: [copy.data], copy.outlet)


def hexed(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def rows(found: Iterable[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    return {tuple(hexed(value) for value in row) for row in found}


SAID = (
    "source__name",
    "source_read__name",
    "agencies__name",
    "format",
    "headline",
    "byline",
    "dateline",
    "place",
    "url",
)
CLOCKS = (
    "dateline_on",
    "filed_on",
    "published_on",
    "retrieved_on",
    "dated_on",
    "dated_by",
    "site",
    "url",
    "language",
    "language_by",
)

NATURAL: dict[str, Callable[[], Iterable[tuple[Any, ...]]]] = {
    "articles": lambda: Article.objects.values_list("original", "item", "text__digest", *SAID, *CLOCKS),
    "furniture": lambda: ((a.original_id, *a.furniture, *a.agencies_read) for a in Article.objects.all()),
    "credits": lambda: Credit.objects.values_list("article__original", "name", "where", "line", "begins", "ends"),
    "texts": lambda: Text.objects.values_list("digest", "words", "length"),
    "passages": lambda: Passage.objects.values_list("digest", "text", "words"),
    "paragraphs": lambda: Paragraph.objects.values_list(
        "article__original", "position", "passage__digest", "printed", "dateline_length", "repeats", "fold"
    ),
    "printings": lambda: Printing.objects.values_list("text__digest", "passage__digest"),
    "signatures": lambda: Fingerprint.objects.values_list("text__digest", "scheme", "signature"),
    "passage signatures": lambda: PassageFingerprint.objects.values_list("passage__digest", "scheme", "signature"),
    "keys": lambda: keys(candidates.BANDS),
    "passage keys": lambda: keys(candidates.EDITED_PASSAGES),
    "files": lambda: UploadedFile.objects.values_list("name", "size", "original", "source__name", "state"),
    "receipts": lambda: Receipt.objects.values_list("file__name", "item", "article__original"),
    "search": lambda: (
        (original, text, day, re.sub(r"'source \d+'", "", facets), vector)
        for original, text, day, facets, vector in SearchEntry.objects.values_list(
            "article__original", "article__text__digest", "dated_on", "facets", "vector"
        )
    ),
    "crowds": lambda: crowds(),
}


def keys(way: candidates.Way) -> Iterable[tuple[Any, ...]]:
    texts = candidates.digests_of(Text.objects.values_list("pk", flat=True))
    return ((key, texts[text]) for text, key in way.keys_of(list(texts), CLUSTERING).tolist())


def crowds() -> Iterable[tuple[Any, ...]]:
    """Who stands for whom; a passage is named by its digest."""
    texts = candidates.digests_of(Text.objects.values_list("pk", flat=True))
    passages = dict(Passage.objects.values_list("pk", "digest"))
    for kind, key, heads in Crowd.objects.values_list("kind", "key", "heads"):
        named = bytes(passages[key]).hex() if kind == Crowd.Kind.PASSAGE else key
        yield (kind, named, *(texts[head].hex() for head in heads))


def snapshot() -> dict[str, set[tuple[Any, ...]]]:
    return {name: rows(found()) for name, found in NATURAL.items()}


def stories() -> set[frozenset[str]]:
    groups: dict[int, set[str]] = defaultdict(set)
    for story, text in Membership.objects.values_list("story", "text__digest"):
        groups[story].add(bytes(text).hex())
    return {frozenset(members) for members in groups.values()}


def test_wire_reads_what_the_traffic_says():
    for copy in copies():
        (item,) = read(copy.data, copy.name)
        assert [p.text[p.dateline_length :] for p in item.paragraphs] == [p.text for p in copy.text.passages]
        assert (item.headline, item.byline, item.agencies) == (copy.headline, copy.byline[3:], (copy.report.agency,))


def test_traffic_is_the_same_again_and_a_shorter_one_is_its_beginning():
    assert [c.data for c in islice(Traffic(), 200)] == [c.data for c in copies()[:200]]
    assert [c.data for c in islice(Traffic(7), 200)] != [c.data for c in copies()[:200]]


@pytest.mark.django_db(transaction=True)
def test_filled_as_taken_in():
    """Equal rows by their natural keys, and near the same stories: what looks alike by chance alone is apart."""
    large.fill(ARTICLES)
    filled, told = snapshot(), stories()
    call_command("flush", interactive=False, verbosity=0)
    take_in([incoming(copy) for copy in copies()], "", lambda _: None)
    taken_in, found = snapshot(), stories()
    for name in NATURAL:
        differing = sorted(filled[name] ^ taken_in[name], key=str)
        assert not differing, (name, len(differing), differing[:4])
    assert len(told & found) >= 0.99 * len(found), sorted(map(len, told ^ found))


@pytest.mark.django_db(transaction=True)
def test_what_comes_next_finds_its_story():
    """The archive goes on where the filling ends: further copies of old reports join their stories."""
    every = copies()
    large.fill(BEFORE)
    take_in([incoming(copy) for copy in every[BEFORE:]], "", lambda _: None)
    old = {copy.report.number for copy in every[:BEFORE]}
    late = [copy for copy in every[BEFORE:] if copy.report.number in old]
    stories: dict[int, set[int]] = defaultdict(set)
    story = dict(Receipt.objects.values_list("file__name", "article__text__membership__story"))
    for copy in every[:BEFORE]:
        stories[copy.report.number].add(story[copy.name])
    joined = [story[copy.name] in stories[copy.report.number] for copy in late]
    assert len(late) > 100
    assert sum(joined) >= 0.95 * len(late)
