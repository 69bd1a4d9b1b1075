"""The index keys of texts and passages, cut anew from their signatures."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from django.db.models import Model

from newsarchive.archive.models import Fingerprint, PassageFingerprint, RestFingerprint
from newsarchive.archive.queries.arrays import Ints, distinct, rows
from newsarchive.dedup.schemes import SignatureScheme
from newsarchive.dedup.signatures import signer


def bands_of(text_ids: Iterable[int] | Ints, scheme: SignatureScheme) -> Ints:
    """The keys of the texts under the scheme, shape (pairs, 2): text and key, each pair once."""
    return _keys(Fingerprint, "text_id", text_ids, scheme)


def passage_bands_of(passage_ids: Iterable[int] | Ints, scheme: SignatureScheme) -> Ints:
    """The keys of the passages under the scheme, shape (pairs, 2): passage and key, each pair once."""
    return _keys(PassageFingerprint, "passage_id", passage_ids, scheme)


def rest_bands_of(rest_ids: Iterable[int] | Ints, scheme: SignatureScheme) -> Ints:
    """The keys of what is left of texts, or passages, without stock, shape (pairs, 2): rest and key."""
    return _keys(RestFingerprint, "rest_id", rest_ids, scheme)


def _keys(model: type[Model], column: str, ids: Iterable[int] | Ints, scheme: SignatureScheme) -> Ints:
    signed = rows(model, (column, "signature"), column, ids, scheme=scheme.mark)
    if not signed:
        return np.empty((0, 2), dtype=np.int64)
    owners = np.array([owner for owner, _ in signed], dtype=np.int64)
    signatures = np.frombuffer(b"".join(signature for _, signature in signed), dtype="<u4")
    own = signatures.reshape(len(signed), scheme.permutations).astype(np.uint32)
    keys, (scans, more) = signer(scheme).keys(own), signer(scheme).keys_of_scans(own)
    every = ((owners, keys), (owners[scans], more))
    return distinct(np.concatenate([np.stack([np.repeat(of, k.shape[1]), k.ravel()], axis=1) for of, k in every]))
