"""Shingles, signatures, index keys and the ids of the schemes that make them comparable."""

from dataclasses import fields, replace

import datasketch
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.schemes import CLUSTERING, PASSAGES, TEXTS, ClusteringScheme, Level, SignatureScheme
from newsarchive.dedup.shingles import Shingles, shingles, shingles_of
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.words import words

LATIN = "The harbour council of Norvik voted on Tuesday to close the old fish market for 1,200 days, its mayor said."
CYRILLIC = (
    "Совет порта Норвик во вторник решил закрыть старый рыбный рынок на год, сообщил мэр города после долгих споров."
)
ARABIC = "قرر مجلس ميناء نورفيك يوم الثلاثاء إغلاق سوق السمك القديمة لمدة عام، وقال رئيس البلدية إن الأساسات تغرق."
CHINESE = "诺维克港务委员会周二投票决定关闭旧鱼市场一年，市长在长时间辩论后表示。"

hashes = st.integers(0, 2**64 - 1)
sets = st.lists(hashes, max_size=40, unique=True).map(lambda values: np.array(sorted(values), dtype=np.uint64))


def test_scheme_ids_are_pinned() -> None:
    """A change here makes every stored fingerprint or match one of an older scheme: change it on purpose."""
    assert TEXTS.id == "texts-97c745efdc"
    assert PASSAGES.id == "passages-956e794a32"
    assert CLUSTERING.id == "clustering-a7612d0391"


@pytest.mark.parametrize(
    ("text", "scheme", "first_values", "first_key"),
    [
        (LATIN, TEXTS, [485808546, 287552817, 13751063, 85454984], 5875740683616637189),
        (LATIN, PASSAGES, [79106953, 88060319, 156782655, 69007399], -1271076065422425173),
        (CYRILLIC, TEXTS, [351154445, 664444422, 114565054, 108529579], -6711414402313103108),
        (CYRILLIC, PASSAGES, [425650793, 168736008, 640604815, 99960094], -6173421158561978093),
        (ARABIC, TEXTS, [147741759, 854861376, 12014754, 296849276], 8259445010951852134),
        (ARABIC, PASSAGES, [6515649, 190484528, 214164681, 707420053], -4005447958035209828),
        (CHINESE, TEXTS, [84096912, 22126053, 616791798, 185659464], 110348143257613137),
        (CHINESE, PASSAGES, [919564227, 199499544, 81122970, 363416084], -1100512957284201490),
    ],
)
def test_signatures_are_pinned(text: str, scheme: SignatureScheme, first_values: list[int], first_key: int) -> None:
    signature = signer(scheme).sign([shingles_of(words(text), scheme)])
    assert signature.shape == (1, scheme.permutations)
    assert signature[0, :4].tolist() == first_values
    assert int(signer(scheme).keys(signature)[0, 0]) == first_key


def _datasketch(one: Shingles, scheme: SignatureScheme) -> datasketch.MinHash:
    minhash = datasketch.MinHash(
        num_perm=scheme.permutations, seed=scheme.seed, scheme="affine32", hashfunc=lambda value: value
    )
    minhash.update_batch([int(value) >> 32 for value in one])
    return minhash


@given(st.lists(sets, max_size=8), st.sampled_from([TEXTS, PASSAGES, replace(TEXTS, seed=9)]))
def test_signatures_are_those_of_datasketch(several: list[Shingles], scheme: SignatureScheme) -> None:
    signatures = signer(scheme).sign(several)
    assert signatures.shape == (len(several), scheme.permutations)
    for one, signature in zip(several, signatures, strict=True):
        assert signature.tolist() == _datasketch(one, scheme).hashvalues.tolist()


@given(st.lists(sets, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_what_else_is_in_the_batch_does_not_matter(several: list[Shingles], random: object) -> None:
    alone = [signer(TEXTS).sign([one])[0].tolist() for one in several]
    assert signer(TEXTS).sign(several).tolist() == alone
    assert signer(TEXTS).sign(several[::-1]).tolist() == alone[::-1]


def test_batches_larger_than_one_pass_agree_with_single_texts() -> None:
    """Long texts, short and empty ones on both sides of the border where a pass ends."""
    random = np.random.default_rng(3)
    sizes = [20_000, 15_000, 0, 5, 40_000, 0, 1, 32_768, 2]
    several = [np.unique(random.integers(0, 2**64, size, dtype=np.uint64)) for size in sizes]
    together = signer(PASSAGES).sign(several)
    for one, signature in zip(several, together, strict=True):
        assert (signer(PASSAGES).sign([one])[0] == signature).all()


def test_datasketchs_objects_made_of_our_signatures_estimate_alike() -> None:
    """Their estimate is that of datasketch from the same hashes."""
    one, other = np.arange(100, dtype=np.uint64) << np.uint64(40), np.arange(50, 150, dtype=np.uint64) << np.uint64(40)
    ours = [signer(TEXTS).minhash(s) for s in signer(TEXTS).sign([one, other])]
    assert ours[0].jaccard(ours[1]) == _datasketch(one, TEXTS).jaccard(_datasketch(other, TEXTS))


@pytest.mark.parametrize("true", [0.1, 1 / 3, 0.6, 0.9])
def test_estimates_are_unbiased(true: float) -> None:
    """Over 300 pairs of sets of known Jaccard likeness the mean estimate is right within four standard errors."""
    random = np.random.default_rng(7)
    pairs, union = 300, 180
    estimates = []
    for _ in range(pairs):
        values = random.integers(0, 2**64, union, dtype=np.uint64)
        common = round(true * union)
        half = common + (union - common) // 2
        one, other = np.sort(values[:half]), np.sort(np.concatenate([values[:common], values[half:]]))
        first, second = signer(TEXTS).sign([one, other])
        estimates.append(float((first == second).mean()))
    error = (true * (1 - true) / TEXTS.permutations / pairs) ** 0.5
    assert abs(float(np.mean(estimates)) - round(true * union) / union) < 4 * error


def test_empty_texts_have_a_signature_that_only_empty_texts_have() -> None:
    empty = shingles([], 3)
    signatures = signer(TEXTS).sign([empty, shingles(["flood"], 3), empty])
    assert len(empty) == 0
    assert (signatures[0] == np.iinfo(np.uint32).max).all()
    assert (signatures[0] == signatures[2]).all()
    assert not (signatures[0] == signatures[1]).any()
    assert signer(TEXTS).sign([]).shape == (0, TEXTS.permutations)
    assert signer(TEXTS).keys(signer(TEXTS).sign([])).shape == (0, TEXTS.bands)


def test_short_texts_are_one_shingle_and_order_matters() -> None:
    assert len(shingles(["flood"], 3)) == 1
    assert len(shingles(["flood", "warning"], 3)) == 1
    assert shingles(["flood", "warning"], 3) != shingles(["warning", "flood"], 3)
    assert len(shingles(list("abcde"), 3)) == 3
    assert len(shingles(list("abcabcabc"), 3)) == 3


@given(st.lists(st.sampled_from(list("abcdef")), max_size=30), st.integers(1, 4))
def test_shingles_are_the_distinct_runs_of_words(wordlist: list[str], size: int) -> None:
    runs = {tuple(wordlist[i : i + size]) for i in range(len(wordlist) - size + 1)}
    found = shingles(wordlist, size)
    assert len(found) == (len(runs) or bool(wordlist))
    assert (np.diff(found.astype(object)) > 0).all()


def _other(value: object) -> object:
    if isinstance(value, Level):
        return replace(value, weights=replace(value.weights, words=value.weights.words + 1))
    if isinstance(value, SignatureScheme):
        return replace(value, seed=value.seed + 1)
    return value + "x" if isinstance(value, str) else value + 1  # type: ignore[operator]


@pytest.mark.parametrize("scheme", [TEXTS, PASSAGES, CLUSTERING], ids=lambda s: s.id)
def test_every_field_is_in_the_schemes_id(scheme: SignatureScheme | ClusteringScheme) -> None:
    ids = {replace(scheme, **{f.name: _other(getattr(scheme, f.name))}).id for f in fields(scheme)}
    assert len(ids | {scheme.id}) == len(fields(scheme)) + 1
    assert replace(scheme).id == scheme.id


def test_the_clustering_scheme_names_the_signatures_that_propose_its_pairs() -> None:
    assert TEXTS.id in CLUSTERING.signatures
    assert PASSAGES.id in CLUSTERING.signatures


def test_keys_differ_between_schemes_and_between_bands() -> None:
    """The same values in another scheme, or at another place, are another key."""
    schemes = [TEXTS, replace(TEXTS, seed=2), replace(TEXTS, name="other"), replace(TEXTS, normaliser="words-0")]
    signature = np.full((1, TEXTS.permutations), 12345, dtype=np.uint32)
    keys = [int(key) for scheme in schemes for key in signer(scheme).keys(signature)[0]]
    assert len(set(keys)) == len(schemes) * TEXTS.bands


def test_keys_are_equal_exactly_where_a_bands_values_are() -> None:
    signature = signer(TEXTS).sign([shingles_of(words(LATIN), TEXTS)])
    changed = signature.copy()
    changed[0, TEXTS.rows * 5] += 1
    one, other = signer(TEXTS).keys(signature)[0], signer(TEXTS).keys(changed)[0]
    assert one.dtype == np.int64
    assert np.flatnonzero(one != other).tolist() == [5]
