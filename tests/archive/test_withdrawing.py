"""An upload is withdrawn as a whole: what it brought in goes to the bin, comes back, or is deleted for good."""

from __future__ import annotations

import random
from collections.abc import Mapping

from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsarchive.archive.models import Article, Crowd, Membership, Printing, Ruling, SearchEntry, Story, Text, Upload
from newsarchive.archive.services import rulings
from tests.archive import pipeline
from tests.archive.test_crowds import crowded_bag, fresh_archive, matches


def withdraw(upload: Upload, by: User | None = None, reason: str = "Handed in by mistake") -> Ruling:
    return rulings.withdraw_upload(upload.pk, by=by, reason=reason)


def crowds() -> set[tuple[int, int, tuple[bytes, ...]]]:
    """The crowds and their heads, by digest."""
    digests = {pk: bytes(digest) for pk, digest in Text.objects.values_list("id", "digest")}
    kinds = (Crowd.Kind.BAND, Crowd.Kind.PASSAGE_BAND)
    rows = Crowd.objects.filter(kind__in=kinds).values_list("kind", "key", "heads")
    return {(kind, key, tuple(digests[head] for head in heads)) for kind, key, heads in rows}


def printings() -> set[tuple[bytes, bytes]]:
    return {(bytes(t), bytes(p)) for t, p in Printing.objects.values_list("text__digest", "passage__digest")}


def look() -> tuple[object, ...]:
    """All that is to be as if the withdrawn files had never come."""
    counts = sorted(Story.objects.filter(article_count__gt=0).values_list("article_count", "version_count", "headline"))
    leads = sorted(bytes(d) for d in Membership.objects.values_list("version__lead__digest", flat=True))
    return pipeline.versions(), pipeline.stories(), matches(), crowds(), printings(), counts, leads


def places() -> set[tuple[int, int]]:
    return set(Article.objects.filter(text__isnull=False).values_list("pk", "text__membership__story"))


def halves(files: Mapping[str, bytes], rng: random.Random) -> tuple[dict[str, bytes], dict[str, bytes]]:
    names = sorted(files)
    gone = set(rng.sample(names, rng.randint(1, len(names) - 1)))
    return {n: files[n] for n in names if n not in gone}, {n: files[n] for n in names if n in gone}


class AsIfItHadNeverCome(TestCase):
    @given(st.integers(0, 10_000), st.randoms(use_true_random=False), st.booleans())
    @settings(max_examples=8)
    def test_a_withdrawn_upload_leaves_no_trace_and_comes_back_whole(
        self, seed: int, rng: random.Random, first: bool
    ) -> None:
        files = crowded_bag(seed)
        stay, go = halves(files, rng)
        # Another printing of the same texts, its paragraphs parted elsewhere, comes and goes with them.
        go |= {f"parted {n}": c.replace(b". ", b".\n\n", 2) for n, c in list(stay.items())[:3]}
        with fresh_archive():
            pipeline.take_in(stay)
            never = look()
        with fresh_archive():
            for portion in (go, stay) if first else (stay, go):
                upload = pipeline.take_in(portion)
                going = upload if portion is go else Upload.objects.earliest("pk")
            had, where = look(), places()
            ruling = withdraw(going)
            assert look() == never
            assert not SearchEntry.objects.filter(article__text=None).exists()
            rulings.undo(ruling.pk, by=None, reason="They were right after all")
            assert look() == had
            assert places() == where
