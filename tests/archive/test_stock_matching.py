"""Stock text neither proposes nor counts; another register re-clusters what it touches, and ends where all would."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsarchive.archive.models import Crowd, Match, Text
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import adopting, boilerplate, restocking
from newsarchive.dedup.boilerplate import Register, entry_of
from newsarchive.dedup.schemes import ClusteringScheme
from tests.archive import pipeline
from tests.archive.test_crowds import adopt_small_crowds, crowded_bag

LINES = (
    "Copyright 2011 Northwire. No part of this may be printed, read aloud or handed on without its leave.",
    "This report was put together by the staff of the Tambora desk and may be changed at any hour of the day.",
    "To have the morning letter brought to your door every day of the week, write to the lamp room of this paper.",
    "Copyright 2012 Northwire. No part of this may be printed, read aloud or handed on without its leave.",
)
COPYRIGHT = "copyright # northwire no part of this may be printed read aloud or handed on without its leave"


def quietly(*_: object) -> None:
    """No one looks at the progress."""


def with_register(*lines: str, base: ClusteringScheme | None = None) -> ClusteringScheme:
    register = Register(map(entry_of, lines))
    boilerplate.entered(register) if register else None
    return replace(base or in_force(), boilerplate=register.id)


def digests() -> Mapping[int, bytes]:
    return {pk: bytes(digest) for pk, digest in Text.objects.values_list("id", "digest")}


def computed(scheme: ClusteringScheme) -> tuple[object, object]:
    """All matches and crowds under the scheme, by the texts' digests."""
    of = digests()
    columns = ("likeness", "version_odds", "story_odds", "contained", "other_contained")
    ends = Match.objects.filter(scheme=scheme.id).values_list("text_id", "other_id", *columns)
    matches = sorted(
        (*rest, *sorted([(of[one], mine), (of[other], theirs)])) for one, other, *rest, mine, theirs in ends
    )
    rows = Crowd.objects.filter(scheme=scheme.id).values_list("kind", "key", "heads")
    crowds = {(kind, key): [of[head] for head in heads] for kind, key, heads in rows if kind != Crowd.Kind.PASSAGE}
    return matches, crowds


def stocked_bag(seed: int) -> Mapping[str, bytes]:
    """Articles in crowds, of which some print one line of stock or several, by themselves or within their last line."""
    dice = random.Random(seed)
    found = {}
    for name, content in crowded_bag(seed).items():
        lines = dice.sample(LINES, dice.choice((0, 1, 1, 2)))
        glue = dice.choice((" ", "\n\n"))
        found[name] = content.rstrip() + "".join(glue + line for line in lines).encode()
    return found


class AnyBagWithStock(TestCase):
    @given(st.integers(0, 10_000), st.permutations(range(len(LINES))), st.integers(0, 3), st.booleans())
    @settings(max_examples=6, phases=[Phase.explicit, Phase.generate])
    def test_another_register_changes_what_it_touches_into_what_everything_compared_anew_would_be(
        self, seed: int, order: list[int], first: int, later: bool
    ) -> None:
        files = stocked_bag(seed)
        names = random.Random(seed).sample(sorted(files), len(files))
        early = names[: len(names) * 2 // 3] if later else names
        before, after = ([LINES[i] for i in order[:n]] for n in (first, first + 1))
        with transaction.atomic():
            adopt_small_crowds()
            pipeline.take_in({name: files[name] for name in early})
            adopting.adopt(with_register(*before), quietly)
            scheme = with_register(*after)
            looked = restocking.look(scheme, quietly)
            assert looked is not None
            adopting.preview(scheme, quietly)
            pipeline.take_in({name: files[name] for name in names})
            adopting.adopt(scheme, quietly)
            found = computed(scheme), pipeline.versions(), pipeline.stories()
            transaction.set_rollback(True)
        with transaction.atomic():
            adopt_small_crowds()
            adopting.adopt(with_register(*after), quietly)
            pipeline.take_in(files)
            wanted = computed(scheme), pipeline.versions(), pipeline.stories()
            transaction.set_rollback(True)
        assert found == wanted


class AnyOrder(TestCase):
    @given(st.integers(0, 10_000), st.lists(st.integers(1, 9), min_size=1, max_size=3), st.randoms())
    @settings(max_examples=4, phases=[Phase.explicit, Phase.generate])
    def test_with_stock_left_out_order_and_portions_do_not_matter(
        self, seed: int, sizes: list[int], dice: random.Random
    ) -> None:
        files = stocked_bag(seed)
        outcomes = []
        for names, cut in ((sorted(files), [len(files)]), (dice.sample(sorted(files), len(files)), sizes)):
            with transaction.atomic():
                adopt_small_crowds()
                adopting.adopt(with_register(*LINES[:2]), quietly)
                for some in pipeline.portions(names, cut):
                    pipeline.take_in({name: files[name] for name in some})
                outcomes.append((computed(in_force()), pipeline.versions(), pipeline.stories()))
                transaction.set_rollback(True)
        assert outcomes[0] == outcomes[1]
