"""Signatures and index keys: to be looked up when a match surprises, never edited."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Func, IntegerField, Q, QuerySet
from django.http import HttpRequest

from newsarchive.archive.admin.base import LookOnly, as_id, row_link
from newsarchive.archive.models import (
    Band,
    Crowd,
    Fingerprint,
    Passage,
    PassageBand,
    PassageFingerprint,
    Printing,
    Text,
)

BYTES_A_VALUE = 4


class Signed(LookOnly):
    """A signature's length is worth showing, its bytes are not."""

    heavy = ("signature",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        size = Func("signature", function="octet_length", output_field=IntegerField())
        return super().get_queryset(request).annotate(octets=size)

    @admin.display(description="values in the signature")
    def values(self, row: Fingerprint | PassageFingerprint) -> int:
        return int(row.octets) // BYTES_A_VALUE


class OfText:
    @admin.display(description="text")
    def text_link(self, row: Fingerprint | Band | Printing) -> str:
        return row_link(Text, row.text_id)


class OfPassage:
    @admin.display(description="passage")
    def passage_link(self, row: PassageFingerprint | PassageBand | Printing) -> str:
        return row_link(Passage, row.passage_id)


@admin.register(Fingerprint)
class FingerprintAdmin(OfText, Signed):
    list_display = ("id", "text_link", "scheme", "values")
    fields = readonly_fields = ("text_link", "scheme", "values")
    numbers = ("text_id",)
    search_help_text = "A text's number."


@admin.register(PassageFingerprint)
class PassageFingerprintAdmin(OfPassage, Signed):
    list_display = ("id", "passage_link", "scheme", "values")
    fields = readonly_fields = ("passage_link", "scheme", "values")
    numbers = ("passage_id",)
    search_help_text = "A passage's number."


class Keyed(LookOnly):
    """Index keys are signed: a minus sign is part of the number."""

    ordering = ("-id",)

    def by_number(self, term: str) -> list[Q]:
        key = as_id(term.removeprefix("-"))
        signed = [] if key is None else [Q(key=-key if term.startswith("-") else key)]
        return [*super().by_number(term), *signed]


@admin.register(Band)
class BandAdmin(OfText, Keyed):
    list_display = ("id", "key", "scheme", "text_link")
    fields = readonly_fields = ("key", "scheme", "text_link")
    numbers = ("text_id",)
    search_help_text = "A text's number, or a key."


@admin.register(PassageBand)
class PassageBandAdmin(OfPassage, Keyed):
    list_display = ("id", "key", "scheme", "passage_link")
    fields = readonly_fields = ("key", "scheme", "passage_link")
    numbers = ("passage_id",)
    search_help_text = "A passage's number, or a key."


@admin.register(Printing)
class PrintingAdmin(OfPassage, OfText, LookOnly):
    list_display = ("id", "text_link", "passage_link")
    ordering = ("-id",)
    fields = readonly_fields = ("text_link", "passage_link")
    numbers = ("text_id", "passage_id")
    search_help_text = "A text's or a passage's number."


@admin.register(Crowd)
class CrowdAdmin(Keyed):
    list_display = ("id", "kind", "key", "scheme")
    fields = readonly_fields = ("kind", "key", "scheme", "heads")
    numbers = ()
    search_help_text = "A key."
