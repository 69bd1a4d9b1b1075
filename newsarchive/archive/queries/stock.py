"""Registers of stock text, and under which keys texts and passages that hold stock are indexed.

What holds stock of a register is indexed by its rest, under the very keys that these words have anywhere: it meets
texts without stock there. The keys of its whole words stay, for schemes with another register or none, and are passed
over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Model
from django.db.models.fields.json import KeyTextTransform

from newsarchive.archive.models import (
    Adoption,
    Band,
    PassageBand,
    PassageStock,
    Rest,
    RestBand,
    RestFingerprint,
    Scheme,
    StockRegister,
    TextStock,
)
from newsarchive.archive.queries.arrays import Ints, distinct, joined, literal, numbers, rows
from newsarchive.archive.queries.kept import FixedQuestion
from newsarchive.archive.queries.keys import bands_of, passage_bands_of, rest_bands_of
from newsarchive.dedup.boilerplate import Piece, Register, pieces
from newsarchive.dedup.schemes import ClusteringScheme, SignatureScheme


class NoRegister(LookupError):
    """A scheme names a register that is not here."""


NONE = Register()


def register_of(scheme: ClusteringScheme) -> Register:
    """What the scheme leaves out of every text. Raises `NoRegister`."""
    return _known(scheme.boilerplate)[1] if scheme.boilerplate else NONE


def register_number(scheme: ClusteringScheme) -> int | None:
    """The row of the scheme's register; None where it has none."""
    return _known(scheme.boilerplate)[0] if scheme.boilerplate else None


def register_number_of(scheme_id: str | None) -> int | None:
    """The row of the register that a stored scheme names; None where it names none."""
    name = KeyTextTransform("boilerplate", "definition")
    named = Scheme.objects.filter(id=scheme_id).values_list(name, flat=True).first()
    return StockRegister.objects.filter(name=named or "").values_list("pk", flat=True).first()


def on_pages() -> Register:
    """What is stock text as pages show it: the register in force, whether or not this release computes the scheme."""
    name = next((name for (name,) in _ADOPTED.rows()), None)
    return _register(name) if name else NONE


_ADOPTED = FixedQuestion(
    lambda: Adoption.objects.order_by("-id").values_list(KeyTextTransform("boilerplate", "scheme__definition"))[:1]
)


class Parted(NamedTuple):
    """A paragraph in parts that are stock text and parts that are not."""

    pieces: Sequence[Piece]

    @property
    def stock(self) -> bool:
        """Whether all of it is stock text."""
        return nothing_else(self.pieces)


def nothing_else(parts: Iterable[Piece]) -> bool:
    """Whether the parts of a paragraph are stock text, all of them."""
    return all(piece.stock or not piece.text.strip() for piece in parts)


def parted(bodies: Iterable[str], register: Register) -> list[Parted]:
    """Paragraphs in the parts that a register makes of them: one part where it has no entry in them."""
    return [Parted(pieces(body, register) if register else [Piece(body, False)]) for body in bodies]


def _known(name: str) -> tuple[int, Register]:
    """The row is asked for each time, since it may be taken back with its transaction; its entries never change."""
    found = StockRegister.objects.filter(name=name).values_list("pk", flat=True).first()
    if found is None:
        raise NoRegister(f"There is no register of stock text called {name} here.")
    return found, _register(name)


@lru_cache(maxsize=16)
def _register(name: str) -> Register:
    return Register(StockRegister.objects.values_list("entries", flat=True).get(name=name))


@dataclass(frozen=True)
class _Kind:
    """How texts, or passages, are found by keys: their own, and those of their rests."""

    stock: type[Model]
    band: type[Model]
    owner: str

    def keys_of(self, ids: Ints, scheme: ClusteringScheme) -> Ints:
        """Owner and key, shape (pairs, 2)."""
        signing = scheme.texts if self.owner == "text_id" else scheme.passages
        plain = bands_of if self.owner == "text_id" else passage_bands_of
        register = register_number(scheme)
        if register is None:
            return plain(ids, signing)
        held = numbers(self.stock, (self.owner, "rest_id"), self.owner, ids, register_id=register)
        others = plain(np.setdiff1d(ids, held[:, 0]), signing)
        return distinct(np.concatenate([others, _keys_of_rests(held, signing)]))

    def owners_with(self, keys: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
        """Key and owner, shape (pairs, 2)."""
        found = numbers(self.band, ("key", self.owner), "key", keys)
        register = register_number(scheme)
        if register is None:
            return found
        held = numbers(self.stock, (self.owner,), self.owner, np.unique(found[:, 1]), register_id=register)
        rests = numbers(RestBand, ("key", "rest_id"), "key", keys)
        of = numbers(self.stock, ("rest_id", self.owner), "rest_id", np.unique(rests[:, 1]), register_id=register)
        by_rest = joined(rests[:, ::-1], of)
        return distinct(np.concatenate([found[~np.isin(found[:, 1], held[:, 0])], by_rest]))


def _keys_of_rests(held: Ints, signing: SignatureScheme) -> Ints:
    """Owner and key, given owners and their rests."""
    return joined(held[:, ::-1], rest_bands_of(np.unique(held[:, 1]), signing))


TEXTS = _Kind(TextStock, Band, "text_id")
PASSAGES = _Kind(PassageStock, PassageBand, "passage_id")


def mere_stock(passage_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
    """Those of the passages of which too little is left, besides stock, to propose anything."""
    register = register_number(scheme)
    held = numbers(PassageStock, ("passage_id", "rest_id"), "passage_id", passage_ids, register_id=register)
    short = [
        pk for pk, count in rows(Rest, ("id", "words"), "id", np.unique(held[:, 1])) if count < scheme.shared_words
    ]
    return held[np.isin(held[:, 1], short), 0]


def unsigned_rests(rest_ids: Iterable[int], signing: SignatureScheme) -> set[int]:
    """Those of the rests that have no signature under the scheme."""
    ids = set(rest_ids)
    signed = rows(RestFingerprint, ("rest_id",), "rest_id", sorted(ids), scheme=signing.mark)
    return ids - {pk for (pk,) in signed}


def texts_printing(passage_ids: Iterable[int]) -> set[int]:
    """The texts that print any of the passages."""
    with connection.cursor() as cursor:
        cursor.execute(_PRINTING, [literal(passage_ids)])
        return {pk for (pk,) in cursor.fetchall()}


_PRINTING = """
SELECT DISTINCT printed.text_id FROM unnest(%s::bigint[]) AS given(number) CROSS JOIN LATERAL
(SELECT text_id FROM archive_printing WHERE passage_id = given.number OFFSET 0) AS printed
"""
