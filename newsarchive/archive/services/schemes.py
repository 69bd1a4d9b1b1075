"""Schemes are entered once, before their first use; what has not been compared under them yet is noted."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.archive.models import Adoption, Scheme, Unmatched
from newsarchive.archive.queries.schemes import in_force
from newsarchive.dedup.definitions import definition, name_of
from newsarchive.dedup.schemes import ClusteringScheme

THE_FIRST = "The archive began with it."


def begun() -> ClusteringScheme:
    """The scheme in force, written down where none is yet: a later release with other numbers changes no story.

    The caller holds the clustering lane.
    """
    scheme = in_force()
    if not Adoption.objects.exists():
        row = entered(scheme)
        Scheme.objects.filter(id=row.id).update(kept=True)
        Adoption.objects.create(scheme=row, reason=THE_FIRST)
    return scheme


def entered(scheme: ClusteringScheme) -> Scheme:
    """The row of the scheme."""
    values = {"name": name_of(scheme), "definition": definition(scheme)}
    return Scheme.objects.get_or_create(id=scheme.id, defaults=values)[0]


def note_unmatched(text_ids: Sequence[int], scheme: ClusteringScheme) -> None:
    """Texts are about to be compared under the scheme in force: under all others that are kept they have to be."""
    others = list(Scheme.objects.filter(kept=True).exclude(id=scheme.id).values_list("id", flat=True))
    rows = [Unmatched(scheme_id=other, text_id=text) for other in others for text in text_ids]
    Unmatched.objects.bulk_create(rows, batch_size=5000)
