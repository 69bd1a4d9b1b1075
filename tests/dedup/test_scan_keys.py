"""Damaged texts have index keys of their own besides, by which two bad scans meet that nothing else brings together."""

import numpy as np

from bench.invented import prose_only
from bench.noise_ocr import scanned
from newsarchive.dedup.schemes import PASSAGES, TEXTS
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.vocabulary import spelled
from newsarchive.dedup.words import words

SEED = 20261127


def texts(rate, copy=""):
    stories = [article.paragraphs for article in prose_only(30, SEED)]
    bodies = [scanned(body, rate, f"{SEED} {i} {copy}") if rate else body for i, body in enumerate(stories)]
    return spelled([words("\n".join(body)) for body in bodies])


def keys(rate, copy=""):
    signing = signer(TEXTS)
    return [set(own) for own in signing.keys_of(signing.sign_read(texts(rate, copy)))]


def test_clean_texts_have_the_keys_of_their_bands_and_no_others():
    signing = signer(TEXTS)
    signatures = signing.sign_read(texts(0))
    assert signing.keys_of_scans(signatures)[0].tolist() == []
    assert np.array_equal(signatures, signing.sign_spelled(texts(0)))
    assert signing.keys_of(signatures) == [sorted(set(row)) for row in signing.keys(signatures).tolist()]


def test_two_scans_at_ten_per_cent_meet_and_scans_of_other_reports_hardly_ever():
    one, other = keys(10, "a"), keys(10, "b")
    met = sum(not mine.isdisjoint(theirs) for mine, theirs in zip(one, other, strict=True))
    bands = [set(own) for own in signer(TEXTS).keys(signer(TEXTS).sign_read(texts(10, "a"))).tolist()]
    by_bands = sum(not mine.isdisjoint(theirs) for mine, theirs in zip(bands, other, strict=True))
    assert met >= 20 > by_bands, f"seed {SEED}: {met} met, {by_bands} by the bands that all texts have"
    strangers = [(i, j) for i in range(30) for j in range(30) if i != j and not one[i].isdisjoint(other[j])]
    assert len(strangers) <= 30 * 29 * 0.1, f"seed {SEED}"


def test_a_scan_is_still_found_by_a_clean_text_through_the_keys_that_both_have():
    met = sum(not mine.isdisjoint(theirs) for mine, theirs in zip(keys(0), keys(5), strict=True))
    assert met == 30, f"seed {SEED}"


def test_passages_have_no_room_for_the_mark_and_stay_as_they_are():
    signing = signer(PASSAGES)
    signatures = signing.sign_read(texts(10))
    assert signing.keys_of_scans(signatures)[0].tolist() == []
    assert [len(own) for own in signing.keys_of(signatures)] == [
        len(set(row)) for row in signing.keys(signatures).tolist()
    ]
