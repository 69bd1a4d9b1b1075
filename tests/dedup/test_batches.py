"""Many texts at once give what each gives alone, whatever stands beside it."""

from dataclasses import replace

import numpy as np
import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.folding import fold, folds
from newsarchive.dedup.profiles import Profile, profile, profiles
from newsarchive.dedup.schemes import PASSAGES, TEXTS, SignatureScheme
from newsarchive.dedup.shingles import runs, runs_within, shingles_of
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.vocabulary import spelled
from newsarchive.dedup.words import words
from newsarchive.dedup.xxh64 import xxh64

SCHEMES = [TEXTS, PASSAGES, replace(TEXTS, shingle=1), replace(TEXTS, shingle=8), replace(TEXTS, rows=9, bands=14)]

odd = st.sampled_from(["the", "pulau", "рынок", "市", "手", "سوق", "दिन", "가격", "1987", "a", "ﬁ", "𠀋", "x" * 40])
wordlists = st.lists(st.one_of(st.lists(odd, max_size=12), st.text(max_size=30).map(words)), max_size=9)


@given(wordlists, st.sampled_from(SCHEMES))
def test_texts_are_signed_together_as_each_alone(several: list[list[str]], scheme: SignatureScheme) -> None:
    signing = signer(scheme)
    together = signing.sign_words(several)
    assert together.shape == (len(several), scheme.permutations)
    assert together.tolist() == signing.sign([shingles_of(one, scheme) for one in several]).tolist()
    assert together.tolist() == [signing.sign_words([one])[0].tolist() for one in several]


@given(wordlists, st.integers(1, 9))
def test_runs_of_words_never_cross_from_one_text_to_the_next(several: list[list[str]], size: int) -> None:
    found = runs_within(spelled(several).hashes, size)
    for one, own in zip(several, map(np.ndarray.tolist, found.each()), strict=True):
        assert own == runs(spelled([one]).hashes.values, size).tolist()
        assert len(own) == (max(len(one) - size + 1, 1) if one else 0)


def test_a_text_longer_than_one_pass_is_signed_among_short_ones() -> None:
    random = np.random.default_rng(11)
    several = [random.integers(0, 5_000, size).astype(str).tolist() for size in (3, 70_000, 0, 1, 65_533, 2, 40_000, 5)]
    together = signer(TEXTS).sign_words(several)
    assert together.tolist() == signer(TEXTS).sign([shingles_of(one, TEXTS) for one in several]).tolist()


@pytest.mark.parametrize("row", range(1, 12))
def test_keys_are_those_of_xxhash(row: int) -> None:
    random = np.random.default_rng(row)
    values = random.integers(0, 2**32, (7, 5, row), dtype=np.uint32)
    seeds = random.integers(0, 2**64, 5, dtype=np.uint64)
    for ours, own in zip(xxh64(values, seeds).view(np.uint64).tolist(), values, strict=True):
        pairs = zip(own, seeds.tolist(), strict=True)
        assert ours == [xxhash.xxh64_intdigest(v.astype("<u4").tobytes(), seed=seed) for v, seed in pairs]


def test_more_words_than_are_remembered_are_numbered_all_the_same() -> None:
    """The vocabulary starts anew between batches; what was numbered before stays right."""
    first = spelled([["flood", "warning"]])
    for start in (0, 150_000):
        spelled([[f"w{n}" for n in range(start, start + 150_000)]])
    again = spelled([["warning"], ["flood"]])
    assert first.hashes.values.tolist() == again.hashes.values.tolist()[::-1]
    assert first.hashes.values.tolist() == [xxhash.xxh3_64_intdigest(b"flood"), xxhash.xxh3_64_intdigest(b"warning")]


_SPEECH = [
    "The harbour board of Norvik voted on Tuesday to close the old fish market for a year while piles are replaced.",
    "Рыбный рынок Норвика закроют на год, пока меняют сваи, решил во вторник совет порта после долгих споров мэра.",
    "诺维克港务委员会周二投票决定关闭旧鱼市场一年，市长在长时间辩论后表示。",
    "NORVIK - Traders would be given stalls on the north quay at the same rent, said chairwoman Selja Kvam.",
    "Reply: so they do",
    "",
]


@st.composite
def _paragraphs(draw: st.DrawFn) -> list[str]:
    """Some that print again what was said, whole, cut, edited or under a dateline."""
    found = []
    for text in draw(st.lists(st.sampled_from(_SPEECH), max_size=7)):
        tokens = text.split(" ")
        kind = draw(st.sampled_from(["as it is", "cut", "edited", "behind a dash"]))
        if kind == "cut":
            tokens = [*tokens[: max(9, len(tokens) // 2)], "..."]
        elif kind == "edited":
            tokens[draw(st.integers(0, len(tokens) - 1))] = draw(st.sampled_from(["seven", "Kvam", "市场", "1,200"]))
        elif kind == "behind a dash":
            tokens = ["Norvik", "—", *tokens]
        found.append(" ".join(tokens))
    return found


@given(st.lists(_paragraphs(), max_size=5))
def test_articles_are_folded_together_as_each_alone(articles: list[list[str]]) -> None:
    together = folds(articles)
    assert together == [fold(paragraphs) for paragraphs in articles]
    assert together == folds(articles, [[words(text) for text in paragraphs] for paragraphs in articles])


def _spelled_out(one: Profile) -> list[object]:
    slots = [s.tolist() for kind in (one.figure_slots, one.name_slots) for s in (kind.places, kind.fills)]
    sets = (one.shingles, one.passages, one.names, one.head, one.words, one.weights, one.specifics, one.head_specifics)
    return [one.length, *slots, *(found.tolist() for found in sets)]


@given(st.lists(st.one_of(st.lists(odd, max_size=45), st.sampled_from(_SPEECH).map(words)), max_size=6))
def test_profiles_are_made_together_as_each_alone(several: list[list[str]]) -> None:
    assert [_spelled_out(one) for one in profiles(several)] == [_spelled_out(profile(one)) for one in several]
