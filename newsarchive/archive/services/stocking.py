"""Texts and passages in which a register finds stock are noted, with what is left of them signed and indexed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from django.db.models import Model

from newsarchive.archive.models import (
    Passage,
    PassageStock,
    Printing,
    Rest,
    RestBand,
    RestFingerprint,
    Text,
    TextStock,
)
from newsarchive.archive.queries import stock
from newsarchive.archive.queries.arrays import numbers, rows
from newsarchive.archive.services.bulk import copy_rows, enter_distinct, enter_missing
from newsarchive.dedup.boilerplate import Register
from newsarchive.dedup.joined import joined
from newsarchive.dedup.schemes import ClusteringScheme, SignatureScheme
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.vocabulary import spelled
from newsarchive.dedup.words import digest

Words = Sequence[str]
Rests = Mapping[int, Words]
"""What is left of each text, or passage, that holds stock, by its id."""


class Found(NamedTuple):
    """The rests of texts and of passages."""

    texts: Rests
    passages: Rests

    def __bool__(self) -> bool:
        return bool(self.texts or self.passages)


def held(text_ids: Sequence[int], scheme: ClusteringScheme) -> Found:
    """Those of the texts, and of the passages that they print, in which the scheme's register finds stock."""
    register = stock.register_of(scheme)
    if not register:
        return Found({}, {})
    printed = np.unique(numbers(Printing, ("passage_id",), "text_id", sorted(text_ids)))
    return Found(rests_of_texts(text_ids, register), rests_of_passages(printed.tolist(), register))


def rests_of_texts(text_ids: Iterable[int], register: Register) -> Rests:
    """What the register leaves of those of the texts that hold any of it."""
    own = ((pk, text.split()) for pk, text in rows(Text, ("id", "words"), "id", sorted(text_ids)))
    return _left(own, register)


def rests_of_passages(passage_ids: Iterable[int], register: Register) -> Rests:
    """The same of passages."""
    printed = rows(Passage, ("id", "text"), "id", sorted(passage_ids))
    lines = joined([text for _, text in printed])
    return _left(((pk, line.decode().split()) for (pk, _), line in zip(printed, lines, strict=True)), register)


def _left(spelled: Iterable[tuple[int, Words]], register: Register) -> Rests:
    found = ((pk, own, register.without(own)) for pk, own in spelled)
    return {pk: left for pk, own, left in found if left is not own}


def enter(found: Found, scheme: ClusteringScheme) -> None:
    """Note what holds stock. What is noted already stays so. The caller is the only one who signs."""
    _enter(found.texts, TextStock, "text_id", scheme.texts, scheme)
    _enter(found.passages, PassageStock, "passage_id", scheme.passages, scheme)


def _enter(rests: Rests, model: type[Model], owner: str, signing: SignatureScheme, scheme: ClusteringScheme) -> None:
    if not rests:
        return
    by_digest = {digest(list(left)): left for left in rests.values()}
    ids, _ = enter_distinct(Rest, ("digest", "words"), ((key, len(left)) for key, left in by_digest.items()))
    _sign({ids[key]: left for key, left in by_digest.items()}, signing)
    register = stock.register_number(scheme)
    noted = ((pk, register, ids[digest(list(left))]) for pk, left in sorted(rests.items()))
    enter_missing(model, (owner, "register_id", "rest_id"), noted)


def _sign(words_by_id: Rests, signing: SignatureScheme) -> None:
    """Sign those of the rests that are long enough and have no signature yet, and enter their keys."""
    long = [pk for pk, left in words_by_id.items() if len(left) >= signing.least]
    new = sorted(stock.unsigned_rests(long, signing))
    signing_all = signer(signing)
    signatures = signing_all.sign_read(spelled([words_by_id[pk] for pk in new]))
    signed = list(zip(new, signatures.astype("<u4"), signing_all.keys_of(signatures), strict=True))
    columns = ("rest_id", "scheme", "signature")
    copy_rows(RestFingerprint, columns, ((pk, signing.mark, signature.tobytes()) for pk, signature, _ in signed))
    copy_rows(RestBand, ("key", "rest_id"), sorted((key, pk) for pk, _, own in signed for key in own))
