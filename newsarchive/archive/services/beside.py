"""A scheme's signatures and matches beside those of the scheme in force: computed in portions, and dropped.

Whatever stops it loses the portion that was under way; the next run goes on from there. Readers, uploads and
clustering go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection, models, transaction
from django.db.models import Max, Q

from newsarchive.archive.models import (
    Adoption,
    Crowd,
    Match,
    Membership,
    Scheme,
    Unmatched,
)
from newsarchive.archive.queries import stock
from newsarchive.archive.queries.schemes import SchemeRefused, in_force, load
from newsarchive.archive.services import clustering, fingerprinting, presence, restocking, schemes, unsigning
from newsarchive.archive.services.matching import match_texts
from newsarchive.dedup.schemes import ClusteringScheme

CHUNK = 250
"""Texts compared in one transaction."""

_ALONE = 0x72656670
_ROWS_AT_ONCE = 100_000

Progress = Callable[[str, int, int], None]
"""Called with what is under way, how much of it is done, and how much there is."""


_IN_FORCE = Q(id__in=Adoption.objects.order_by("-id").values("scheme_id")[:1])


class Busy(Exception):
    """Another process is computing or dropping a scheme."""


class InForce(Exception):
    """The scheme is needed: it is the one in force."""


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one at this work. Raises `Busy`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ALONE])
        if not cursor.fetchone()[0]:
            raise Busy("Another refingerprint is at work; wait for it to end.")
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ALONE])


def compute(scheme: ClusteringScheme, progress: Progress) -> None:
    """Compare every clustered text under the scheme, a portion a transaction.

    Where it differs from the one in force by its register of stock text alone, only what that touches. Raises
    `newsarchive.archive.queries.stock.NoRegister`.
    """
    _begin(scheme, progress)
    done, total = 0, _left(scheme)
    progress("Comparing", 0, total)
    while count := match_some(scheme):
        done += count
        progress("Comparing", done, max(total, done))


def match_some(scheme: ClusteringScheme) -> int:
    """Compare some of the texts that still have to be. Returns how many; 0 when none is left."""
    with transaction.atomic():
        presence.rely_on_texts()
        rows = list(Unmatched.objects.filter(scheme=scheme.id).order_by("text_id").values_list("id", "text_id")[:CHUNK])
        texts = sorted({text for _, text in rows})
        if texts:
            fingerprinting.complete(texts, scheme)
            match_texts(texts, scheme)
            Unmatched.objects.filter(id__in=[pk for pk, _ in rows]).delete()
    return len(rows)


def _left(scheme: ClusteringScheme) -> int:
    return Unmatched.objects.filter(scheme=scheme.id).count()


def _begin(scheme: ClusteringScheme, progress: Progress) -> None:
    """Enter the scheme, with every text that is clustered now still to be compared; clustering notes later ones."""
    stock.register_of(scheme)
    touched = None
    if not Scheme.objects.filter(id=scheme.id, kept=True).exists() and not _is_in_force(scheme):
        _drop_matches(scheme.id)
        touched = restocking.look(scheme, progress)
    with transaction.atomic():
        clustering.enter_lane()
        if Membership.objects.exists():
            with suppress(SchemeRefused):
                schemes.begun()
        row = schemes.entered(scheme)
        if not row.kept:
            if touched is None or not restocking.carry_over(row, scheme, touched):
                _note_all(row)
            Scheme.objects.filter(id=row.id).update(kept=True)


def _is_in_force(scheme: ClusteringScheme) -> bool:
    try:
        return in_force().id == scheme.id
    except SchemeRefused:
        return False


def _note_all(row: Scheme) -> None:
    Unmatched.objects.filter(scheme=row).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Unmatched._meta.db_table} (scheme_id, text_id)"  # noqa: S608
            f" SELECT %s, text_id FROM {Membership._meta.db_table} ORDER BY text_id",
            [row.id],
        )


def forget(scheme_id: str) -> None:
    """Drop what was computed under a scheme that is not in force; its numbers stay in the history.

    Signatures go where no other scheme that is kept needs them. Raises `InForce`.
    """
    with alone(), transaction.atomic():
        clustering.enter_lane()
        if scheme_id == Adoption.objects.order_by("-id").values_list("scheme_id", flat=True).first():
            raise InForce("That scheme is in force. Adopt another one first.")
        Scheme.objects.filter(id=scheme_id).update(kept=False)
        Unmatched.objects.filter(scheme=scheme_id).delete()
    _drop_matches(scheme_id)
    _drop_signatures()
    _drop_stock()


def _drop_matches(scheme_id: str) -> None:
    for model in (Match, Crowd):
        _drop(model, Q(scheme=scheme_id))


def _drop_signatures() -> None:
    """Drop the signatures that no kept scheme uses; none, where one of those cannot be read by this release."""
    try:
        kept = [in_force(), *(load(s.id, s.definition) for s in Scheme.objects.filter(kept=True))]
    except SchemeRefused:
        return
    unsigning.but_of({scheme.texts.id for scheme in kept}, {scheme.passages.id for scheme in kept})


def _drop_stock() -> None:
    """Drop what is noted under registers that no kept scheme names, and the rests that nothing leads to any more."""
    named = {row.definition.get("boilerplate", "") for row in Scheme.objects.filter(Q(kept=True) | _IN_FORCE)}
    with transaction.atomic():
        clustering.enter_lane()
        unsigning.but_under(named)


def _drop(model: type[models.Model], which: Q) -> None:
    """Delete rows in portions of their ids, each its own transaction."""
    last = model._default_manager.aggregate(last=Max("id"))["last"] or 0
    for start in range(0, last + 1, _ROWS_AT_ONCE):
        model._default_manager.filter(which, id__gte=start, id__lt=start + _ROWS_AT_ONCE).delete()
