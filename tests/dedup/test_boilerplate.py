"""Registers of stock text: what they find in words, whatever the order of their entries."""

import random
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup import schemes
from newsarchive.dedup.boilerplate import Register, entry_of, pieces
from newsarchive.dedup.definitions import Misdefined, changed, definition, name_of, scheme_of
from newsarchive.dedup.proposals import stands
from newsarchive.dedup.recurring import Paragraph, Recurring
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.dedup.words import words

LINE = "Copyright 2011 Northwire. All rights reserved."
runs = st.lists(st.sampled_from("ab3"), max_size=12)
entries = st.lists(st.lists(st.sampled_from("ab#3"), min_size=1, max_size=4).map(" ".join), max_size=4)


@given(runs, entries, st.randoms())
def test_what_is_left_is_what_no_occurrence_of_any_entry_covers_in_any_order(text, given_entries, dice):
    covered = set()
    for entry in (entry.split() for entry in given_entries):
        for i in range(len(text) - len(entry) + 1):
            there = text[i : i + len(entry)]
            if all(e == w or (e == "#" and w == "3") for e, w in zip(entry, there, strict=True)):
                covered |= set(range(i, i + len(entry)))
    shuffled = dice.sample(given_entries, len(given_entries))
    register = Register(shuffled)
    assert list(register.without(text)) == [word for i, word in enumerate(text) if i not in covered]
    assert register.holds(text) == register.holds_line(" ".join(text)) == bool(covered)
    assert register.id == Register(given_entries).id


def test_a_figure_stands_for_any_year_and_only_for_figures():
    register = Register([entry_of("Copyright # Northwire. All rights reserved.")])
    assert register.without(words(f"The mole is open. {LINE}")) == ["the", "mole", "is", "open"]
    assert register.without(words(LINE.replace("2011", "2029"))) == []
    assert not register.holds(words(LINE.replace("2011", "once more")))


def test_ids_cover_the_entries_and_a_scheme_without_stock_keeps_its_id():
    one, other = Register(["all rights reserved"]), Register(["all rights reserved", "on the net"])
    assert one.id != other.id
    assert Register().id == ""
    before = {name: value for name, value in asdict(CLUSTERING).items() if name != "boilerplate"}
    assert CLUSTERING.id == schemes._id("clustering", before), "adoptions from before name the id without it"
    with_stock = changed(CLUSTERING, {"boilerplate": one.id})
    assert with_stock.id not in (CLUSTERING.id, changed(CLUSTERING, {"boilerplate": other.id}).id)
    assert scheme_of(definition(with_stock)) == with_stock
    assert "boilerplate" not in definition(CLUSTERING)
    assert name_of(with_stock) == "evidence"
    with pytest.raises(Misdefined, match="register"):
        changed(CLUSTERING, {"boilerplate": "whatever"})


@given(
    st.lists(st.sampled_from(["Copyright", "2011", "Northwire.", "\u201cmole\u201d", "--", " ", "\n", "\u6e2f\u53e3"]))
)
def test_pieces_are_the_text_as_it_was_printed(tokens):
    text = " ".join(tokens)
    register = Register(["copyright # northwire", "\u6e2f"])
    parts = pieces(text, register)
    assert "".join(part.text for part in parts) == text
    left = [word for part in parts if not part.stock for word in words(part.text)]
    assert left == list(register.without(words(text)))


def test_stock_with_a_name_in_vietnamese_is_a_piece_and_stands():
    stock = "Bản quyền thuộc về báo Đoàn Gió, mọi sự sao chép phải được Lê Thái cho phép."
    text = f"Hội đồng tỉnh đã hoãn kế hoạch. {stock}"
    register = Register([entry_of(stock)])
    assert [(piece.text.strip(), piece.stock) for piece in pieces(text, register)] == [
        ("Hội đồng tỉnh đã hoãn kế hoạch.", False),
        (stock, True),
    ]
    assert stands(entry_of(stock), text) == stock


def test_a_sign_off_at_the_end_of_a_paragraph_is_a_piece_of_its_own():
    register = Register([entry_of(LINE)])
    assert pieces(f"Nobody was hurt. {LINE}", register) == [("Nobody was hurt. ", False), (LINE, True)]


def test_a_sign_off_is_found_under_other_years_and_within_paragraphs_and_ordinary_words_are_not():
    seed = 20261127
    print("seed", seed)
    dice = random.Random(seed)
    vocabulary = [f"{a}{b}" for a in "bdfgklmnprst" for b in ("ara", "ole", "uni", "ike", "esh", "ona")]

    def sentence():
        return " ".join(dice.choices(vocabulary, k=14)).capitalize() + "."

    sign_off = "Copyright {} Northwire. No part of this may be printed or read aloud."
    portions = [
        [Paragraph(story, story * 10 + i, sentence()) for i in range(4)]
        + [Paragraph(story, story * 10 + 5, f"{sentence()} {sign_off.format(2000 + story % 7)}")]
        for story in range(1, 30)
    ]
    counted = Recurring(5)
    counted.count(portions)
    counted.sift(portions)
    found = {phrase.words: phrase for phrase in counted.phrases(portions)}
    assert list(found) == ["copyright # northwire no part of this may be printed or read aloud"]
    (phrase,) = found.values()
    assert phrase.stories == 29
    assert {place.story for place in phrase.places} == set(range(1, 30))
