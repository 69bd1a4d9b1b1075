"""The words that were asked for are marked in a text as it is printed, whatever the index made of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.archive.marked_text import START, STOP, Piece, excerpt, joined, pieces, spans_of, traced
from newsarchive.archive.search_text import prepare, prepared_as

pytestmark = pytest.mark.hypothesis
letters = st.sampled_from("ab é\u0301ü“’—\n桥旧市น้ำกй١ـأ한글<&")
texts = st.one_of(st.text(), st.lists(letters).map("".join))


@given(texts)
def test_a_traced_text_has_the_words_that_the_index_has(text):
    for configuration in ("english", "russian"):
        assert (
            traced(text, configuration).text.replace(START, " ").split()
            == prepared_as(re.sub(f"[{START}{STOP}]", " ", text), configuration).split()
        )


@given(texts, st.data())
def test_what_is_marked_is_carried_back_to_where_it_is_printed(text, data):
    prepared = traced(text)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(prepared.text)), max_size=6)))
    cuts = cuts[: len(cuts) // 2 * 2]
    marked, done = "", 0
    for n, cut in enumerate(cuts):
        marked += prepared.text[done:cut] + (STOP if n % 2 else START)
        done = cut
    spans = joined(spans_of(marked + prepared.text[done:], prepared), text)
    assert "".join(piece.text for piece in pieces(text, spans)) == text
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        words = prepared.text[start:end].split()
        printed = " ".join(prepare(text[a:b]) for a, b in spans)
        assert all(word[0] in printed for word in words if word.isalpha())


@given(texts, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9))), st.integers(1, 80))
def test_an_excerpt_is_a_stretch_of_the_text(text, drawn, length):
    spans = joined([(start, start + long) for start, long in drawn if start + long <= len(text)], text)
    shown = "".join(piece.text for piece in excerpt(text, spans, length))
    assert shown.removeprefix("…").removesuffix("…") in text.replace("\n", " ")
    assert any(p.hit for p in excerpt(text, spans, length)) == bool(spans)


def test_an_excerpt_shows_where_most_different_words_stand():
    text = "The ferry left. " * 30 + "The ferry met the dredger in the fog. " + "Nothing else. " * 30
    spans = [m.span() for m in re.finditer("ferry|dredger|fog", text)]
    assert {p.text for p in excerpt(text, spans, 90) if p.hit} == {"ferry", "dredger", "fog"}


def test_accents_and_pairs():
    said = "Les “élections” à Zürich, 关闭旧桥 hier"
    prepared = traced(said)
    marked = prepared.text.replace("elections", f"{START}elections{STOP}").replace("旧桥", f"{START}旧桥{STOP}")
    hits = [p for p in pieces(said, joined(spans_of(marked, prepared), said)) if p.hit]
    assert hits == [Piece("élections", True), Piece("旧桥", True)]
