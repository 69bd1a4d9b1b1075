"""What one text is to another: kinds, ways and confidence."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.invented import prose_only
from bench.invented_wires import Sent, wires
from bench.noise_ocr import scanned
from bench.relation_pairs import copy_of_sent
from bench.relations import told
from newsarchive.dedup.profiles import profile, words_of
from newsarchive.dedup.relations import Kind, Relation, Way, relation, relations
from newsarchive.dedup.sense import SENSE
from newsarchive.dedup.told import Clock, Said, Told
from newsarchive.dedup.words import words

SENT = list(wires(12, seed=77))
TOLD = dict(zip((s.name for s in SENT), told([copy_of_sent(s) for s in SENT]), strict=True))


def of_role(role: str, made_of: str) -> list[tuple[Sent, Sent]]:
    by_name = {s.name: s for s in SENT}
    return [(s, by_name[s.made_of]) for s in SENT if s.role == role and by_name[s.made_of].role == made_of]


def text(said: str) -> Told:
    found = profile(words(said))
    return Told(words_of(found), found)


def test_copies_trims_updates_and_corrections_of_invented_wires_are_told() -> None:
    asked = {
        ("copy", "report"): {Relation.COPY},
        ("trim", "report"): {Relation.TRIMMED},
        ("update", "report"): {Relation.UPDATES},
        ("correction", "update"): {Relation.CORRECTS},
    }
    for roles, expected in asked.items():
        pairs = of_role(*roles)
        right = [relation(TOLD[a.name], TOLD[b.name]).relation in expected for a, b in pairs]
        assert sum(right) >= 0.6 * len(pairs), (roles, right)


def test_equal_words_are_a_copy_beyond_doubt() -> None:
    one = text("A ferry sank off Valdora on Tuesday and nobody was hurt.")
    found = relation(one, replace(one, clock=Clock(5.0, True, True)))
    assert (found.relation, found.confidence) == (Relation.COPY, 1.0)


def test_reports_with_nothing_in_common_have_no_relation_unless_they_are_known_to_be_of_one_story() -> None:
    one = text("A ferry sank off Valdora on Tuesday and nobody was hurt, the harbour master said.")
    other = text("The central bank kept its rate where it was, to the surprise of three analysts in Port Selwyn.")
    assert relation(one, other).relation is None
    assert relations([one, other], [(0, 1)], together=True)[0].relation is Relation.SHARES


@pytest.mark.parametrize("later", [0, 1])
def test_the_agency_clock_says_which_is_the_update(later: int) -> None:
    pairs = [(a, b) for a, b in of_role("update", "report")][:6]
    for new, old in pairs:
        texts = [replace(TOLD[s.name], clock=None, said=Said()) for s in (new, old)]
        clocked = [replace(t, clock=Clock(10.0 + 5 * (k == later), True, True)) for k, t in enumerate(texts)]
        found = relation(*clocked)
        if found.kind == Kind.UPDATE:
            assert found.way == (Way.FIRST if later == 0 else Way.SECOND)


def test_a_relation_turns_round_with_the_pair() -> None:
    seed = 20261127
    dice = random.Random(seed)
    names = list(TOLD)
    for _ in range(300):
        one, other = (TOLD[name] for name in dice.sample(names, 2))
        assert relation(one, other) == relation(other, one).turned(), f"seed {seed}"


@given(
    st.lists(
        st.sampled_from(["ferry", "sank", "valdora", "12", "19", "killed", "the", "of", "and", "master"]), max_size=40
    ),
    st.data(),
)
def test_any_two_texts_can_be_told(own: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(own)) if own else ["a"]
    one, two = Told(own, profile(own)), Told(other, profile(other))
    found = relation(one, two)
    assert 0.0 <= found.confidence <= 1.0
    assert found == relation(two, one).turned()


def test_many_pairs_at_once_are_as_one_by_one() -> None:
    texts = list(TOLD.values())[:12]
    pairs = [(i, j) for i in range(12) for j in range(12) if i != j]
    assert relations(texts, pairs) == [relation(texts[i], texts[j]) for i, j in pairs]


def test_the_scheme_has_a_name_of_its_own() -> None:
    assert SENSE.id == "sense-5"


@pytest.mark.parametrize("seed", "abcdef")
def test_what_a_scan_did_to_a_copy_is_no_correction(seed: str) -> None:
    """Names and words that were misread gave way to nothing: both texts are agreed on before they are compared."""
    long = next(a for a in prose_only(40, 5) if len(words("\n".join(a.paragraphs))) >= 250)
    whole, damaged = (text("\n".join(said)) for said in (long.paragraphs, scanned(long.paragraphs, 4, seed)))
    assert len(damaged.profile.printed)
    assert relation(damaged, whole).relation is Relation.COPY
    assert relation(whole, damaged).relation is Relation.COPY


TWELVE = (
    "The sluice at Marrow Fen gave way before dawn and the water ran over the lower road, killing {} people and"
    " carrying off the toll house, the warden of the fen said. Boats were fetched from the mere and the schools of"
    " the parish stayed shut. The sluice had been built in the year of the great drought and mended {} times since."
)


@pytest.mark.parametrize("more", ["", " Readers wrote to this page all day and asked for a new bridge."])
def test_numbers_that_are_only_written_otherwise_correct_nothing(more: str):
    one, other = text(TWELVE.format("twelve", "three")), text(TWELVE.format("12", "3") + more)
    assert relation(one, text(TWELVE.format("19", "3"))).kind == Kind.CORRECTION
    assert relation(one, other).kind == Kind.COPY
    assert relation(other, one).kind == Kind.COPY


def test_a_mark_on_one_side_where_no_word_gave_way_to_another_is_that_of_a_correction_and_its_copy() -> None:
    """The copy bears a line of its own below; the wrong text prints another toll."""
    said = (
        "A night ferry struck the harbour wall of Port Selwyn and sank at its berth, and {} people were killed. The"
        " Hesper had come in from the outer islands with the market boats and was seen to turn too late in the swell."
        " Divers worked along the quay until the tide turned. Harbour master Idris Vane said the lamp had been dark."
    )
    marked = replace(text(said.format(19)), said=Said(corrects=True))
    copy = text(f"{said.format(19)} Letters to the editor should carry a full address and be short.")
    assert relation(marked, copy).kind in (Kind.COPY, Kind.TRIM)
    assert relation(marked, text(said.format(12))).relation is Relation.CORRECTS
