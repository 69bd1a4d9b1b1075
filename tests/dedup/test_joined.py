"""Many texts at once come to the words that each comes to alone."""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from newsarchive.dedup.clusters import Rulings, connected, linked_by, pairs_linked
from newsarchive.dedup.joined import digest_of, joined
from newsarchive.dedup.likeness import UNIT, Related
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.dedup.vocabulary import spelled, spelled_lines, together
from newsarchive.dedup.words import digest, words

SEED = 5
SIGNS = "abZ_9 8 ''`,.,.1 2345-\n\t\x00\"\x1c"
BEYOND = (
    "é",
    "\u2019s",
    "\u00a0000",
    "\u200d",
    "\u00a0\u200d000",
    "漢字",
    "Год",
    "ß",
    "dinosaurs of antidisestablishmentarian",
)


def _texts(count: int) -> list[str]:
    print("texts drawn with seed", SEED)
    drawn = random.Random(SEED)
    found = ["".join(drawn.choices(SIGNS, k=drawn.randrange(14))) for _ in range(count)]
    return [text + drawn.choice(BEYOND) if drawn.random() < 0.3 else text for text in found]


@pytest.mark.parametrize("most", [1, 40, 1 << 16])
def test_lines_have_the_words_of_each_text(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsarchive.dedup.joined._AT_ONCE", most)
    texts = _texts(8_000)
    lines = joined(texts)
    assert lines == [" ".join(words(text)).encode() for text in texts]
    assert [digest_of(line) for line in lines[:200]] == [digest(words(text), 32) for text in texts[:200]]
    assert joined([]) == []


def test_a_line_is_spelled_as_the_list_of_its_words() -> None:
    texts = ["", *_texts(3_000), "", "x" * 17, "x" * 18, "x" * 16, "12345678", "123456789"]
    for some in (texts, texts[::-1], []):
        one, other = spelled_lines(joined(some)), spelled([words(text) for text in some])
        assert one.borders.tolist() == other.borders.tolist()
        assert one.numbers.tolist() == other.numbers.tolist()


def test_what_is_told_another_process_says_the_same_of_every_word() -> None:
    texts = [words(text) for text in [*_texts(50), "", "Flood of 9 at Selwyn", "", "The flood"]]
    parts = [spelled(texts[:20]).apart(), spelled([]).apart(), spelled(texts[20:]).apart()]
    whole, found = spelled(texts), together(parts)
    assert found.borders.tolist() == whole.borders.tolist()
    for name in ("figures", "rarities"):
        assert getattr(found, name).tolist() == getattr(whole, name).tolist()
    assert found.hashes.values.tolist() == whole.hashes.values.tolist()


def test_what_hangs_together_is_what_an_independent_library_finds() -> None:
    print("graphs drawn with seed", SEED)
    drawn = np.random.default_rng(SEED)
    for count in (1, 2, 50, 400):
        for ties in (0, count // 3, count, 3 * count):
            pairs = drawn.integers(0, count, (ties, 2))
            graph = csr_array((np.ones(ties), pairs.T), shape=(count, count))
            label = connected_components(graph, directed=False)[1]
            firsts = [int(np.flatnonzero(label == one)[0]) for one in label]
            assert connected(count, pairs).tolist() == firsts
    chain = np.stack([np.arange(1, 2_000), np.arange(1_999)], axis=1)
    assert not connected(2_000, chain[drawn.permutation(1_999)]).any()


def test_two_texts_are_cut_at_once_as_each_pair_is_alone() -> None:
    print("odds drawn with seed", SEED)
    drawn = np.random.default_rng(SEED)
    edges = [-1, 0, 1, round(CLUSTERING.firm * UNIT) - 1, round(CLUSTERING.firm * UNIT)]
    version = np.array([*edges, *drawn.integers(-3 * UNIT, 3 * UNIT, 200)], dtype=np.int64)
    story = np.maximum(version, drawn.permutation(np.concatenate([version[5:], edges])))
    found = pairs_linked(version, story, CLUSTERING)
    for i in range(len(version)):
        pair = Related(np.array([0]), np.array([1]), version[i : i + 1], story[i : i + 1])
        alone = linked_by([40, 50], pair, Rulings(), CLUSTERING)
        assert [marks[i] for marks in found] == [alone.versions[1] == 0, alone.stories[1] == 0]
