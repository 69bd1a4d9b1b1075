"""Signatures and index keys of texts and passages, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from newsarchive.archive.models import (
    Band,
    Fingerprint,
    PassageBand,
    PassageFingerprint,
)
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.services import stocking
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup.schemes import ClusteringScheme, SignatureScheme
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.vocabulary import spelled
from newsarchive.dedup.words import words

_TURN = 0x7369676E
"""An advisory lock: two who complete signatures at once would enter the same ones."""

_UNSIGNED_TEXTS = """
SELECT found.id, found.words FROM unnest(%s::bigint[]) AS given(number) CROSS JOIN LATERAL
(SELECT id, words FROM archive_text WHERE id = given.number AND length >= %s AND NOT EXISTS
 (SELECT FROM archive_fingerprint WHERE text_id = given.number AND scheme = %s) OFFSET 0) AS found
"""
_UNSIGNED_PASSAGES = """
SELECT found.id, found.text FROM
(SELECT DISTINCT printed.passage_id FROM unnest(%s::bigint[]) AS given(number) CROSS JOIN LATERAL
 (SELECT passage_id FROM archive_printing WHERE text_id = given.number OFFSET 0) AS printed) AS known
CROSS JOIN LATERAL (SELECT id, text FROM archive_passage WHERE id = known.passage_id AND words >= %s AND NOT EXISTS
 (SELECT FROM archive_passagefingerprint WHERE passage_id = known.passage_id AND scheme = %s) OFFSET 0) AS found
"""


def fingerprint_texts(words_by_id: Mapping[int, Sequence[str]]) -> None:
    """Sign new texts under the scheme in force and enter their bands."""
    if scheme := _computed():
        _sign_texts(words_by_id, scheme.texts)


def fingerprint_passages(words_by_id: Mapping[int, Sequence[str]]) -> None:
    """Sign those of new passages that are long enough to mean something, and enter their bands."""
    if scheme := _computed():
        _sign_passages(words_by_id, scheme.passages)


def complete(text_ids: Sequence[int], scheme: ClusteringScheme) -> None:
    """Sign those of the texts, and of the passages they print, that have no signature under the scheme, and what its
    register of stock text leaves of them.

    Texts are signed as they are filed, under the scheme in force at that moment; it may have changed since.
    """
    texts = _unsigned_texts(text_ids, scheme.texts)
    passages = _unsigned_passages(text_ids, scheme.passages)
    held = stocking.held(text_ids, scheme)
    if texts or passages or held:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
        _sign_texts(_unsigned_texts(texts, scheme.texts), scheme.texts)
        _sign_passages(_unsigned_passages(text_ids, scheme.passages), scheme.passages)
        stocking.enter(held, scheme)


def _computed() -> ClusteringScheme | None:
    """The scheme in force; None where this release cannot compute it: reading goes on, clustering says so."""
    try:
        return in_force()
    except SchemeRefused:
        return None


def _unsigned_texts(text_ids: Iterable[int], scheme: SignatureScheme) -> dict[int, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNSIGNED_TEXTS, [literal(text_ids), scheme.least, scheme.mark])
        return {pk: spelled.split() for pk, spelled in cursor.fetchall()}


def _unsigned_passages(text_ids: Iterable[int], scheme: SignatureScheme) -> dict[int, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNSIGNED_PASSAGES, [literal(text_ids), scheme.least, scheme.mark])
        return {pk: words(text) for pk, text in cursor.fetchall()}


def _sign_texts(words_by_id: Mapping[int, Sequence[str]], scheme: SignatureScheme) -> None:
    signed = _signed(words_by_id, scheme)
    copy_rows(Fingerprint, ("text_id", "scheme", "signature"), ((pk, scheme.mark, sig) for pk, sig, _ in signed))
    copy_rows(Band, ("key", "text_id"), _keys(signed))


def _sign_passages(words_by_id: Mapping[int, Sequence[str]], scheme: SignatureScheme) -> None:
    signed = _signed(words_by_id, scheme)
    copy_rows(
        PassageFingerprint, ("passage_id", "scheme", "signature"), ((pk, scheme.mark, sig) for pk, sig, _ in signed)
    )
    copy_rows(PassageBand, ("key", "passage_id"), _keys(signed))


Signed = tuple[int, bytes, list[int]]


def _signed(words_by_id: Mapping[int, Sequence[str]], scheme: SignatureScheme) -> list[Signed]:
    """Id, signature bytes and distinct keys of each that the scheme indexes."""
    ids = sorted(pk for pk, words in words_by_id.items() if len(words) >= scheme.least)
    signing = signer(scheme)
    signatures = signing.sign_read(spelled([words_by_id[pk] for pk in ids]))
    keys = signing.keys_of(signatures)
    return [(pk, sig.tobytes(), own) for pk, sig, own in zip(ids, signatures.astype("<u4"), keys, strict=True)]


def _keys(signed: Iterable[Signed]) -> Iterable[tuple[int, int]]:
    """In the order of the index, which is then entered page by page."""
    return sorted((key, pk) for pk, _, keys in signed for key in keys)
