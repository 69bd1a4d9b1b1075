"""Signatures and index keys of new texts and passages, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newsarchive.archive.models import Band, Fingerprint, PassageBand, PassageFingerprint
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup.schemes import PASSAGES, TEXTS, SignatureScheme
from newsarchive.dedup.shingles import shingles_of
from newsarchive.dedup.signatures import signer


def fingerprint_texts(words_by_id: Mapping[int, Sequence[str]]) -> None:
    """Sign the texts and enter their bands."""
    signed = _signed(words_by_id, TEXTS)
    copy_rows(Fingerprint, ("text_id", "scheme", "signature"), ((pk, TEXTS.id, sig) for pk, sig, _ in signed))
    copy_rows(Band, ("key", "text_id"), _keys(signed))


def fingerprint_passages(words_by_id: Mapping[int, Sequence[str]]) -> None:
    """Sign the passages that are long enough to mean something, and enter their bands."""
    signed = _signed(words_by_id, PASSAGES)
    copy_rows(
        PassageFingerprint, ("passage_id", "scheme", "signature"), ((pk, PASSAGES.id, sig) for pk, sig, _ in signed)
    )
    copy_rows(PassageBand, ("key", "passage_id"), _keys(signed))


Signed = tuple[int, bytes, list[int]]


def _signed(words_by_id: Mapping[int, Sequence[str]], scheme: SignatureScheme) -> list[Signed]:
    """Id, signature bytes and distinct keys of each that the scheme indexes."""
    ids = sorted(pk for pk, words in words_by_id.items() if len(words) >= scheme.least)
    signing = signer(scheme)
    signatures = signing.sign([shingles_of(list(words_by_id[pk]), scheme) for pk in ids])
    keys = signing.keys(signatures)
    return [
        (pk, signature.astype("<u4").tobytes(), sorted(set(row.tolist())))
        for pk, signature, row in zip(ids, signatures, keys, strict=True)
    ]


def _keys(signed: Iterable[Signed]) -> Iterable[tuple[int, int]]:
    return ((key, pk) for pk, _, keys in signed for key in keys)
