"""Schemes are entered once, before their first use; what has not been compared under them yet is noted."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.archive.models import Adoption, Scheme, Unmatched
from newsarchive.archive.queries.kept import FixedQuestion
from newsarchive.archive.queries.schemes import adopted, in_force
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup.definitions import definition, name_of
from newsarchive.dedup.schemes import ClusteringScheme

THE_FIRST = "The archive began with it."


def begun() -> ClusteringScheme:
    """The scheme in force, written down where none is yet: a later release with other numbers changes no story.

    The caller holds the clustering lane.
    """
    if scheme := adopted():
        return scheme
    scheme = in_force()
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
    others = [other for (other,) in _KEPT.rows() if other != scheme.id]
    if others:
        copy_rows(Unmatched, ("scheme_id", "text_id"), ((other, text) for other in others for text in text_ids))


_KEPT = FixedQuestion(lambda: Scheme.objects.filter(kept=True).values_list("id"))
