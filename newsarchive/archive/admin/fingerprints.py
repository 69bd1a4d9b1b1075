"""Signatures and index keys: to be looked up when a match surprises, never edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Case, CharField, Func, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest

from newsarchive.archive.admin.base import LookOnly, as_id, row_link
from newsarchive.archive.models import (
    Band,
    Crowd,
    Fingerprint,
    Mass,
    Passage,
    PassageBand,
    PassageFingerprint,
    Text,
    Tie,
)
from newsarchive.archive.queries.arrays import Ints
from newsarchive.archive.queries.keys import bands_of, passage_bands_of
from newsarchive.archive.queries.schemes import signature_schemes
from newsarchive.dedup.schemes import SignatureScheme

BYTES_A_VALUE = 4


class Keyed(LookOnly):
    """Rows that are found by an index key too. Keys are signed: a minus sign is part of the number."""

    ordering = ("-id",)

    def by_number(self, term: str) -> list[Q]:
        key = as_id(term.removeprefix("-"))
        signed = [] if key is None else [self.with_key(-key if term.startswith("-") else key)]
        return [*super().by_number(term), *signed]

    def with_key(self, key: int) -> Q:
        return Q(key=key)


class Signed(Keyed):
    """A signature's length is worth showing, its bytes are not; the keys that are cut from it are."""

    heavy = ("signature",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        size = Func("signature", function="octet_length", output_field=IntegerField())
        known = [When(scheme=mark, then=Value(scheme.id)) for mark, scheme in _schemes().items()]
        named = Case(*known, default=Value(""), output_field=CharField())
        return super().get_queryset(request).annotate(octets=size, scheme_id=named)

    def keys_of(self, row: Any, scheme: SignatureScheme) -> Ints:
        raise NotImplementedError

    @admin.display(description="values in the signature")
    def values(self, row: Fingerprint | PassageFingerprint) -> int:
        return int(row.octets) // BYTES_A_VALUE

    @admin.display(description="scheme", ordering="scheme")
    def made_by(self, row: Fingerprint | PassageFingerprint) -> str:
        return row.scheme_id or f"of another release, marked {row.scheme}"

    @admin.display(description="index keys")
    def keys(self, row: Fingerprint | PassageFingerprint) -> str:
        scheme = _schemes().get(row.scheme)
        pairs = self.keys_of(row, scheme).tolist() if scheme else []
        return ", ".join(str(key) for _, key in pairs) or "–"


def _schemes() -> dict[int, SignatureScheme]:
    return {scheme.mark: scheme for scheme in signature_schemes().values()}


@admin.register(Fingerprint)
class FingerprintAdmin(Signed):
    list_display = ("id", "text_link", "made_by", "values")
    fields = readonly_fields = ("text_link", "made_by", "values", "keys")
    numbers = ("text_id",)
    search_help_text = "A text's number, or an index key."

    def with_key(self, key: int) -> Q:
        return Q(text__in=Band.objects.filter(key=key).values("text"))

    def keys_of(self, row: Any, scheme: SignatureScheme) -> Ints:
        return bands_of([row.text_id], scheme)

    @admin.display(description="text")
    def text_link(self, row: Fingerprint) -> str:
        return row_link(Text, row.text_id)


@admin.register(PassageFingerprint)
class PassageFingerprintAdmin(Signed):
    list_display = ("id", "passage_link", "made_by", "values")
    fields = readonly_fields = ("passage_link", "made_by", "values", "keys")
    numbers = ("passage_id",)
    search_help_text = "A passage's number, or an index key."

    def with_key(self, key: int) -> Q:
        return Q(passage__in=PassageBand.objects.filter(key=key).values("passage"))

    def keys_of(self, row: Any, scheme: SignatureScheme) -> Ints:
        return passage_bands_of([row.passage_id], scheme)

    @admin.display(description="passage")
    def passage_link(self, row: PassageFingerprint) -> str:
        return row_link(Passage, row.passage_id)


@admin.register(Mass)
class MassAdmin(LookOnly):
    list_display = ("id", "component", "size")
    fields = readonly_fields = ("component", "heads", "size")
    ordering = ("-id",)
    numbers = ("id", "component")
    search_help_text = "The number of a mass, or of a component."


@admin.register(Tie)
class TieAdmin(LookOnly):
    list_display = ("text_link", "mass", "via", "rank")
    fields = readonly_fields = ("text_link", "mass", "via", "rank")
    ordering = ("-text_id",)
    numbers = ("text_id", "mass", "via")
    search_help_text = "The number of a text or a mass."

    @admin.display(description="text")
    def text_link(self, row: Tie) -> str:
        return row_link(Text, row.text_id)


@admin.register(Crowd)
class CrowdAdmin(Keyed):
    list_display = ("id", "kind", "key", "scheme")
    fields = readonly_fields = ("kind", "key", "scheme", "heads")
    numbers = ()
    search_help_text = "A key."
