"""Signatures are taken away again, and the index keys that were cut from them.

Rows of keys are found by the keys alone, which are cut once more from the signatures: so the keys go first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection, models, transaction
from django.db.models import Exists, Max, OuterRef
from psycopg import sql

from newsarchive.archive.models import (
    Band,
    Fingerprint,
    PassageBand,
    PassageFingerprint,
    PassageStock,
    Rest,
    RestBand,
    RestFingerprint,
    StockRegister,
    TextStock,
)
from newsarchive.archive.queries.arrays import Ints, literal
from newsarchive.archive.queries.candidates import portions
from newsarchive.archive.queries.keys import bands_of, passage_bands_of, rest_bands_of
from newsarchive.archive.queries.schemes import signature_schemes
from newsarchive.archive.services import presence
from newsarchive.dedup.schemes import SignatureScheme

_OWNERS_AT_ONCE = 20_000

Signed = tuple[type[models.Model], str, type[models.Model]]

_TEXTS: Signed = (Fingerprint, "text_id", Band)
_PASSAGES: Signed = (PassageFingerprint, "passage_id", PassageBand)
_RESTS: Signed = (RestFingerprint, "rest_id", RestBand)

_KEYS_OF = {Band: bands_of, PassageBand: passage_bands_of, RestBand: rest_bands_of}


def of_texts(text_ids: Collection[int]) -> None:
    """Take away the texts' signatures under every scheme, before the texts themselves are deleted."""
    _of(_TEXTS, text_ids)


def of_passages(passage_ids: Collection[int]) -> None:
    """The same of passages."""
    _of(_PASSAGES, passage_ids)


def but_of(texts: Collection[str], passages: Collection[str]) -> None:
    """Take away all signatures but those of the schemes named, in portions, each a transaction of its own.

    Those of a scheme that nothing here spells out stay: their keys are not known.
    """
    for kind, kept in ((_TEXTS, texts), (_PASSAGES, passages), (_RESTS, {*texts, *passages})):
        for scheme in signature_schemes().values():
            if scheme.id not in kept:
                _of_scheme(kind, scheme)


def but_under(registers: Collection[str]) -> None:
    """Take away what is noted of stock under all registers but these, with what is left of no text or passage then.

    The caller holds the clustering lane: who clusters may lead to a rest at any moment.
    """
    gone = StockRegister.objects.exclude(name__in=registers)
    for model in (TextStock, PassageStock):
        model.objects.filter(register__in=gone).delete()
    presence.take_texts_away()
    _drop_rests_of_nothing()


def _drop_rests_of_nothing() -> None:
    """Take away rests that no text or passage leads to."""
    led = [Exists(model.objects.filter(rest=OuterRef("pk"))) for model in (TextStock, PassageStock)]
    unled = Rest.objects.filter(*(~each for each in led))
    ids = list(unled.values_list("pk", flat=True))
    _of(_RESTS, ids)
    for some in portions(ids):
        Rest.objects.filter(pk__in=some).delete()


def _of(kind: Signed, ids: Iterable[int]) -> None:
    model, column, _ = kind
    for some in portions(ids):
        signed = model._default_manager.filter(**{f"{column}__in": some})
        known = {scheme.mark: scheme for scheme in signature_schemes().values()}
        for scheme in sorted(set(signed.values_list("scheme", flat=True)) & known.keys()):
            _drop_keys(kind, some, known[scheme])
        signed.delete()


def _of_scheme(kind: Signed, scheme: SignatureScheme) -> None:
    model, column, _ = kind
    last = model._default_manager.aggregate(last=Max(column))["last"] or 0
    for start in range(0, last + 1, _OWNERS_AT_ONCE):
        within = {f"{column}__gte": start, f"{column}__lt": start + _OWNERS_AT_ONCE}
        signed = model._default_manager.filter(scheme=scheme.mark, **within)
        with transaction.atomic():
            _drop_keys(kind, list(signed.values_list(column, flat=True)), scheme)
            signed.delete()


def _drop_keys(kind: Signed, ids: Collection[int], scheme: SignatureScheme) -> None:
    _, column, keyed = kind
    keys = _KEYS_OF[keyed](ids, scheme)
    statement = sql.SQL(
        "DELETE FROM {table} keyed USING unnest(%s::bigint[], %s::bigint[]) AS gone(owner, key)"
        " WHERE keyed.key = gone.key AND keyed.{column} = gone.owner"
    ).format(table=sql.Identifier(keyed._meta.db_table), column=sql.Identifier(column))
    with connection.cursor() as cursor:
        cursor.execute(statement, _columns(keys))


def _columns(keys: Ints) -> list[str]:
    return [literal(keys[:, 0]), literal(keys[:, 1])]
